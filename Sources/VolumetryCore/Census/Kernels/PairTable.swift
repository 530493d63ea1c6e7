/// Numbers for the pairs of numbers that occur, from 1 on in the order in which they are met.
struct PairTable {
  /// What each number stands for; nothing is 0.
  private(set) var pairs: [(a: Int, b: Int)] = [(0, 0)]
  private var table = PlaceTable()

  /// How many numbers there are.
  var count: Int { pairs.count - 1 }

  /// The number of a pair, a new one where it has none.
  mutating func number(of a: Int, _ b: Int) -> Int {
    let key = Self.key(of: Int32(a), Int32(b))
    let known = table.number(of: key)
    if known != 0 { return known }
    pairs.append((a, b))
    table.insert(key, number: pairs.count - 1, isKept: true)
    return pairs.count - 1
  }

  /// Lends the places to a loop.
  func withPlaces<Outcome>(_ body: (UnsafePointer<PlaceTable.Place>) -> Outcome) -> Outcome {
    table.places.withUnsafeBufferPointer { body($0.baseAddress!) }
  }

  /// - Parameters: numbers from 0 on.
  @inline(__always)
  static func key(of a: Int32, _ b: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: a)) &<< 32 | UInt64(UInt32(bitPattern: b))
  }
}
