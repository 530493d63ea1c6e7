import Records
import Testing
import VolumetryCore

/// `dataset.json` of nnU-Net and of the Medical Segmentation Decathlon.
@Suite struct DatasetJSONTests {
  private func rows(_ text: String) throws -> [String] {
    let file = try LabelTableFile(bytes: Array(text.utf8), name: "dataset.json")
    #expect(file.format == .datasetJSON)
    #expect(file.table.entries.allSatisfy { $0.role == nil })
    return file.table.entries.map { "\($0.label) \($0.name)" }
  }

  private func refusal(_ text: String) throws -> RecordFault {
    try #require(throws: RecordError.self) {
      try LabelTableFile(bytes: Array(text.utf8), name: "dataset.json")
    }.first
  }

  @Test func decathlonMapsLabelsToNames() throws {
    let text = """
      {
      \t"name": "Liver", "licence":"CC-BY-SA 4.0", "release":"1.0 06/08/2018",
      \t"modality": {"0": "CT"},
      \t"labels": {
      \t\t"0": "background",
      \t\t"1": "liver",
      \t\t"2": "cancer"
      \t},
      \t"numTraining": 131,
      \t"training":[{"image":"./imagesTr/liver_12.nii.gz","label":"./labelsTr\\/liver_12.nii.gz"}]
      }
      """
    #expect(try rows(text) == ["0 background", "1 liver", "2 cancer"])
  }

  @Test func nnUNetMapsNamesToLabels() throws {
    let text = """
      {"channel_names":{"0":"CT"},"labels":{"background":0,"liver":1,"tumour":2,"ignore":3},
       "numTraining":50,"file_ending":".nii.gz","overwrite_image_reader_writer":"SimpleITKIO"}
      """
    #expect(try rows(text) == ["0 background", "1 liver", "2 tumour", "3 ignore"])
  }

  @Test func theSmallestRegionNamesALabel() throws {
    #expect(
      try rows("{\"labels\":{\"background\":0,\"liver\":[1,2],\"tumour\":2}}") == [
        "0 background", "1 liver", "2 tumour",
      ])
    // KiTS: the order says the same as the sizes.
    let kits = """
      {"labels": {"background": 0, "kidney": [1, 2, 3], "masses": [2, 3], "tumor": 2},
       "regions_class_order": ORDER}
      """
    let right = kits.replacing("ORDER", with: "[1, 3, 2]")
    #expect(try rows(right) == ["0 background", "1 kidney", "2 tumor", "3 masses"])
    let wrong = try refusal(kits.replacing("ORDER", with: "[1, 2, 3]"))
    #expect(wrong.code == "E-LABELS-DUPLICATE")
    #expect(wrong.path == "regions_class_order")
    #expect(wrong.line == 2)
    #expect(try refusal(kits.replacing("ORDER", with: "[1, 2]")).code == "E-LABELS-ROW")
  }

  @Test(arguments: [
    ("{\"labels\": {\"a\": [1, 2], \"b\": [2, 3]}}", "E-LABELS-DUPLICATE"),
    ("{\"labels\": {\"liver\": 1, \"organ\": 1}}", "E-LABELS-DUPLICATE"),
    ("{\"labels\": {\"liver\": [1, 2], \"organ\": [2, 1]}}", "E-LABELS-DUPLICATE"),
    ("{\"labels\": {\"1\": \" 2\"}}", "E-LABELS-NAME"),
    ("{\"labels\": {\"1\": \"2.0\"}}", "E-LABELS-NAME"),
    ("{\"labels\": {\" 2\": 1}}", "E-LABELS-NAME"),
    ("{\"labels\": {\"liver\": 1, \"+2\": [1, 2]}}", "E-LABELS-NAME"),
    ("{\"labels\": {\"1\": \"liver\", \"01\": \"spleen\"}}", "E-LABELS-DUPLICATE"),
    ("{\"labels\": {\"1\": \"liver\", \"tumour\": 2}}", "E-LABELS-ROW"),
    ("{\"labels\": {}}", "E-LABELS-ROW"),
    ("{\"labels\": {\"0\": 0, \"1\": 1}}", "E-LABELS-NAME"),
    ("{\"labels\": {\"0\": \"0\", \"1\": \"1\"}}", "E-LABELS-NAME"),
    ("{\"labels\": {\"liver\": \"1\"}}", "E-LABELS-LABEL"),
    ("{\"labels\": {\"liver\": 1.5}}", "E-LABELS-LABEL"),
    ("{\"labels\": {\"liver\": true}}", "E-LABELS-LABEL"),
    ("{\"labels\": {\"liver\": null}}", "E-LABELS-LABEL"),
    ("{\"labels\": {\"liver\": [1, 1]}}", "E-LABELS-LABEL"),
    ("{\"labels\": {\"liver\": []}}", "E-LABELS-LABEL"),
    ("{\"labels\": {\"liver\": [[1]]}}", "E-LABELS-LABEL"),
    ("{\"labels\": {\"liver\": {\"a\": 1}}}", "E-LABELS-LABEL"),
    ("{\"labels\": {\"liver\": 18446744073709551616}}", "E-LABELS-LABEL"),
    ("{\"labels\": {\"1\": \"\"}}", "E-LABELS-NAME"),
    ("{\"labels\": {\"1\": \"a\\nb\"}}", "E-LABELS-NAME"),
    ("{\"labels\": {\"a\": 1, \"a\": 2}}", "E-YAML-DUPLICATE-KEY"),
    ("{\"labels\": {\"a\": 1}", "E-YAML"),
  ])
  func whatCanBeMeantInTwoWaysIsRefused(text: String, code: String) throws {
    #expect(try refusal(text).code == code)
  }

  /// The smaller one of two regions that only overlap is no part of the larger one.
  @Test(arguments: [
    ("{\"labels\": {\"organ\": [1, 2, 3],\n\"resected\": [2, 3, 4, 5]}}", 2),
    ("{\"labels\": {\n\"vessel system\": [2, 3, 4],\n\"liver\": [1, 2]}}", 2),
    ("{\"labels\": {\"all\": [1, 2, 3, 4],\n\"a\": [1, 2, 3],\n\"b\": [3, 4]}}", 3),
    ("{\"labels\": {\"a\": [1, 2],\n\"b\": [2, 3]}}", 2),
  ])
  func aLabelOfTwoRegionsThatDoNotNestIsRefused(text: String, label: Int) throws {
    let fault = try refusal(text)
    #expect(fault.code == "E-LABELS-DUPLICATE")
    #expect(fault.message.hasPrefix("label \(label) lies in two regions"))
    #expect(fault.line == text.split(separator: "\n").count, "the later of the two")
    // The order that a file states does not make a guess of ours its meaning.
    let ordered = text.dropLast() + ", \"regions_class_order\": [1, 2]}"
    #expect(try refusal(String(ordered)).code == "E-LABELS-DUPLICATE")
  }

  @Test func regionsInsideEachOtherAndBesideEachOtherAreRead() throws {
    let text = """
      {"labels": {"body": [1, 2, 3, 4, 5], "liver": [1, 2, 3], "vessels": [2, 3], "vein": 3,
       "spleen": [4], "lungs": [6, 7]}}
      """
    #expect(
      try rows(text) == [
        "1 liver", "2 vessels", "3 vein", "4 spleen", "5 body", "6 lungs", "7 lungs",
      ])
    let many = (1...65_537).map(String.init).joined(separator: ",")
    let fault = try refusal("{\"labels\": {\"all\": [\(many)]}}")
    #expect(fault.code == "E-LABELS-LIMIT")
    #expect(fault.found == "more than 65536 rows" && fault.expected == "at most 65536")
  }

  @Test func aDocumentWithoutLabelsIsNoTable() throws {
    for text in ["{}", "{\"numTraining\": 3}", "[1]", "{\"labels\": [\"liver\"]}"] {
      #expect(try refusal(text).code.hasPrefix("E-LABELS-"), "\(text)")
    }
  }

  @Test func thousandsOfTrainingCasesAreNoObstacle() throws {
    let cases = (0..<5000).map {
      "{\"image\": \"./imagesTr/case_\($0).nii.gz\", \"label\": \"./labelsTr/case_\($0).nii.gz\"}"
    }
    let text = "{\"training\": [\(cases.joined(separator: ",\n"))],\n\"labels\": {\"liver\": 1}}"
    #expect(try rows(text) == ["1 liver"])
  }
}
