import Records
import Testing
import VolumetryCore

/// Every text format with what its program writes, and what is refused.
@Suite struct LabelFormatTests {
  private func read(_ text: String, _ name: String = "") throws -> LabelTableFile {
    try LabelTableFile(bytes: Array(text.utf8), name: name)
  }

  private func rows(_ text: String, _ name: String = "") throws -> [String] {
    try read(text, name).table.entries.map { "\($0.label) \($0.name)" }
  }

  private func refusal(_ text: String, _ name: String = "") throws -> RecordFault {
    try #require(throws: RecordError.self) { try read(text, name) }.first
  }

  static let itkSnap = """
    ################################################
    # ITK-SnAP Label Description File
    # File format:
    # IDX   -R-  -G-  -B-  -A--  VIS MSH  LABEL
    ################################################
        0     0    0    0        0  0  0    "Clear Label"
        1   255    0    0        1  1  1    "Liver"
        2     0  255    0     0.75  1  0    "Tumour, \"left\""
    """

  @Test func itkSnap() throws {
    let file = try read(Self.itkSnap, "labels.txt")
    #expect(file.format == .itkSnap)
    #expect(
      file.table.entries.map(\.name) == ["Clear Label", "Liver", "Tumour, \"left\""])
    #expect(file.table.entries.allSatisfy { $0.role == nil }, "a name is no role")
    #expect(try read("1 255 0 0 1 1 1 \"Liver\"\r\n").format == .itkSnap)
    let fault = try refusal(Self.itkSnap + "\n3 255 0 0 1 1 \"Liver\"", "x.label")
    #expect(fault.code == "E-LABELS-ROW")
    #expect(fault.line == 9)
    #expect(try refusal("1 255 0 0 1 1 1 \"\"", "x.label").code == "E-LABELS-NAME")
    #expect(try refusal("1 255 0 0 1 1 1 \"", "x.label").code == "E-LABELS-ROW")
    #expect(try refusal("1.0 255 0 0 1 1 1 \"a\"", "x.label").code == "E-LABELS-LABEL")
  }

  @Test func slicerColourTable() throws {
    let text = """
      # Color table file
      # 3 values
      0 Background 0 0 0 0
      1 left_liver 221 130 101 255
      -2 tumour 144 238 144 255
      """
    let file = try read(text, "x.txt")
    #expect(file.format == .slicerColours)
    #expect(try rows(text) == ["-2 tumour", "0 Background", "1 left_liver"])
    #expect(try read("1 liver 1 2 3 255", "a.ctbl").format == .slicerColours)
    #expect(try refusal("1 left liver 1 2 3 255", "a.ctbl").code == "E-LABELS-ROW")
    #expect(try refusal("1 liver 1 2 255", "a.ctbl").code == "E-LABELS-ROW")
    #expect(try refusal("1 liver 1 2 3 256", "a.ctbl").code == "E-LABELS-ROW")
    #expect(try refusal("1 2 3 4 5 6", "a.ctbl").code == "E-LABELS-NAME")
    #expect(try refusal("1 liver 1 2 3 4\n2 3 4 5 6 7").code == "E-LABELS-NAME")
  }

  @Test func freeSurferLookUpTable() throws {
    let text = """
      #$Id: FreeSurferColorLUT.txt,v 1.105 2015/07/29 18:20:03 greve Exp $

      #No. Label Name:                            R   G   B   A

      0   Unknown                                 0   0   0   0
      1   Left-Cerebral-Exterior                  70  130 180 0
      14175  wm_rh_S_temporal_transverse          221  60  60  0
      """
    let file = try read(text, "lut.txt")
    #expect(file.format == .freeSurfer)
    #expect(
      file.table.entries.map(\.name) == [
        "Unknown", "Left-Cerebral-Exterior", "wm_rh_S_temporal_transverse",
      ])
  }

  @Test func bidsSegmentation() throws {
    let text =
      "index\tname\tabbreviation\tcolor\n1\tliver segment 1\tS1\t#ff0000\n"
      + "5\tliver\tL\tn/a\n"
    let file = try read(text, "sub-01_dseg.tsv")
    #expect(file.format == .bidsDseg)
    #expect(try rows(text) == ["1 liver segment 1", "5 liver"], "the columns are enough")
    #expect(try rows("\u{FEFF}name\tindex\r\nliver\t7\r\n") == ["7 liver"])
    #expect(try rows("index\tname\n1\t\"a \"\"b\"\"\"\n") == ["1 a \"b\""])
    for (text, code, line) in [
      ("index\tlabel\n1\tx\n", "E-LABELS-ROW", 1), ("index name\n1 x\n", "E-LABELS-ROW", 1),
      ("index\tname\n1\n", "E-LABELS-ROW", 2), ("index\tname\n1\tx\ty\n", "E-LABELS-ROW", 2),
      ("index\tname\tname\n1\tx\ty\n", "E-LABELS-ROW", 1),
      ("index\tname\n1\tx\n\nx\t1\n", "E-LABELS-LABEL", 4),
      ("index\tname\n1\t \n", "E-LABELS-NAME", 2),
      ("index\tname\n1\tx\n1\ty\n", "E-LABELS-DUPLICATE", 3),
      ("index\tname\n", "E-LABELS-MISSING", 1), ("", "E-LABELS-ROW", 1),
    ] {
      let fault = try refusal(text, "x.tsv")
      #expect(fault.code == code, "\(text)")
      #expect(fault.line == line, "\(text)")
    }
  }

  /// BIDS: a value that is not there is written n/a.
  @Test func aBIDSRowWithoutANameNamesNothing() throws {
    #expect(try rows("index\tname\n1\tn/a\n2\tliver\n3\t n/a \n") == ["2 liver"])
    #expect(try rows("index\tname\n1\tn/a\n1\tliver\n") == ["1 liver"])
    #expect(try refusal("index\tname\n1\tn/a\n").code == "E-LABELS-MISSING")
    #expect(try refusal("index\tname\nx\tn/a\n").code == "E-LABELS-LABEL")
  }

  @Test func ourOwn() throws {
    let text = """
      table: mine
      title: "A hospital's own"
      source: {citation: "protocol 3", evidence: verified}
      labels:
        - {label: 1, name: liver, role: liver}
        - {label: 4, name: segment 4, role: segment-4}
        - {label: 9, name: metastasis, role: tumour}
        - {label: 12, name: remnant, role: flr}
        - {label: 20, name: gallbladder, role: excluded}
        - {label: 18446744073709551615, name: "the last"}
        - {label: 0, name: air}
      """
    let file = try read(text, "mine.labels.yaml")
    #expect(file.format == .volumetry)
    #expect(file.id == "mine")
    #expect(file.title == "A hospital's own")
    #expect(file.source?.citation == "protocol 3")
    #expect(file.table.entries.count == 7)
    #expect(file.table.liver?.description == "1,4")
    #expect(file.table.tumour?.description == "9")
    #expect(file.table.flr?.description == "12")
    #expect(try read(text).format == .volumetry, "its first line is enough")
    #expect(try read("{table: t, labels: [{label: 1, name: x}]}").table[1]?.name == "x")
  }

  @Test(arguments: [
    ("table: t\nlebels: []\nlabels:\n- {label: 1, name: x}", "E-LABELS-UNKNOWN-KEY", 2),
    ("table: t\nlabels:\n- {label: 1, name: x, rloe: y}", "E-LABELS-UNKNOWN-KEY", 3),
    ("table: t\nlabels:\n- {label: 1}", "E-LABELS-MISSING", 3),
    ("table: t\nlabels:\n- {label: 1, name: x, role: lever}", "E-LABELS-WORD", 3),
    ("table: t\nlabels:\n- {label: 1, name: x, role: segment-9}", "E-LABELS-WORD", 3),
    ("table: t\nlabels:\n- {label: 1, name: x}\n- {label: 1, name: x}", "E-LABELS-DUPLICATE", 4),
    ("table: t\nlabels:\n- {label: 0, name: x, role: liver}", "E-LABELS-LABELS", 3),
    ("table: t\nlabels:\n- {label: 1-8, name: x}", "E-LABELS-LABELS", 3),
    ("table: t\nlabels:\n- {label: 1.0, name: x}", "E-LABELS-LABELS", 3),
    ("table: t\nlabels:\n- {label: 1, name: \"a\\tb\"}", "E-LABELS-TEXT", 3),
    ("table: t\nlabels: []", "E-LABELS-MISSING", 2),
    ("table: t\nlabels: {liver: 1}", "E-LABELS-TYPE", 2),
    ("labels:\n- {label: 1, name: x}", "E-LABELS-MISSING", 1),
    ("table: t\nlabels: &a []", "E-YAML-REFERENCE", 2),
  ])
  func ourOwnIsRefusedAtItsLine(text: String, code: String, line: Int) throws {
    let fault = try refusal(text, "x.yaml")
    #expect(fault.code == code)
    #expect(fault.line == line)
    if text.contains("lebels") { #expect(fault.message.contains("\"labels\"")) }
  }

  // MARK: What is common

  @Test(arguments: [
    ("", ""), ("", "x.txt"), ("liver\nspleen\n", "names.txt"), ("1 liver\n2 tumour\n", "x.txt"),
    ("1,liver\n2,tumour\n", "x.csv"), ("1\tliver\n", "x.txt"), ("# only words\n", "x.txt"),
    ("#!ascii label\n3\n0 1.0 2.0 3.0 0.0\n", "lh.txt"), ("1 255 0 0 liver 255\n", "x.txt"),
    ("1 2 3 4 5 6\n", "x.txt"), ("1 -2.5 0 0 0 0\n", "x.txt"), ("1 liver 256 0 0 0\n", "x.txt"),
    ("1 liver -1 0 0 0\n", "x.txt"), ("1 liver 0.5 0 0 0\n", ""), ("1 liver +5 0 0 0\n", ""),
  ])
  func textOfNoKnownFormatIsRefusedNotGuessed(text: String, name: String) throws {
    #expect(try refusal(text, name).code == "E-LABELS-FORMAT")
  }

  @Test func bytesThatAreNoTextAreRefused() throws {
    let bytes = Array("index\tname\n1\tli".utf8) + [0xFF] + Array("ver\n".utf8)
    let error = try #require(throws: RecordError.self) {
      try LabelTableFile(bytes: bytes, name: "x.tsv")
    }
    #expect(error.code == "E-LABELS-ENCODING")
    #expect(error.line == 2)
    let large = [UInt8](repeating: 0x20, count: LabelTableLimits.bytes + 1)
    #expect(throws: RecordError.self) { try LabelTableFile(bytes: large, name: "x.tsv") }
  }

  @Test func namesOfThousandsOfCharactersAndControlCharactersAreRefused() throws {
    let name = String(repeating: "é", count: 1000)
    #expect(try rows("1 \(name) 0 0 0 0") == ["1 \(name)"])
    #expect(try refusal("1 \(name)é 0 0 0 0").code == "E-LABELS-NAME")
    let fault = try refusal("1 li\u{1B}[31mver 0 0 0 0")
    #expect(fault.code == "E-LABELS-NAME")
    #expect(fault.description.contains("\u{1B}") == false, "a message commands no terminal")
  }

  /// A number beside a number can be meant in either direction.
  @Test(arguments: [
    "7", " 2 ", "-2", "+3", "\u{2212}4", "1.0", ".5", "1,5", "1 2", "007", "1e5", "- 2", "٢",
  ])
  func aNumberIsNoNameInAnyFormat(name: String) throws {
    let xml = "<CaretExtension><LabelTable><Label Key='1'>\(name)</Label></LabelTable>"
    for (text, file) in [
      ("index\tname\n1\t\(name)\n", "x.tsv"), ("1 0 0 0 1 1 1 \"\(name)\"", "x.label"),
      (xml + "</CaretExtension>", "x.xml"), ("{\"labels\": {\"1\": \"\(name)\"}}", "x.json"),
    ] {
      let fault = try refusal(text, file)
      #expect(fault.code == "E-LABELS-NAME", "\(text)")
      #expect(fault.message.hasPrefix("a number is no name"), "\(text)")
    }
    let own = try refusal("{table: t, labels: [{label: 1, name: \"\(name)\"}]}", "x.yaml")
    #expect(own.code == "E-LABELS-TEXT")
    #expect(own.message == "a number is no name")
  }

  @Test(arguments: ["T1", "segment 4", "4a", "-", "L3/L4", "e5", "1st"])
  func aNameMayHoldDigits(name: String) throws {
    #expect(try rows("index\tname\n1\t\(name)\n") == ["1 \(name)"])
  }

  @Test func aLabelStandsTwiceOnlyUnderOneName() throws {
    #expect(try rows("1 liver 0 0 0 0\n1 liver 9 9 9 9\n") == ["1 liver"])
    let fault = try refusal("1 liver 0 0 0 0\n2 x 0 0 0 0\n1 spleen 0 0 0 0\n")
    #expect(fault.code == "E-LABELS-DUPLICATE")
    #expect(fault.line == 3)
  }

  @Test func oldMacAndWindowsLineBreaksAreBreaks() throws {
    for lineBreak in ["\n", "\r\n", "\r"] {
      let text = ["1 liver 0 0 0 0", "2 tumour 0 0 0 0", ""].joined(separator: lineBreak)
      #expect(try rows(text) == ["1 liver", "2 tumour"])
      let fault = try refusal(text + "x liver 0 0 0 0")
      #expect(fault.line == 3)
    }
  }
}
