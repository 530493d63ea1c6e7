/// The smallest distance within which a share of one or more surfaces' area lies, enclosed.
///
/// Bounds of every face's distances bound the percentile; halving does the rest. At each distance
/// tried the area is enclosed, coarsely first: mostly that decides which half to go on with. Where
/// not even the finest enclosure decides, the two ends are halved on apart, and the answer is what
/// lies between them.
struct AreaPercentile {
  private var fields: [FaceField]
  /// Area that is within every distance that is still in question.
  private var certain = 0.0
  private let target: Double
  private let tolerance: Double

  /// Shares of a face that may stay undecided, one after the other.
  private static let fineness = [1e-1, 1e-3, 1e-5, 1e-7]

  private enum Answer { case reached, missed, unclear }

  /// - Parameters:
  ///   - share: of the area, above 0 and at most 1.
  ///   - tolerance: mm between the ends where halving may stop.
  init(_ share: Double, of fields: [FaceField], tolerance: Double) {
    precondition(share > 0 && share <= 1)
    self.fields = fields
    self.tolerance = tolerance
    let area = fields.reduce(0) { $0 + $1.area }
    // A share that is met exactly must not be missed by rounding.
    target = share * area * (1 - FaceField.rounding)
  }

  /// The percentile.
  mutating func find() -> Enclosed {
    if fields.reduce(0, { $0 + $1.sharedArea }) >= target { return Enclosed(value: 0, margin: 0) }
    var (low, high) = (quantile { $0.least }, quantile { $0.most })
    if high - low <= tolerance { return Self.between(low, high) }
    narrow(low, high)
    while high - low > tolerance {
      let middle = (low + high) / 2
      switch answer(middle) {
      case .reached: high = middle
      case .missed: low = middle
      case .unclear:
        let (below, above) = (edge(low, middle, .missed), edge(middle, high, .unclear))
        return Self.between(below, above)
      }
      narrow(low, high)
    }
    return Self.between(low, high)
  }

  /// The distance at which answers cease to be `last` or less, from the side that encloses.
  private func edge(_ low: Double, _ high: Double, _ last: Answer) -> Double {
    var (low, high) = (low, high)
    while high - low > tolerance / 2 {
      let middle = (low + high) / 2
      let found = answer(middle)
      let isBefore = last == .missed ? found == .missed : found != .reached
      (low, high) = isBefore ? (middle, high) : (low, middle)
    }
    return last == .missed ? low : high
  }

  private static func between(_ low: Double, _ high: Double) -> Enclosed {
    Enclosed(value: (low + high) / 2, margin: (high - low) / 2)
  }

  private func answer(_ distance: Double) -> Answer {
    for finest in Self.fineness {
      let area = fields.reduce(Enclosed(value: certain, margin: 0)) {
        $0 + $1.area(within: FaceReach.Limit(distance), finest: finest)
      }
      if area.value - area.margin >= target { return .reached }
      if area.value + area.margin < target { return .missed }
      // Nothing but rounding is left: the share is met.
      if area.margin <= 2 * FaceField.rounding * area.value { return .reached }
    }
    return .unclear
  }

  private mutating func narrow(_ low: Double, _ high: Double) {
    for index in fields.indices {
      let (field, area) = fields[index].narrowed(from: low, to: high)
      fields[index] = field
      certain += area
    }
  }

  /// The percentile if every face had one distance.
  private func quantile(_ square: (FaceField.Way) -> Double) -> Double {
    var pairs: [(square: Double, area: Double)] = []
    var area = certain
    for field in fields {
      area += field.sharedArea
      for way in field.ways {
        let size = field.size(axis: way.axis)
        pairs.append((square(way), Double(way.count) * size.x * size.y))
      }
    }
    pairs.sort { $0 < $1 }
    for pair in pairs {
      area += pair.area
      if area >= target { return pair.square.squareRoot() }
    }
    // All of the area, but for rounding.
    guard let last = pairs.last else { preconditionFailure("some face is not shared") }
    return last.square.squareRoot()
  }
}
