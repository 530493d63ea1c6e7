import ArgumentParser

/// Every command below states its `commandName`: ArgumentParser derives a missing one from the name
/// of the type, by reflection, at every start of any command.
@main
struct Volumetry: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: Program.name,
    abstract: "Liver volumes, growth and stage-2 readiness from segmented scans.",
    discussion: """
      Research and decision support; not a medical device. Results state whether written criteria \
      are met. They are not advice to operate.

      Every warning and error carries a code: `volumetry explain W-SHEAR` says what it means.
      """,
    version: Program.version,
    subcommands: [
      Measure.self, InspectCommand.self, PHICheckCommand.self, StripCommand.self, Liver.self,
      KineticsCommand.self, PlansCommand.self, ScoresCommand.self, ReadinessCommand.self,
      ProtocolsCommand.self, TimelineCommand.self, FormulasCommand.self, CompareCommand.self,
      ReadersCommand.self,
      PhantomCommand.self,
      Explain.self,
      Conformance.self, LabelsCommand.self,
    ])

  /// As ArgumentParser's own `main`, but in one pass where one is enough.
  ///
  /// ArgumentParser lets the program read all arguments before the command that they name. Nearly
  /// always that command alone can read the rest, and to the same end. Whatever else comes of it, a
  /// wrong option, a request for help or version, a command within the command, is forgotten, and
  /// all arguments are read as ever. `measure` of a small scan: 2.6 -> 2.3 ms.
  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    do {
      if arguments.first == "compare",
        let task = ComparisonTask(plainWords: Array(arguments.dropFirst()))
      {
        return try task.run()
      }
      guard var command = directCommand(arguments) else { return main(arguments) }
      try command.run()
    } catch { exit(withError: error) }
  }

  /// The command that the first argument names, with what it reads of the others; nil where it has
  /// commands within it or does not read them as its own.
  static func directCommand(_ arguments: [String]) -> (any ParsableCommand)? {
    guard let name = arguments.first else { return nil }
    let words = Array(arguments.dropFirst())
    if name == "measure", let command = Measure(plainWords: words) { return command }
    guard
      let type = configuration.subcommands.first(where: { $0.configuration.commandName == name }),
      type.configuration.subcommands.isEmpty
    else { return nil }
    do {
      let command = try type.parseAsRoot(words)
      return Swift.type(of: command) == type ? command : nil
    } catch { return nil }
  }
}
