/// Two values of every case: by a reference and by a method, or by two methods, in one unit.
///
/// The order of the cases changes nothing, not even the last bit of any statistic: pairs are sorted
/// before anything is added up.
public struct PairedSample: Hashable, Sendable {
  /// First value of every case, in an order of the sample's own.
  public let first: [Double]
  /// Second value of the same case.
  public let second: [Double]

  /// How many cases there are; at least one.
  public var count: Int { first.count }

  /// Pairs what stands at the same place.
  ///
  /// - Parameters:
  ///   - first: the reference, or the method that the other one is held against.
  ///   - second: as many; a positive difference is a second value that is greater.
  /// - Throws: `notFinite` for an infinite value or none, `tooFewCases` for no cases.
  public init(_ first: [Double], _ second: [Double]) throws(StatisticGap) {
    precondition(first.count == second.count, "paired values")
    guard !first.isEmpty else { throw .tooFewCases(found: 0, expected: 1) }
    if let index = first.indices.first(where: { !first[$0].isFinite || !second[$0].isFinite }) {
      throw .notFinite(index: index)
    }
    let pairs = zip(first, second).sorted { $0 < $1 }
    self.first = pairs.map(\.0)
    self.second = pairs.map(\.1)
  }

  /// second − first of every case.
  var differences: [Double] { zip(first, second).map { $1 - $0 } }
  /// Mean of the two values of every case.
  var means: [Double] { zip(first, second).map { $0 + ($1 - $0) / 2 } }

  /// Throws `notPositive` unless every value is above 0.
  func requirePositive() throws(StatisticGap) {
    if let found = (first + second).first(where: { $0 <= 0 }) { throw .notPositive(found: found) }
  }
}
