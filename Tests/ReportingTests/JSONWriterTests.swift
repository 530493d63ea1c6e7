import Foundation
import Reporting
import Testing

/// A sink that notes how it was written to, and may fail at a given piece.
struct RecordingSink: TextSink {
  struct Full: Error, Equatable {}
  var pieces: [String] = []
  var limit = Int.max

  mutating func write(_ text: String) throws(Full) {
    guard pieces.count < limit else { throw Full() }
    pieces.append(text)
  }
}

@Suite struct JSONWriterTests {
  let compact = JSONWriter(.compact)
  let pretty = JSONWriter(.pretty)

  @Test func keysAreSortedByTheirBytesAndNotByTheAlphabet() {
    let value: JSONValue = ["b": 1, "a": 2, "B": 3, "ä": 4, "a_ml": 5, "z": 6, "": 7]
    #expect(compact.string(value) == #"{"":7,"B":3,"a":2,"a_ml":5,"b":1,"z":6,"ä":4}"#)
  }

  @Test func prettyKeepsArraysOfScalarsOnOneLineAndBreaksTheRest() {
    let value: JSONValue = [
      "shape": [512, 512, 400], "affine": [[1.0, 0.5], [0.0, -1.0]], "none": nil, "empty": [],
      "labels": [["label": 1]], "nothing": [:],
    ]
    let expected = """
      {
        "affine": [
          [1.0, 0.5],
          [0.0, -1.0]
        ],
        "empty": [],
        "labels": [
          {
            "label": 1
          }
        ],
        "none": null,
        "nothing": {},
        "shape": [512, 512, 400]
      }
      """
    #expect(pretty.string(value) == expected)
  }

  @Test func compactIsOneLineWhateverItHolds() {
    let value: JSONValue = ["text": "a\nb\r\u{85}", "list": [[], [:], [nil, true]]]
    #expect(compact.string(value) == #"{"list":[[],{},[null,true]],"text":"a\nb\r\u0085"}"#)
  }

  @Test(arguments: [
    ("plain/path.nii.gz", #""plain/path.nii.gz""#), ("", #""""#), ("\"\\", #""\"\\""#),
    ("\t\n\r", #""\t\n\r""#), ("\u{0}\u{1b}[31m\u{7f}\u{9f}", #""\u0000\u001b[31m\u007f\u009f""#),
    ("Leber ä 肝 🫀", #""Leber ä 肝 🫀""#), ("e\u{301}", "\"e\u{301}\""),
  ])
  func stringsEscapeQuotesAndControlsAndNothingElse(text: String, expected: String) throws {
    let written = compact.string(.string(text))
    #expect(Array(written.utf8) == Array(expected.utf8))
    let read = try JSONSerialization.jsonObject(with: Data("[\(written)]".utf8)) as? [String]
    #expect(read.map { $0.map { Array($0.utf8) } } == [Array(text.utf8)])
  }

  @Test(arguments: [
    (1499.4, "1499.4"), (300, "300.0"), (0, "0.0"), (-0.0, "0.0"), (0.1, "0.1"), (1e16, "1e+16"),
    (-1e-7, "-1e-07"), (.leastNonzeroMagnitude, "5e-324"),
    (.greatestFiniteMagnitude, "1.7976931348623157e+308"),
  ])
  func numbersAreShortestAndReadBackTheSame(number: Double, expected: String) throws {
    let written = compact.string(.number(number))
    #expect(written == expected)
    let read = try JSONDecoder().decode([Double].self, from: Data("[\(written)]".utf8))
    #expect(read == [number])
  }

  @Test(arguments: [Int128(Int64.min), 0, 9_007_199_254_740_993, Int128(UInt64.max)])
  func labelsOfAnyWidthAreWrittenExactly(value: Int128) {
    #expect(compact.string(.integer(value)) == value.description)
  }

  @Test func absentIsNullAndNeverLeftToChance() {
    let values: JSONValue = [
      .optional(nil as Double?), .optional(nil as Int?), .optional(nil as String?),
      .optional(nil as Bool?), .optional(1.5), .optional(2), .optional("x"), .optional(false),
    ]
    #expect(compact.string(values) == #"[null,null,null,null,1.5,2,"x",false]"#)
  }

  @Test func undefinedNumbersTrap() async {
    await #expect(processExitsWith: .failure) { _ = JSONWriter(.compact).string(.number(.nan)) }
    await #expect(processExitsWith: .failure) {
      _ = JSONWriter(.compact).string(.number(.infinity))
    }
    await #expect(processExitsWith: .failure) {
      _ = JSONWriter(.compact).string(.number(-.infinity))
    }
  }

  @Test func aMemberWrittenTwiceTraps() async {
    await #expect(processExitsWith: .failure) {
      _ = (["a": 1] as JSONValue).merging(["a": 2])
    }
    #expect((["a": 1] as JSONValue).merging(["b": 2]) == ["a": 1, "b": 2])
  }

  @Test func largeValuesReachTheSinkInPiecesThatAddUpToTheWhole() throws {
    let rows = JSONValue.array((0..<5000).map { ["label": .whole($0), "name": "segment"] })
    for writer in [pretty, compact] {
      var sink = RecordingSink()
      try writer.writeLine(rows, to: &sink)
      #expect(sink.pieces.joined() == writer.string(rows) + "\n")
      #expect(sink.pieces.count > 5)
      #expect(sink.pieces.allSatisfy { $0.utf8.count < 32 << 10 })
    }
  }

  @Test func aFailingSinkEndsTheWritingWithItsOwnError() {
    var sink = RecordingSink(limit: 1)
    let rows = JSONValue.integers(0..<20_000)
    #expect(throws: RecordingSink.Full()) { try compact.write(rows, to: &sink) }
    #expect(sink.pieces.count == 1)
  }
}
