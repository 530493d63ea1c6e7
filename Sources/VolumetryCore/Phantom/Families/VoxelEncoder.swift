/// The stored bytes of every label: data type, byte order and scaling, looked up once a label.
struct VoxelEncoder: Hashable, Sendable {
  /// Bytes of a voxel.
  let width: Int
  /// Of labels 0, 1, …: the stored number's bits, in the lowest `width` bytes.
  private let bits: [UInt64]
  private let byteOrder: PhantomOrder.ByteOrder

  /// - Throws: where a label cannot be stored so that it is read back.
  init(_ order: PhantomOrder) throws(PhantomError) {
    width = order.datatype.width
    byteOrder = order.byteOrder
    bits = try (0...order.labels).map { label throws(PhantomError) in
      try Self.bits(label, order.scaling, order.datatype)
    }
  }

  /// Fills voxels with a label.
  ///
  /// - Parameter voxels: whole voxels, aligned to their width.
  func fill(_ voxels: UnsafeMutableRawBufferPointer, with label: Int) {
    switch width {
    case 1: fill(voxels, with: UInt8(truncatingIfNeeded: bits[label]))
    case 2: fill(voxels, with: UInt16(truncatingIfNeeded: bits[label]))
    case 4: fill(voxels, with: UInt32(truncatingIfNeeded: bits[label]))
    default: fill(voxels, with: bits[label])
    }
  }

  private func fill<Word: FixedWidthInteger>(
    _ voxels: UnsafeMutableRawBufferPointer, with word: Word
  ) {
    voxels.bindMemory(to: Word.self).update(
      repeating: byteOrder == .little ? word.littleEndian : word.bigEndian)
  }

  // MARK: Labels to stored numbers

  /// A stored number must give its label back to this.
  private static let tolerance = 1e-4

  private static func bits(
    _ label: Int, _ scaling: PhantomOrder.Scaling, _ datatype: Datatype
  ) throws(PhantomError) -> UInt64 {
    let (slope, intercept) = scaling.stored
    let wanted = (Double(label) - intercept) / slope
    func isLabel(_ stored: Double) -> Bool {
      stored.isFinite && abs(slope * stored + intercept - Double(label)) <= tolerance
    }
    switch datatype {
    case .float32:
      if isLabel(Double(Float(wanted))) { return UInt64(Float(wanted).bitPattern) }
    case .float64:
      if isLabel(wanted) { return wanted.bitPattern }
    default:
      let whole = wanted.rounded()
      if isLabel(whole), let bits = integerBits(whole, datatype) { return bits }
    }
    throw .specification(
      field: "stored number of label \(label)",
      expected: "one that \(datatype.rawValue) holds (a wider type holds more)",
      found: "\(wanted)")
  }

  /// Nil where the type does not hold the number.
  private static func integerBits(_ value: Double, _ datatype: Datatype) -> UInt64? {
    func signed<Word: FixedWidthInteger & SignedInteger>(_: Word.Type) -> UInt64? {
      Word(exactly: value).map { UInt64(bitPattern: Int64($0)) }
    }
    func unsigned<Word: FixedWidthInteger & UnsignedInteger>(_: Word.Type) -> UInt64? {
      Word(exactly: value).map { UInt64($0) }
    }
    return switch datatype {
    case .uint8: unsigned(UInt8.self)
    case .uint16: unsigned(UInt16.self)
    case .uint32: unsigned(UInt32.self)
    case .uint64: unsigned(UInt64.self)
    case .int8: signed(Int8.self)
    case .int16: signed(Int16.self)
    case .int32: signed(Int32.self)
    case .int64: signed(Int64.self)
    case .float32, .float64: preconditionFailure("no integer type")
    }
  }
}
