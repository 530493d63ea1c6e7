import Foundation
import Testing

/// `volumetry phantom` for families, the binary itself.
@Suite struct PhantomCommandTests {
  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  private func run(_ arguments: String...) throws -> Command.Outcome {
    try Command.run(["phantom"] + arguments, directory: folder.url)
  }

  static let families = [
    "sparse-liver", "dense-body", "dense-trunk", "segments104", "noise", "spheres", "ellipsoids",
    "cubes", "slanted-slabs", "thin-plates", "nested-shells", "tubes",
  ]

  // MARK: The list

  @Test func theListNamesEveryFamilyWithItsDefaults() throws {
    let outcome = try run("--list", "-f", "json")
    #expect(outcome.status == 0 && outcome.stderr.isEmpty)
    let document = try outcome.jsonObject()
    #expect(document["schema"] as? String == "volumetry.phantom-list.v1")
    let rows = try #require(document["phantoms"] as? [[String: Any]])
    #expect(rows.compactMap { $0["name"] as? String } == Self.families + ["two-stage"])
    let liver = rows[0]
    #expect(liver["shape"] as? [Int] == [512, 512, 400])
    #expect(liver["spacing_mm"] as? [Double] == [0.78, 0.78, 1.5])
    #expect(liver["labels"] as? Int == 11)
    #expect(liver["datatype"] as? String == "uint8" && liver["seed"] as? Int == 1)
    #expect(liver["gzip_level"] as? Int == 6)
    let csv = try run("--list", "--format", "csv").stdout.split(separator: "\n")
    #expect(csv[0] == "name,shape,spacing_mm,labels,density,datatype,gzip_level,seed,what")
    #expect(csv[1].contains(",uint8,6,1,a liver of 8 segments"))
    #expect(liver["density_min"] is NSNull)
    #expect(abs(try #require(liver["density"] as? Double) - 0.016) < 0.0005)
    #expect(rows[4]["labels_max"] as? Int == 256)
    for format in ["table", "csv", "tsv"] {
      let page = try run("--list", "--format", format)
      #expect(page.status == 0)
      for name in Self.families + ["two-stage"] { #expect(page.stdout.contains(name)) }
    }
  }

  /// docs/PHANTOMS.md and the list speak of the same families.
  @Test func thePageOfTheDocsHasALineForEveryFamily() throws {
    let page = try String(
      contentsOf: Command.root.appending(path: "docs/PHANTOMS.md"), encoding: .utf8)
    for name in Self.families { #expect(page.contains("\n| `\(name)` |"), "\(name)") }
  }

  // MARK: Writing

  /// Every family in one folder with its truth beside it, which conformance then finds right.
  @Test func conformanceFindsAWrittenFolderRight() throws {
    for (index, name) in Self.families.enumerated() {
      let file = index.isMultiple(of: 3) ? "\(name).nii" : "\(name).nii.gz"
      let outcome = try run(name, "--shape", "60x50x40", "--spacing", "4x4x6", "-o", file)
      #expect(outcome.status == 0, "\(outcome.stderr)")
      #expect(outcome.stdout.contains("60x50x40 voxels of uint8"))
    }
    #expect(try folder.names().count == 2 * Self.families.count)
    let outcome = try Command.run(["conformance", "-f", "json", folder.url.path])
    #expect(outcome.status == 0 && outcome.stderr.isEmpty)
    let summary = try #require(try outcome.jsonObject()["summary"] as? [String: Int])
    #expect(summary["right"] == Self.families.count)
  }

  @Test func conformanceFindsAPhantomWrongWhoseVoxelsAreAnothers() throws {
    #expect(try run("cubes", "--shape", "40x40x40", "-o", "a.nii").status == 0)
    #expect(try run("cubes", "--shape", "40x40x40", "--labels", "3", "-o", "b.nii").status == 0)
    try FileManager.default.removeItem(atPath: folder.path("a.nii"))
    try FileManager.default.copyItem(atPath: folder.path("b.nii"), toPath: folder.path("a.nii"))
    let outcome = try Command.run(["conformance", folder.url.path])
    #expect(outcome.status == 65)
    #expect(outcome.stdout.contains("1 right"))
  }

  @Test func theTruthStatesTheOrderAndBothVolumes() throws {
    let outcome = try run(
      "dense-body", "--shape", "64x64x50", "--labels", "70", "--datatype", "float64",
      "--byte-order", "big", "--slope", "2", "--intercept", "-1", "--gzip-level", "1",
      "--members", "4", "--strategy", "rle", "--seed", "7", "--output", "x.nii.gz")
    #expect(outcome.status == 0, "\(outcome.stderr)")
    let text = try Data(contentsOf: folder.url.appending(path: "x.truth.json"))
    let document = try #require(
      try JSONSerialization.jsonObject(with: text) as? [String: [String: Any]])
    let entry = try #require(document["dense-body"])
    #expect(entry["path"] as? String == "x.nii.gz")
    let phantom = try #require(entry["phantom"] as? [String: Any])
    let order = try #require(phantom["order"] as? [String: Any])
    #expect(order["seed"] as? Int == 7)
    #expect(order["datatype"] as? String == "float64")
    #expect(order["byte_order"] as? String == "big")
    let gzip = try #require(order["gzip"] as? [String: Any])
    #expect(gzip["level"] as? Int == 1 && gzip["members"] as? Int == 4)
    #expect(gzip["strategy"] as? String == "rle")
    let voxels = try #require(phantom["voxels"] as? [Int])
    let analytic = try #require(phantom["analytic_ml"] as? [Double])
    let bound = try #require(phantom["bound_ml"] as? [Double])
    let voxel = try #require(phantom["voxel_volume_mm3"] as? Double)
    #expect(voxels.count == 70 && analytic.count == 70 && bound.count == 70)
    for (count, (analytic, bound)) in zip(voxels, zip(analytic, bound)) {
      #expect(abs(Double(count) * voxel / 1000 - analytic) <= bound)
    }
    let measured = try Command.run(["measure", "-f", "json", folder.path("x.nii.gz")])
    let scan = try #require(
      (try measured.jsonObject()["scans"] as? [[String: Any]])?.first)
    let labels = try #require(scan["labels"] as? [[String: Any]])
    let counts = labels.compactMap { $0["label"] as? Int == 0 ? nil : $0["voxels"] as? Int }
    #expect(counts == voxels.filter { $0 > 0 })
  }

