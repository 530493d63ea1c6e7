import Foundation
import Testing

/// `inspect`, `phi-check` and `strip`: what they say, and that they never say it unasked.
@Suite struct InspectCommandTests {
  static let real = Command.root.appending(path: "Tests/Data/real/files").path
  static let segments = real + "/totalsegmentator/example_seg.nii.gz"
  static let conflict =
    real + "/derived/header_variants/q1s1_conflict_sform_4mm_pixdim_2mm.nii"
  static let cut = real + "/derived/header_variants/truncated_data.nii"

  /// A label map with the word that must not leak in every place that can hold one.
  private func telling(_ folder: TemporaryDirectory) throws -> String {
    let path = try folder.write(Data(TellingFile.bytes), to: "scan.nii.gz")
    _ = try folder.write(
      "{\n\t\"PatientName\": \"SECRET^JANE\",\n\t\"Modality\": \"CT\",\n"
        + "\t\"ImageComments\": \"SECRET\"\n}\n",
      to: "scan.json")
    return path
  }

  @Test func jsonHoldsEveryReading() throws {
    let outcome = try Command.run(["inspect", "--format", "json", Self.conflict, Self.segments])
    #expect(outcome.status == 0, "a file that measure refuses is inspected")
    let document = try outcome.jsonObject()
    #expect(Set(document.keys) == ["schema", "software", "files", "failures"])
    #expect(document["schema"] as? String == "volumetry.inspect.v1")
    let files = try #require(document["files"] as? [[String: Any]])
    #expect(files.count == 2)
    #expect(files[0]["grid"] is NSNull && files[0]["reference_reading"] as? String == "sform")
    #expect((files[0]["refusal"] as? [String: Any])?["code"] as? String == "E-GEOMETRY")
    let readings = try #require(files[0]["readings"] as? [[String: Any]])
    #expect(
      Set(readings[0].keys) == [
        "source", "code", "code_name", "voxel_volume_mm3", "labelled_volume_ml", "difference_pct",
        "spacing_mm", "orientation", "affine", "field_of_view_mm", "accepted",
      ])
    #expect(readings.map { $0["source"] as? String } == ["sform", "qform", "pixdim"])
    #expect(readings.map { $0["voxel_volume_mm3"] as? Double } == [64, 8, 8])
    #expect(readings.map { $0["difference_pct"] as? Double } == [0, -87.5, -87.5])
    #expect(readings.map { $0["labelled_volume_ml"] as? Double } == [4.736, 0.592, 0.592])
    #expect(readings.allSatisfy { $0["accepted"] as? Bool == false })
    let second = try #require(files[1]["readings"] as? [[String: Any]])
    #expect(second[0]["accepted"] as? Bool == true && second[0]["code"] as? Int == 2)
    #expect(second[1]["voxel_volume_mm3"] is NSNull && second[1]["code"] as? Int == 0)
    #expect((files[1]["label_source"] as? [String: Any])?["kind"] as? String == "embedded")
    let names = try #require(files[1]["label_names"] as? [[String: Any]])
    #expect(names.first?["label"] as? Int == 1 && names.first?["name"] as? String == "spleen")
    #expect((files[0]["label_names"] as? [Any])?.isEmpty == true)
    #expect(files[1]["labelled_voxels"] as? Int == 110225)
    #expect(files[1]["read_to_its_end"] as? Bool == true)
    let found = try #require((files[1]["extensions"] as? [[String: Any]])?.first)
    #expect(Set(found.keys) == ["code", "code_name", "bytes"], "no text unless asked for")
  }

  @Test func aBadFileDoesNotStopTheOthers() throws {
    let folder = try TemporaryDirectory()
    let text = try folder.write("no header at all", to: "a.nii")
    let absent = folder.path("absent.nii")
    let outcome = try Command.run(
      ["inspect", "--format", "json", text, Self.cut, absent, Self.segments])
    #expect(outcome.status == 65)
    let document = try outcome.jsonObject()
    let files = try #require(document["files"] as? [[String: Any]])
    #expect(files.map { $0["path"] as? String } == [Self.cut, Self.segments])
    #expect((files[0]["damage"] as? [String: Any])?["code"] as? String == "E-TRUNCATED")
    let failures = try #require(document["failures"] as? [[String: Any]])
    #expect(failures.map { $0["code"] as? String } == ["E-TRUNCATED", "E-NOT-FOUND"])
    #expect(try Command.run(["inspect", absent]).status == 66)
    #expect(try Command.run(["inspect", Self.cut]).status == 0, "its header can be read")
    #expect(try Command.run(["inspect", "--header-only", Self.cut]).stdout.contains("srow_x"))
  }

  @Test func noByteOfATextIsPrintedUnasked() throws {
    let folder = try TemporaryDirectory()
    let path = try telling(folder)
    let damaged = try folder.write(Data(TellingFile.bytes.dropLast(30)), to: "cut.nii.gz")
    let copy = folder.path("copy.nii")
    var calls: [[String]] = [["measure", path], ["strip", path, "-o", copy, "--format", "json"]]
    for file in [path, damaged] {
      for format in ["table", "json"] {
        calls.append(["inspect", "--format", format, file])
        calls.append(["strip", "--format", format, "-o", copy, file])
      }
      for format in ["table", "json", "csv", "tsv"] {
        calls.append(["phi-check", "--format", format, file])
      }
      for format in ["csv", "json", "jsonl"] {
        calls.append(["measure", "--format", format, file])
      }
    }
    for arguments in calls {
      let outcome = try Command.run(arguments)
      #expect([0, 65].contains(outcome.status))
      for text in [outcome.stdout, outcome.stderr] {
        #expect(!text.contains("SECRET") && !text.contains("\u{1b}"), "\(arguments)")
        #expect(!text.contains("1700000000"), "\(arguments)")
      }
    }
    #expect(
      !String(decoding: try Data(contentsOf: URL(filePath: copy)), as: UTF8.self)
        .contains("SECRET"))
  }

  @Test func askedForTheTextsAreShownAndCommandNoTerminal() throws {
    let folder = try TemporaryDirectory()
    let path = try telling(folder)
    for arguments in [
      ["inspect", path], ["inspect", "--format", "json", path], ["phi-check", path],
      ["phi-check", "--format", "json", path], ["phi-check", "--format", "csv", path],
      ["phi-check", "--format", "tsv", path],
    ] {
      let outcome = try Command.run(arguments + ["--show-text"])
      #expect(outcome.status == 0)
      #expect(outcome.stdout.contains("SECRET"), "\(arguments)")
      let controls = outcome.stdout.unicodeScalars.filter {
        $0.value < 0x20 && $0 != "\n" && $0 != "\t" || (0x7f...0x9f).contains($0.value)
      }
      #expect(controls.isEmpty, "\(arguments)")
    }
  }

  @Test func everyPlaceIsAFinding() throws {
    let folder = try TemporaryDirectory()
    let path = try telling(folder)
    let outcome = try Command.run(["phi-check", "--format", "json", path])
    #expect(outcome.status == 0)
    let document = try outcome.jsonObject()
    #expect(document["schema"] as? String == "volumetry.phi-check.v1")
    #expect((document["limits"] as? String)?.hasPrefix("No finding is no proof") == true)
    let file = try #require((document["files"] as? [[String: Any]])?.first)
    let findings = try #require(file["findings"] as? [[String: Any]])
    let places = findings.map { "\($0["kind"] as? String ?? "") \($0["field"] as? String ?? "")" }
    #expect(
      places == [
        "gzip-header FNAME", "gzip-header MTIME", "text-field db_name", "text-field descrip",
        "text-field aux_file", "text-field intent_name", "extension AFNI",
        "extra-data behind the voxels", "sidecar PatientName", "sidecar ImageComments",
      ])
    #expect(findings.map { $0["bytes"] as? Int }.suffix(2) == [11, 6])
    #expect(findings.allSatisfy { Set($0.keys) == ["kind", "field", "bytes"] })
    #expect(try Command.run(["phi-check", "--exit-status", path]).status == 1)
  }

  @Test func theNameOfAFileIsAFindingOfItsOwn() throws {
    let folder = try TemporaryDirectory()
    let clean = folder.path("clean.nii.gz")
    #expect(try Command.run(["strip", Self.segments, "-o", clean]).status == 0)
    let check = ["phi-check", "--exit-status", "--format", "csv"]
    let none = try Command.run(check + [clean])
    #expect(none.status == 0 && none.lines.count == 2 && none.stderr.contains("no proof"))
    for (name, reason) in [
      ("liver-20240131.nii.gz", "six or more digits"), ("liver_2024-01-31.nii.gz", "a date"),
      ("DOE^JANE.nii.gz", "separator"), ("MRN123456.nii.gz", "six or more digits"),
    ] {
      try FileManager.default.copyItem(atPath: clean, toPath: folder.path(name))
      let outcome = try Command.run(check + [folder.path(name)])
      #expect(outcome.status == 1 && outcome.stdout.contains("file-name,"), "\(name)")
      #expect(outcome.stdout.contains(reason), "\(name)")
    }
    for name in ["Fibrosis-1.nii.gz", "case-12345.nii.gz"] {
      try FileManager.default.copyItem(atPath: clean, toPath: folder.path(name))
      #expect(try Command.run(check + [folder.path(name)]).status == 0, "\(name)")
    }
  }

  @Test func aSidecarThatCannotBeReadIsSaid() throws {
    let folder = try TemporaryDirectory()
    let clean = folder.path("a.nii.gz")
    #expect(try Command.run(["strip", Self.segments, "-o", clean]).status == 0)
    let large = "{\"a\": \"" + String(repeating: "x", count: 2 << 20) + "\"}"
    for text in ["{\"PatientName\": ", large, "{\"a\": &x 1, \"b\": *x}"] {
      _ = try folder.write(text, to: "a.json")
      let outcome = try Command.run(["phi-check", "--exit-status", clean])
      #expect(outcome.status == 1 && outcome.stdout.contains("unchecked"))
    }
    _ = try folder.write(
      "{\"Modality\": \"CT\", \"PatientName\": \"\", \"nested\": [{\"patientid\": 7}]}",
      to: "a.json")
    let outcome = try Command.run(["phi-check", "--format", "csv", clean])
    #expect(outcome.stdout.contains("sidecar,PatientID,1"))
    #expect(!outcome.stdout.contains("PatientName"), "an empty value says nothing")
  }

  @Test func whatCannotBeLookedThroughIsAFailure() throws {
    let outcome = try Command.run(["phi-check", "--exit-status", "--format", "json", Self.cut])
    #expect(outcome.status == 65)
    let failures = try #require(try outcome.jsonObject()["failures"] as? [[String: Any]])
    #expect(failures.map { $0["code"] as? String } == ["E-TRUNCATED"])
    #expect(try Command.run(["phi-check", Self.real + "/none.nii"]).status == 66)
  }

  @Test func aCopyMeasuresTheSame() throws {
    let folder = try TemporaryDirectory()
    let copy = folder.path("copy.nii.gz")
    for path in [Self.segments, Self.real + "/derived/header_variants/nifti2.nii"] {
      #expect(try Command.run(["strip", path, "-o", copy]).status == 0)
      /// Everything but the path: names in the header are written anew.
      func rows(_ path: String) throws -> [String] {
        try Command.run(["measure", "--format", "csv", path]).lines.map {
          String($0.drop { $0 != "," })
        }
      }
      #expect(try rows(copy) == rows(path))
      #expect(try Command.run(["phi-check", "--exit-status", copy]).status == 0)
    }
    #expect(try folder.names() == ["copy.nii.gz"])
  }

  /// TotalSegmentator's table stays, a date and whatever else stood beside it does not.
  @Test func aCopyKeepsTheNamesOfLabelsAndNothingElseOfTheHeader() throws {
    let folder = try TemporaryDirectory()
    let copy = folder.path("copy.nii")
    let outcome = try Command.run(["strip", Self.segments, "-o", copy, "--format", "json"])
    let document = try outcome.jsonObject()
    let written = try #require(document["extensions_written"] as? [[String: Any]])
    #expect(written.map { $0["code"] as? Int } == [0])
    let bytes = try String(
      decoding: Data(contentsOf: URL(filePath: copy)).prefix(1000), as: UTF8.self)
    #expect(bytes.contains("<CaretExtension>") && !bytes.contains("2013-07-14"))
    let scan = try Command.run(["measure", "--format", "jsonl", copy]).jsonLines()[0]
    let labels = (scan["scan"] as? [String: Any])?["labels"] as? [[String: Any]]
    #expect(labels?.first { $0["label"] as? Int == 5 }?["name"] as? String == "liver")
    #expect(try Command.run(["phi-check", "--exit-status", copy]).status == 0)
    #expect(try Command.run(["phi-check", "--exit-status", Self.segments]).status == 1)
    let again = folder.path("again.nii")
    #expect(try Command.run(["strip", copy, "-o", again]).status == 0)
    #expect(
      try Data(contentsOf: URL(filePath: again)) == Data(contentsOf: URL(filePath: copy)),
      "a copy of a copy is the copy")
  }

  @Test func stripRefusesWhatItCannotWriteWell() throws {
    let folder = try TemporaryDirectory()
    let input = folder.path("in.nii.gz")
    try FileManager.default.copyItem(atPath: Self.segments, toPath: input)
    #expect(try Command.run(["strip", input, "-o", input]).status == 64)
    #expect(try Command.run(["strip", input, "-o", folder.path("out.mha")]).status == 64)
    #expect(try Command.run(["strip", input]).status == 64)
    #expect(try Command.run(["strip", input, "-o", folder.path("no/out.nii")]).status == 73)
    #expect(try Command.run(["strip", Self.cut, "-o", folder.path("out.nii")]).status == 65)
    #expect(
      try Command.run(["strip", folder.path("x.nii"), "-o", folder.path("o.nii")]).status
        == 66)
    #expect(try folder.names() == ["in.nii.gz"])
    #expect(
      try Data(contentsOf: URL(filePath: input)) == Data(contentsOf: URL(filePath: Self.segments)))
  }

  /// 512 × 512 × 600 voxels of the widest type; no command holds more than its buffers.
  @Test func memoryDoesNotGrowWithTheVolume() throws {
    let folder = try TemporaryDirectory()
    let path = try BigVolume.write(into: folder, voxels: [512, 512, 150], compressed: true)
    let copy = folder.path("copy.nii.gz")
    for arguments in [["inspect", path], ["phi-check", path], ["strip", path, "-o", copy]] {
      let outcome = try Command.run(arguments, limit: 300)
      #expect(outcome.status == 0)
      #expect(outcome.peakMemoryMebibytes <= 24, "\(arguments[0]) \(outcome.peakMemoryMebibytes)")
    }
  }
}

