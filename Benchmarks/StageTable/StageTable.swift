import Glibc
import StageCases

/// Runs every case and prints what it found.
///
///     StageTable inputs                     a line a phantom: name of its file, arguments
///     StageTable run FOLDER RECORD [WORD]   the table; every row into the file RECORD
///
/// With WORD, only cases whose name contains it.
@main struct StageTable {
  static func main() throws {
    let words = CommandLine.arguments.dropFirst()
    switch (words.first, words.count) {
    case ("inputs", 1):
      for input in StageCase.allInputs {
        print(input.file, input.arguments.joined(separator: " "), separator: "\t")
      }
    case ("run", 3), ("run", 4):
      try run(Array(words.dropFirst()))
    default:
      say("usage: StageTable inputs | run FOLDER RECORD [WORD]")
      exit(64)
    }
  }

  private static func run(_ words: [String]) throws {
    let chosen = StageCase.all.filter { words.count < 3 || $0.name.contains(words[2]) }
    var lines: [String] = [Measured.header]
    for (index, stageCase) in chosen.enumerated() {
      say("bench: \(index + 1) of \(chosen.count): \(stageCase.name)")
      let measured = try Measured(stageCase, inputs: words[0])
      if index == 0 || chosen[index - 1].stage != stageCase.stage {
        print("\n\(Row.heading(stageCase.stage))")
      }
      print(Row.text(measured))
      fflush(nil)
      lines += measured.lines
    }
    guard let file = fopen(words[1], "w") else {
      perror(words[1])
      exit(73)
    }
    for line in lines { fputs(line + "\n", file) }
    guard fclose(file) == 0 else {
      perror(words[1])
      exit(74)
    }
  }

  /// A line on standard error.
  private static func say(_ words: String) {
    let line = Array((words + "\n").utf8)
    _ = write(2, line, line.count)
  }
}
