import VolumetryCore

/// Bytes that a stage is given, freed with it.
final class Memory {
  private let storage: UnsafeMutableRawBufferPointer

  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(storage) }

  init(bytes: Int) { storage = .allocate(byteCount: bytes, alignment: 64) }

  deinit { storage.deallocate() }

  /// The same bytes every time, none of them 255 (xorshift64, Marsaglia 2003,
  /// doi:10.18637/jss.v008.i14).
  func fillWithNoise() {
    var state: UInt64 = 0x9e37_79b9_7f4a_7c15
    for index in storage.indices {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      storage[index] = UInt8((state >> 32) % 255)
    }
  }

  /// The numbers of `voxels`, a byte each, stored as another type.
  convenience init(widening voxels: UnsafeRawBufferPointer, to datatype: Datatype) {
    self.init(bytes: voxels.count * datatype.width)
    switch datatype {
    case .uint8, .int8: storage.copyMemory(from: voxels)
    case .uint16, .int16: write(voxels) { UInt16($0) }
    case .uint32, .int32: write(voxels) { UInt32($0) }
    case .uint64, .int64: write(voxels) { UInt64($0) }
    case .float32: write(voxels) { Float($0) }
    case .float64: write(voxels) { Double($0) }
    }
  }

  private func write<Voxel>(_ voxels: UnsafeRawBufferPointer, _ widen: (UInt8) -> Voxel) {
    let wide = storage.bindMemory(to: Voxel.self)
    for (index, voxel) in voxels.enumerated() { wide[index] = widen(voxel) }
  }
}
