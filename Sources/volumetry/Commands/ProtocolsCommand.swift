import ArgumentParser
import Records
import Reporting

/// `volumetry protocols`: the rule books, every rule with operator, threshold, unit and source.
struct ProtocolsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "protocols",
    abstract: "The rule books: every rule with its threshold, unit, source and evidence.",
    discussion: """
      Without a name: one line a book. With one: every row of it. A file is checked as \
      `readiness --protocol FILE` would, and every fault is told with its line.

      EXAMPLES:
        volumetry protocols
        volumetry protocols pumch-alpps-stage2
        volumetry protocols all --format json
        volumetry protocols ./our-unit.yaml

      EXIT CODES: 0 done, 64 usage, 65 the file was refused, 66 it is absent.
      """)

  @Argument(help: ArgumentHelp("A rule book, a file, or all.", valueName: "id"))
  var book: RuleBookArgument?

  @Option(name: .shortAndLong, help: "Layout of the result.")
  var format: DocumentFormat = .table

  @OptionGroup var outputOptions: OutputOptions

  func validate() throws { try book?.check() }

  func run() throws {
    do {
      let books = try book?.books() ?? BundledRuleBooks.all
      let report = RuleBookReport(
        head: DocumentHead(command: "protocols", version: Program.version), books: books,
        isList: book == nil)
      let inputs = book.flatMap { $0.namesFile ? $0.text : nil }
      try writing(outputOptions, inputs: [inputs].compactMap { $0 }) { output in
        try report.write(format.format, to: &output)
      }
    } catch let failure as CommandFailure {
      throw failure.report()
    }
  }
}
