import Foundation
import Records
import Testing
import VolumetryCore

/// Names inside a NIfTI header: what TotalSegmentator and Workbench write, and what attacks do.
@Suite struct CaretExtensionTests {
  /// As TotalSegmentator 2.18.0 writes it, white space included.
  static let totalSegmentator = """
    <?xml version="1.0" encoding="UTF-8"?> <CaretExtension>  \
    <Date><![CDATA[2013-07-14T05:45:09]]></Date>   <VolumeInformation Index="0">   <LabelTable>
    <Label Key="1" Red="0.0" Green="1.0" Blue="0.0" Alpha="1"><![CDATA[liver_segment_1]]></Label>
    <Label Key="2" Red="0.0" Green="0.0" Blue="1.0" Alpha="1"><![CDATA[liver_segment_2]]></Label>

      </LabelTable>  <StudyMetaDataLinkSet>  </StudyMetaDataLinkSet>  \
    <VolumeType><![CDATA[Label]]></VolumeType>   </VolumeInformation></CaretExtension>
                  
    """

  /// As Connectome Workbench writes it: key 0 is `???`, and its metadata hold a folder.
  static let workbench = """
    <?xml version="1.0" encoding="UTF-8"?>
    <CaretExtension>
       <Date><![CDATA[2024-01-01T10:00:00]]></Date>
       <VolumeInformation Index="0">
          <LabelTable>
             <Label Key="0" Red="1" Green="1" Blue="1" Alpha="0"><![CDATA[???]]></Label>
             <Label Key="5" Red="0.8" Green="0.5" Blue="0.4" Alpha="1"><![CDATA[liver]]></Label>
          </LabelTable>
          <MetaData>
             <MD><Name><![CDATA[WorkingDirectory]]></Name>
                 <Value><![CDATA[/home/jane/patients]]></Value></MD>
          </MetaData>
          <VolumeType><![CDATA[Label]]></VolumeType>
       </VolumeInformation>
    </CaretExtension>
    """

  private func names(_ text: String, padding: Int = 0) throws -> [String]? {
    let bytes = Array(text.utf8) + [UInt8](repeating: 0, count: padding)
    return try CaretExtension.table(extension: bytes)?.entries.map { "\($0.label) \($0.name)" }
  }

  private func refusal(_ text: String) throws -> RecordFault {
    try refusal(Array(text.utf8))
  }

  private func refusal(_ bytes: [UInt8]) throws -> RecordFault {
    try #require(throws: RecordError.self) { try CaretExtension.table(extension: bytes) }.first
  }

  private func extensionXML(_ rows: String, before: String = "") -> String {
    "\(before)<CaretExtension><VolumeInformation Index=\"0\"><LabelTable>\(rows)</LabelTable>"
      + "</VolumeInformation></CaretExtension>"
  }

