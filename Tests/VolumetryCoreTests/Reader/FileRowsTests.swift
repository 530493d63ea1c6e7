import Testing

@testable import VolumetryCore

/// Rows of the reader's list on files, gzip and what stands around the voxels.
@Suite struct FileRowsTests {
  @Test("row 38: gzip cut anywhere is refused with the bytes expected and got")
  func cutGzip() {
    let whole = gzip(ReaderRow.file())
    for length in 1..<whole.count {
      let error = refusal(Array(whole[..<length]), name: "a.nii.gz")
      #expect(["E-TRUNCATED", "E-CRC", "E-NOT-NIFTI"].contains(error?.code), "\(length) bytes")
    }
    let error = refusal(gzip(Array(ReaderRow.file()[..<370])))
    #expect(error == .truncated(expectedBytes: 24, foundBytes: 18))
    #expect(error?.figures["difference_pct"] == .number(-25))
  }

  @Test("row 39: a wrong or missing trailer and a flipped byte refuse; --ignore-crc reads them")
  func checksums() throws {
    let whole = gzip(ReaderRow.file(), level: 0)
    var flipped = whole
    // In a stored block the voxels stand as they are: the last five bytes before the trailer.
    flipped[whole.count - 8 - 24 + 1] = 2
    var damaged = [Array(whole.dropLast(8)), Array(whole.dropLast(3)), flipped]
    for place in 1...8 {
      damaged.append(whole)
      damaged[damaged.count - 1][whole.count - place] ^= 1
    }
    for file in damaged {
      #expect(refusal(file, name: "a.nii.gz")?.code == "E-CRC")
      let scan = try measure(
        file, name: "a.nii.gz", options: ReadingOptions { $0.ignoresChecksums = true })
      #expect(scan.codes == ["W-CRC-IGNORED"])
      #expect(scan.counts == (file == flipped ? [1: 4, 2: 4] : [1: 5, 2: 3]))
    }
    let cut = refusal(
      gzip(ReaderRow.file().dropLast()), options: ReadingOptions { $0.ignoresChecksums = true })
    #expect(cut?.code == "E-TRUNCATED", "data that are not there are not ignored")
  }

  @Test("row 40: several members are one file, each verified")
  func members() throws {
    let file = ReaderRow.file()
    let first = gzip(Array(file[..<360]))
    let second = gzip(Array(file[360...]))
    try ReaderRow.expectTruth(try measure(first + second, name: "a.nii.gz"))
    for place in [first.count - 6, first.count + second.count - 6] {
      var wrong = first + second
      wrong[place] ^= 1
      #expect(refusal(wrong, name: "a.nii.gz")?.code == "E-CRC")
    }
  }

  @Test("row 41: zeros behind gzip are padding, anything else is told")
  func trailing() throws {
    let whole = gzip(ReaderRow.file())
    try ReaderRow.expectTruth(
      try measure(whole + [UInt8](repeating: 0, count: 512), name: "a.nii.gz"))
    let scan = try measure(whole + [1, 2, 3], name: "a.nii.gz")
    try ReaderRow.expectTruth(scan, warnings: ["W-GZIP-TRAILING"])
    #expect(scan.warnings[0].figures == ["trailing_bytes": .whole(3)])
  }

  @Test("row 42: more data than declared: a slice or a MiB of it is told")
  func extraData() throws {
    let file = ReaderRow.file()
    try ReaderRow.expectTruth(try measure(file + [UInt8](repeating: 1, count: 11)))
    let scan = try measure(file + [UInt8](repeating: 1, count: 12))
    try ReaderRow.expectTruth(scan, warnings: ["W-EXTRA-DATA"])
    #expect(scan.warnings[0].figures["difference_pct"] == .number(50))
  }

  @Test("row 43: gzip is known by its content; a name that says otherwise is told")
  func names() throws {
    let file = ReaderRow.file()
    try ReaderRow.expectTruth(try measure(file, name: "a.nii.gz"), warnings: ["W-NAME"])
    try ReaderRow.expectTruth(try measure(gzip(file), name: "a.nii"), warnings: ["W-NAME"])
  }

  @Test("row 44: vox_offset 0 in a single file means behind the header")
  func offsetZero() throws {
    let scan = try measure(ReaderRow.file { $0.offset = 0 })
    try ReaderRow.expectTruth(scan, warnings: ["W-OFFSET"])
    #expect(scan.warnings[0].figures == ["found_bytes": .whole(0), "used_bytes": .whole(352)])
  }

