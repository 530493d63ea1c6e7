import StageCases

/// A measured case as a line of the table.
enum Row {
  private static let kinds: [Contender.Kind] = [.plain, .zlib, .libdeflate, .isal, .limit]

  static func heading(_ stage: StageCase.Stage) -> String {
    let words = ["ours ms", "GB/s"] + kinds.map { "\($0)" } + ["asked", "reached"]
    return padded(stage.rawValue, words)
  }

  /// Our time and speed, and of every other contender how many times our time it takes.
  static func text(_ measured: Measured) -> String {
    let ours = measured.results[0].seconds.median
    var words = [decimal(ours * 1000, places: 2), decimal(Double(measured.bytes) / ours / 1e9)]
    words += kinds.map { kind in
      measured.result(kind).map { decimal($0.ratio.median, places: 2) } ?? "-"
    }
    if let asked = measured.stageCase.asked, let rival = measured.result(StageCase.judge) {
      words += [">= " + decimal(asked), rival.ratio.median >= asked ? "yes" : "NO"]
    }
    return padded(measured.stageCase.subject, words)
  }

  /// A fixed number of places, rounded to the nearest.
  static func decimal(_ value: Double, places: Int = 1) -> String {
    let scale = (0..<places).reduce(1) { product, _ in product * 10 }
    let whole = Int((value * Double(scale)).rounded())
    guard places > 0 else { return "\(whole)" }
    let fraction = String(whole % scale + scale).dropFirst()
    return "\(whole / scale).\(fraction)"
  }

  private static func padded(_ name: String, _ words: [String]) -> String {
    words.reduce(name.padding(to: 66)) {
      $0 + String(repeating: " ", count: max(1, 11 - $1.count)) + $1
    }
  }
}

extension String {
  fileprivate func padding(to count: Int) -> String {
    self + String(repeating: " ", count: max(0, count - self.count))
  }
}
