import Testing

@testable import VolumetryCore

/// Members of a gzip file, what stands before their data, between them and behind them.
@Suite struct InflateMemberTests {
  private func run(_ value: UInt8, _ count: Int) -> [UInt8] {
    var deflate = DeflateWriter()
    deflate.beginFixed(isLast: true)
    deflate.literal(value)
    deflate.copy(count - 1, 1)
    deflate.endBlock()
    return deflate.finished()
  }

  @Test func hundredsOfMembersManyOfThemEmpty() {
    let checks = InflateChecks(seed: 1)
    var file: [UInt8] = []
    for number in 0..<300 {
      switch number % 5 {
      case 0: file += gzip([])
      case 1: file += gzip(checks.noise(number % 13))
      case 2: file += checks.wrapper.member(run(UInt8(number & 0xff), 700))
      default: file += gzip([UInt8](repeating: 1, count: number % 4))
      }
    }
    #expect(checks.same(file, DecodingPlan.reads + DecodingPlan.wholeVoxels) == InflateChecks.whole)
    #expect(checks.same(gzip([]) + gzip([]), DecodingPlan.reads) == InflateChecks.whole)
  }

  /// A voxel may be cut by the end of a member, and by those of members that hold nothing; a run
  /// begins with the next whole voxel.
  @Test(arguments: [1, 2, 4, 8])
  func aVoxelLiesInTwoMembers(_ width: Int) {
    let checks = InflateChecks(seed: UInt64(width))
    for cut in 0...(width + 1) {
      for count in [10, 70_000, 200_000] {
        let first = checks.wrapper.member(run(3, count + cut))
        let file =
          first + gzip([]) + checks.wrapper.member(run(3, 100_003)) + gzip([5])
          + checks.wrapper.member(run(0, 150_000)) + gzip(checks.noise(9))
        let plan = DecodingPlan(width: width, sizes: [1 << 40])
        #expect(checks.same(file, [plan] + checks.somePlans()) == InflateChecks.whole)
        #expect(checks.trial.runs >= 2)
      }
    }
  }

  @Test func whatFollowsTheLastMemberIsCounted() {
    let checks = InflateChecks(seed: 2)
    let member = gzip(checks.noise(100))
    let zeros = [UInt8](repeating: 0, count: 70_000)
    let endings: [[UInt8]] = [
      [], [0], [0, 0, 0], zeros, zeros + [1], [1] + zeros, [0x1f], [0x1f, 0x8b], [0x1f, 0x8b, 7],
      [0x1f, 0x8b, 9, 0, 0], [0, 0x1f, 0x8b, 8], Array("GARBAGE".utf8), [0x1f, 0x8c, 8],
      checks.noise(140_000),
    ]
    for ending in endings {
      let isPadding = ending.allSatisfy { $0 == 0 }
      for file in [member + ending, member + gzip([]) + member + ending] {
        let end = checks.same(file, DecodingPlan.reads + DecodingPlan.wholeVoxels)
        #expect(end == .whole(trailing: ending.count, isPadding: isPadding))
      }
    }
    #expect(checks.same(member + [0x1f, 0x8b, 8]) == .cut)
  }

  @Test func everyMemberHasItsOwnChecksumAndLength() {
    let checks = InflateChecks(seed: 3)
    let members = [gzip(checks.noise(50)), checks.wrapper.member(run(0, 90_000)), gzip([])]
    for number in 0..<3 {
      for place in 1...8 {
        var changed = members
        changed[number][members[number].count - place] ^= 0x10
        let words = "incorrect \(place > 4 ? "data" : "length") check"
        let file = Array(changed.joined())
        #expect(checks.same(file, DecodingPlan.wholeVoxels) == .refused(words))
        #expect(checks.same(file, ignoresChecksums: true) == InflateChecks.whole)
      }
    }
  }