/// A gzip label map of 64 voxels with a word in every place that nobody needs for measuring.
private enum TellingFile {
  static let bytes: [UInt8] = {
    var file = [UInt8](repeating: 0, count: 352)
    func put<Number>(_ value: Number, _ offset: Int) {
      withUnsafeBytes(of: value) { file.replaceSubrange(offset..<(offset + $0.count), with: $0) }
    }
    func put(_ text: String, at offset: Int) {
      file.replaceSubrange(offset..<(offset + text.utf8.count), with: Array(text.utf8))
    }
    put(Int32(348), 0)
    for (index, size) in [3, 16, 16, 16, 1, 1, 1, 1].enumerated() {
      put(Int16(size), 40 + 2 * index)
    }
    put(Int16(2), 70)
    put(Int16(8), 72)
    for index in 0..<4 { put(Float(10), 76 + 4 * index) }
    put(Float(1), 76)
    put(Float(400), 108)
    put(UInt8(2), 123)
    put(Int16(1), 252)
    put("n+1", at: 344)
    put("SECRET\u{1b}[2J", at: 14)
    put("SECRET\nSTUDY", at: 148)
    put("SECRET,\"COMMENTS\"", at: 228)
    put("\u{9b}SECRET", at: 328)
    put(UInt8(1), 348)
    file += [48, 0, 0, 0, 4, 0, 0, 0] + Array("SECRET\u{1b}]0;title\u{7}".utf8)
    file += [UInt8](repeating: 0, count: 400 - file.count)
    file += [UInt8](repeating: 0, count: 2048) + [UInt8](repeating: 1, count: 2048)
    file += Array("SECRET".utf8)
    return member(file, name: "SECRET.nii", time: 1_700_000_000)
  }()

  /// Stored blocks, so that no compressor is needed.
  private static func member(_ bytes: [UInt8], name: String, time: UInt32) -> [UInt8] {
    func little(_ value: UInt32, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
    }
    let length = UInt32(bytes.count)
    return [0x1f, 0x8b, 8, 8] + little(time, 4) + [0, 3] + Array(name.utf8) + [0]
      + [1] + little(length, 2) + little(~length, 2) + bytes + little(checksum(bytes), 4)
      + little(length, 4)
  }

  /// CRC-32 of RFC 1952, bit by bit.
  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(UInt32.max) { crc, byte in
      (0..<8).reduce(crc ^ UInt32(byte)) { value, _ in
        value & 1 == 1 ? value >> 1 ^ 0xedb8_8320 : value >> 1
      }
    }
  }
}
