import ArgumentParser
import VolumetryCore

/// A program whose numbers are wanted, by its name.
struct CompatArgument: ExpressibleByArgument {
  let preset: PeerPreset

  init?(argument: String) {
    guard let preset = PeerPreset(id: argument) else { return nil }
    self.preset = preset
  }

  static var allValueStrings: [String] { PeerPreset.table.map(\.id) }
  static let allValueDescriptions: [String: String] = [:]

  var defaultValueDescription: String { preset.id }

  static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }

  /// The families of metrics that were asked for must be among the program's.
  func check(_ metrics: [MetricsChoice], isExact: Bool) throws {
    guard !isExact else {
      throw ValidationError("--exact and --compat \(preset.id): no other program is exact")
    }
    let families = Set(metrics.flatMap(\.families))
    guard metrics.isEmpty || !families.isDisjoint(with: preset.families) else {
      let known = MetricFamily.allCases.filter(preset.families.contains).map(\.rawValue)
      throw ValidationError(
        "--compat \(preset.id) has none of these metrics; it has \(known.joined(separator: ", "))")
    }
  }
}
