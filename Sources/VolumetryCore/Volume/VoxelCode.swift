/// What the stored bits of a voxel mean: type, byte order and scaling.
///
/// Counting happens on the stored bits; their meaning is looked up once for each pattern that
/// occurs, so that neither byte order nor scaling costs anything per voxel.
struct VoxelCode: Hashable, Sendable {
  let datatype: Datatype
  let isByteSwapped: Bool
  /// Nil where the stored numbers are the labels.
  let scaling: Scaling?
  /// What the user says that the numbers mean.
  var content = ReadingOptions.Content.labels
  /// Whether the user takes NaN for background.
  var nanIsBackground = false

  /// value = slope × stored + intercept.
  struct Scaling: Hashable, Sendable {
    let slope: Double
    let intercept: Double
  }

  /// What one pattern of bits stands for.
  enum Meaning: Hashable, Sendable {
    case label(Label)
    case fraction(Double)
    /// Infinite, or NaN that the user has not said to be background.
    case notANumber
    /// NaN that the user has said to be background.
    case absent
    case beyondRange(Double)
  }

  /// A stored number this near to an integer is that integer: files written as float32, or with a
  /// slope such as 1/127, miss it by rounding (READER rows 17 and 19).
  static let integerTolerance = 1e-3

  /// What a voxel of a label map is.
  ///
  /// - Parameter pattern: the stored bytes of one voxel as a little-endian number.
  func meaning(of pattern: UInt64) -> Meaning {
    switch datatype {
    case .float32, .float64:
      let stored = storedNumber(pattern)
      if scaled(stored).isNaN, nanIsBackground { return .absent }
      return scaling?.meaning(ofNumber: stored)
        ?? Meaning(stored, tolerance: Self.integerTolerance)
    default:
      let stored = integer(pattern)
      guard let scaling else { return .label(Label(stored)) }
      return scaling.meaning(of: stored)
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

  /// The number that a voxel carries after scaling, not finite where the file's is not.
  func number(_ pattern: UInt64) -> Double { scaled(storedNumber(pattern)) }

  /// Whether a voxel's number is at or above a threshold. What is stored as float32 is compared as
  /// such: a stored 0.7 is not below a threshold of 0.7.
  func isAtLeast(_ threshold: Double, _ pattern: UInt64) -> Bool {
    let number = number(pattern)
    return datatype == .float32 && scaling == nil
      ? Float(number) >= Float(threshold) : number >= threshold
  }

  /// Without a detour over 128 bits, which would cost more than everything else done to a voxel.
  private func storedNumber(_ pattern: UInt64) -> Double {
    let unused = UInt64(64 - 8 * datatype.width)
    let value = isByteSwapped ? pattern.byteSwapped >> unused : pattern
    return switch datatype {
    case .float32: Double(Float(bitPattern: UInt32(truncatingIfNeeded: value)))
    case .float64: Double(bitPattern: value)
    case .int8, .int16, .int32, .int64: Double(Int64(bitPattern: value << unused) >> Int64(unused))
    case .uint8, .uint16, .uint32, .uint64: Double(value)
    }
  }

  private func scaled(_ stored: Double) -> Double {
    scaling.map { $0.slope * stored + $0.intercept } ?? stored
  }
}

extension VoxelCode.Meaning {
  /// The label that a number stands for, if it is one.
  init(_ value: Double, tolerance: Double) {
    let nearest = value.rounded()
    if !value.isFinite {
      self = .notANumber
    } else if abs(value - nearest) > tolerance {
      self = .fraction(value)
    } else if nearest < -0x1p63 || nearest >= 0x1p64 {
      self = .beyondRange(value)
    } else {
      self = .label(Label(Int128(nearest)))
    }
  }
}

extension VoxelCode.Scaling {
  /// The meaning of a stored integer. With whole numbers it is exact; otherwise what a double
  /// cannot hold exactly is refused.
  func meaning(of stored: Int128) -> VoxelCode.Meaning {
    if let slope = Int64(exactly: slope), let intercept = Int64(exactly: intercept) {
      // |slope × stored| < 2^63 × 2^64 fits 128 bits.
      let value = Int128(slope) * stored + Int128(intercept)
      guard value >= Int128(Int64.min), value <= Int128(UInt64.max) else {
        return .beyondRange(Double(value))
      }
      return .label(Label(value))
    }
    guard stored.magnitude <= 1 << 53 else {
      return .beyondRange(slope * Double(stored) + intercept)
    }
    return meaning(ofNumber: Double(stored))
  }

  /// The meaning of a stored number. Two that are half apart or more must never become one label,
  /// so the label, scaled back, must be the stored number to a quarter: with a small slope all of
  /// them would be near the intercept, with a smaller one the sum would round to it.
  func meaning(ofNumber stored: Double) -> VoxelCode.Meaning {
    let value = slope * stored + intercept
    let meaning = VoxelCode.Meaning(value, tolerance: VoxelCode.integerTolerance)
    guard case .label = meaning else { return meaning }
    return abs((value.rounded() - intercept) / slope - stored) <= 0.25 ? meaning : .fraction(value)
  }
}
