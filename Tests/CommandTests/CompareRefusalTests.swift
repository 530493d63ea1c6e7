import Foundation
import Testing

/// What `volumetry compare` refuses or tells, so that nothing is lost, counted twice or ignored.
@Suite struct CompareRefusalTests {
  static let pair = [
    CompareCommandTests.reference("c02_spheres_iso"),
    CompareCommandTests.prediction("c02_spheres_iso"),
  ]

  /// Exit status 64 with words that hold `phrase`, and nothing written.
  private func refuses(_ arguments: [String], _ phrase: String, in directory: URL? = nil) throws {
    let outcome = try Command.run(["compare"] + arguments, directory: directory)
    #expect(outcome.status == 64, "\(arguments)")
    #expect(outcome.stderr.contains(phrase), "\(arguments): \(outcome.stderr)")
    #expect(outcome.stdout.isEmpty)
  }

  @Test func noOutputOverwritesAnother() throws {
    let folder = try TemporaryDirectory()
    try FileManager.default.createDirectory(
      atPath: folder.path("d"), withIntermediateDirectories: true)
    let one = "name one file"
    try refuses(["--html", "x.html", "-o", "./x.html"] + Self.pair, one, in: folder.url)
    try refuses(
      ["--html", folder.path("x"), "-o", folder.path("d/../x")] + Self.pair, one, in: folder.url)
    let picture = "lies in the folder of --pictures"
    try refuses(
      ["--pictures", "d", "-o", "d/box-dice.svg"] + Self.pair, picture, in: folder.url)
    try refuses(
      ["--pictures", "./d/", "--html", "d/volumes-1.svg"] + Self.pair, picture, in: folder.url)
    for option in ["--pictures", "--html", "-o"] {
      try refuses([option, ""] + Self.pair, "name a", in: folder.url)
    }
    #expect(try folder.names() == ["d"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("d")).isEmpty)
    let outcome = try Command.run(
      ["compare", "--pictures", "d", "--html", "d/page.html", "-o", "table.txt"] + Self.pair,
      directory: folder.url)
    #expect(outcome.status == 0, "\(outcome.stderr)")
    #expect(try folder.names() == ["d", "table.txt"])
    try refuses(["--html", Self.pair[1]] + Self.pair, "--html \(Self.pair[1]) is the input")
  }

  @Test func nothingThatIsSaidIsIgnored() throws {
    let folder = try TemporaryDirectory()
    let empty = folder.url.path
    for option in [
      ["--threshold", "1"], ["--geometry", "qform"], ["--volume", "0"], ["--ignore-crc"],
    ] {
      try refuses(["--case", "case.yaml", empty] + option, "reading")
    }
    for option in [
      ["--empty", "worst"], ["--reference-pattern", "{case}_x"], ["--resamples", "9"],
    ] {
      try refuses(["--case", "case.yaml", empty] + option, "--case")
    }
    try refuses(["--case", "case.yaml", empty, "--connectivity", "6"], "options of lesions")
    try refuses(["--protocol", "shindoh-2013"] + Self.pair, "--protocol goes with --case")
    try refuses(["--connectivity", "6"] + Self.pair, "options of lesions")
    try refuses(
      ["--metrics", "surface", "--lesion-size-ml", "1"] + Self.pair, "options of lesions")
    try refuses(["--pairs", "p.tsv", "--reference-pattern", "{case}"], "go with folders")
  }

  @Test func oneFileIsNotTwoMethods() throws {
    let folder = try TemporaryDirectory()
    let link = folder.path("link.nii.gz")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: Self.pair[1])
    try refuses(Self.pair + [link], "are one")
    let readers = try Command.run(["readers", Self.pair[0], Self.pair[1], link])
    #expect(readers.status == 64 && readers.stderr.contains("are one"))
    try refuses(["--method", "", "--method", "b"] + Self.pair + [link], "name the method")
  }

  @Test func aSetThatOccursNowhereIsTold() throws {
    let outcome = try Command.run(
      ["compare", "-f", "json", "--label-set", "livr=99", "--label-set", "all=1-5"] + Self.pair)
    #expect(outcome.status == 0)
    let pairs = try #require(outcome.jsonObject()["pairs"] as? [[String: Any]])
    let warnings = try #require(pairs[0]["warnings"] as? [[String: Any]])
    let absent = warnings.filter { $0["code"] as? String == "W-LABEL-ABSENT" }
    #expect(absent.count == 1)
    let message = try #require(absent.first?["message"] as? String)
    #expect(message.contains("livr") && !message.contains("all"), "\(message)")
    try refuses(["--label-set", " =1"] + Self.pair, "label-set")
  }

  /// A reader of runs stops at the first voxel that is no label; what it is refused for is still
  /// what `measure` says of the whole file.
  @Test func anImageIsRefusedAsMeasureRefusesIt() throws {
    let folder = try TemporaryDirectory()
    let whole = try BigVolume.write(into: folder, voxels: [60, 60, 60], compressed: false)
    let handle = try FileHandle(forWritingTo: URL(filePath: whole))
    for (voxel, value) in [(5, 1.5), (900, 0.25), (901, 2)] as [(UInt64, Double)] {
      try handle.seek(toOffset: 352 + 8 * voxel)
      try handle.write(contentsOf: withUnsafeBytes(of: value) { Data($0) })
    }
    try handle.close()
    let measured = try Command.run(["measure", whole])
    let compared = try Command.run(["compare", whole, Self.pair[0]])
    #expect(measured.status == 65 && compared.status == 65)
    #expect(measured.stderr.contains("2 voxels"), "\(measured.stderr)")
    #expect(compared.stderr == measured.stderr)
  }

  @Test func whatAFileSaysIsToldOnce() throws {
    let folder = try TemporaryDirectory()
    let copy = folder.path("copy.nii.gz")
    try FileManager.default.copyItem(atPath: Self.pair[1], toPath: copy)
    let outcome = try Command.run(["compare", "-f", "csv"] + Self.pair + [copy])
    let lines = outcome.stderr.split(separator: "\n").filter { $0.contains("[W-SCALE]") }
    #expect(lines.count == 3, "the reference once, each prediction once: \(outcome.stderr)")
  }

  @Test func aPageThatIsNotWrittenIsTold() throws {
    let folder = try TemporaryDirectory()
    let broken = try folder.write("no scan", to: "broken.nii")
    let page = folder.path("page.html")
    let outcome = try Command.run(["compare", "--html", page, Self.pair[0], broken])
    #expect(outcome.status == 65)
    #expect(outcome.stderr.contains("no page and no picture was written"))
    #expect(!FileManager.default.fileExists(atPath: page))
  }
}
