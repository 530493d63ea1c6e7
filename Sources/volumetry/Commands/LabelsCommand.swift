import ArgumentParser
import Records
import Reporting
import VolumetryCore

/// `volumetry labels`: the label tables that ship with the program, and what a table file says.
struct LabelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "labels",
    abstract: "Label tables: those that ship with the program, and what a file says.",
    discussion: """
      A table says what labels are called and, where its source states it, which role they play. A \
      name is never guessed from a number: label 2 is a tumour in one data set and a kidney in \
      another.

      EXAMPLES:
        volumetry labels list
        volumetry labels show lits
        volumetry labels show dataset.json
        volumetry measure --labels lits segmentation-0.nii
      """,
    subcommands: [List.self, Show.self])

  /// `volumetry labels list`.
  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list",
      abstract: "List the tables that ship with the program.",
      discussion: """
        EXAMPLES:
          volumetry labels list
          volumetry labels list --format json
        """)

    @Option(name: .shortAndLong, help: "Layout of the result.")
    var format: DocumentFormat = .table

    @OptionGroup var outputOptions: OutputOptions

    func run() throws {
      let list = LabelTableList(
        head: DocumentHead(command: "labels-list", version: Program.version),
        tables: BundledLabelTables.all.map(LabelTableSummary.init))
      try writing(outputOptions, inputs: []) { output in
        try list.write(format.format, to: &output)
      }
    }
  }

  /// `volumetry labels show`.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "Show one table: label, name, role, the format found, its source.",
      discussion: """
        A name with a / or a . is a file: our own YAML, dataset.json of nnU-Net and MSD, dseg.tsv \
        of BIDS, a colour table of 3D Slicer or FreeSurfer, label descriptions of ITK-SNAP, or \
        CaretExtension XML. Any other name is a preset.

        EXAMPLES:
          volumetry labels show totalsegmentator-liver-segments
          volumetry labels show ./labels.txt --format csv

        EXIT CODES: 0 done, 64 usage, 65 the file was refused, 66 it is absent.
        """)

    @Argument(help: "A preset or a file.", completion: .file())
    var table: LabelsArgument

    @Option(name: .shortAndLong, help: "Layout of the result.")
    var format: DocumentFormat = .table

    @OptionGroup var outputOptions: OutputOptions

    func validate() throws { try table.check() }

    func run() throws {
      do {
        let named = try table.open()
        let report = LabelTableReport(
          head: DocumentHead(command: "labels-show", version: Program.version),
          table: named.table, about: LabelTableSummary(named.file), from: named.source)
        try writing(outputOptions, inputs: table.namesFile ? [table.text] : []) { output in
          try report.write(format.format, to: &output)
        }
      } catch let failure as CommandFailure {
        throw failure.report()
      }
    }
  }
}

extension LabelTableSummary {
  /// What a table file says of itself.
  init(_ file: LabelTableFile) {
    self.init(
      id: file.id, title: file.title, source: file.source, classes: file.table.entries.count)
  }
}
