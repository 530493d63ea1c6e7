import VolumetryCore

/// Decoding a gzip file in two ways and holding both against zlib.
///
/// Six bytes say how the file is made and read; the rest is DEFLATE data, or a script that writes
/// some. What zlib finds in them decides about the trailer, so that the checksum of a member hides
/// nothing: it is right, or damaged on purpose.
enum InflateAttempt {
  private nonisolated(unsafe) static let trial = InflateTrial(mostBytes: 1 << 24)
  private nonisolated(unsafe) static let wrapper = GzipWrapper()

  static func run(_ input: [UInt8]) {
    let bytes = file(of: input)
    Attempt.keep(bytes)
    var frame = Input(input)
    _ = frame.bytes(2)
    let (choice, sizes) = (Int(frame.byte()), Int(frame.byte()))
    let ignoresChecksums = choice & 0xc0 == 0xc0
    trial.load(bytes, ignoresChecksums: ignoresChecksums)
    // No more than some hundred pieces.
    let least = 1 + trial.twin.bytes.count / 256
    let width = 1 << (choice & 3)
    let size = [1, 7, 348, 4096, 1 << 16, 1 << 20][(choice >> 2) % 6]
    let reads = DecodingPlan(sizes: [max(least, size)])
    let most = [[1], [1000], [1 << 30], [7, 300, 70_000, 3]][sizes & 3]
    let voxels = DecodingPlan(
      header: [0, 1, 3, 352][sizes >> 2 & 3], width: width,
      sizes: most.map { max(least, $0) * width },
      voxelBytes: sizes & 0x80 == 0 ? .max : width * (1 + sizes * sizes))
    // Bytes of a run are made one by one, which takes its time.
    let isLong = trial.twin.bytes.count > 1 << 15 && choice & 0x20 == 0
    for plan in isLong ? [voxels] : [voxels, reads] {
      if let difference = trial.broken(plan) { fatalError("broken law: \(difference)") }
    }
  }

  /// Bits of the first byte: 0 the data are a script, 1 what follows their end is another member,
  /// 2 the last trailer is damaged, 3 the header has optional fields; the rest says what is written
  /// before the data. The second byte and the fifth and sixth are numbers for these.
  static func file(of input: [UInt8]) -> [UInt8] {
    var input = Input(input)
    let (kind, number) = (input.byte(), Int(input.byte()))
    _ = input.bytes(2)
    let amount = input.word()
    var deflate = DeflateWriter()
    writePrefix(kind >> 4, number, amount, to: &deflate)
    if kind & 1 != 0 {
      var script = Script(input, mostBytes: kind >> 4 == 10 ? 1 << 19 : 1 << 15)
      script.write(to: &deflate)
    } else {
      deflate.raw(input.rest)
    }
    var file = kind & 8 != 0 ? header(number) : GzipWrapper.plainHeader
    var data = deflate.finished()[...]
    while let used = wrapper.append(data, to: &file) {
      data = data.dropFirst(used)
      guard !data.isEmpty else { break }
      guard kind & 2 != 0 else {
        file += data
        break
      }
      file += GzipWrapper.plainHeader
    }
    if kind & 4 != 0, file.count >= 18 {
      file[file.count - 1 - number % 8] ^= UInt8(number >> 3 & 7)
      file.removeLast([0, 1, 4, 6][number >> 6])
    }
    return file
  }

  /// Decoded bytes before those of the input, so that these lie about the end of the decoder's
  /// input buffer (kinds 11 and 15) or of its window, or behind a run (12 to 15): one value, voxels,
  /// rows, voxels. An empty stored block ends at a whole byte.
  private static func writePrefix(
    _ kind: UInt8, _ number: Int, _ amount: Int, to deflate: inout DeflateWriter
  ) {
    if kind == 11 || kind == 15 { deflate.stored(longBytes.prefix(65_536 - 16 - 2 * number)) }
    guard kind >= 12 else { return }
    deflate.beginFixed()
    let distance = [1, 8, 700, 2][Int(kind) - 12]
    for place in 0..<distance { deflate.literal(UInt8(truncatingIfNeeded: place &* place)) }
    deflate.copy(
      amount & 0x8000 != 0 ? 192 * 1024 - (amount & 0x3ff) : 3 + 8 * (amount & 0x3fff), distance)
    deflate.endBlock()
    deflate.stored([])
  }

  private static let longBytes = (0..<65_536).map { UInt8(truncatingIfNeeded: $0 * $0 >> 7) }

