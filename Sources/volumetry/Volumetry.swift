import ArgumentParser

@main
struct Volumetry: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "volumetry", version: "0.1.0")
  func run() async throws { print("x") }
}
