import Foundation
import Testing

/// `strip`, `phi-check` and `inspect` on files that hide or lose something.
@Suite struct StripCommandTests {
  /// A label map of 4 × 4 × 4 voxels, its header changed by `patches`.
  private static func scan(
    _ patches: [Int: [UInt8]] = [:], area: [UInt8] = [0, 0, 0, 0], surplus: Int = 0
  ) -> Data {
    var file = [UInt8](repeating: 0, count: 348)
    func put<Number>(_ value: Number, _ offset: Int) {
      withUnsafeBytes(of: value) { file.replaceSubrange(offset..<(offset + $0.count), with: $0) }
    }
    put(Int32(348), 0)
    for (index, size) in [3, 4, 4, 4, 1, 1, 1, 1].enumerated() { put(Int16(size), 40 + 2 * index) }
    put(Int16(2), 70)
    put(Int16(8), 72)
    for index in 0..<4 { put(Float(index == 0 ? 1 : 20), 76 + 4 * index) }
    put(Float(348 + area.count), 108)
    put(UInt8(2), 123)
    put(Int16(1), 252)
    file.replaceSubrange(344..<347, with: Array("n+1".utf8))
    for (offset, bytes) in patches {
      file.replaceSubrange(offset..<(offset + bytes.count), with: bytes)
    }
    let voxels = (0..<64).map { UInt8($0 % 3) }
    return Data(file + area + voxels + [UInt8](repeating: 0, count: surplus))
  }

  @Test func aSliceTooManyIsRefusedAndPaddingIsSaid() throws {
    let folder = try TemporaryDirectory()
    let copy = folder.path("copy.nii")
    let doubtful = try folder.write(Self.scan(surplus: 16), to: "doubtful.nii")
    let measured = try Command.run(["measure", "--format", "json", doubtful])
    #expect(measured.status == 0 && measured.stdout.contains("W-EXTRA-DATA"))
    let refused = try Command.run(["strip", doubtful, "-o", copy])
    #expect(refused.status == 65 && refused.stderr.contains("[E-TOO-MUCH-DATA]"))
    #expect(refused.stderr.contains("expected 64 bytes") && refused.stderr.contains("80"))
    #expect(try folder.names() == ["doubtful.nii"])
    let padded = try folder.write(Self.scan(surplus: 15), to: "padded.nii")
    let said = try Command.run(["strip", padded, "-o", copy])
    #expect(said.status == 0 && said.stdout.contains("15 zero bytes behind the voxels"))
    #expect(!said.stdout.contains("nothing was there"))
    let document = try Command.run(["strip", padded, "-o", copy, "--format", "json"]).jsonObject()
    #expect(document["padding_bytes"] as? Int == 15)
    #expect((document["removed"] as? [Any])?.isEmpty == true)
    let clean = try Command.run(["strip", copy, "-o", folder.path("again.nii")])
    #expect(clean.stdout.contains("nothing was there to remove"))
  }

