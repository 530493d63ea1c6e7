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
      KineticsCommand.self, ReadinessCommand.self, PhantomCommand.self, Explain.self,
      Conformance.self, LabelsCommand.self,
    ])
}
