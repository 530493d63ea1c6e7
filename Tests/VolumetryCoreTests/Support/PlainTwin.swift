import CZlib

/// A second reader of label volumes, as plain as it can be: it holds the whole file, inflates each
/// gzip member in one call, reads fields by their offset in the standard's tables and counts voxels
/// one by one. It shares no line with the reader under test, and refuses at least what must be
/// refused.
struct PlainTwin {
  /// 1 or 2.
  let version: Int
  /// i, j, k.
  let shape: [Int]
  /// What is known of each label.
  let labels: [Int128: Tally]
  let sformCode: Int
  let qformCode: Int
  /// What the sform says, in mm; nil where it is far from being usable.
  let sform: Sform?
  /// |pixdim[1...3]| in mm.
  let spacing: [Double]

  struct Tally: Equatable {
    var voxels = 0
    var lowest = [Int.max, Int.max, Int.max]
    var highest = [Int.min, Int.min, Int.min]
  }

  struct Sform {
    /// Of a voxel, by the determinant.
    let volume: Double
    let norms: [Double]
  }

  /// Why the twin reads no further.
  enum Refusal: Error, Equatable {
    /// The file is not one that may be measured.
    case bad(String)
    /// The file inflates to more than the twin will hold.
    case tooLarge
  }

  /// Inflated bytes that the twin holds at most.
  static let mostBytes = 8 << 20

  /// - Parameters:
  ///   - header: the file, or the header file of a pair.
  ///   - data: the data file of a pair, nil for a single file.
  init(_ header: [UInt8], data: [UInt8]? = nil) throws(Refusal) {
    let bytes = try Self.inflated(header)
    let fields = try Fields(bytes)
    let voxels = try data.map { bytes throws(Refusal) in try Self.inflated(bytes) } ?? bytes
    version = fields.version
    (sformCode, qformCode) = (fields.sformCode, fields.qformCode)
    shape = try Self.shape(fields)
    (sform, spacing) = (Self.sform(fields), fields.pixdim[1...3].map { abs($0) * fields.unit })
    guard let type = Self.types[fields.datatype] else { throw .bad("datatype") }
    let offset = try Self.offset(fields, isPair: data != nil)
    let (count, tooMany) = Self.product(shape)
    let (needed, overflow) = count.multipliedReportingOverflow(by: type.width)
    guard !tooMany, !overflow, offset <= voxels.count, needed <= voxels.count - offset else {
      throw .bad("cut short")
    }
    if fields.bitpix != 8 * type.width, offset + needed != voxels.count {
      throw .bad("bitpix, and the size of the file does not side with the data type")
    }
    labels = try Self.count(
      voxels[offset..<offset + needed], shape: shape, type: type, fields: fields)
  }

  private static func product(_ shape: [Int]) -> (Int, Bool) {
    let (area, first) = shape[0].multipliedReportingOverflow(by: shape[1])
    let (count, second) = area.multipliedReportingOverflow(by: shape[2])
    return (count, first || second)
  }

  private static func shape(_ fields: Fields) throws(Refusal) -> [Int] {
    let dim = fields.dim
    guard (3...7).contains(dim[0]), dim[1...3].allSatisfy({ $0 >= 1 }),
      dim[4..<max(4, dim[0] + 1)].allSatisfy({ $0 == 0 || $0 == 1 })
    else { throw .bad("dim") }
    return Array(dim[1...3])
  }

  private static func offset(_ fields: Fields, isPair: Bool) throws(Refusal) -> Int {
    guard let stated = Int(exactly: fields.offset), stated >= 0 else { throw .bad("vox_offset") }
    if isPair { return stated }
    let first = fields.version == 1 ? 352 : 544
    if fields.isPairMagic || stated == 0 { return max(first, stated) }
    guard stated >= first else { throw .bad("vox_offset inside the header") }
    return stated
  }

  private static func sform(_ fields: Fields) -> Sform? {
    guard fields.sformCode > 0, fields.rows.joined().allSatisfy(\.isFinite) else { return nil }
    let m = fields.rows.map { $0.map { $0 * fields.unit } }
    let first = m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
    let second = m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
    let third = m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0])
    let norms = (0..<3).map { column -> Double in
      let squares: [Double] = m.map { $0[column] * $0[column] }
      return squares.reduce(0, +).squareRoot()
    }
    let volume = abs(first - second + third)
    guard norms.allSatisfy({ (1e-6...1e6).contains($0) }), m.allSatisfy({ abs($0[3]) <= 1e9 }),
      volume > 1e-9 * norms.reduce(1, *)
    else { return nil }
    return Sform(volume: volume, norms: norms)
  }
}

// MARK: - Voxels

extension PlainTwin {
  private enum Kind { case unsigned, signed, float }