  /// Bits of the number: 0 an announced text, 1 a checksum, which is wrong where 2 is set too,
  /// 3 a name, 4 a comment, 5 an extra field, 6 and 7 both a reserved flag.
  private static func header(_ number: Int) -> [UInt8] {
    var header = GzipWrapper.plainHeader
    let text = UInt8(number & 3)
    header[3] = text | UInt8(number >> 3 & 3) << 3 | UInt8(number >> 5 & 1) << 2
    if number >> 6 == 3 { header[3] |= 0x80 }
    if header[3] & 4 != 0 { header += [3, 0, 1, 2, 3] }
    if header[3] & 8 != 0 { header += Array("name".utf8) + [0] }
    if header[3] & 16 != 0 { header += [0] }
    if header[3] & 2 != 0 {
      let sum = wrapper.checksum(header) ^ UInt32(number >> 2 & 1)
      header += [UInt8(sum & 0xff), UInt8(sum >> 8 & 0xff)]
    }
    return header
  }
}

/// Writes what the bytes of an input say: blocks with right codes of many shapes, tokens that their
/// codes have, and single bits.
private struct Script {
  private var input: Input
  private var isOpen = false
  private var last = (length: 258, distance: 1)
  /// Decoded bytes that may still be written, so that an input costs a millisecond at most.
  private var left: Int

  init(_ input: Input, mostBytes: Int) { (self.input, left) = (input, mostBytes) }

  mutating func write(to deflate: inout DeflateWriter) {
    while !input.rest.isEmpty, left > 0 { step(&deflate) }
    close(&deflate)
    deflate.stored([], isLast: true)
  }

  private mutating func step(_ deflate: inout DeflateWriter) {
    let step = input.byte()
    let amount = Int(step >> 3)
    switch step & 7 {
    case 0: open(&deflate, amount)
    case 1: for _ in 0...amount { literal(input.byte(), &deflate) }
    case 2: match(3 + Int(input.byte()), 1 + input.word() & 0x7fff, &deflate)
    case 3: for _ in 0..<amount * amount { match(last.length, last.distance, &deflate) }
    case 4:
      let distance = [1, 2, 4, 8, 3, 16, 258, 512, 32_768, 700, 6, 24][amount % 12]
      for _ in 0..<Int(input.byte()) * (1 + amount / 12) { match(258, distance, &deflate) }
    case 5: for byte in 0...amount { literal(UInt8(byte * byte & 0xff), &deflate) }
    case 6:
      close(&deflate)
      let bytes = amount * (amount < 16 ? 1 : 300)
      deflate.stored([UInt8](repeating: input.byte(), count: bytes))
      left -= bytes
    default: deflate.put(Int(input.byte()), bits: 1 + amount % 8)
    }
  }

  private mutating func close(_ deflate: inout DeflateWriter) {
    if isOpen { deflate.endBlock() }
    isOpen = false
  }

  private mutating func open(_ deflate: inout DeflateWriter, _ shape: Int) {
    close(&deflate)
    isOpen = true
    left -= 64
    if shape == 0 { deflate.beginFixed() } else { deflate.beginDynamic(Self.shapes[shape]) }
  }

  /// Codes with the shortest ones for symbols that matter, of many depths; the last seven have one
  /// distance.
  private static let shapes = (0..<32).map { shape in
    let preferred = [285, 0, 256, 257, 1, 2, 284, 255]
    let turned = preferred[(shape % 8)...] + preferred[..<(shape % 8)]
    let rest = (0..<286).filter { !preferred.contains($0) }
    let distances = (0..<30).map { ($0 * 7 + shape) % 30 }.prefix(shape > 24 ? 1 : 30)
    return DynamicCodes(
      literals: DynamicCodes.skewed(
        turned + rest, of: 286, longest: [15, 12, 11, 10, 9][shape % 5]),
      distances: DynamicCodes.skewed(
        Array(distances), of: 30, longest: shape > 16 ? 15 : 5))
  }

  private mutating func literal(_ byte: UInt8, _ deflate: inout DeflateWriter) {
    guard isOpen else { return open(&deflate, 0) }
    deflate.literal(byte)
    left -= 1
  }

  private mutating func match(_ length: Int, _ distance: Int, _ deflate: inout DeflateWriter) {
    guard isOpen else { return open(&deflate, 0) }
    guard left > 0, deflate.hasDistance(distance) else { return }
    last = (length, distance)
    deflate.match(length, distance)
    left -= length
  }
}
