import Foundation

/// A row of voxels of 10 × 10 × 20 mm, 2 mL each, in the middle of 3 × 3 rows, as a NIfTI file.
struct RowVolume {
  /// Labels along i; `#` is 1, everything else 0.
  let text: String

  init(_ text: String) { self.text = text }

  /// So many voxels of the label at the start of a row of 40, the first left free.
  init(voxels: Int) {
    text = "." + String(repeating: "#", count: voxels) + String(repeating: ".", count: 39 - voxels)
  }

  /// Writes a single file, or for a name in `.hdr` a header with its image beside it.
  func write(to path: String) throws {
    var header = [UInt8](repeating: 0, count: 348)
    func put<Value>(_ value: Value, at place: Int) {
      withUnsafeBytes(of: value) { header.replaceSubrange(place..<(place + $0.count), with: $0) }
    }
    let isPair = path.hasSuffix(".hdr")
    put(Int32(348), at: 0)
    for (axis, size) in [3, text.count, 3, 3, 1, 1, 1, 1].enumerated() {
      put(Int16(size), at: 40 + 2 * axis)
    }
    put(Int16(2), at: 70)
    put(Int16(8), at: 72)
    for (axis, size) in [Float(1), 10, 10, 20].enumerated() { put(size, at: 76 + 4 * axis) }
    put(Float(isPair ? 0 : 352), at: 108)
    // Millimetres; the affine stands in the rows of the sform.
    put(UInt8(2), at: 123)
    put(Int16(1), at: 254)
    for (axis, size) in [Float(10), 10, 20].enumerated() { put(size, at: 280 + 20 * axis) }
    header.replaceSubrange(344..<348, with: Array((isPair ? "ni1" : "n+1").utf8) + [0])
    let before = [UInt8](repeating: 0, count: 4 * text.count)
    let voxels = before + text.map { UInt8($0 == "#" ? 1 : 0) } + before
    if isPair {
      try Data(header).write(to: URL(filePath: path))
      try Data(voxels).write(to: URL(filePath: String(path.dropLast(4)) + ".img"))
    } else {
      try Data(header + [0, 0, 0, 0] + voxels).write(to: URL(filePath: path))
    }
  }
}

/// Rows of delimited text by the names of their columns.
struct NamedRows {
  let columns: [String]
  let rows: [[String: String]]

  init(_ text: String) {
    let lines = text.split(separator: "\n").map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    columns = lines.first.map { Array($0) } ?? []
    rows = lines.dropFirst().map { [columns] cells in
      Dictionary(zip(columns, cells), uniquingKeysWith: { first, _ in first })
    }
  }

  /// A field and a JSON value are one number, but for the last bits that reading JSON here loses,
  /// one word or nothing.
  static func isSame(_ field: String?, _ value: Any?) -> Bool {
    switch value {
    case let number as NSNumber:
      guard let own = field.flatMap(Double.init) else { return false }
      return abs(own - number.doubleValue) <= 1e-14 * abs(own)
    case let text as String: return field == text
    default: return field == ""
    }
  }
}
