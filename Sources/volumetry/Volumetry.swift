import ArgumentParser

@main
struct Volumetry: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: Program.name,
    abstract: "Liver volumes, growth and stage-2 readiness from segmented scans.",
    discussion: """
      Research and decision support; not a medical device. Results state whether written criteria \
      are met. They are not advice to operate.
      """,
    version: Program.version,
    subcommands: [
      Measure.self, Liver.self, KineticsCommand.self, ReadinessCommand.self, PhantomCommand.self,
      LabelsCommand.self,
    ])
}
