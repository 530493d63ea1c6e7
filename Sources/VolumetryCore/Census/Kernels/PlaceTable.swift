/// A map from keys of 64 bits to small numbers above 0, made for few keys that are looked up often.
///
/// A key has one place in a small table, which its hash tells; the place is its own only while it
/// holds the key. What has lost its place to another is in a hash table behind it, and is put back
/// when it is asked for: labels beyond the small table cost more, others do not.
struct PlaceTable {
  private(set) var places: [Place]
  private var kept: [UInt64: Int] = [:]

  /// A key and its number; empty where the number is 0.
  struct Place {
    var key: UInt64 = 0
    var number = 0
  }

  private static let placeBits = 11

  init() { places = [Place](repeating: Place(), count: 1 << Self.placeBits) }

  /// How many keys are kept.
  var count: Int { kept.count }
  /// Every key that is kept, with its number.
  var entries: some Sequence<(key: UInt64, value: Int)> { kept }

  /// The number of a key that was inserted, else 0.
  mutating func number(of key: UInt64) -> Int {
    let place = places[Self.place(of: key)]
    if place.key == key, place.number != 0 { return place.number }
    guard let number = kept[key] else { return 0 }
    places[Self.place(of: key)] = Place(key: key, number: number)
    return number
  }

  /// - Parameter isKept: whether the key is to be found again when it has lost its place.
  mutating func insert(_ key: UInt64, number: Int, isKept: Bool) {
    precondition(number > 0)
    places[Self.place(of: key)] = Place(key: key, number: number)
    if isKept { kept[key] = number }
  }

  /// The highest bits of a product. The factor was searched for: with it the labels 0 … 255, stored
  /// as integers or floats of four or eight bytes in either byte order, have places of their own.
  @inline(__always)
  static func place(of key: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* 0x1e61_c5b4_8576_7d49) >> UInt64(64 - placeBits))
  }
}
