import Foundation
import Testing

/// The harness itself, on programs whose behaviour is known, and one run of the real binary.
@Suite struct CommandHarnessTests {
  @Test func theBinaryThatShipsSaysItsVersion() throws {
    let outcome = try Command.run(["--version"])
    #expect(outcome.status == 0)
    #expect(outcome.stdout == "0.1.0\n")
    #expect(outcome.stderr == "")
    #expect(outcome.peakMemoryMebibytes > 0.5)
  }

  @Test func outcomeKeepsTheStreamsTheStatusAndTheInputApart() throws {
    let folder = try TemporaryDirectory()
    let outcome = try Command.run(
      executable: "/bin/sh", ["-c", "cat; echo \"$WORD\" >&2; pwd; exit 65"], stdin: "in\n",
      environment: ["WORD": "said"], directory: folder.url)
    #expect(outcome.status == 65)
    #expect(outcome.signal == nil)
    #expect(outcome.lines == ["in", folder.url.resolvingSymlinksInPath().path])
    #expect(outcome.stderr == "said\n")
  }

  @Test func aCrashIsASignalAndNoExitStatus() throws {
    let outcome = try Command.run(executable: "/bin/sh", ["-c", "kill -SEGV $$"])
    #expect(outcome.signal == SIGSEGV)
    #expect(outcome.status == 128 + SIGSEGV)
  }

  @Test func aHangIsEndedAndReported() throws {
    #expect(throws: Command.Failure.self) {
      try Command.run(executable: "/bin/sleep", ["30"], limit: 0.2)
    }
  }

  @Test func nothingInheritedButABareEnvironment() throws {
    let outcome = try Command.run(executable: "/usr/bin/env", [], environment: ["NO_COLOR": "1"])
    let names = outcome.lines.compactMap { $0.split(separator: "=").first.map(String.init) }
    #expect(names.sorted() == ["HOME", "LC_ALL", "NO_COLOR", "PATH"])
  }

  @Test func peakMemoryIsTheChildsAloneAndNotOurs() throws {
    let ours = [UInt8](repeating: 1, count: 256 << 20)
    let outcome = try Command.run(executable: "/bin/true", [])
    #expect(ours.count == 256 << 20)
    #expect(outcome.peakMemoryMebibytes < 16)
    let large = try Command.run(
      executable: "/usr/bin/perl", ["-e", "my $text = 'x' x (64 << 20); print length $text"])
    #expect(large.stdout == "\(64 << 20)")
    #expect(large.peakMemoryMebibytes > 64)
  }

  @Test func temporaryDirectoryGoesWithItsLastHolder() throws {
    var folder: TemporaryDirectory? = try TemporaryDirectory()
    let url = try #require(folder).url
    _ = try #require(folder).write("x", to: ".hidden")
    #expect(try #require(folder).names() == [".hidden"])
    folder = nil
    #expect(!FileManager.default.fileExists(atPath: url.path))
  }
}