  private static let types: [Int: (width: Int, kind: Kind)] = [
    2: (1, .unsigned), 256: (1, .signed), 512: (2, .unsigned), 4: (2, .signed),
    768: (4, .unsigned), 8: (4, .signed), 1280: (8, .unsigned), 1024: (8, .signed),
    16: (4, .float), 64: (8, .float),
  ]

  private static func count(
    _ voxels: ArraySlice<UInt8>, shape: [Int], type: (width: Int, kind: Kind), fields: Fields
  ) throws(Refusal) -> [Int128: Tally] {
    var slots: [UInt64: Int] = [:]
    var tallies: [(stored: Double, label: Int128, tally: Tally)] = []
    var place = voxels.startIndex
    for k in 0..<shape[2] {
      for j in 0..<shape[1] {
        for i in 0..<shape[0] {
          let bits = number(voxels, at: place, width: type.width, isBig: fields.isBigEndian)
          place += type.width
          if slots[bits] == nil {
            slots[bits] = tallies.count
            let stored = stored(bits, type: type)
            let label = try label(bits, stored: stored, type: type, fields: fields)
            tallies.append((stored, label, Tally()))
            guard tallies.count <= 4096 else { throw .bad("too many labels") }
          }
          tallies[slots[bits]!].tally.add(i, j, k)
        }
      }
    }
    var labels: [Int128: Tally] = [:]
    var storedOf: [Int128: Double] = [:]
    for (stored, label, tally) in tallies {
      // Two stored integers are two labels, whatever the scaling; floats may miss one a little.
      if let other = storedOf[label], type.kind != .float || abs(other - stored) > 0.51 {
        throw .bad("two labels have become one")
      }
      storedOf[label] = stored
      labels[label, default: Tally()].add(tally)
    }
    return labels
  }

  private static func stored(_ bits: UInt64, type: (width: Int, kind: Kind)) -> Double {
    switch (type.kind, type.width) {
    case (.float, 4): Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
    case (.float, _): Double(bitPattern: bits)
    default: Double(integer(bits, type: type))
    }
  }

  private static func integer(_ bits: UInt64, type: (width: Int, kind: Kind)) -> Int128 {
    let sign = UInt64(1) << UInt64(8 * type.width - 1)
    let isNegative = type.kind == .signed && bits & sign != 0
    return isNegative ? Int128(bits) - Int128(sign) - Int128(sign) : Int128(bits)
  }

  private static func label(
    _ bits: UInt64, stored: Double, type: (width: Int, kind: Kind), fields: Fields
  ) throws(Refusal) -> Int128 {
    let isScaled = fields.slope.isFinite && fields.slope != 0
    let (slope, intercept) = isScaled ? (fields.slope, fields.intercept) : (1, 0)
    guard intercept.isFinite else { throw .bad("intercept") }
    if type.kind != .float, let slope = Int64(exactly: slope), let start = Int64(exactly: intercept)
    {
      let label = Int128(slope) * integer(bits, type: type) + Int128(start)
      guard isInRange(label) else { throw .bad("label beyond range") }
      return label
    }
    let value = slope * stored + intercept
    // As near to a whole number as the reader is allowed to round.
    guard value.isFinite, abs(value) < 0x1p70, abs(value - value.rounded()) <= 1.001e-3 else {
      throw .bad("no label: \(value)")
    }
    guard isInRange(Int128(value.rounded())) else { throw .bad("label beyond range") }
    return Int128(value.rounded())
  }

  private static func isInRange(_ label: Int128) -> Bool {
    label >= Int128(Int64.min) && label <= Int128(UInt64.max)
  }
}

extension PlainTwin.Tally {
  fileprivate mutating func add(_ i: Int, _ j: Int, _ k: Int) {
    voxels += 1
    if i < lowest[0] { lowest[0] = i }
    if j < lowest[1] { lowest[1] = j }
    if k < lowest[2] { lowest[2] = k }
    if i > highest[0] { highest[0] = i }
    if j > highest[1] { highest[1] = j }
    if k > highest[2] { highest[2] = k }
  }

  fileprivate mutating func add(_ other: Self) {
    voxels += other.voxels
    for axis in 0..<3 {
      lowest[axis] = min(lowest[axis], other.lowest[axis])
      highest[axis] = max(highest[axis], other.highest[axis])
    }
  }
}

// MARK: - Fields and gzip

extension PlainTwin {
  /// The fields that decide about a volume, by their offsets (nifti1.h and nifti2.h).
  private struct Fields {
    let version: Int
    let isBigEndian: Bool
    let isPairMagic: Bool
    let dim: [Int]
    let datatype: Int
    let bitpix: Int
    let pixdim: [Double]
    let offset: Double
    let slope: Double
    let intercept: Double
    let qformCode: Int
    let sformCode: Int
    let rows: [[Double]]
    /// Millimetres.
    let unit: Double