  @Test(arguments: [0, 1, 15, 4096])
  func totalSegmentatorsTableIsReadWhateverThePadding(padding: Int) throws {
    #expect(
      try names(Self.totalSegmentator, padding: padding) == [
        "1 liver_segment_1", "2 liver_segment_2",
      ])
  }

  @Test func workbenchsBackgroundIsNoRowAndItsMetadataAreNotRead() throws {
    #expect(try names(Self.workbench) == ["5 liver"])
    // A background that has a name is a row.
    #expect(
      try names(extensionXML("<Label Key=\"0\">air</Label><Label Key='-1'>x</Label>")) == [
        "-1 x", "0 air",
      ])
  }

  @Test(arguments: [
    "", "patient comment", "<?xml version='1.0'?><AFNI_attributes/>", "<Caret/>",
    "<CaretExtension><VolumeInformation/></CaretExtension>",
    "<CaretExtension><LabelTable></LabelTable></CaretExtension>",
    "<CaretExtension><Label Key=\"1\">not in a table</Label></CaretExtension>",
  ])
  func otherExtensionsHoldNoTable(text: String) throws {
    #expect(try names(text) == nil)
  }

  @Test func charactersAreReadAsXMLMeansThem() throws {
    let rows =
      "<Label Key=\"1\">a &lt;&amp;&gt; b &#x42;</Label><Label Key=\"2\">\n  Leber – 肝 \n</Label>"
      + "<Label Key=\"18446744073709551615\"><![CDATA[<b>&amp;]]></Label>"
    #expect(
      try names(extensionXML(rows)) == [
        "1 a <&> b B", "2 Leber – 肝", "18446744073709551615 <b>&amp;",
      ])
    #expect(try names("\u{FEFF}" + extensionXML("<Label Key=\"1\">x</Label>")) == ["1 x"])
  }

  @Test func aLabelHasOneName() throws {
    let twice = "<Label Key=\"1\">liver</Label>\n<Label Key=\"1\">liver</Label>"
    #expect(try names(extensionXML(twice)) == ["1 liver"])
    let fault = try refusal(
      extensionXML("<Label Key=\"1\">liver</Label>\n<Label Key=\"1\">spleen</Label>"))
    #expect(fault.code == "E-LABELS-DUPLICATE")
    #expect(fault.line == 2)
    #expect(fault.found == "\"spleen\"")
    #expect(fault.expected?.contains("\"liver\" as on line 1") == true)
  }

  // MARK: Attacks

  @Test(arguments: [
    "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]>",
    "<!DOCTYPE CaretExtension SYSTEM \"file:///etc/passwd\">",
    "<?xml version='1.0'?>\n<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>",
    "<!DOCTYPE x [<!ENTITY % p SYSTEM \"http://example.org/x.dtd\"> %p;]>",
    "<!DOCTYPE x>",
  ])
  func aDocumentTypeStopsTheReading(declaration: String) throws {
    let text = extensionXML("<Label Key=\"1\">&a;&e;</Label>", before: declaration)
    let fault = try refusal(text)
    #expect(fault.code == "E-LABELS-DOCTYPE")
    #expect(!fault.description.contains("root"))
  }

  @Test func billionLaughsEndAtTheirFirstLine() throws {
    var entities = "<!ENTITY l0 \"lol\">"
    for level in 1...9 {
      entities += "<!ENTITY l\(level) \"\(String(repeating: "&l\(level - 1);", count: 10))\">"
    }
    let text = "<!DOCTYPE z [\(entities)]>" + extensionXML("<Label Key=\"1\">&l9;</Label>")
    let fault = try refusal(text)
    #expect(fault.code == "E-LABELS-DOCTYPE")
    #expect(fault.line == 1)
    let file = try #require(throws: RecordError.self) {
      try LabelTableFile(bytes: Array(text.utf8), name: "x.xml")
    }
    #expect(file.code == "E-LABELS-DOCTYPE")
  }

  @Test(arguments: [
    ("<Label Key=\"1\">&undefined;</Label>", "E-LABELS-XML"),
    ("<Label Key=\"1\">a & b</Label>", "E-LABELS-XML"),
    ("<Label Key=\"1\">open", "E-LABELS-XML"),
    ("<Label Key=\"1\" Key=\"2\">x</Label>", "E-LABELS-XML"),
    ("<Label Key=\"1\">\u{1}</Label>", "E-LABELS-XML"),
    ("<Label>x</Label>", "E-LABELS-ROW"),
    ("<Label Key=\"1\"><b>x</b></Label>", "E-LABELS-ROW"),
    ("<Label Key=\"1.5\">x</Label>", "E-LABELS-LABEL"),
    ("<Label Key=\"\">x</Label>", "E-LABELS-LABEL"),
    ("<Label Key=\"18446744073709551616\">x</Label>", "E-LABELS-LABEL"),
    ("<Label Key=\"-9223372036854775809\">x</Label>", "E-LABELS-LABEL"),
    ("<Label Key=\"1\"> \n </Label>", "E-LABELS-NAME"),
    ("<Label Key=\"1\"/>", "E-LABELS-NAME"),
    ("<Label Key=\"1\">a\nb</Label>", "E-LABELS-NAME"),
    ("<Label Key=\"1\">a&#x202E;b</Label>", "E-LABELS-NAME"),
  ])
  func brokenRowsAreRefused(rows: String, code: String) throws {
    #expect(try refusal(extensionXML(rows)).code == code)
  }

  @Test func sizesAreBounded() throws {
    let deep = String(repeating: "<a>", count: 14) + String(repeating: "</a>", count: 14)
    let row = "<Label Key=\"1\">x</Label>"
    let table = "<LabelTable>\(row)</LabelTable>"
    #expect(try names("<CaretExtension>\(deep)\(table)</CaretExtension>") == ["1 x"])
    let deeper = String(repeating: "<a>", count: 200_000)
    #expect(try refusal("<CaretExtension>\(deeper)").code == "E-LABELS-LIMIT")
    let long = String(repeating: "n", count: 1000)
    #expect(try names(extensionXML("<Label Key=\"1\">\(long)</Label>")) == ["1 \(long)"])
    let fault = try refusal(extensionXML("<Label Key=\"1\">\(long)n</Label>"))
    #expect(fault.code == "E-LABELS-NAME")
    #expect(fault.found == "1001 characters")
    let huge = String(repeating: "n", count: 1 << 20)
    #expect(try refusal(extensionXML("<Label Key=\"1\">\(huge)</Label>")).code == "E-LABELS-LIMIT")
  }

  @Test func bytesThatAreNoUTF8AreRefused() throws {
    let head = Array("<CaretExtension><LabelTable>\n<Label Key=\"1\">".utf8)
    let tail = Array("</Label></LabelTable></CaretExtension>".utf8)
    for bytes in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE8]] as [[UInt8]] {
      let fault = try refusal(head + bytes + tail)
      #expect(fault.code == "E-LABELS-ENCODING")
      #expect(fault.line == 2)
    }
    // A declared encoding does not choose another reading of the bytes.
    let latin = Array("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>".utf8)
    #expect(try refusal(latin + head + [0xE9] + tail).code == "E-LABELS-ENCODING")
    let table = try CaretExtension.table(
      extension: latin + head + Array("é".utf8) + tail)
    #expect(table?[1]?.name == "é")
  }

  @Test func everyTruncationIsRefusedOrHoldsNoTable() throws {
    let bytes = Array(Self.workbench.utf8)
    for end in stride(from: 0, to: bytes.count - 1, by: 7) {
      do throws(RecordError) {
        #expect(try CaretExtension.table(extension: Array(bytes[..<end])) == nil)
      } catch { #expect(error.code.hasPrefix("E-LABELS-")) }
    }
  }

  // MARK: Other encodings, cut tables, several volumes

  @Test(arguments: [String.Encoding.utf16LittleEndian, .utf16BigEndian, .utf32LittleEndian, .utf16])
  func aTableInAnotherEncodingIsNotTakenForNone(encoding: String.Encoding) throws {
    let data = try #require(Self.workbench.data(using: encoding))
    for padding in [0, 5] {
      let fault = try refusal(Array(data) + [UInt8](repeating: 0, count: padding))
      #expect(fault.code == "E-LABELS-ENCODING")
      #expect(fault.found?.hasPrefix("UTF-") == true && fault.expected == "UTF-8")
    }
    // Without the root it is somebody else's text.
    let other = try #require("<AFNI_attributes/>".data(using: encoding))
    #expect(try CaretExtension.table(extension: Array(other)) == nil)
  }

  @Test func aTableOfWhichOnlyTheBeginningIsThereIsTooLong() throws {
    let bytes = Array(Self.workbench.utf8)
    for kept in [bytes, Array(bytes.dropLast(40))] {
      let error = try #require(throws: RecordError.self) {
        try CaretExtension.table(extension: kept, size: 2 << 20)
      }
      #expect(error.code == "E-LABELS-LIMIT")
      #expect(error.first.found == "2097152 bytes, of which \(kept.count) are kept")
    }
    #expect(try CaretExtension.table(extension: bytes, size: bytes.count)?[5]?.name == "liver")
    #expect(try CaretExtension.table(extension: Array("a letter".utf8), size: 2 << 20) == nil)
    let long = String(repeating: " ", count: 1 << 20)
    let fault = try refusal(extensionXML("<Label Key=\"1\">x</Label>") + long)
    #expect(fault.code == "E-LABELS-LIMIT")
  }

  @Test func eachVolumeHasItsOwnTable() throws {
    func volume(_ attribute: String, _ name: String) -> String {
      "<VolumeInformation\(attribute)><LabelTable><Label Key=\"1\">\(name)</Label>"
        + "<Label Key=\"\(name.count)\">only \(name)</Label></LabelTable></VolumeInformation>"
    }
    let text =
      "<CaretExtension>\n\(volume(" Index=\"1\"", "spleen"))\n\(volume(" Index=\"0\"", "liver"))"
      + "\n<VolumeInformation Index=\"2\"/></CaretExtension>"
    func names(_ volume: Int) throws -> [String]? {
      try CaretExtension.table(extension: Array(text.utf8), volume: volume)?.entries.map(\.name)
    }
    #expect(try names(0) == ["liver", "only liver"])
    #expect(try names(1) == ["spleen", "only spleen"])
    #expect(try names(2) == nil && names(3) == nil)
    let file = try LabelTableFile(bytes: Array(text.utf8), name: "x.xml")
    #expect(file.table.entries.map(\.name) == ["liver", "only liver"])
    // Without an index it is that of volume 0.
    let bare = Array("<CaretExtension>\(volume("", "liver"))</CaretExtension>".utf8)
    #expect(try CaretExtension.table(extension: bare)?[1]?.name == "liver")
    #expect(try CaretExtension.table(extension: bare, volume: 1) == nil)
    for (text, code) in [
      ("\(volume(" Index=\"0\"", "liver"))\n\(volume("", "liver"))", "E-LABELS-DUPLICATE"),
      ("\n\(volume(" Index=\"x\"", "liver"))", "E-LABELS-ROW"),
      ("\n\(volume(" Index=\"-1\"", "liver"))", "E-LABELS-ROW"),
      (
        "<VolumeInformation>\n<VolumeInformation Index='1'/></VolumeInformation>", "E-LABELS-ROW"
      ),
    ] {
      let fault = try refusal("<CaretExtension>\(text)</CaretExtension>")
      #expect(fault.code == code && fault.line == 2, "\(text)")
    }
  }
}
