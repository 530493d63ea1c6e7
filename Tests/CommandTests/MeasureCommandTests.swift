import Foundation
import Testing

/// `volumetry measure`, the binary itself: every format, every exit code, the contract's keys.
@Suite struct MeasureCommandTests {
  static let real = Command.root.appending(path: "Tests/Data/real/files").path
  static let liver = real + "/totalsegmentator/example_seg_fast/liver.nii.gz"
  static let segments = real + "/totalsegmentator/example_seg.nii.gz"
  static let cut = real + "/derived/header_variants/truncated_data.nii"

  @Test func jsonHoldsTheContractsKeys() throws {
    let outcome = try Command.run(["measure", "--format", "json", Self.liver])
    #expect(outcome.status == 0)
    let document = try outcome.jsonObject()
    #expect(Set(document.keys) == ["schema", "software", "scans", "failures"])
    #expect(document["schema"] as? String == "volumetry.measure.v1")
    let software = try #require(document["software"] as? [String: String])
    #expect(software["name"] == "volumetry")
    let scan = try #require((document["scans"] as? [[String: Any]])?.first)
    #expect(
      Set(scan.keys) == [
        "path", "format", "datatype", "grid", "label_source", "labels", "options", "warnings",
      ])
    #expect(scan["path"] as? String == Self.liver)
    #expect(scan["format"] as? String == "nifti-1")
    #expect(scan["datatype"] as? String == "uint8")
    let grid = try #require(scan["grid"] as? [String: Any])
    #expect(
      Set(grid.keys) == [
        "shape", "spacing_mm", "voxel_volume_mm3", "orientation", "affine", "geometry_source",
      ])
    #expect(grid["shape"] as? [Int] == [122, 101, 30])
    #expect(grid["voxel_volume_mm3"] as? Double == 27)
    #expect(grid["orientation"] as? String == "RAS")
    let label = try #require((scan["labels"] as? [[String: Any]])?.first)
    #expect(
      Set(label.keys) == [
        "label", "name", "voxels", "volume_ml", "bounds", "centroid_mm", "touches_edge",
      ])
    #expect(label["label"] as? Int == 1)
    #expect(label["voxels"] as? Int == 39350)
    // TotalSegmentator's own statistics.json states 1062450.0 mm³ for this file.
    #expect(label["volume_ml"] as? Double == 1062.45)
    #expect(label["touches_edge"] as? Bool == true)
    let bounds = try #require(label["bounds"] as? [String: [Int]])
    #expect(bounds == ["min": [38, 25, 0], "max": [104, 86, 29]])
    let keys = outcome.stdout.matches(of: /\n  "([a-z]+)":/).map { String($0.1) }
    #expect(keys == keys.sorted(), "keys are sorted")
    #expect(!outcome.stdout.contains("\\/"), "slashes are not escaped")
  }

  @Test func goodFilesAreReportedWhateverTheOthersAre() throws {
    let folder = try TemporaryDirectory()
    let absent = folder.path("absent.nii.gz")
    let files = [Self.cut, Self.liver, absent, Self.segments]
    let outcome = try Command.run(["measure", "--format", "json"] + files)
    #expect(outcome.status == 65)
    let document = try outcome.jsonObject()
    let scans = try #require(document["scans"] as? [[String: Any]])
    #expect(scans.map { $0["path"] as? String } == [Self.liver, Self.segments])
    let failures = try #require(document["failures"] as? [[String: Any]])
    #expect(failures.map { $0["code"] as? String } == ["E-TRUNCATED", "E-NOT-FOUND"])
    #expect(failures.map { $0["path"] as? String } == [Self.cut, absent])
    #expect((failures[0]["message"] as? String)?.contains("expected 80 bytes, found 70") == true)
    #expect(outcome.stderr.contains("truncated_data.nii") && outcome.stderr.contains("found 70"))
    #expect(try Command.run(["measure", Self.liver, absent]).status == 66)
    #expect(try Command.run(["measure", Self.cut]).status == 65)
  }

  @Test func theOrderIsThatOfTheCall() throws {
    let folder = Self.real + "/totalsegmentator/example_seg_fast"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted().reversed()
    let files = names.map { "\(folder)/\($0)" }
    #expect(files.count >= 15)
    let lines = try Command.run(["measure", "--format", "jsonl"] + files).jsonLines()
    #expect(lines.map { ($0["scan"] as? [String: Any])?["path"] as? String } == files)
    #expect(lines.allSatisfy { $0["schema"] as? String == "volumetry.measure.v1" })
  }

  @Test(arguments: [("csv", ","), ("tsv", "\t")])
  func delimitedRowsHaveOneHeaderAndARowALabel(_ format: String, _ separator: String) throws {
    let outcome = try Command.run(["measure", "--format", format, Self.liver, Self.cut])
    #expect(outcome.status == 65)
    let rows = outcome.lines.map { $0.components(separatedBy: separator) }
    #expect(rows.count == 3)
    #expect(Set(rows.map(\.count)).count == 1)
    #expect(rows[0].prefix(5) == ["path", "label", "name", "voxels", "volume_ml"])
    #expect(Array(rows[1].prefix(5)) == [Self.liver, "1", "", "39350", "1062.45"])
    #expect(rows[2].first == Self.cut && rows[2].last == "E-TRUNCATED")
  }

  @Test func theTableNamesLabelsVolumesAndWarnings() throws {
    let outcome = try Command.run(["measure", Self.liver])
    #expect(outcome.status == 0)
    #expect(outcome.stdout.contains("39350  1062.45"))
    #expect(outcome.stdout.contains("W-UNITS"))
    #expect(!outcome.stdout.contains("\u{1b}"), "no colour where there is no terminal")
  }

  @Test func theBackgroundHasARowOnlyWhenAsked() throws {
    func labels(_ extra: [String]) throws -> [Int] {
      let document = try Command.run(["measure", "--format", "json", Self.liver] + extra)
        .jsonObject()
      let scan = try #require((document["scans"] as? [[String: Any]])?.first)
      return try #require(scan["labels"] as? [[String: Any]]).compactMap { $0["label"] as? Int }
    }
    #expect(try labels([]) == [1])
    #expect(try labels(["--background"]) == [0, 1])
  }

  @Test func theGeometryIsRefusedOrChosen() throws {
    let file = Self.real + "/derived/header_variants/q1s1_conflict_sform_4mm_pixdim_2mm.nii"
    let refused = try Command.run(["measure", "--format", "json", file])
    #expect(refused.status == 65)
    #expect(refused.stdout.contains("E-GEOMETRY"))
    let chosen = try Command.run(["measure", "--format", "json", "--geometry", "qform", file])
    #expect(chosen.status == 0)
    #expect(chosen.stdout.contains("\"voxel_volume_mm3\": 8.0"))
    #expect(chosen.stdout.contains("W-GEOMETRY"))
  }

  @Test func wrongCallsAreUsageErrors() throws {
    for arguments in [
      ["measure"], ["measure", "--format", "xml", Self.liver], ["measure", "--nope", Self.liver],
      ["nonsense"], ["measure", "--geometry", "best", Self.liver],
    ] {
      #expect(try Command.run(arguments).status == 64, "\(arguments)")
    }
  }

  @Test func anOutputIsWrittenWholeOrNotAtAll() throws {
    let folder = try TemporaryDirectory()
    let path = folder.path("out.csv")
    let written = try Command.run(["measure", "--format", "csv", "--output", path, Self.liver])
    #expect(written.status == 0 && written.stdout.isEmpty)
    #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix("path,label"))
    #expect(try folder.names() == ["out.csv"])
    let nowhere = try Command.run(
      ["measure", "--output", folder.path("no/such/out.csv"), Self.liver])
    #expect(nowhere.status == 73)
    let input = folder.path("in.nii.gz")
    try FileManager.default.copyItem(atPath: Self.liver, toPath: input)
    #expect(try Command.run(["measure", "--output", input, input]).status == 64)
    #expect(try Command.run(["measure", input]).status == 0, "the input is as it was")
    let pair = Self.real + "/nifti_reader_js/data/air"
    for half in ["hdr.gz", "img.gz"] {
      try FileManager.default.copyItem(atPath: "\(pair).\(half)", toPath: folder.path("p.\(half)"))
    }
    let mate = folder.path("p.img.gz")
    #expect(try Command.run(["measure", "-o", mate, folder.path("p.hdr.gz")]).status == 64)
  }

  @Test func helpNamesAnExampleForEveryCommand() throws {
    #expect(try Command.run(["--version"]).stdout == "0.1.0\n")
    for command in [
      "measure", "inspect", "phi-check", "strip", "liver", "kinetics", "readiness", "phantom",
      "explain", "labels", "formulas",
    ] {
      let help = try Command.run(["help", command])
      #expect(help.status == 0)
      #expect(help.stdout.contains("EXAMPLES:"), "\(command)")
      #expect(help.stdout.contains("volumetry \(command) "), "\(command)")
    }
  }

  /// 512 × 512 × 600 voxels of the widest type, gzip and plain: 1.26 GB of payload. The files are
  /// sparse or compress to nothing, so that the test is quick.
  @Test(arguments: ["gzip", "plain"])
  func memoryDoesNotGrowWithTheVolume(_ storage: String) throws {
    let folder = try TemporaryDirectory()
    let path = try BigVolume.write(
      into: folder, voxels: [512, 512, 600], compressed: storage == "gzip")
    let outcome = try Command.run(
      ["measure", "--format", "json", "--background", path], limit: 300)
    #expect(outcome.status == 0)
    #expect(outcome.stdout.contains("\"voxels\": \(512 * 512 * 600)"))
    #expect(outcome.peakMemoryMebibytes <= 24, "\(outcome.peakMemoryMebibytes) MiB")
  }
}
