import Foundation
import Testing

/// `volumetry explain` through the binary.
@Suite struct ExplainCommandTests {
  @Test func codesAreExplainedInAnyLetterCaseEachOnce() throws {
    let outcome = try Command.run(["explain", "w-shear", "E-Geometry", "W-SHEAR"])
    #expect(outcome.status == 0)
    #expect(outcome.stderr.isEmpty)
    #expect(outcome.lines.first == "W-SHEAR: the grid is sheared")
    #expect(outcome.stdout.contains("\n\nE-GEOMETRY: the voxel volume is not certain\n"))
    #expect(outcome.stdout.contains("gantry"))
    #expect(outcome.stdout.components(separatedBy: "W-SHEAR: ").count == 2)
    #expect(outcome.lines.allSatisfy { $0.count <= 80 })
  }

  @Test func withoutACodeAllAreListed() throws {
    let outcome = try Command.run(["explain"])
    #expect(outcome.status == 0)
    #expect(outcome.lines.first == "The file")
    #expect(outcome.lines.contains { $0.hasPrefix("  E-CRC ") && $0.hasSuffix("match") })
    #expect(outcome.lines.filter { $0.contains(/^  [WE]-/) }.count > 100)
  }

  @Test func jsonHoldsTheContractsKeys() throws {
    let some = try Command.run(["explain", "--format", "json", "W-UNITS", "e-crc"]).jsonObject()
    #expect(Set(some.keys) == ["schema", "software", "codes"])
    #expect(some["schema"] as? String == "volumetry.explain.v1")
    let codes = try #require(some["codes"] as? [[String: String]])
    #expect(codes.map { $0["code"] } == ["W-UNITS", "E-CRC"])
    #expect(codes.allSatisfy { Set($0.keys) == ["code", "title", "text"] })
    #expect(codes[1]["title"] == "the checksum does not match")
    let all = try Command.run(["explain", "-f", "json"]).jsonObject()
    #expect(try #require(all["codes"] as? [Any]).count > 100)
  }

  @Test func anUnknownCodeIsAUsageErrorThatNamesTheNearest() throws {
    let outcome = try Command.run(["explain", "E-CRC", "W-SHAER"])
    #expect(outcome.status == 64)
    #expect(outcome.stdout.isEmpty)
    #expect(outcome.stderr.contains("W-SHAER: no such code; nearest: W-SHEAR; "))
    #expect(try Command.run(["explain", "--format", "csv", "E-CRC"]).status == 64)
    let hostile = try Command.run(["explain", "\u{1b}[2J"])
    #expect(hostile.status == 64)
    #expect(!hostile.stderr.contains("\u{1b}"))
  }

  @Test func theExplanationIsWrittenToAFile() throws {
    let folder = try TemporaryDirectory()
    let path = folder.path("codes.txt")
    #expect(try Command.run(["explain", "E-CRC", "-o", path]).status == 0)
    #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix("E-CRC: "))
  }

  /// What a person reads in a refusal can be handed to `explain`.
  @Test func aRefusalsCodeIsExplained() throws {
    let refusal = try Command.run(["measure", MeasureCommandTests.cut])
    let code = try #require(refusal.stderr.firstMatch(of: /\[([WE]-[A-Z0-9-]+)\]/)).1
    let outcome = try Command.run(["explain", String(code)])
    #expect(outcome.status == 0)
    #expect(outcome.stdout.hasPrefix("\(code): the file is cut short\n"))
  }
}
