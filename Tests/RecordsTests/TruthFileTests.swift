import Records
import Testing
import VolumetryCore

/// `truth.json`: what it says is kept, and everything that it may not say is refused with its line.
@Suite struct TruthFileTests {
  private func read(_ text: String) throws -> [KnownFile] {
    try TruthFile(bytes: Array(text.utf8)).files
  }

  @Test func everyFieldIsKept() throws {
    let files = try read(
      """
      {
        "two": {"path": "files/two.nii.gz", "truth": {"1": 900, "-2": 2.5e2}, "note": "a note",
                "row": "3", "options": {"geometry": "qform"}},
        "none": {"path": "none.nii", "truth": {}},
        "cut": {"path": "cut.nii", "truth": null, "note": null},
        "wide": {"path": "w.nii", "truth": {"18446744073709551615": 1, "-9223372036854775808": 2}}
      }
      """)
    #expect(files.map(\.name) == ["two", "none", "cut", "wide"])
    #expect(files[0].path == "files/two.nii.gz")
    #expect(files[0].truth == .volumes([1: CubicMillimetres(900), -2: CubicMillimetres(250)]))
    #expect(files[0].note == "a note")
    #expect(files[0].options.geometry == .qform)
    #expect(files[1].truth == .volumes([:]))
    #expect(files[2].truth == .mustBeRefused)
    #expect(files[2].note == nil)
    #expect(files[2].options == ReadingOptions())
    #expect(
      files[3].truth
        == .volumes([
          Label(UInt64.max): CubicMillimetres(1), Label(Int64.min): CubicMillimetres(2),
        ]))
  }

  /// A text that is refused, the code, and the path and line of its first fault.
  static let refusals: [(text: String, code: String, path: String, line: Int)] = [
    ("{}", "E-TRUTH-TYPE", "", 1),
    ("[]", "E-TRUTH-TYPE", "", 1),
    ("{\"a\": {\"path\": \"a.nii\"}}", "E-TRUTH-MISSING", "a", 1),
    ("{\"a\":\n {\"truth\": null}}", "E-TRUTH-MISSING", "a", 1),
    ("{\"a\": {\"path\": null, \"truth\": null}}", "E-TRUTH-MISSING", "a", 1),
    ("{\"a\": 1}", "E-TRUTH-TYPE", "a", 1),
    ("{\"a\": {\"path\": \"../a.nii\",\n \"truth\": null}}", "E-TRUTH-PATH", "a.path", 1),
    ("{\"a\": {\"truth\": null,\n\"path\": \"b/../../a.nii\"}}", "E-TRUTH-PATH", "a.path", 2),
    ("{\"a\": {\"path\": \"/etc/passwd\", \"truth\": null}}", "E-TRUTH-PATH", "a.path", 1),
    ("{\"a\": {\"path\": \"b//a.nii\", \"truth\": null}}", "E-TRUTH-PATH", "a.path", 1),
    ("{\"a\": {\"path\": \"./a.nii\", \"truth\": null}}", "E-TRUTH-PATH", "a.path", 1),
    ("{\"a\": {\"path\": \"b/\", \"truth\": null}}", "E-TRUTH-PATH", "a.path", 1),
    ("{\"a\": {\"path\": \"a.nii\", \"truth\": [900]}}", "E-TRUTH-TYPE", "a.truth", 1),
    ("{\"a\": {\"path\": \"a.nii\", \"truth\": 900}}", "E-TRUTH-TYPE", "a.truth", 1),
    ("{\"a\": {\"path\": \"a.nii\", \"truth\": {\"0\": 1}}}", "E-TRUTH-LABELS", "a.truth.0", 1),
    ("{\"a\": {\"path\": \"a.nii\", \"truth\": {\"01\": 1}}}", "E-TRUTH-LABELS", "a.truth.01", 1),
    (
      "{\"a\": {\"path\": \"a.nii\", \"truth\": {\"liver\": 1}}}", "E-TRUTH-LABELS",
      "a.truth.liver", 1
    ),
    (
      "{\"a\": {\"path\": \"a.nii\", \"truth\": {\"18446744073709551616\": 1}}}",
      "E-TRUTH-LABELS", "a.truth.18446744073709551616", 1
    ),
    ("{\"a\": {\"path\": \"a.nii\", \"truth\":\n {\"1\": 0}}}", "E-TRUTH-VALUE", "a.truth.1", 2),
    ("{\"a\": {\"path\": \"a.nii\", \"truth\": {\"1\": -3}}}", "E-TRUTH-VALUE", "a.truth.1", 1),
    ("{\"a\": {\"path\": \"a.nii\", \"truth\": {\"1\": null}}}", "E-TRUTH-VALUE", "a.truth.1", 1),
    ("{\"a\": {\"path\": \"a.nii\", \"truth\": {\"1\": NaN}}}", "E-TRUTH-VALUE", "a.truth.1", 1),
    (
      "{\"a\": {\"path\": \"a.nii\", \"truth\": null, \"thruth\": 1}}", "E-TRUTH-UNKNOWN-KEY",
      "a.thruth", 1
    ),
    (
      "{\"a\": {\"path\": \"a.nii\", \"truth\": null, \"options\": {\"magic\": 1}}}",
      "E-TRUTH-UNKNOWN-KEY", "a.options.magic", 1
    ),
    (
      "{\"a\": {\"path\": \"a.nii\", \"truth\": null, \"options\": {\"geometry\": \"best\"}}}",
      "E-TRUTH-WORD", "a.options.geometry", 1
    ),
    (
      "{\"a\": {\"path\": \"a.nii\", \"truth\": null},\n \"a\": {}}", "E-YAML-DUPLICATE-KEY", "a", 2
    ),
    ("{\"a\": {\"path\": \"a.nii\", \"truth\": null}", "E-YAML", "", 1),
  ]

  @Test(arguments: refusals.indices)
  func whatMayNotBeSaidIsRefusedWithItsPlace(_ index: Int) throws {
    let (text, code, path, line) = Self.refusals[index]
    let error = try #require(throws: RecordError.self) { try read(text) }
    #expect(error.code == code, "\(text): \(error)")
    if code.hasPrefix("E-TRUTH") {
      #expect(error.path == path, "\(text): \(error)")
      #expect(error.line == line, "\(text): \(error)")
    }
  }

  @Test func aTextBeyondTheLimitIsRefused() throws {
    let note = String(repeating: "x", count: YAMLLimits.bytes)
    let error = try #require(throws: RecordError.self) {
      try read("{\"a\": {\"path\": \"a.nii\", \"truth\": null, \"note\": \"\(note)\"}}")
    }
    #expect(error.code == "E-YAML-LIMIT")
  }
}
