import Testing

@testable import VolumetryCore

extension NIfTIBuilder {
  /// Where the standards put the text fields: name, offset, bytes.
  static let texts1 = [
    ("data_type", 4, 10), ("db_name", 14, 18), ("descrip", 148, 80), ("aux_file", 228, 24),
    ("intent_name", 328, 16),
  ]
  static let texts2 = [
    ("descrip", 240, 80), ("aux_file", 320, 24), ("intent_name", 508, 16), ("unused_str", 525, 15),
  ]

  /// A header with a text in every text field, and what NIfTI-1 does not use set.
  static func telling(version: Int, bigEndian: Bool, datatype: Int = 2) -> NIfTIBuilder {
    var builder = NIfTIBuilder()
    (builder.version, builder.bigEndian, builder.datatype) = (version, bigEndian, datatype)
    for (name, offset, size) in version == 1 ? texts1 : texts2 {
      builder.patches.append((offset, Array("DOE \(name) JANE".utf8.prefix(size))))
    }
    if version == 1 {
      builder.patches += [(32, [9, 9, 9, 9]), (36, [7, 7]), (140, [1, 2, 3, 4])]
    }
    return builder
  }

  /// One extension as the file stores it.
  func stored(_ item: HeaderExtension) -> [UInt8] {
    var out = Writer(bigEndian: bigEndian)
    out.put(UInt32(item.size + 8))
    out.put(UInt32(item.code))
    out.raw(item.content)
    return out.bytes
  }
}

/// One gzip member whose header holds the fields that are given.
func gzip(
  _ bytes: [UInt8], extra: [UInt8]? = nil, name: [UInt8]? = nil, comment: [UInt8]? = nil,
  time: UInt32 = 0
) -> [UInt8] {
  let plain = gzip(bytes)
  var flags: UInt8 = 0
  var fields: [UInt8] = []
  if let extra {
    flags |= 4
    fields += [UInt8(extra.count & 0xff), UInt8(extra.count >> 8)] + extra
  }
  for (text, flag) in [(name, UInt8(8)), (comment, 16)] {
    guard let text else { continue }
    flags |= flag
    fields += text + [0]
  }
  let seconds = (0..<4).map { UInt8(truncatingIfNeeded: time >> (8 * UInt32($0))) }
  return [0x1f, 0x8b, 8, flags] + seconds + [0, 3] + fields + plain[10...]
}

extension [FreeText] {
  /// Kind, field and length in one line each.
  var words: [String] {
    map { "\($0.kind.rawValue) \($0.field) \($0.bytes.map(String.init) ?? "-")" }
  }
}
