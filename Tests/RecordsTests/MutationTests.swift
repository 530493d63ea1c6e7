import Readiness
import Records
import Testing

/// Whatever a person or a disk does to a record: a case or a refusal with a place, never a trap.
@Suite struct MutationTests {
  /// Reads the text; a refusal names a line of it. True when the text was read.
  @discardableResult private func read(_ bytes: [UInt8]) -> Bool {
    let lines = bytes.count { $0 == UInt8(ascii: "\n") } + 1
    do throws(RecordError) {
      _ = try CaseFile(bytes: bytes)
      return true
    } catch {
      #expect(!error.faults.isEmpty)
      for fault in error.faults {
        #expect((1...lines).contains(fault.line), "\(fault)")
        #expect(fault.column >= 1)
        #expect(fault.code.hasPrefix("E-YAML") || fault.code.hasPrefix("E-CASE-"))
        #expect(!fault.message.isEmpty)
      }
      return false
    }
  }

  @Test(arguments: [example, exampleJSON])
  func everyLineMayBeMissingDoubledOrGarbled(text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var refused = 0
    for index in lines.indices {
      var missing = lines
      missing.remove(at: index)
      var doubled = lines
      doubled.insert(lines[index], at: index)
      var reversed = lines
      reversed[index] = String(lines[index].reversed())
      var indented = lines
      indented[index] = "   " + lines[index]
      var halved = lines
      halved[index] = String(lines[index].prefix(lines[index].count / 2))
      for mutant in [missing, doubled, reversed, indented, halved]
      where !read(Array(mutant.joined(separator: "\n").utf8)) {
        refused += 1
      }
    }
    #expect(refused > lines.count, "most damage is seen")
  }

  @Test(arguments: [example, exampleJSON])
  func theTextMayEndAnywhere(text: String) {
    let bytes = Array(text.utf8)
    for end in stride(from: 0, to: bytes.count, by: 3) { read(Array(bytes[..<end])) }
  }

  @Test func everyByteMayBeAnother() {
    let bytes = Array(example.utf8)
    let others: [UInt8] = [0x00, 0x0A, 0x20, 0x22, 0x2D, 0x30, 0x3A, 0x5B, 0x7D, 0xC3, 0xFF]
    for index in bytes.indices {
      var mutant = bytes
      mutant[index] = others[index % others.count]
      read(mutant)
    }
  }

  @Test func everyValueMayBeNothingAListOrAMapping() throws {
    for replacement in ["", "~", "[]", "{}", "[[]]", "\"\"", "-1", "x", "[x, {y: 1}]"] {
      for key in [
        "case", "decision", "patient", "tumour", "parenchyma", "procedures", "labels", "plans",
        "scans", "laboratory", "clinical", "function", "comorbidities", "risk", "interstage",
        "uncertainty", "options",
      ] {
        read(Array("\(key): \(replacement)".utf8))
        read(Array("\(key): [\(replacement)]".utf8))
      }
    }
    #expect(read(Array("options: {}".utf8)))
  }

  /// Texts of nearly 1 MiB that would cost gigabytes or minutes if a path, a message or a search
  /// grew with them. The limit only ends what would never end: it also counts the wait for the
  /// other tests, so a short one measures the machine.
  @Test(.timeLimit(.minutes(20))) func aHostileTextIsRefusedInBoundedTimeAndSpace() {
    let long = String(repeating: "k", count: 500_000)
    let many = String(repeating: "x,", count: 49_000)
    let digits = String(repeating: "9", count: 900_000)
    for text in [
      "? \(long)\n: [\(many)]", "? \(long)\n: {a: 1, a: 2}",
      (0..<49_000).map { "key\($0): 1\n" }.joined(), "scans: [\(many)]",
      "labels: {liver: [\(many)]}", "patient: {weight_kg: \(digits)}",
      "laboratory: [{sodium: \(digits)}]",
      "case: \"" + String(repeating: "a\n\n b\t", count: 150_000) + "\"",
    ] {
      #expect(!read(Array(text.utf8)))
    }
    #expect(read(Array("plans: [\(String(repeating: "{},", count: 49_000))]".utf8)))
  }
}
