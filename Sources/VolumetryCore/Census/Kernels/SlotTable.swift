/// Where the patterns of stored bits that were met have their slots: 0 for one that is not known.
struct SlotTable {
  /// Of every pattern of one or two bytes.
  private(set) var direct: [UInt16]
  /// Of wider ones.
  private(set) var hashed: PlaceTable?

  init(width: Int) {
    direct = width > 2 ? [] : [UInt16](repeating: 0, count: 1 << (8 * width))
    hashed = width > 2 ? PlaceTable() : nil
  }

  /// The slot of a pattern that was inserted, else 0.
  mutating func slot(of pattern: UInt64) -> Int {
    hashed?.number(of: pattern) ?? Int(direct[Int(truncatingIfNeeded: pattern)])
  }

  /// - Parameter isKept: whether the pattern must be found again, however many others are met.
  mutating func insert(_ pattern: UInt64, slot: Int, isKept: Bool) {
    if hashed == nil {
      direct[Int(truncatingIfNeeded: pattern)] = UInt16(slot)
    } else {
      hashed!.insert(pattern, number: slot, isKept: isKept)
    }
  }
}

/// A slot table as the loops over voxels see it.
protocol SlotLookup {
  associatedtype Voxel: FixedWidthInteger & UnsignedInteger
  /// 0 where the pattern has to be looked up otherwise.
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
  let places: UnsafePointer<PlaceTable.Place>

  @inline(__always)
  func slot(of voxel: Voxel) -> Int {
    let place = places[PlaceTable.place(of: UInt64(voxel))]
    return place.key == UInt64(voxel) ? place.number : 0
  }
}

/// A loop over voxels that is compiled for every kind of table.
protocol SlotLoop {
  associatedtype Outcome
  mutating func run<Lookup: SlotLookup>(_ lookup: Lookup) -> Outcome
}

extension SlotTable {
  /// Runs a loop over voxels of `width` bytes with what tells their slots: the width is looked at
  /// here, once, and never in the loop.
  @inline(__always)
  func run<Loop: SlotLoop>(_ loop: inout Loop, width: Int) -> Loop.Outcome {
    if let hashed {
      hashed.places.withUnsafeBufferPointer {
        width == 4
          ? loop.run(HashedLookup<UInt32>(places: $0.baseAddress!))
          : loop.run(HashedLookup<UInt64>(places: $0.baseAddress!))
      }
    } else {
      direct.withUnsafeBufferPointer {
        width == 1
          ? loop.run(DirectLookup<UInt8>(slots: $0.baseAddress!))
          : loop.run(DirectLookup<UInt16>(slots: $0.baseAddress!))
      }
    }
  }
}
