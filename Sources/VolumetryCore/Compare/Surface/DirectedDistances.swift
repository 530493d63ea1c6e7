/// How far the points of one surface lie from another: points and area by distance.
///
/// Sums run over distances in ascending order, so equal surfaces give equal bits.
struct DirectedDistances: Hashable, Sendable {
  /// mm, ascending, none twice.
  let distances: [Double]
  /// Points at each distance.
  let counts: [Int]
  /// mm² of surface at each distance; 0 throughout where points are voxels.
  let areas: [Double]
  /// Points of the surface.
  let count: Int
  /// mm² of the surface.
  let area: Double

  /// What a mean or a share is taken over.
  enum Weight: Hashable, Sendable, CaseIterable {
    /// Points alike.
    case count
    /// Points by the area of their patch.
    case area
  }

  init(distances: [Double], counts: [Int], areas: [Double]) {
    precondition(distances.count == counts.count && distances.count == areas.count)
    precondition(zip(distances, distances.dropFirst()).allSatisfy { $0 < $1 })
    (self.distances, self.counts, self.areas) = (distances, counts, areas)
    count = counts.reduce(0, +)
    area = areas.reduce(0, +)
  }

  /// The distances of no points.
  static let none = DirectedDistances(distances: [], counts: [], areas: [])

  var isEmpty: Bool { count == 0 }

  /// The largest distance in mm; nil where there is no point.
  var largest: Double? { distances.last }

  /// Points, or mm².
  func total(_ weight: Weight) -> Double { weight == .count ? Double(count) : area }

  /// Points, or mm², at each distance.
  func weights(_ weight: Weight) -> [Double] { weight == .count ? counts.map(Double.init) : areas }

  /// The sum of distances × weights: mm, or mm³.
  func sum(_ weight: Weight) -> Double {
    zip(distances, weights(weight)).reduce(0.0) { $0 + $1.0 * $1.1 }
  }

  /// The sum of squared distances × weights: mm², or mm⁴.
  func sumOfSquares(_ weight: Weight) -> Double {
    zip(distances, weights(weight)).reduce(0.0) { $0 + $1.0 * $1.0 * $1.1 }
  }

  /// The mean distance in mm; nil where there is no weight.
  func mean(_ weight: Weight) -> Double? {
    let total = total(weight)
    return total > 0 ? sum(weight) / total : nil
  }

  /// Points, or mm², at a distance of at most `limit` mm.
  func within(_ limit: Double, _ weight: Weight) -> Double {
    zip(distances, weights(weight)).prefix { $0.0 <= limit }.reduce(0.0) { $0 + $1.1 }
  }

  /// The smallest distance within which at least so many per cent of the weight lie; nil where
  /// there is no weight. The rule of surface-distance.
  ///
  /// A share that falls short by less than one part in 10¹² has got there: sums of areas are not
  /// exact to the last bit, and where 95 % is met exactly their rounding must not decide.
  func percentile(_ percent: Double, _ weight: Weight) -> Double? {
    precondition(percent >= 0 && percent <= 100)
    let total = total(weight)
    guard total > 0 else { return nil }
    guard percent < 100 else { return largest }
    let wanted = percent / 100 * total * (1 - 1e-12)
    var sum = 0.0
    for (distance, part) in zip(distances, weights(weight)) {
      sum += part
      if sum >= wanted { return distance }
    }
    return largest
  }

  /// The percentile of the points' distances, between neighbours in proportion: type 7 of Hyndman
  /// and Fan (1996, doi:10.2307/2684934), what numpy.percentile gives. Nil where there is no point.
  func interpolatedPercentile(_ percent: Double) -> Double? {
    precondition(percent >= 0 && percent <= 100)
    guard count > 0 else { return nil }
    let place = Double(count - 1) * (percent / 100)
    let lower = Int(place.rounded(.down))
    let (a, b) = (distance(at: lower), distance(at: min(lower + 1, count - 1)))
    let share = place - Double(lower)
    // From the nearer end, as numpy does: then the last bits are the same.
    return share < 0.5 ? a + (b - a) * share : b - (b - a) * (1 - share)
  }

  /// The distance of the point at place ⌊n × percent / 100⌋ of n, the first being 1: the rule of
  /// plastimatch. Nil where this is before the first.
  func floorPercentile(_ percent: Double) -> Double? {
    precondition(percent >= 0 && percent <= 100)
    let place = Int((Double(count) * (percent / 100)).rounded(.down))
    return place >= 1 ? distance(at: place - 1) : nil
  }

  /// The distance of the point at a place in ascending order, the first being 0.
  private func distance(at place: Int) -> Double {
    var before = 0
    for (distance, count) in zip(distances, counts) {
      before += count
      if place < before { return distance }
    }
    preconditionFailure("a place among \(count) points")
  }

  /// The points of both.
  func pooled(with other: Self) -> Self {
    var (a, b) = (0, 0)
    var (distances, counts, areas): ([Double], [Int], [Double]) = ([], [], [])
    while a < self.distances.count || b < other.distances.count {
      let first = a < self.distances.count ? self.distances[a] : .infinity
      let second = b < other.distances.count ? other.distances[b] : .infinity
      distances.append(min(first, second))
      counts.append(
        (first <= second ? self.counts[a] : 0) + (second <= first ? other.counts[b] : 0))
      areas.append((first <= second ? self.areas[a] : 0) + (second <= first ? other.areas[b] : 0))
      if first <= second { a += 1 }
      if second <= first { b += 1 }
    }
    return Self(distances: distances, counts: counts, areas: areas)
  }
}
