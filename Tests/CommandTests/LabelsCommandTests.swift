import Foundation
import Testing

/// Names of labels through the binary: the order of their sources, what is said, what is refused.
@Suite struct LabelsCommandTests {
  static let real = MeasureCommandTests.real
  static let liver = MeasureCommandTests.liver
  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  /// A scan with label 1 in a folder of its own.
  private func scan(_ name: String = "scan.nii.gz") throws -> String {
    let path = folder.path(name)
    try FileManager.default.createDirectory(
      at: URL(filePath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: Self.liver, toPath: path)
    return path
  }

  private struct Measured {
    let name: String?
    let source: [String: String]
    let codes: [String]
    let messages: String
  }

  private func measure(_ path: String, _ arguments: [String] = []) throws -> Measured {
    let outcome = try Command.run(["measure", "--format", "json", path] + arguments)
    #expect(outcome.status == 0, "\(outcome.stderr)")
    let scan = try #require((try outcome.jsonObject()["scans"] as? [[String: Any]])?.first)
    let label = try #require((scan["labels"] as? [[String: Any]])?.first)
    let warnings = try #require(scan["warnings"] as? [[String: Any]])
    return Measured(
      name: label["name"] as? String,
      source: try #require(scan["label_source"] as? [String: String]),
      codes: warnings.compactMap { $0["code"] as? String },
      messages: warnings.compactMap { $0["message"] as? String }.joined(separator: "\n"))
  }

  // MARK: Sources in their order

  @Test func withoutATableLabelsAreBareNumbersAndThatIsSaid() throws {
    let measured = try measure(try scan())
    #expect(measured.name == nil)
    #expect(measured.source == ["kind": "none"])
    #expect(measured.codes.contains("W-NO-NAMES"))
    let table = try Command.run(["measure", Self.liver]).stdout
    #expect(table.contains("names: none; labels are bare numbers"))
  }

  @Test func aNameIsNeverGuessedFromANumber() throws {
    let file = Self.real + "/totalsegmentator/history/2022-09-15_5de6e4dc_example_seg.nii.gz"
    let outcome = try Command.run(["measure", "--format", "json", file])
    let scan = try #require((try outcome.jsonObject()["scans"] as? [[String: Any]])?.first)
    let labels = try #require(scan["labels"] as? [[String: Any]])
    #expect(labels.contains { $0["label"] as? Int == 2 })
    #expect((scan["label_source"] as? [String: String])?["kind"] == "none")
    #expect(labels.allSatisfy { $0["name"] is NSNull })
  }

  @Test func sourcesAreTakenInTheirFixedOrder() throws {
    let path = try scan("labelsTr/case.nii.gz")
    _ = try folder.write("{}", to: "labelsTr/plans.json")
    let row = { (name: String) in "1 \(name) 0 0 0 255\n" }
    // From the last source to the first: each takes the place of those before it.
    let sidecars = [
      ("dataset.json", "{\"labels\": {\"above\": 1}}", "above", "dataset-json"),
      ("labelsTr/dataset.json", "{\"labels\": {\"1\": \"beside\"}}", "beside", "dataset-json"),
      ("labelsTr/case.txt", row("text"), "text", "freesurfer-lut"),
      ("labelsTr/case.label", "1 0 0 0 1 1 1 \"snap\"\n", "snap", "itk-snap"),
      ("labelsTr/case.ctbl", row("slicer"), "slicer", "slicer-ctbl"),
      ("labelsTr/case.tsv", "index\tname\n1\tbids\n", "bids", "bids-dseg"),
      (
        "labelsTr/case.labels.yaml", "{table: t, labels: [{label: 1, name: ours}]}", "ours",
        "volumetry"
      ),
    ]
    for (file, text, name, format) in sidecars {
      _ = try folder.write(text, to: file)
      let measured = try measure(path)
      #expect(measured.name == name)
      #expect(measured.source["kind"] == "sidecar")
      #expect(measured.source["format"] == format)
      #expect(measured.source["path"]?.hasSuffix(file.replacing("labelsTr/", with: "")) == true)
      #expect(!measured.codes.contains("W-NO-NAMES"))
    }
    let preset = try measure(path, ["--labels", "btcv"])
    #expect(preset.name == "spleen")
    #expect(preset.source == ["kind": "preset", "id": "btcv", "format": "volumetry"])
    let given = try folder.write("1 given 0 0 0 0\n", to: "lut.txt")
    let file = try measure(path, ["--labels", given])
    #expect(file.name == "given")
    #expect(file.source == ["kind": "file", "path": given, "format": "freesurfer-lut"])
  }

  @Test func theFolderAboveCountsOnlyInADataSet() throws {
    _ = try folder.write("{\"labels\": {\"liver\": 1}}", to: "dataset.json")
    #expect(try measure(try scan("labelsTs/a.nii.gz")).name == "liver")
    #expect(try measure(try scan("others/a.nii.gz")).source == ["kind": "none"])
    let mask = try scan("a.nii.gz")
    #expect(try measure(mask).source == ["kind": "none"], "a mask of its own")
    _ = try folder.write("{}", to: "plans.json")
    #expect(try measure(mask).name == "liver", "a prediction of nnU-Net")
  }

  @Test func aSidecarThatCannotBeReadIsSaidAndNothingTakesItsPlace() throws {
    let path = try scan()
    _ = try folder.write("index\tname\n1\n", to: "scan.tsv")
    _ = try folder.write("1 other 0 0 0 255\n", to: "scan.ctbl")
    let measured = try measure(path)
    #expect(measured.name == nil)
    #expect(measured.source == ["kind": "none"])
    #expect(measured.codes.contains("W-NAMES-UNREADABLE"))
    #expect(measured.messages.contains("scan.tsv beside the scan cannot be read: line 2"))
    #expect(try measure(path, ["--labels", "lits"]).name == "liver")
  }

  @Test func aLetterBesideTheScanIsNotQuoted() throws {
    let path = try scan()
    _ = try folder.write("Jane Doe, liver stage 2\n", to: "scan.txt")
    let outcome = try Command.run(["measure", "--format", "json", path])
    #expect(outcome.stdout.contains("W-NAMES-UNREADABLE"))
    #expect(outcome.stdout.contains("E-LABELS-FORMAT"))
    #expect(!(outcome.stdout + outcome.stderr).contains("Jane"))
    #expect(try Command.run(["labels", "show", folder.path("scan.txt")]).stderr.contains("Jane"))
  }

  @Test func theHeaderOfTheScanNamesItsLabelsBeforeAFileBesideIt() throws {
    let path = folder.path("scan.nii.gz")
    let file = Self.real + "/totalsegmentator/example_seg.nii.gz"
    try FileManager.default.copyItem(atPath: file, toPath: path)
    _ = try folder.write("1 beside 0 0 0 255\n", to: "scan.ctbl")
    let measured = try measure(path)
    #expect(measured.name == "spleen")
    #expect(measured.source == ["kind": "embedded", "format": "caret-xml"])
    #expect(measured.codes.contains("W-NAMES-CONTRADICT"), "the file beside it says otherwise")
    let other = try measure(path, ["--labels", "lits"])
    #expect(other.name == "liver", "what the user names comes first")
    #expect(other.codes.contains("W-NAMES-CONTRADICT") && other.codes.contains("W-UNNAMED-LABELS"))
    #expect(other.messages.contains("1 \"liver\" / \"spleen\""))
  }

  @Test(arguments: [("liver&lol;", "E-LABELS-XML"), ("", "E-LABELS-NAME")])
  func aHeaderThatCannotBeReadIsSaidAndNothingTakesItsPlace(name: String, code: String) throws {
    let xml =
      "<CaretExtension><LabelTable><Label Key=\"1\">\(name)</Label></LabelTable>"
      + "</CaretExtension>"
    let path = try folder.write(Self.volume(extensions: [xml]), to: "scan.nii")
    _ = try folder.write("1 beside 0 0 0 255\n", to: "scan.ctbl")
    let measured = try measure(path)
    #expect(measured.name == nil && measured.source == ["kind": "none"])
    #expect(measured.codes.contains("W-NAMES-UNREADABLE"))
    #expect(measured.messages.contains(code))
  }

  @Test func ofSeveralTablesInAHeaderTheFirstWinsAndAContradictionIsSaid() throws {
    func xml(_ name: String) -> String {
      "<CaretExtension><LabelTable><Label Key=\"1\"><![CDATA[\(name)]]></Label></LabelTable>"
        + "</CaretExtension>"
    }
    let path = try folder.write(
      Self.volume(extensions: ["a comment", xml("liver"), xml("spleen")]), to: "scan.nii")
    let measured = try measure(path)
    #expect(measured.name == "liver")
    #expect(measured.codes.contains("W-NAMES-CONTRADICT"))
    #expect(measured.messages.contains("\"spleen\""))
    let same = try folder.write(
      Self.volume(extensions: [xml("Liver"), xml("liver")]), to: "same.nii")
    #expect(try !measure(same).codes.contains("W-NAMES-CONTRADICT"))
    // A threshold makes label 1 itself: the table does not speak of it.
    let cut = try measure(path, ["--threshold", "0.5"])
    #expect(cut.name == nil && cut.source == ["kind": "none"])
    #expect(cut.codes.contains("W-NO-NAMES"))
    #expect(try measure(path, ["--threshold", "0.5", "--labels", "lits"]).name == "liver")
  }

  /// Eight voxels of label 1 behind extensions of code 0.
  private static func volume(extensions: [String]) -> Data {
    var header = [UInt8](repeating: 0, count: 352)
    func put<Number>(_ value: Number, _ offset: Int) {
      withUnsafeBytes(of: value) { header.replaceSubrange(offset..<(offset + $0.count), with: $0) }
    }
    var area: [UInt8] = []
    for text in extensions {
      let size = (text.utf8.count + 8 + 15) / 16 * 16
      area += withUnsafeBytes(of: Int32(size)) { Array($0) } + [0, 0, 0, 0] + Array(text.utf8)
      area += [UInt8](repeating: 0, count: size - 8 - text.utf8.count)
    }
    put(Int32(348), 0)
    for (index, size) in [3, 2, 2, 2, 1, 1, 1, 1].enumerated() { put(Int16(size), 40 + 2 * index) }
    put(Int16(2), 70)
    put(Int16(8), 72)
    for index in 0..<4 { put(Float(1), 76 + 4 * index) }
    put(Float(352 + area.count), 108)
    put(UInt8(2), 123)
    put(Int16(1), 252)
    header.replaceSubrange(344..<348, with: Array("n+1\0".utf8))
    header[348] = 1
    return Data(header + area + [UInt8](repeating: 1, count: 8))
  }

  @Test func labelsThatTheTableDoesNotListAreListed() throws {
    let table = try folder.write("{table: t, labels: [{label: 7, name: x}]}", to: "t.yaml")
    let measured = try measure(try scan(), ["--labels", table])
    #expect(measured.name == nil)
    #expect(measured.codes.contains("W-UNNAMED-LABELS"))
    #expect(measured.messages.contains("do not list labels 1, which occur"))
  }

  // MARK: What is refused

  @Test func aTableThatCannotBeUsedEndsTheCall() throws {
    let broken = try folder.write("index\tname\n1\n", to: "broken.tsv")
    let refused = try Command.run(["measure", "--labels", broken, Self.liver])
    #expect(refused.status == 65)
    #expect(refused.stdout.isEmpty)
    #expect(refused.stderr.contains("broken.tsv: line 2"))
    #expect(refused.stderr.contains("E-LABELS-ROW"))
    let absent = try Command.run(["measure", "--labels", folder.path("absent.tsv"), Self.liver])
    #expect(absent.status == 66)
    for arguments in [["measure", Self.liver], ["liver", Self.liver]] {
      let unknown = try Command.run(arguments + ["--labels", "totalsegmentator-totl"])
      #expect(unknown.status == 64)
      #expect(unknown.stderr.contains("the nearest is totalsegmentator-total"))
    }
    let same = try folder.write("1 x 0 0 0 0\n", to: "lut.txt")
    #expect(try Command.run(["measure", "--labels", same, "-o", same, Self.liver]).status == 64)
  }

  @Test func anAttackInATableFileIsRefused() throws {
    let text =
      "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><CaretExtension><LabelTable>"
      + "<Label Key=\"1\">&e;</Label></LabelTable></CaretExtension>"
    let path = try folder.write(text, to: "x.xml")
    let outcome = try Command.run(["labels", "show", path])
    #expect(outcome.status == 65)
    #expect(outcome.stderr.contains("E-LABELS-DOCTYPE"))
    #expect(!outcome.stderr.contains("root:"))
  }

  // MARK: Output

  @Test func delimitedRowsCarryNameAndSource() throws {
    let outcome = try Command.run(["measure", "-f", "csv", "--labels", "lits", Self.liver])
    let rows = outcome.lines.map { $0.components(separatedBy: ",") }
    let name = try #require(rows[0].firstIndex(of: "name"))
    let source = try #require(rows[0].firstIndex(of: "label_source"))
    #expect(rows[1][name] == "liver")
    #expect(rows[1][source] == "preset:lits")
  }

  @Test func theTableShowsNamesAndTheirSource() throws {
    let outcome = try Command.run(["measure", "--labels", "lits", Self.liver])
    #expect(outcome.stdout.contains("    1  liver   39350"))
    #expect(outcome.stdout.contains("names: from the preset lits"))
  }

  @Test func presetsAreListed() throws {
    let outcome = try Command.run(["labels", "list", "--format", "json"])
    #expect(outcome.status == 0)
    let tables = try #require(try outcome.jsonObject()["tables"] as? [[String: Any]])
    #expect(tables.count == 12)
    #expect(tables.first?["id"] as? String == "totalsegmentator-total")
    #expect(tables.first?["classes"] as? Int == 117)
    let rows = try Command.run(["labels", "list", "-f", "tsv"]).lines
    #expect(rows.count == 13)
    #expect(rows[0] == "id\ttitle\tclasses\tsource\tidentifier\tevidence")
    #expect(try Command.run(["labels", "list"]).stdout.contains("couinaud"))
  }

  @Test func aTableIsShownWithTheFormatFound() throws {
    let lits = try Command.run(["labels", "show", "lits"])
    #expect(lits.status == 0)
    #expect(lits.stdout.contains("    2  lesion  tumour"))
    let path = try folder.write("{\"labels\": {\"liver\": 1}}", to: "dataset.json")
    let document = try Command.run(["labels", "show", path, "-f", "json"]).jsonObject()
    #expect((document["label_source"] as? [String: String])?["format"] == "dataset-json")
    let row = try #require((document["labels"] as? [[String: Any]])?.first)
    #expect(row["name"] as? String == "liver" && row["role"] is NSNull)
    #expect(try Command.run(["labels", "show", "nothing"]).status == 64)
  }

  /// The table inside a file that TotalSegmentator wrote, cut out of its header.
  @Test func whatTotalSegmentatorWroteAgreesWithThePreset() throws {
    let file = Self.real + "/totalsegmentator/example_seg.nii.gz"
    let xml = folder.path("cut.xml")
    let cut = "gzip -dc \"$1\" | head -c 13168 | tail -c +361 >\"$2\""
    let made = try Command.run(executable: "/bin/sh", ["-c", cut, "sh", file, xml])
    #expect(made.status == 0)
    func names(_ table: String) throws -> [String] {
      let outcome = try Command.run(["labels", "show", table, "-f", "csv"])
      #expect(outcome.status == 0, "\(outcome.stderr)")
      return outcome.lines.map { $0.components(separatedBy: ",").prefix(2).joined(separator: " ") }
    }
    let written = try names(xml)
    #expect(written.count == 118)
    #expect(try names("totalsegmentator-total") == written)
  }

  @Test func helpNamesExamples() throws {
    for command in [["labels"], ["labels", "list"], ["labels", "show"]] {
      #expect(try Command.run(["help"] + command).stdout.contains("EXAMPLES:"), "\(command)")
    }
  }

  // MARK: liver

  private func liver(_ arguments: [String]) throws -> [String: Any] {
    let outcome = try Command.run(["liver", "--format", "json"] + arguments)
    #expect(outcome.status == 0, "\(outcome.stderr)")
    return try #require((try outcome.jsonObject()["scans"] as? [[String: Any]])?.first)
  }

  @Test func aTableGivesTheRolesThatAreNotGiven() throws {
    let table = try folder.write(
      """
      table: mine
      labels:
        - {label: 5, name: liver, role: liver}
        - {label: 6, name: stomach, role: tumour}
        - {label: 2, name: right, role: flr}
      """, to: "mine.yaml")
    let scan = try liver(["--labels", table, MeasureCommandTests.segments])
    #expect(scan["labels"] as? [String: String] == ["liver": "5", "tumour": "6", "flr": "2"])
    #expect((scan["label_source"] as? [String: String])?["path"] == table)
    let stated = try liver(
      ["--labels", table, "--tumour", "4", "--flr", "7", MeasureCommandTests.segments])
    #expect(stated["labels"] as? [String: String] == ["liver": "5", "tumour": "4", "flr": "7"])
    let preset = try liver(["--labels", "totalsegmentator-total", MeasureCommandTests.segments])
    #expect(preset["labels"] as? [String: String] == ["liver": "5"])
    let text = try Command.run(
      ["liver", "--labels", "totalsegmentator-total", MeasureCommandTests.segments])
    #expect(
      text.stdout.contains("roles not given as options: from the preset totalsegmentator-total"))
  }

  @Test func aTableWithoutALiverNeedsOneStated() throws {
    let arguments = ["liver", "--labels", "totalsegmentator-liver-vessels", Self.liver]
    #expect(try Command.run(arguments).status == 64)
    let roles = ["liver", "--labels", "lits", "--liver-file", Self.liver]
    #expect(try Command.run(roles).status == 64)
    // A map of the organ alone does not say that there is no tumour.
    let organ = try Command.run(["liver", "--labels", "lits", Self.liver])
    #expect(organ.status == 65)
    #expect(organ.stderr.contains("E-EMPTY-ROLE"))
  }
}
