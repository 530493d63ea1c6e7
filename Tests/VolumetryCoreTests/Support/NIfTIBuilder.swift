import CZlib
import Foundation
import VolumetryCore

/// Writes NIfTI files byte by byte from the standard's tables, independently of libnifti and of the
/// reader under test: any version, byte order and type, and every field wrong on demand.
struct NIfTIBuilder {
  var version = 1
  var bigEndian = false
  var datatype = 2
  var bitpix: Int?
  var dim: [Int] = [3, 4, 3, 2, 1, 1, 1, 1]
  var pixdim: [Double] = [1, 20, 30, 40, 0, 0, 0, 0]
  var offset: Double?
  var slope = 1.0
  var intercept = 0.0
  var units = 2
  var qform = 1
  var sform = 1
  var intent = 0
  var quaternion: [Double] = [0, 0, 0]
  var origin: [Double] = [0, 0, 0]
  var rows: [[Double]]?
  var magic: [UInt8]?
  var sizeOfHeader: Int?
  var extensionBytes: [UInt8] = [0, 0, 0, 0]
  /// Bytes put over the header at stated places, last.
  var patches: [(offset: Int, bytes: [UInt8])] = []

  /// diag(pixdim) with the origin, unless `rows` says otherwise.
  private var affine: [[Double]] {
    if let rows { return rows }
    return (0..<3).map { row -> [Double] in
      var line: [Double] = [0, 0, 0, origin[row]]
      line[row] = pixdim[row + 1]
      return line
    }
  }

  func header() -> [UInt8] {
    var out = Writer(bigEndian: bigEndian)
    version == 1 ? write1(&out) : write2(&out)
    for (offset, bytes) in patches {
      out.bytes.replaceSubrange(offset..<(offset + bytes.count), with: bytes)
    }
    return out.bytes
  }

  /// Header, extension flag and the stored voxels.
  func file(_ payload: [UInt8]) -> [UInt8] {
    var bytes = header() + extensionBytes
    if let offset, offset.isFinite, offset > Double(bytes.count), offset < 1e6 {
      bytes += [UInt8](repeating: 0, count: Int(offset) - bytes.count)
    }
    return bytes + payload
  }

  /// Voxels as the header's type and byte order store them.
  func payload(_ values: [Double]) -> [UInt8] {
    var out = Writer(bigEndian: bigEndian)
    for value in values {
      switch datatype {
      case 2: out.put(UInt8(value))
      case 256: out.put(UInt8(bitPattern: Int8(value)))
      case 4: out.put(UInt16(bitPattern: Int16(value)))
      case 512: out.put(UInt16(value))
      case 8: out.put(UInt32(bitPattern: Int32(value)))
      case 768: out.put(UInt32(value))
      case 16: out.put(Float(value).bitPattern)
      case 64: out.put(value.bitPattern)
      case 1024: out.put(UInt64(bitPattern: Int64(value)))
      default: out.put(UInt64(value))
      }
    }
    return out.bytes
  }

  private func write1(_ out: inout Writer) {
    out.put(UInt32(sizeOfHeader ?? 348))
    out.zeros(36)
    for d in dim { out.put(UInt16(bitPattern: Int16(d))) }
    out.zeros(12)
    out.put(UInt16(intent))
    out.put(UInt16(bitPattern: Int16(datatype)))
    out.put(UInt16(bitpix ?? Self.bits(datatype)))
    out.put(UInt16(0))
    for p in pixdim { out.put(Float(p).bitPattern) }
    out.put(Float(offset ?? 352).bitPattern)
    out.put(Float(slope).bitPattern)
    out.put(Float(intercept).bitPattern)
    out.zeros(3)
    out.put(UInt8(units))
    out.zeros(24)
    out.zeros(80 + 24)
    out.put(UInt16(qform))
    out.put(UInt16(sform))
    for q in quaternion + origin { out.put(Float(q).bitPattern) }
    for value in affine.joined() { out.put(Float(value).bitPattern) }
    out.zeros(16)
    out.raw(magic ?? Array("n+1\0".utf8))
    precondition(out.bytes.count == 348)
  }

  private func write2(_ out: inout Writer) {
    out.put(UInt32(sizeOfHeader ?? 540))
    out.raw(magic ?? Array("n+2\0\r\n".utf8) + [0x1a, 0x0a])
    out.put(UInt16(bitPattern: Int16(datatype)))
    out.put(UInt16(bitpix ?? Self.bits(datatype)))
    for d in dim { out.put(UInt64(bitPattern: Int64(d))) }
    out.zeros(24)
    for p in pixdim { out.put(p.bitPattern) }
    out.put(UInt64(bitPattern: Int64(offset ?? 544)))
    out.put(slope.bitPattern)
    out.put(intercept.bitPattern)
    out.zeros(32 + 16)
    out.zeros(80 + 24)
    out.put(UInt32(qform))
    out.put(UInt32(sform))
    for q in quaternion + origin { out.put(q.bitPattern) }
    for value in affine.joined() { out.put(value.bitPattern) }
    out.put(UInt32(0))
    out.put(UInt32(units))
    out.put(UInt32(intent))
    out.zeros(32)
    precondition(out.bytes.count == 540)
  }

  private static func bits(_ datatype: Int) -> Int {
    switch datatype {
    case 2, 256: 8
    case 4, 512: 16
    case 8, 16, 768: 32
    case 128: 24
    default: 64
    }
  }
}

/// Appends numbers in a stated byte order.
struct Writer {
  let bigEndian: Bool
  var bytes: [UInt8] = []

  init(bigEndian: Bool) { self.bigEndian = bigEndian }

  mutating func put<Number: FixedWidthInteger>(_ value: Number) {
    withUnsafeBytes(of: bigEndian ? value.bigEndian : value.littleEndian) { bytes += $0 }
  }
  mutating func zeros(_ count: Int) { bytes += [UInt8](repeating: 0, count: count) }
  mutating func raw(_ more: [UInt8]) { bytes += more }
}

/// One gzip member, by zlib.
func gzip(_ bytes: [UInt8], level: Int32 = 6) -> [UInt8] {
  gzip(bytes, level: level, strategy: Z_DEFAULT_STRATEGY)
}

/// A folder that is gone when the value is.
final class TemporaryFolder {
  let path: String

  init() {
    path =
      FileManager.default.temporaryDirectory.appendingPathComponent(
        "volumetry-\(UUID().uuidString)"
      ).path
    try! FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file and gives its path.
  func write(_ bytes: [UInt8], as name: String = "a.nii") -> String {
    let file = path + "/" + name
    precondition(FileManager.default.createFile(atPath: file, contents: Data(bytes)))
    return file
  }
}

/// The folder of this project's test data.
let testData = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Data")