    init(_ bytes: [UInt8]) throws(Refusal) {
      guard bytes.count >= 348 else { throw .bad("shorter than a header") }
      let sizes = [false, true].map { number(bytes[...], at: 0, width: 4, isBig: $0) }
      guard let big = sizes.firstIndex(where: { $0 == 348 || $0 == 540 }) else {
        throw .bad("sizeof_hdr")
      }
      version = sizes[big] == 348 ? 1 : 2
      let isTwo = version == 2
      guard !isTwo || bytes.count >= 540 else { throw .bad("shorter than a header") }
      let order = big == 1
      func int(_ at: Int, _ width: Int) -> Int {
        let shift = UInt64(64 - 8 * width)
        let bits = number(bytes[...], at: at, width: width, isBig: order) << shift
        return Int(Int64(bitPattern: bits) >> Int64(shift))
      }
      func real(_ at: Int) -> Double {
        let bits = number(bytes[...], at: at, width: isTwo ? 8 : 4, isBig: order)
        return isTwo
          ? Double(bitPattern: bits) : Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
      }
      isBigEndian = order
      let magic = Array(bytes[isTwo ? 4..<8 : 344..<348])
      isPairMagic = magic == Array((isTwo ? "ni2\0" : "ni1\0").utf8)
      guard isPairMagic || magic == Array((isTwo ? "n+2\0" : "n+1\0").utf8) else {
        throw .bad("magic")
      }
      guard !isTwo || [[13, 10, 26, 10], [0, 0, 0, 0]].contains(Array(bytes[8..<12])) else {
        throw .bad("the line ends in the magic of version 2")
      }
      dim = (0..<8).map { int((isTwo ? 16 : 40) + $0 * (isTwo ? 8 : 2), isTwo ? 8 : 2) }
      datatype = int(isTwo ? 12 : 70, 2)
      bitpix = int(isTwo ? 14 : 72, 2)
      pixdim = (0..<8).map { real((isTwo ? 104 : 76) + $0 * (isTwo ? 8 : 4)) }
      offset = isTwo ? Double(int(168, 8)) : real(108)
      (slope, intercept) = (real(isTwo ? 176 : 112), real(isTwo ? 184 : 116))
      qformCode = int(isTwo ? 344 : 252, isTwo ? 4 : 2)
      sformCode = int(isTwo ? 348 : 254, isTwo ? 4 : 2)
      rows = (0..<3).map { row in
        (0..<4).map { real((isTwo ? 400 : 280) + (row * 4 + $0) * (isTwo ? 8 : 4)) }
      }
      unit = [1: 1000, 3: 1e-3][int(isTwo ? 500 : 123, isTwo ? 4 : 1) & 7] ?? 1
    }
  }

  private static func number(
    _ bytes: ArraySlice<UInt8>, at place: Int, width: Int, isBig: Bool
  ) -> UInt64 {
    var value: UInt64 = 0
    for index in 0..<width {
      value = value << 8 | UInt64(bytes[place + (isBig ? index : width - 1 - index)])
    }
    return value
  }

  /// The bytes behind every gzip member; the bytes themselves where the file is not gzip.
  static func inflated(_ bytes: [UInt8]) throws(Refusal) -> [UInt8] {
    var rest = bytes[...]
    var all: [UInt8] = []
    guard rest.starts(with: [0x1f, 0x8b, 8]) else { return bytes }
    while rest.starts(with: [0x1f, 0x8b, 8]) {
      let (member, used) = try inflateMember(rest)
      all += member
      rest = rest.dropFirst(used)
      guard all.count <= mostBytes else { throw .tooLarge }
    }
    return all
  }

  /// One call of zlib for a whole member, again with more room where there was too little.
  private static func inflateMember(
    _ bytes: ArraySlice<UInt8>, room: Int = 1 << 14
  ) throws(Refusal) -> ([UInt8], used: Int) {
    var input = Array(bytes)
    var output = [UInt8](repeating: 0, count: room)
    let (status, written, used) = input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        var stream = z_stream()
        inflateInit2_(&stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        defer { inflateEnd(&stream) }
        stream.next_in = source.baseAddress
        stream.avail_in = UInt32(source.count)
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(target.count)
        let status = inflate(&stream, Z_FINISH)
        return (status, Int(stream.total_out), Int(stream.total_in))
      }
    }
    if status == Z_STREAM_END { return (Array(output[..<written]), used) }
    guard written == room else { throw .bad("gzip: zlib status \(status)") }
    guard room < mostBytes else { throw .tooLarge }
    return try inflateMember(bytes, room: min(room * 16, mostBytes))
  }
}
