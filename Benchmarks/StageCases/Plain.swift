import Glibc
import VolumetryCore

/// CRC-32 a byte at a time, by the table of RFC 1952, section 8.
enum PlainChecksum {
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { value, _ in
      value & 1 == 1 ? value >> 1 ^ 0xedb8_8320 : value >> 1
    }
  }

  static func crc32(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    ~bytes.reduce(~0) { table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] ^ $0 >> 8 }
  }
}

/// The plain twin of the census: one voxel after the other.
enum PlainCensus {
  static func count(
    _ bytes: UnsafeRawBufferPointer, shape: GridShape, datatype: Datatype
  ) -> Answer {
    switch datatype {
    case .uint8: count(bytes.bindMemory(to: UInt8.self), shape) { Label($0) }
    case .int8: count(bytes.bindMemory(to: Int8.self), shape) { Label($0) }
    case .uint16: count(bytes.bindMemory(to: UInt16.self), shape) { Label($0) }
    case .int16: count(bytes.bindMemory(to: Int16.self), shape) { Label($0) }
    case .uint32: count(bytes.bindMemory(to: UInt32.self), shape) { Label($0) }
    case .int32: count(bytes.bindMemory(to: Int32.self), shape) { Label($0) }
    case .uint64: count(bytes.bindMemory(to: UInt64.self), shape) { Label($0) }
    case .int64: count(bytes.bindMemory(to: Int64.self), shape) { Label($0) }
    case .float32: count(bytes.bindMemory(to: Float.self), shape) { Label(Int($0)) }
    case .float64: count(bytes.bindMemory(to: Double.self), shape) { Label(Int($0)) }
    }
  }

  private static func count<Voxel: Hashable>(
    _ voxels: UnsafeBufferPointer<Voxel>, _ shape: GridShape, label: (Voxel) -> Label
  ) -> Answer {
    var tallies: [Tally] = []
    var slots: [Voxel: Int] = [:]
    var (place, recent, recentSlot) = (0, voxels[0], -1)
    for k in 0..<shape.k {
      for j in 0..<shape.j {
        for i in 0..<shape.i {
          let voxel = voxels[place]
          place += 1
          if voxel != recent || recentSlot < 0 {
            recent = voxel
            if let slot = slots[voxel] {
              recentSlot = slot
            } else {
              recentSlot = tallies.count
              slots[voxel] = recentSlot
              tallies.append(Tally())
            }
          }
          tallies[recentSlot].add(SIMD3(Int32(i), Int32(j), Int32(k)))
        }
      }
    }
    return .census(
      Dictionary(uniqueKeysWithValues: slots.map { (label($0.key), tallies[$0.value]) }))
  }
}

extension Tally {
  fileprivate mutating func add(_ voxel: SIMD3<Int32>) {
    voxels += 1
    lowest = pointwiseMin(lowest, voxel)
    highest = pointwiseMax(highest, voxel)
    sums = sums &+ SIMD3<Int>(truncatingIfNeeded: voxel)
  }
}

/// The plain twin of the joint histogram of two volumes of bytes: a table of 256 × 256.
enum PlainJoint {
  static func count(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) -> Answer {
    var table = [Int](repeating: 0, count: 1 << 16)
    for place in first.indices { table[Int(first[place]) << 8 | Int(second[place])] += 1 }
    var pairs: [[Label]: Int] = [:]
    for (pair, voxels) in table.enumerated() where voxels > 0 {
      pairs[[Label(pair >> 8), Label(pair & 255)]] = voxels
    }
    return .joint(pairs)
  }
}

/// What a stage cannot beat as long as it touches every byte.
enum Limit {
  /// A byte that no phantom and no noise of the cases holds.
  static let absent: UInt8 = 0xff

  /// Reads every byte, with the widest instructions that the C library finds, in search of `absent`.
  static func read(_ bytes: UnsafeRawBufferPointer) {
    guard let start = bytes.baseAddress else { return }
    precondition(memchr(start, CInt(absent), bytes.count) == nil, "a byte that nobody has")
  }

  /// Writes as many bytes into a window that stays in the cache.
  static func write(_ count: Int, into window: UnsafeMutableRawBufferPointer) {
    var left = count
    while left > 0 {
      let piece = min(left, window.count)
      window[..<piece].initializeMemory(as: UInt8.self, repeating: UInt8(truncatingIfNeeded: left))
      left -= piece
    }
  }
}