  @Test("row 45: offsets that cannot be")
  func offsets() throws {
    for offset in [Double.nan, .infinity, -16, 348, 351, 352.5] {
      #expect(refusal(ReaderRow.file { $0.offset = offset })?.code == "E-OFFSET", "\(offset)")
    }
    #expect(
      refusal(ReaderRow.file { $0.offset = 1e9 })?.code == "E-OFFSET", "no extension is so long")
    #expect(refusal(ReaderRow.file { $0.offset = 6e7 })?.code == "E-TRUNCATED")
    try ReaderRow.expectTruth(try measure(ReaderRow.file { $0.offset = 365 }))
  }

  @Test("row 46: extensions of every code are stepped over and kept", arguments: [false, true])
  func extensions(isPair: Bool) throws {
    let big = [UInt8](repeating: 120, count: 200_000)
    let chain = [
      ReaderRow.ext(code: 0, Array("<CaretExtension/>".utf8)),
      ReaderRow.ext(code: 30, Array("<CaretExtension/>".utf8)),
      ReaderRow.ext(code: 4, Array("<?xml AFNI".utf8)), ReaderRow.ext(code: 6, big),
    ]
    let scan: ScanMeasurement
    if isPair {
      let builder = ReaderRow.builder { ($0.magic, $0.offset) = (Array("ni1\0".utf8), 0) }
      let folder = TemporaryFolder()
      let name = folder.write(builder.header() + [1, 0, 0, 0] + chain.joined(), as: "a.hdr")
      _ = folder.write(builder.payload(ReaderRow.voxels), as: "a.img")
      scan = try ScanMeasurement(path: name)
    } else {
      let file = ReaderRow.file(extensions: chain)
      scan = try measure(gzip(file), name: "a.nii.gz")
      #expect(try measure(file).extensions == scan.extensions)
    }
    try ReaderRow.expectTruth(scan)
    #expect(scan.extensions.map(\.code) == [0, 30, 4, 6])
    #expect(scan.extensions.map(\.isWhole) == [true, true, true, true])
    #expect(scan.extensions[3].content.prefix(200_000).elementsEqual(big))
    #expect(scan.extensions[0].content.starts(with: Array("<CaretExtension/>\0".utf8)))
  }

  @Test(
    "row 47: a chain of impossible sizes ends there; the voxels stand where the header says",
    arguments: [0, 1 << 30, -16, 8, 17, Int(Int32.max), Int(Int32.min), 48])
  func brokenChain(_ esize: Int) throws {
    let good = ReaderRow.ext(code: 6, Array("good".utf8))
    let bad = ReaderRow.ext(code: 6, Array("bad".utf8), esize: esize)
    let scan = try measure(ReaderRow.file(extensions: [good, bad]))
    try ReaderRow.expectTruth(scan, warnings: ["W-EXTENSION"])
    #expect(scan.extensions.count == 1)
    #expect(scan.warnings[0].figures["found_bytes"] == .count(esize))
    // A size that fits but is no multiple of 16 ends the chain too.
    let odd = ReaderRow.ext(code: 6, Array("odd".utf8), esize: 24)
    let two = try measure(ReaderRow.file(extensions: [odd, good]))
    try ReaderRow.expectTruth(two, warnings: ["W-EXTENSION"])
    #expect(two.extensions.isEmpty)
  }

  @Test("row 48: the magic of a pair in one file is told; ANALYZE only by choice")
  func magic() throws {
    let pair = ReaderRow.file { ($0.magic, $0.offset) = (Array("ni1\0".utf8), 0) }
    try ReaderRow.expectTruth(try measure(pair), warnings: ["W-OFFSET"])
    let analyze = ReaderRow.file {
      ($0.magic, $0.offset, $0.units) = ([0, 0, 0, 0], 352, 0)
      $0.intent = 3001
    }
    #expect(refusal(analyze) == .analyze)
    let options = ReadingOptions { $0.acceptsANALYZE = true }
    let scan = try measure(analyze, options: options)
    try ReaderRow.expectTruth(scan, warnings: ["W-ANALYZE", "W-NOXFORM"])
    #expect(scan.grid.orientation == nil && scan.grid.source == .pixdim)
    let scaled = ReaderRow.file { ($0.magic, $0.slope) = ([0, 0, 0, 0], 0.5) }
    #expect(refusal(scaled, options: options)?.code == "E-SCALING", "SPM's factor, or not?")
    let folder = TemporaryFolder()
    let header = ReaderRow.builder { ($0.magic, $0.offset) = ([0, 0, 0, 0], 0) }
    let name = folder.write(header.header(), as: "a.hdr")
    _ = folder.write(header.payload(ReaderRow.voxels), as: "a.img")
    try ReaderRow.expectTruth(
      try ScanMeasurement(path: name, options: options), warnings: ["W-ANALYZE", "W-NOXFORM"])
  }

  @Test("row 49: a header size that is none", arguments: [0, 1234, 349, -1])
  func headerSize(_ size: Int) {
    let file = ReaderRow.file { $0.sizeOfHeader = Int(UInt32(truncatingIfNeeded: size)) }
    #expect(refusal(file)?.code == "E-NOT-NIFTI")
  }

  @Test("row 50: sizes that the file cannot hold are refused before anything is allocated")
  func impossibleSize() {
    for dim in [[3, 30000, 30000, 30000], [7, 32767, 32767, 1, 32767, 32767, 32767, 32767]] {
      let file = ReaderRow.file { builder in
        for (place, size) in dim.enumerated() { builder.dim[place] = size }
      }
      for options in [ReadingOptions(), ReadingOptions { $0.volumes = .channelsAsLabels }] {
        let code = refusal(gzip(file), options: options)?.code
        #expect(["E-TOO-LARGE", "E-TRUNCATED"].contains(code))
      }
    }
    let many = gzip(ReaderRow.file { $0.dim = [4, 3000, 3000, 10, 1, 1, 1, 1] })
    let error = refusal(many)
    #expect(
      error
        == .cannotHold(
          expectedBytes: 90_000_000, mostBytes: many.count * 1032, fileBytes: many.count))
    #expect(error?.code == "E-TRUNCATED" && error?.figures["expected_bytes"] == .whole(90_000_000))
  }

  @Test("row 52: CIFTI is refused by name", arguments: [3000, 3001, 3006, 3099])
  func cifti(_ intent: Int) {
    #expect(refusal(ReaderRow.file { $0.intent = intent }) == .cifti(intentCode: intent))
  }
}
