import Foundation
import Testing

/// Volumes of the size of a CT.
enum BigVolume {
  /// A volume of float64 zeros; sparse where it is plain.
  static func write(
    into folder: TemporaryDirectory, voxels: [Int], compressed: Bool
  ) throws -> String {
    let path = try folder.write(header(voxels, datatype: 64, bits: 64), to: "big.nii")
    let handle = try FileHandle(forWritingTo: URL(filePath: path))
    try handle.truncate(atOffset: UInt64(352 + voxels.reduce(8, *)))
    try handle.close()
    guard compressed else { return path }
    return try compress(path, in: folder)
  }

  /// A volume of bytes in which a box is label 1; slices without it are holes of the file.
  static func writeBox(
    _ box: [Range<Int>], voxels: [Int], spacing: [Float], into folder: TemporaryDirectory,
    as name: String
  ) throws -> String {
    let path = try folder.write(
      header(voxels, datatype: 2, bits: 8, spacing: spacing), to: name)
    let handle = try FileHandle(forWritingTo: URL(filePath: path))
    try handle.truncate(atOffset: UInt64(352 + voxels.reduce(1, *)))
    var slice = Data(count: voxels[0] * voxels[1])
    for j in box[1] {
      for i in box[0] { slice[i + voxels[0] * j] = 1 }
    }
    for k in box[2] {
      try handle.seek(toOffset: UInt64(352 + k * slice.count))
      try handle.write(contentsOf: slice)
    }
    try handle.close()
    return path
  }

  /// The path of the file in gzip, which replaces it.
  static func compress(_ path: String, in folder: TemporaryDirectory) throws -> String {
    let gzip = try Command.run(
      executable: "/usr/bin/env", ["gzip", "-1", path], directory: folder.url)
    #expect(gzip.status == 0)
    return path + ".gz"
  }

  private static func header(
    _ voxels: [Int], datatype: Int16, bits: Int16, spacing: [Float] = [1, 1, 1]
  ) -> Data {
    var header = [UInt8](repeating: 0, count: 352)
    func put<Number>(_ value: Number, _ offset: Int) {
      withUnsafeBytes(of: value) { header.replaceSubrange(offset..<(offset + $0.count), with: $0) }
    }
    put(Int32(348), 0)
    for (index, size) in ([3] + voxels + [1, 1, 1, 1]).enumerated() {
      put(Int16(size), 40 + 2 * index)
    }
    put(datatype, 70)
    put(bits, 72)
    for (index, size) in ([1] + spacing).enumerated() { put(size, 76 + 4 * index) }
    put(Float(352), 108)
    put(UInt8(2), 123)
    put(Int16(1), 252)
    header.replaceSubrange(344..<348, with: Array("n+1\0".utf8))
    return Data(header)
  }
}