  /// A trailer that is cut is no trailer; what is there of its checksum is believed only if it is
  /// all there.
  @Test func aTrailerThatIsCut() {
    let checks = InflateChecks(seed: 4)
    for member in [gzip(checks.noise(50)), checks.wrapper.member(run(9, 90_000))] {
      for missing in 1...8 {
        let cut = Array(member.dropLast(missing))
        #expect(checks.same(member + cut) == .cut)
        #expect(checks.same(cut, ignoresChecksums: true) == .cut)
        guard missing < 8 else { continue }
        var wrong = cut
        wrong[member.count - 8] ^= 1
        #expect(checks.same(wrong) == (missing <= 4 ? .refused("incorrect data check") : .cut))
        #expect(checks.same(wrong, ignoresChecksums: true) == .cut)
      }
    }
  }

  // MARK: Headers

  /// Of the flags that RFC 1952 defines, every combination, with the checksum of the header right,
  /// wrong in its first byte, and wrong in its second.
  @Test func everyCombinationOfFlags() {
    let checks = InflateChecks(seed: 5)
    let deflate = run(1, 50)
    for flags in UInt8(0)..<32 {
      for wrong in [0, 1, 0x100] where wrong == 0 || flags & 2 != 0 {
        let header = header(flags, checks, checksumError: UInt32(wrong))
        let file = checks.wrapper.member(deflate, header: header)
        let expected = wrong == 0 ? InflateChecks.whole : .refused("header crc mismatch")
        #expect(checks.same(file) == expected)
        #expect(checks.same(gzip([4]) + file) == expected, "the second member")
        #expect(checks.same(file, ignoresChecksums: true) == InflateChecks.whole)
        for length in 3..<header.count {
          #expect(checks.same(Array(file[..<length])) == .cut, "\(flags), \(length)")
        }
      }
    }
  }

  private func header(
    _ flags: UInt8, _ checks: InflateChecks, checksumError: UInt32 = 0, extra: Int = 5
  ) -> [UInt8] {
    var header = GzipWrapper.plainHeader
    header[3] = flags
    header[4...9] = [1, 2, 3, 4, 2, 3]
    if flags & 4 != 0 {
      header += [UInt8(extra & 0xff), UInt8(extra >> 8)] + checks.noise(extra)
    }
    if flags & 8 != 0 { header += Array("name".utf8) + [0] }
    if flags & 16 != 0 { header += Array("a comment".utf8) + [0] }
    guard flags & 2 != 0 else { return header }
    let sum = checks.wrapper.checksum(header) ^ checksumError
    return header + [UInt8(sum & 0xff), UInt8(sum >> 8 & 0xff)]
  }

  @Test func reservedFlagsAreRefused() {
    let checks = InflateChecks(seed: 6)
    for flags in UInt8(32)...255 {
      let file = checks.wrapper.member(run(1, 50), header: header(flags & 0x1f, checks))
      var changed = file
      changed[3] = flags
      #expect(
        checks.same(changed, [DecodingPlan(sizes: [9])]) == .refused("unknown header flags set"))
      #expect(
        checks.same(changed, [DecodingPlan(sizes: [9])], ignoresChecksums: true)
          == .refused("unknown header flags set"))
    }
  }

  /// Fields of every size up to the largest, with zeros and magics in them.
  @Test func longFieldsOfAHeader() {
    let checks = InflateChecks(seed: 7)
    for extra in [0, 1, 255, 256, 65_535] {
      let file = checks.wrapper.member(run(1, 50), header: header(6, checks, extra: extra))
      #expect(checks.same(file) == InflateChecks.whole)
      #expect(checks.same(Array(file[..<(12 + extra)])) == .cut)
    }
    var long = GzipWrapper.plainHeader
    long[3] = 8 | 16
    long += [UInt8](repeating: 0x8b, count: 70_000) + [0, 0]
    #expect(checks.same(checks.wrapper.member(run(1, 50), header: long)) == InflateChecks.whole)
    #expect(checks.same(Array(long.dropLast(2))) == .cut)
  }
}
