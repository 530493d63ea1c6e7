import ArgumentParser
import Reporting

/// `volumetry explain`: what a code of a warning or an error means.
struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explain codes of warnings (W-) and errors (E-), or list them all.",
    discussion: """
      For each code: what was found, what the program did about it, what it may mean and what to \
      do. The list is closed and the codes are stable. Letter case does not matter.

      EXAMPLES:
        volumetry explain W-SHEAR
        volumetry explain e-geometry w-pixdim
        volumetry explain
        volumetry explain --format json

      EXIT CODES: 0 done, 64 usage or an unknown code, 73/74 cannot write.
      """)

  /// Layouts of an explanation.
  enum Layout: String, CaseIterable, ExpressibleByArgument { case table, json }

  @Argument(help: "Codes, such as W-SHEAR; without one, all are listed.")
  var codes: [String] = []

  @Option(name: .shortAndLong, help: "Layout of the result.")
  var format: Layout = .table

  @OptionGroup var outputOptions: OutputOptions

  func validate() throws { _ = try chosen() }

  func run() throws {
    let report = ExplainReport(
      head: DocumentHead(command: "explain", version: Program.version), book: .bundled,
      chosen: try chosen())
    try writing(outputOptions, inputs: []) { output in
      switch format {
      case .table: try report.writeText(to: &output)
      case .json: try report.writeJSON(to: &output)
      }
    }
  }

  /// The entries of the codes in the order asked for, each once.
  private func chosen() throws -> [NoticeCode] {
    let book = CodeBook.bundled
    var chosen: [NoticeCode] = []
    for code in codes {
      guard let entry = book[code] else { throw ValidationError(Self.unknown(code, book)) }
      if !chosen.contains(entry) { chosen.append(entry) }
    }
    return chosen
  }

  private static func unknown(_ code: String, _ book: CodeBook) -> String {
    let nearest = book.nearest(to: code).map(\.code).joined(separator: ", ")
    return "\(DisplayWidth.printable(code)): no such code; "
      + (nearest.isEmpty ? "" : "nearest: \(nearest); ") + "`volumetry explain` lists all"
  }
}
