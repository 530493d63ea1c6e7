/// What the stored bits of a voxel mean: type, byte order and scaling.
///
/// Counting happens on the stored bits; their meaning is looked up once for each pattern that
/// occurs, so that neither byte order nor scaling costs anything per voxel.
struct VoxelCode: Hashable, Sendable {
  let datatype: Datatype
  let isByteSwapped: Bool
  /// Nil where the stored numbers are the labels.
  let scaling: Scaling?

  /// value = slope × stored + intercept.
  struct Scaling: Hashable, Sendable {
    let slope: Double
    let intercept: Double
  }

  /// What one pattern of bits stands for.
  enum Meaning: Hashable, Sendable {
    case label(Label)
    case fraction(Double)
    case notANumber
    case beyondRange(Double)
  }

  /// A stored number this near to an integer is that integer: files written as float32, or with a
  /// slope such as 1/127, miss it by rounding (READER rows 17 and 19).
  static let integerTolerance = 1e-3

  /// - Parameter pattern: the stored bytes of one voxel as a little-endian number.
  func meaning(of pattern: UInt64) -> Meaning {
    switch datatype {
    case .float32:
      let bits = UInt32(truncatingIfNeeded: pattern)
      return meaning(ofNumber: Double(Float(bitPattern: isByteSwapped ? bits.byteSwapped : bits)))
    case .float64:
      return meaning(ofNumber: Double(bitPattern: isByteSwapped ? pattern.byteSwapped : pattern))
    default:
      let stored = integer(pattern)
      guard scaling != nil else { return .label(Label(stored)) }
      return meaning(ofNumber: Double(stored))
    }
  }

  private func integer(_ pattern: UInt64) -> Int128 {
    let shift = 64 - 8 * datatype.width
    let value = isByteSwapped ? pattern.byteSwapped >> UInt64(shift) : pattern
    return switch datatype {
    case .int8: Int128(Int8(truncatingIfNeeded: value))
    case .int16: Int128(Int16(truncatingIfNeeded: value))
    case .int32: Int128(Int32(truncatingIfNeeded: value))
    case .int64: Int128(Int64(truncatingIfNeeded: value))
    default: Int128(value)
    }
  }

  private func meaning(ofNumber stored: Double) -> Meaning {
    let value = scaling.map { $0.slope * stored + $0.intercept } ?? stored
    guard value.isFinite else { return .notANumber }
    let nearest = value.rounded()
    guard abs(value - nearest) <= Self.integerTolerance else { return .fraction(value) }
    guard nearest >= -0x1p63, nearest < 0x1p64 else { return .beyondRange(value) }
    return .label(Label(Int128(nearest)))
  }
}
