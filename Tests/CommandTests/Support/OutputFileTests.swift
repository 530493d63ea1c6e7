import Foundation
import Testing

/// `--output` and standard output: whole or absent, and never over what must not be lost.
@Suite struct OutputFileTests {
  private let folder: TemporaryDirectory
  private let scan: String

  init() throws {
    folder = try TemporaryDirectory()
    let phantom = try Command.run(["phantom", "two-stage", "--output-dir", folder.path("phantom")])
    #expect(phantom.status == 0, "\(phantom.stderr)")
    scan = folder.path("phantom/before.nii.gz")
  }

  private func measure(to output: String, scan: String? = nil) throws -> Command.Outcome {
    try Command.run(
      ["measure", scan ?? self.scan, "--format", "json", "--output", output],
      directory: folder.url)
  }

  private func mode(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  @Test func theFileHoldsWhatStandardOutputWouldAndNothingIsLeftBeside() throws {
    let spoken = try Command.run(["measure", scan, "--format", "json"])
    let written = try measure(to: "out.json")
    #expect(written.status == 0)
    #expect(written.stdout == "")
    let text = try String(contentsOfFile: folder.path("out.json"), encoding: .utf8)
    #expect(!text.isEmpty && text == spoken.stdout)
    #expect(try folder.names() == ["out.json", "phantom"])
  }

  @Test func anOldFileIsReplacedAsAWholeAndKeepsItsPermissions() throws {
    let old = try folder.write(String(repeating: "old\n", count: 100_000), to: "out.json")
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: old)
    #expect(try measure(to: old).status == 0)
    let text = try String(contentsOfFile: old, encoding: .utf8)
    #expect(text.hasPrefix("{") && text.hasSuffix("}\n") && !text.contains("old"))
    #expect(try mode(old) == 0o640)
  }

  @Test func aLinkStaysALinkAndItsTargetIsReplaced() throws {
    let target = try folder.write("old", to: "target.json")
    let link = folder.path("link.json")
    try FileManager.default.createSymbolicLink(
      atPath: link, withDestinationPath: "target.json")
    #expect(try measure(to: link).status == 0)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "target.json")
    #expect(try String(contentsOfFile: target, encoding: .utf8).hasPrefix("{"))
  }

  @Test(arguments: ["phantom", "phantom/", "nowhere/out.json", "phantom/case.yaml/out.json"])
  func whatCannotBeCreatedIs73AndLeavesNothing(name: String) throws {
    let outcome = try measure(to: name)
    #expect(outcome.status == 73, "\(outcome.stderr)")
    #expect(outcome.stderr.contains("cannot create output"))
    #expect(outcome.stdout == "")
    #expect(try folder.names() == ["phantom"])
  }

  @Test func anOutputHasAName() throws {
    let outcome = try measure(to: "")
    #expect(outcome.status == 64 && outcome.stderr.contains("--output: name a file"))
    #expect(outcome.stdout == "")
  }

  @Test func anInputIsNeverTheOutput() throws {
    let before = try Data(contentsOf: URL(filePath: scan))
    let outcome = try measure(to: folder.path("phantom/../phantom/before.nii.gz"))
    #expect(outcome.status == 64)
    #expect(try Data(contentsOf: URL(filePath: scan)) == before)
  }

  @Test func aFullDeviceIs74AndADeviceStaysADevice() throws {
    #expect(try measure(to: "/dev/full").status == 74)
    #expect(try measure(to: "/dev/null").status == 0)
    let kind = try FileManager.default.attributesOfItem(atPath: "/dev/null")[.type]
    #expect(kind as? FileAttributeType == .typeCharacterSpecial)
  }

  @Test func aFullDiskIs74AndTheOldFileStays() throws {
    let old = try folder.write("old", to: "out.json")
    let outcome = try Command.run(
      executable: "/bin/sh",
      [
        "-c", "trap '' XFSZ; ulimit -f 0; exec \"$@\"", "sh", Command.binary, "measure", scan,
        "--output", old,
      ], directory: folder.url)
    #expect(outcome.status == 74)
    #expect(try String(contentsOfFile: old, encoding: .utf8) == "old")
    #expect(try folder.names() == ["out.json", "phantom"])
  }

  @Test func aReaderThatGoesAwayIsNoFailure() throws {
    let script = "{ \"$@\"; echo \"status $?\" >&2; } | exec true"
    let many = Array(repeating: scan, count: 40)
    let outcome = try Command.run(
      executable: "/bin/sh",
      ["-c", script, "sh", Command.binary, "measure"] + many, directory: folder.url)
    #expect(outcome.stderr == "status 0\n")
  }

  @Test func standardOutputOnAFullDeviceIs74() throws {
    let outcome = try Command.run(
      executable: "/bin/sh",
      ["-c", "exec \"$@\" >/dev/full", "sh", Command.binary, "measure", scan])
    #expect(outcome.status == 74)
    #expect(outcome.stderr.contains("cannot write output"))
  }
}
