/// How one voxel is stored.
public enum Datatype: String, Sendable, Hashable, CaseIterable {
  case uint8, int8, uint16, int16, uint32, int32, uint64, int64, float32, float64

  /// The NIfTI type code.
  public var code: Int {
    switch self {
    case .uint8: 2
    case .int16: 4
    case .int32: 8
    case .float32: 16
    case .float64: 64
    case .int8: 256
    case .uint16: 512
    case .uint32: 768
    case .int64: 1024
    case .uint64: 1280
    }
  }

  /// Bytes a voxel: 1, 2, 4 or 8.
  public var width: Int {
    switch self {
    case .uint8, .int8: 1
    case .uint16, .int16: 2
    case .uint32, .int32, .float32: 4
    case .uint64, .int64, .float64: 8
    }
  }

  /// - Throws: `VolumeError.datatype` with the name of the type where it cannot hold labels.
  init(code: Int) throws(VolumeError) {
    guard let found = Self.allCases.first(where: { $0.code == code }) else {
      throw .datatype(code: code, name: Self.otherNames[code] ?? "unknown")
    }
    self = found
  }

  /// Types of the standard that no label map uses (nifti1.h, "datatype").
  private static let otherNames: [Int: String] = [
    0: "unknown", 1: "binary (1 bit)", 32: "complex64", 128: "RGB24", 1536: "float128",
    1792: "complex128", 2048: "complex256", 2304: "RGBA32",
  ]
}
