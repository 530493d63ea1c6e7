import Testing

@testable import VolumetryCore

/// Names, comments, extra fields and times of gzip members, on any bytes.
@Suite struct GzipHeaderTests {
  private func notes(_ bytes: [UInt8]) throws -> GzipNotes? {
    let folder = TemporaryFolder()
    let source = try ByteSource(path: folder.write(bytes, as: "a.gz"), notesHeaders: true)
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while try buffer.withUnsafeMutableBytes({ (piece) throws(VolumeError) in
      try source.read(into: piece)
    }) == 1 << 16 {}
    return source.gzipNotes
  }

  @Test func everyFieldIsFound() throws {
    let found = try #require(
      try notes(
        gzip(
          [1, 2, 3], extra: [1, 0, 0, 2], name: Array("DOE.nii".utf8), comment: [0x1b, 0x5b],
          time: 1_700_000_000)))
    #expect(
      found.texts.words == [
        "gzip-header FEXTRA 4", "gzip-header FNAME 7", "gzip-header FCOMMENT 2",
        "gzip-header MTIME 4",
      ])
    #expect(
      found.texts.map(\.text) == [
        "\u{1}\0\0\u{2}", "DOE.nii", "\u{1b}[",
        "1700000000 s since 1970",
      ])
    #expect(found.members == 1)
    #expect(try notes(gzip([1, 2, 3]))?.texts.isEmpty == true)
    #expect(try notes([1, 2, 3]) == nil, "plain bytes have no members")
  }

  @Test func everyMemberCounts() throws {
    let bytes =
      gzip([1]) + gzip([2], name: Array("a".utf8)) + gzip([]) + gzip([3], name: Array("bc".utf8))
      + gzip([4], extra: [9], time: 5)
    let found = try #require(try notes(bytes))
    #expect(found.members == 5 && found.timedMembers == 1 && found.firstTime == 5)
    #expect(
      found.texts.words == ["gzip-header FNAME 3", "gzip-header FEXTRA 1", "gzip-header MTIME 4"])
    #expect(found.texts[0].text == "a", "the content is the first member's")
  }

  @Test func megabytesAreCountedAndNotKept() throws {
    let name = [UInt8](repeating: 0x41, count: 3_000_000)
    let found = try #require(
      try notes(
        gzip(
          [1], extra: [UInt8](repeating: 7, count: 65535),
          name: name, comment: name)))
    #expect(
      found.texts.words == [
        "gzip-header FEXTRA 65535", "gzip-header FNAME 3000000", "gzip-header FCOMMENT 3000000",
      ])
    #expect(found.texts.allSatisfy { $0.content?.count == GzipHeader.mostKept })
  }

  @Test func aHeaderCutAnywhereIsReadAsFarAsItGoes() throws {
    let whole = gzip(
      [1], extra: [5, 6], name: Array("DOE".utf8), comment: Array("X".utf8), time: 7)
    for length in 3..<(whole.count) {
      // Reading ends early or is refused; the notes are those of the bytes that are there.
      let found = try? notes(Array(whole[..<length]))
      #expect((found?.texts.count).map { $0 <= 4 } ?? true)
      #expect(found?.members ?? 1 == 1)
    }
    let unended = Array(whole[..<16]) + [UInt8](repeating: 0x42, count: 5000)
    #expect(try notes(unended)?.texts.words.contains("gzip-header FNAME 5002") == true)
  }
}