  /// An srow that is not coded, and the fields of ANALYZE, as numbers: what they spell is a name.
  @Test func numbersThatSpellANameAreShownOnlyWhenAskedFor() throws {
    let folder = try TemporaryDirectory()
    let name = Array("SMITH^JOHN^19500101^PATID123456^MADISON GENERAL!".utf8)
    let word = Array("SMITHJOHN^".utf8)
    let path = try folder.write(
      Self.scan([
        280: name, 32: Array(word[..<4]), 36: Array(word[..<2]), 38: [0x53],
        48: Array(word[..<8]), 140: Array(word[..<8]),
      ]), to: "a.nii")
    let fields = [
      "extents", "session_error", "regular", "dim[4] to dim[7]", "glmax", "glmin",
      "srow_x to srow_z",
    ]
    let found = try Command.run(["phi-check", "--format", "csv", path])
    #expect(
      found.lines.dropFirst().map { $0.split(separator: ",").dropFirst().joined(separator: ",") }
        == zip(fields, [4, 2, 1, 8, 4, 4, 48]).map { "unused-field,\($0),\($1)" })
    let extents = word.withUnsafeBytes { "\($0.loadUnaligned(as: Int32.self))" }
    let row = name.withUnsafeBytes { "\(Double($0.loadUnaligned(as: Float.self)))" }
    let size = word.withUnsafeBytes { "\($0.loadUnaligned(as: Int16.self))" }
    for format in ["table", "json"] {
      let closed = try Command.run(["inspect", "--format", format, path]).stdout
      let open = try Command.run(["inspect", "--show-text", "--format", format, path]).stdout
      for number in [extents, row, size] {
        #expect(!closed.contains(number) && open.contains(number), "\(format) \(number)")
      }
    }
    let lines = try Command.run(["inspect", path]).lines.map { $0.split(separator: " ") }
    for (field, words) in [
      ("extents", ["set"]), ("glmin", ["set"]), ("dim", ["3", "4", "4", "4", "set"]),
      ("srow_y", ["set"]), ("qform_code", ["1"]),
    ] {
      #expect(lines.first { $0.first == field[...] }?.dropFirst().map(String.init) == words)
    }
    let document = try Command.run(["inspect", "--format", "json", path]).jsonObject()
    let file = try #require((document["files"] as? [[String: Any]])?.first)
    let header = try #require(file["header"] as? [String: Any])
    #expect(header["extents"] is NSNull && header["qform_code"] as? Int == 1)
    #expect((header["dim"] as? [Any])?.map { $0 as? Int } == [3, 4, 4, 4, nil, nil, nil, nil])
    let copy = folder.path("copy.nii")
    #expect(try Command.run(["strip", path, "-o", copy]).status == 0)
    #expect(try Command.run(["phi-check", "--exit-status", copy]).status == 0)
    #expect(try Data(contentsOf: URL(filePath: copy)) == Self.scan(area: [0, 0, 0, 0]))
  }

  @Test(arguments: ["copy.nii", "copy.nii.gz"])
  func aLimitOnTheSizeOfFilesIsAWriteErrorAndLeavesNothing(name: String) throws {
    let folder = try TemporaryDirectory()
    let path = try folder.write(Self.scan(), to: "a.nii")
    // Whoever runs the tests may block or ignore the signal, and no shell can undo that.
    let perl = """
      use POSIX; sigprocmask(SIG_SETMASK, POSIX::SigSet->new); $SIG{XFSZ} = "DEFAULT"; exec @ARGV
      """
    let script = "(ulimit -f 0; exec perl -e '\(perl)' \"$@\" 2>/dev/null); echo $?"
    let status = try Command.run(
      executable: "/bin/sh",
      ["-c", script, "sh", Command.binary, "strip", path, "-o", folder.path(name)])
    #expect(status.stdout == "74\n")
    #expect(try folder.names() == ["a.nii"])
  }

  /// A table whose colours and escapes would make it longer than any that is read.
  @Test func aLabelTableThatCouldNotBeReadBackIsNotWritten() throws {
    let folder = try TemporaryDirectory()
    var xml = "<CaretExtension><VolumeInformation><LabelTable>"
    for label in 1...30_000 { xml += "<Label Key=\"\(label)\">n\(label)</Label>" }
    xml += "</LabelTable></VolumeInformation></CaretExtension>"
    let size = (xml.utf8.count + 8 + 15) / 16 * 16
    let content = Array(xml.utf8) + [UInt8](repeating: 0, count: size - 8 - xml.utf8.count)
    let prefix = [UInt8](withUnsafeBytes(of: (Int32(size), Int32(0))) { Array($0) })
    let path = try folder.write(
      Self.scan(area: [1, 0, 0, 0] + prefix + content), to: "a.nii")
    let copy = folder.path("copy.nii")
    let names = try Command.run(["inspect", "--format", "json", path]).jsonObject()
    let first = try #require((names["files"] as? [[String: Any]])?.first)
    #expect((first["label_names"] as? [Any])?.count == 30_000, "the original can be read")
    let outcome = try Command.run(["strip", path, "-o", copy])
    #expect(outcome.status == 0)
    #expect(outcome.stdout.contains("not written anew: extension unregistered, Caret XML, "))
    let document = try Command.run(["strip", path, "-o", copy, "--format", "json"]).jsonObject()
    #expect((document["extensions_written"] as? [Any])?.isEmpty == true)
    let long = try #require(document["extension_too_long"] as? [String: Any])
    #expect(try #require(long["bytes"] as? Int) > 1 << 20)
    let measured = try Command.run(["measure", copy, "--format", "json"])
    #expect(measured.status == 0 && !measured.stdout.contains("E-LABELS"))
    #expect(try Data(contentsOf: URL(filePath: copy)) == Self.scan())
  }

  @Test func keysOfASidecarAreTellingHoweverTheyAreSpelt() throws {
    let folder = try TemporaryDirectory()
    let path = try folder.write(Self.scan(), to: "a.nii")
    for (key, field) in [
      ("Patient_Name", "PatientName"), ("PatientsName", "PatientName"),
      ("Patient Name", "PatientName"), ("patients_birth_date", "PatientBirthDate"),
      ("PATIENT'S NAME", "PatientName"), ("PatientSize", "PatientSize"),
      ("Patients Sex", "PatientSex"), ("institution-name", "InstitutionName"),
      ("00100010", "DICOM tag 0010;0010"), ("0010_00a0", "DICOM tag 0010;00a0"),
    ] {
      _ = try folder.write("{\"x\": [{\"\(key)\": \"SMITH\"}]}", to: "a.json")
      let outcome = try Command.run(["phi-check", "--exit-status", "--format", "csv", path])
      let name = field.contains(";") ? "\"\(field.replacing(";", with: ","))\"" : field
      #expect(outcome.status == 1 && outcome.stdout.contains("sidecar,\(name),5"), "\(key)")
      #expect(!outcome.stdout.contains("SMITH"))
    }
    let model = "{\"00100010\": {\"vr\": \"PN\", \"Value\": [{\"Alphabetic\": \"SMITH\"}]}}"
    _ = try folder.write(model, to: "a.json")
    #expect(try Command.run(["phi-check", path]).stdout.contains("0010,0010      5"))
    for harmless in [
      "{\"00100010\": {\"vr\": \"PN\"}}", "{\"00280010\": {\"vr\": \"US\", \"Value\": [512]}}",
      "{\"PatientPosition\": \"HFS\"}", "{\"0010001\": 5}",
    ] {
      _ = try folder.write(harmless, to: "a.json")
      #expect(try Command.run(["phi-check", "--exit-status", path]).status == 0, "\(harmless)")
    }
  }
}