  @Test func theSameCommandGivesTheSameBytes() throws {
    for name in ["a.nii.gz", "b.nii.gz"] {
      #expect(try run("tubes", "--shape", "50x40x30", "--seed", "3", "-o", name).status == 0)
    }
    let files = try ["a.nii.gz", "b.nii.gz"].map {
      try Data(contentsOf: folder.url.appending(path: $0))
    }
    #expect(files[0] == files[1])
  }

  /// A gibibyte of voxels, which plates and level 1 make cheap.
  @Test func aLargePhantomIsWrittenInLittleMemory() throws {
    let outcome = try run(
      "thin-plates", "--shape", "1024x1024x1024", "--gzip-level", "1", "-o", "large.nii.gz")
    #expect(outcome.status == 0, "\(outcome.stderr)")
    #expect(outcome.peakMemoryMebibytes < 64)
    #expect(outcome.stdout.contains("1024x1024x1024"))
  }

  /// Rows of 32767 voxels of 8 bytes, cut into 3000 members: neither is held.
  @Test func longRowsAndManyMembersTakeNoMoreMemory() throws {
    let outcome = try run(
      "slanted-slabs", "--shape", "32767x20x10", "--datatype", "int64", "--members", "3000",
      "-o", "long.nii.gz")
    #expect(outcome.status == 0, "\(outcome.stderr)")
    #expect(outcome.peakMemoryMebibytes < 64)
    #expect(try Command.run(["conformance", folder.url.path]).status == 0)
  }

  // MARK: Refusals

  /// Arguments, and what standard error says; all leave with 64.
  static let misuses: [(arguments: [String], words: String)] = [
    (["nois"], "the nearest is noise"),
    (["sparse_liver"], "the nearest is sparse-liver"),
    ([], "name a phantom, or --list"),
    (["noise", "--shape", "0x5x5"], "shape"),
    (["noise", "--shape", "5x5"], "--shape"),
    (["noise", "--shape", "5x5x5x5"], "--shape"),
    (["noise", "--spacing", "1x1x0"], "spacing"),
    (["noise", "--labels", "256"], "label 256"),
    (["noise", "--labels", "128", "--datatype", "int8"], "label 128"),
    (["noise", "--gzip-level", "11"], "expected 0 (stored) to 9"),
    (["noise", "--gzip-level", "1", "-o", "a.nii"], "not compressed"),
    (["noise", "--members", "0"], "members"),
    (["noise", "--strategy", "fast"], "huffman-only"),
    (["noise", "--datatype", "uint24"], "float64"),
    (["noise", "--seed", "-1"], "--seed"),
    (["noise", "--density", "1.5"], "density"),
    (["sparse-liver", "--density", "0.5"], "density"),
    (["sparse-liver", "--labels", "5"], "expected 11"),
    (["noise", "-o", "a.img"], ".nii.gz or .nii"),
    (["two-stage", "--seed", "1"], "--seed: not for two-stage"),
    (["--list", "-o", "page"], "no option but --format"),
    (["--list", "--seed", "4"], "no option but --format"),
  ]

  @Test func aMisuseLeavesWith64SaysWhyAndWritesNothing() throws {
    for (arguments, words) in Self.misuses {
      let outcome = try Command.run(["phantom"] + arguments, directory: folder.url)
      #expect(outcome.status == 64, "\(arguments): \(outcome.stderr)")
      #expect(outcome.stderr.contains(words), "\(arguments): \(outcome.stderr)")
    }
    #expect(try folder.names().isEmpty)
  }

  @Test func whereNothingCanBeWrittenItLeavesWith73Or74() throws {
    try FileManager.default.createDirectory(
      atPath: folder.path("a.nii.gz"), withIntermediateDirectories: false)
    for output in ["a.nii.gz", "nowhere/a.nii.gz"] {
      let outcome = try run("cubes", "--shape", "9x9x9", "-o", output)
      #expect(outcome.status == 73, "\(outcome.stderr)")
    }
    try FileManager.default.createDirectory(
      atPath: folder.path("b.truth.json"), withIntermediateDirectories: false)
    #expect(try run("cubes", "--shape", "9x9x9", "-o", "b.nii").status == 73)
    #expect(try !folder.names().contains { $0.contains("partial") })
    // The shell's limit of file size, in blocks of 512 bytes, ends the writing, not the process.
    let limited = try Command.run(
      executable: "/bin/sh",
      [
        "-c", "ulimit -f 64; exec '\(Command.binary)' phantom noise --shape 99x99x99 -o c.nii.gz",
      ], directory: folder.url)
    #expect(limited.status == 74, "\(limited.stderr)")
    #expect(try !folder.names().contains { $0.hasPrefix("c.") })
  }
}
