/// Where the patterns that were met have their slots: 0 for one that is not known.
///
/// Patterns of one and two bytes are indices. Wider ones have a place in a small table that their
/// hash tells, which is theirs only if it holds them; what has lost its place to another is in a
/// hash table behind it, and is put back when it is met again.
struct SlotTable {
  /// Of every pattern of one or two bytes.
  private(set) var direct: [UInt16]
  /// Of wider ones; a power of two.
  private(set) var places: [Place]
  private var known: [UInt64: UInt16] = [:]

  /// A pattern and its slot; empty where the slot is 0.
  struct Place {
    var pattern: UInt64 = 0
    var slot = 0
  }

  private static let placeBits = 11

  init(width: Int) {
    direct = width > 2 ? [] : [UInt16](repeating: 0, count: 1 << (8 * width))
    places = width > 2 ? [Place](repeating: Place(), count: 1 << Self.placeBits) : []
  }

  /// The slot of a pattern that was inserted, else 0.
  mutating func slot(of pattern: UInt64) -> Int {
    guard direct.isEmpty else { return Int(direct[Int(truncatingIfNeeded: pattern)]) }
    let place = Self.place(of: pattern)
    if places[place].pattern == pattern, places[place].slot != 0 { return places[place].slot }
    guard let slot = known[pattern] else { return 0 }
    places[place] = Place(pattern: pattern, slot: Int(slot))
    return Int(slot)
  }

  /// - Parameter isKept: whether the pattern is to be found again when it has lost its place.
  mutating func insert(_ pattern: UInt64, slot: Int, isKept: Bool) {
    precondition(slot > 0)
    guard direct.isEmpty else {
      direct[Int(truncatingIfNeeded: pattern)] = UInt16(slot)
      return
    }
    places[Self.place(of: pattern)] = Place(pattern: pattern, slot: slot)
    if isKept { known[pattern] = UInt16(slot) }
  }

  /// The highest bits of a product. The factor was searched for: with it the labels 0 … 255, stored
  /// as integers or floats of four or eight bytes in either byte order, all have places of their own.
  @inline(__always)
  fileprivate static func place(of pattern: UInt64) -> Int {
    Int(truncatingIfNeeded: (pattern &* 0x1e61_c5b4_8576_7d49) >> UInt64(64 - placeBits))
  }
}

/// A slot table as the loops over voxels see it.
protocol SlotLookup {
  associatedtype Voxel: FixedWidthInteger & UnsignedInteger
  /// 0 where the pattern has to be looked up by its meaning.
  func slot(of voxel: Voxel) -> Int
}

/// Patterns of one and two bytes.
struct DirectLookup<Voxel: FixedWidthInteger & UnsignedInteger>: SlotLookup {
  let slots: UnsafePointer<UInt16>

  @inline(__always)
  func slot(of voxel: Voxel) -> Int { Int(slots[Int(truncatingIfNeeded: voxel)]) }
}

/// Patterns of four and eight bytes.
struct HashedLookup<Voxel: FixedWidthInteger & UnsignedInteger>: SlotLookup {
  let places: UnsafePointer<SlotTable.Place>

  @inline(__always)
  func slot(of voxel: Voxel) -> Int {
    let pattern = UInt64(voxel)
    let place = places[SlotTable.place(of: pattern)]
    return place.pattern == pattern ? place.slot : 0
  }
}
