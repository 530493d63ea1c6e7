import ArgumentParser
import Glibc
import Reporting
import VolumetryCore

/// Name and version of this program, as `--version` and every document print them.
enum Program {
  static let name = "volumetry"
  static let version = "0.1.0"
}

/// Layouts of a command whose rows stream.
enum StreamFormat: String, CaseIterable, ExpressibleByArgument {
  case table, json, jsonl, csv, tsv

  // What ArgumentParser would find out for itself, through key paths and generic metadata that are
  // built at every start: of `measure` 8 % of the instructions, with the choices of reading.
  static let allValueStrings = allCases.map { $0.rawValue }
  static let allValueDescriptions: [String: String] = [:]

  var format: OutputFormat {
    switch self {
    case .table: .table
    case .json: .json
    case .jsonl: .jsonl
    case .csv: .csv
    case .tsv: .tsv
    }
  }
}

/// Layouts of a command that prints one document.
enum DocumentFormat: String, CaseIterable, ExpressibleByArgument {
  case table, json, csv, tsv

  var format: OutputFormat {
    switch self {
    case .table: .table
    case .json: .json
    case .csv: .csv
    case .tsv: .tsv
    }
  }
}

/// Options of every command that prints a result.
struct OutputOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: "Write to this file, whole or not at all.")
  var output: String?

  /// The user says nothing.
  static var none: OutputOptions {
    var options = OutputOptions()
    options.output = nil
    return options
  }

  var target: OutputTarget { OutputTarget(path: output) }

  func validate() throws {
    if output?.isEmpty == true { throw ValidationError("--output: name a file") }
  }
}

/// Where a result goes: a file, or standard output.
struct OutputTarget {
  let path: String?
  /// The option that names it.
  var option = "--output"

  /// Everything that is read where a scan is named: its halves, and the tables beside it.
  private static func read(_ input: String) -> [String] {
    ScanFiles.all(of: input) + OwnLabelTables.files(beside: input)
  }

  /// Refuses an output that would destroy an input.
  ///
  /// - Parameter inputs: looked for only where an output is named; there may be many.
  func open(inputs: () -> [String]) throws -> OutputFile {
    if let path,
      let input = inputs().flatMap(Self.read).first(where: {
        OutputFile.isSameFile(path, $0)
      })
    {
      throw ValidationError("\(option) \(path) is the input \(input); it would be destroyed")
    }
    return try OutputFile.open(path)
  }

  /// Runs `body` with the output opened, and turns what goes wrong with it into an exit code.
  func writing(
    inputs: @autoclosure () -> [String], _ body: (inout OutputFile) throws -> Void
  ) throws {
    do {
      var output = try open(inputs: inputs)
      try body(&output)
      try output.finish()
    } catch let error as OutputError {
      if let message = error.message { say("\(Program.name): \(message)") }
      throw error.exitStatus.code
    }
  }
}

/// Words for people, on standard error.
func say(_ line: String) {
  var text = DisplayWidth.printable(line) + "\n"
  text.withUTF8 { bytes in
    // Where nobody listens on standard error there is nobody to tell so.
    _ = write(STDERR_FILENO, bytes.baseAddress, bytes.count)
  }
}

extension ParsableCommand {
  /// Runs `body` with the output opened, and turns what goes wrong with it into an exit code.
  func writing(
    _ options: OutputOptions, inputs: @autoclosure () -> [String],
    _ body: (inout OutputFile) throws -> Void
  ) throws { try options.target.writing(inputs: inputs(), body) }
}

extension ExitStatus {
  /// The status as ArgumentParser leaves with it.
  var code: ExitCode { ExitCode(rawValue) }

  /// The status of a call of which some inputs failed: 66 where every failure is an absence.
  static func failed(absences: Int, of failures: Int) -> ExitStatus {
    failures == 0 ? .ok : absences == failures ? .noInput : .dataError
  }
}
