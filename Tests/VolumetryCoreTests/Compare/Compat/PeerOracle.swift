import Foundation
import Testing

@testable import VolumetryCore

/// What a program printed: its numbers, and words in place of numbers.
struct PeerOracle {
  let values: [String: Any]

  /// How a number of ours may differ from the program's.
  struct Tolerance {
    let relative: Double
    var absolute = 0.0

    /// Sums in another order.
    static let sums = Tolerance(relative: 1e-12, absolute: 1e-13)
    /// Areas of surface-distance, whose table has fewer digits than a double.
    static let areas = Tolerance(relative: 1e-9, absolute: 1e-13)
    /// Distances in 32 bits.
    static let single = Tolerance(relative: 1e-6, absolute: 1e-7)
    /// SimpleITK's distance map rounds on its way.
    static let map = Tolerance(relative: 2e-6, absolute: 2e-5)
    /// Six decimals.
    static let printed = Tolerance(relative: 1e-7, absolute: 6e-7)

    static func of(_ preset: PeerPreset) -> Tolerance {
      switch preset.id {
      case "monai": .single
      case "seg-metrics": .map
      case "pymia", "kits23": .areas
      case "plastimatch": .printed
      default: .sums
      }
    }
  }

  /// Compares every number that the program printed and `skipped` does not name.
  ///
  /// - Returns: how many were compared.
  func check(_ readings: PeerReadings, _ place: String, skipping skipped: Set<String> = []) -> Int {
    let tolerance = Tolerance.of(readings.preset)
    var checked = 0
    for (name, expected) in values.sorted(by: { $0.key < $1.key }) where !skipped.contains(name) {
      checked += 1
      guard let found = readings.value(name) else {
        Issue.record("\(place): \(readings.preset.id) has no \(name)")
        continue
      }
      if let number = expected as? NSNumber {
        let (value, wanted) = (found.finite ?? .nan, number.doubleValue)
        let most = tolerance.relative * abs(wanted) + tolerance.absolute
        #expect(
          value == wanted || abs(value - wanted) <= most,
          "\(place) \(readings.preset.id) \(name): \(found) instead of \(wanted)")
      } else {
        #expect(
          found.words == expected as? String, "\(place) \(readings.preset.id) \(name)")
      }
    }
    return checked
  }
}

extension PeerReadings {
  /// Everything that a preset gives for two masks, lesions aside.
  init(
    _ preset: PeerPreset, overlap: Overlap, reference: VoxelMask?, prediction: VoxelMask?,
    spacing: SIMD3<Double>, image: GridShape, tolerances: [Double]
  ) throws {
    let metrics = preset.metrics(tolerances.map { Millimetres($0) }).filter {
      $0.family != .lesions
    }
    self.init(
      preset, metrics,
      try PeerMeasurements(
        for: metrics, overlap: overlap, masks: (reference, prediction), spacing: spacing,
        image: image))
  }
}
