import ArgumentParser
import Testing

@testable import volumetry

/// A command that reads its arguments alone comes to what the whole program would have read.
@Suite struct DirectCommandTests {
  /// A name that is not said is derived by reflection, at every start.
  @Test func everyCommandSaysItsName() {
    var commands: [any ParsableCommand.Type] = [Volumetry.self]
    while let command = commands.popLast() {
      #expect(command.configuration.commandName != nil, "\(command)")
      commands += command.configuration.subcommands
    }
  }

  /// Everything that a command holds, as text; without the titles of groups, which are for help and
  /// which ArgumentParser forgets.
  private func contents(_ command: some Any) -> String {
    var text = ""
    dump(command, to: &text)
    return text.split(separator: "\n").filter { !$0.contains("- title: ") }.joined(separator: "\n")
  }

  @Test(arguments: [
    "measure a.nii", "measure a.nii b.nii.gz", "measure -f csv a.nii",
    "measure a.nii --format json", "measure -f json a.nii -f csv b.nii --format jsonl",
    "measure -f=json a.nii", "measure a.nii table", "measure = --format tsv",
    "measure --format=tsv -o out.tsv a.nii", "measure --labels couinaud --expect 1-8 a.nii",
    "measure --background --channels-as-labels a.nii",
    "measure --geometry sform --nan background a.nii",
    "measure --volume 3 a.nii", "measure --threshold 0.5 a.nii", "measure -- --odd.nii -f",
    "measure help", "compare a.nii b.nii", "compare -f json a.nii b.nii c.nii",
    "compare --metrics overlap --metrics lesions a.nii b.nii --label-set liver=1-8",
    "compare --tolerance-mm 0.5 --tolerance-mm 2 a.nii b.nii --format csv",
    "compare --exact a.nii b.nii", "compare --compat medpy a.nii b.nii",
    "compare --metrics=all a.nii b.nii", "compare --label-set=x=1 a.nii b.nii",
    "compare a.nii b.nii --rank dice", "compare --tolerance-mm 1e0 a.nii b.nii",
    "measure measure", "measure a.nii version", "measure - ", "measure ./-f",
    "liver --liver 1-8 --flr 2,3 a.nii", "kinetics case.yaml", "readiness --exit-status case.yaml",
    "explain", "explain W-SHEAR", "inspect --format json a.nii", "phi-check a.nii",
    "conformance phantoms", "strip a.nii -o b.nii", "formulas", "formulas dh",
    "formulas --height-cm 170 --weight-kg 70 --asian yes -f json",
  ])
  func readsWhatTheWholeProgramReads(_ line: String) throws {
    let arguments = line.split(separator: " ").map(String.init)
    let direct = try #require(Volumetry.directCommand(arguments))
    let whole = try Volumetry.parseAsRoot(arguments)
    #expect(type(of: direct) == type(of: whole))
    #expect(contents(direct) == contents(whole))
  }

  /// Every call of nothing but files and layouts is read without the parser, and no other.
  @Test func plainWordsAreWhatTheParserReads() throws {
    let words = [
      "a.nii", "b c.nii.gz", "", "json", "help", "-f", "--format", "-", "--", "table", "tsv",
      "-o", "--background", "--formats",
    ]
    var plain = 0
    for first in words {
      for second in words {
        for third in words {
          let arguments = [first, second, third]
          guard let direct = Measure(plainWords: arguments) else { continue }
          plain += 1
          let whole = try #require(
            try Volumetry.parseAsRoot(["measure"] + arguments) as? Measure, "\(arguments)")
          #expect(contents(direct) == contents(whole), "\(arguments)")
        }
      }
    }
    // 7 words are files or layouts; a layout is said before or behind one of them.
    #expect(plain == 7 * 7 * 7 + 2 * 2 * 3 * 7)
    for refused in [[], ["-f"], ["-f", "json"], ["a.nii", "-f"], ["-f", "xml", "a.nii"]] {
      #expect(Measure(plainWords: refused) == nil)
    }
  }

  @Test(arguments: [
    "a.nii b.nii", "-f json a.nii b.nii c.nii", "a.nii b.nii --format table -f csv",
    "--metrics overlap --metrics lesions a.nii b.nii --label-set liver=1-8 --label-set 2=3,5",
    "--tolerance-mm 2 --tolerance-mm 0.5 --tolerance-mm 2 a.nii b.nii --format jsonl",
    "--metrics all a.nii a.nii", "--tolerance-mm 1e0 a.nii ./b.nii", "--tolerance-mm 0 a b",
  ])
  func plainWordsMakeTheTaskOfTheCommand(_ line: String) throws {
    let words = line.split(separator: " ").map(String.init)
    let task = try #require(ComparisonTask(plainWords: words))
    let command = try #require(try Volumetry.parseAsRoot(["compare"] + words) as? CompareCommand)
    var expected = command.task
    #expect(task.request == expected.request)
    // It holds a set, whose order as text is no one's.
    expected.request = task.request
    #expect(contents(task) == contents(expected))
  }

  @Test(arguments: [
    "", "a.nii", "-o x a.nii b.nii", "--metrics a.nii b.nii", "--metrics a.nii", "a.nii b.nii -f",
    "a.nii b.nii b.nii", "--label-set x=1 --label-set x=2 a.nii b.nii", "--label-set x a b",
    "--label-set x=0 a b", "--label-set -x=1 a b", "--tolerance-mm -1 a b",
    "--tolerance-mm nan a b", "--tolerance-mm inf a b", "--tolerance-mm -0 a b", "--exact a b",
    "--help", "--define", "-- a b", "a b --metrics=overlap", "-fjson a b",
  ])
  func wordsThatAreNotPlainAreLeftToTheCommand(_ line: String) {
    #expect(ComparisonTask(plainWords: line.split(separator: " ").map(String.init)) == nil)
  }

  @Test(arguments: [
    "", "-h", "--help", "--version", "help", "help measure", "--generate-completion-script bash",
    "no-such-command", "measur a.nii", "Measure a.nii", "-- measure a.nii",
    "measure", "measure --help", "measure -h a.nii", "measure a.nii --help", "measure --version",
    "measure a.nii --version", "measure --no-such-option a.nii", "measure --format xml a.nii",
    "measure -fjson a.nii", "measure a.nii --format", "measure --volume x a.nii",
    "measure --volume -1 a.nii",
    "measure --soft --threshold 1 a.nii", "measure --labels no-such-table a.nii",
    "measure a.nii --generate-completion-script bash", "measure a.nii --experimental-dump-help",
    "measure a.nii --help-hidden", "labels", "labels list", "labels show couinaud", "readiness",
    "phantom --help", "inspect",
  ])
  func leavesToTheWholeProgramWhatIsNotItsOwn(_ line: String) throws {
    #expect(Volumetry.directCommand(line.split(separator: " ").map(String.init)) == nil)
  }
}
