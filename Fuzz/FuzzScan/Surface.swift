import Glibc

/// What an input of the fuzzer is turned into before it is measured.
///
/// Each surface makes a file in which the bytes of the input stand where they go deepest. The first
/// byte of the input decides about the frame, the rest is content. An input that is too short for a
/// frame is continued with zeros.
enum Surface: String, CaseIterable {
  /// The input is the header; size, magic and amount of voxels are mended most of the time.
  case header
  /// The input is what lies between a right header and right voxels.
  case extensions
  /// The input is a gzip stream, or damage to a right one.
  case gzip
  /// The input is the file.
  case measure
  /// The input is a table of labels, in a file of its own or in a header; the first byte names it.
  case labels
  /// The input is what a gzip file holds and how it is read; it need not be a volume.
  case inflate

  /// The surface that VOLUMETRY_FUZZ_SURFACE names.
  static let chosen: Surface = {
    guard let name = getenv("VOLUMETRY_FUZZ_SURFACE").map({ String(cString: $0) }),
      let surface = Surface(rawValue: name)
    else {
      let names = allCases.map(\.rawValue).joined(separator: ", ")
      fatalError("VOLUMETRY_FUZZ_SURFACE names no surface; expected one of: \(names)")
    }
    return surface
  }()

  /// The file that an input stands for.
  func file(of input: [UInt8]) -> [UInt8] {
    switch self {
    case .measure, .labels: input
    case .inflate: InflateAttempt.file(of: input)
    case .header: HeaderSurface.file(Input(input))
    case .extensions: ExtensionSurface.file(Input(input))
    case .gzip: GzipSurface.file(Input(input))
    }
  }
}

/// Reads an input from its beginning; zeros follow its end.
struct Input {
  private(set) var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }
  mutating func word() -> Int { Int(byte()) << 8 | Int(byte()) }
  mutating func bytes(_ count: Int) -> [UInt8] {
    let taken = rest.prefix(count)
    rest = rest.dropFirst(count)
    return taken + [UInt8](repeating: 0, count: count - taken.count)
  }
}

/// Frame byte: bit 0 version 2, bit 1 big-endian, bit 2 the magic of a pair, bits 3 and 4 both set
/// leave size and magic as the input has them, bits 5 and 6 both set leave the voxels as they are.
enum HeaderSurface {
  static func file(_ input: Input) -> [UInt8] {
    var input = input
    let frame = input.byte()
    let isTwo = frame & 1 != 0
    let isBig = frame & 2 != 0
    var bytes = input.bytes(isTwo ? 540 : 348)
    if frame & 0x18 != 0x18 {
      Plain.sign(&bytes, isTwo: isTwo, isBig: isBig, isPair: frame & 4 != 0)
    }
    let seed = Array(input.rest)
    bytes += [0, 0, 0, 0]
    guard frame & 0x60 != 0x60, let wanted = Plain.declaredBytes(bytes, isTwo: isTwo, isBig: isBig)
    else { return bytes + seed }
    while bytes.count < wanted {
      bytes += seed.isEmpty ? [0, 1] : seed.prefix(wanted - bytes.count)
    }
    return bytes
  }
}

/// Frame byte: bit 0 version 2, bit 1 big-endian, bit 2 a vox_offset from the input instead of the
/// right one, bit 3 gzip. The input goes on with the four bytes that announce extensions.
enum ExtensionSurface {
  static func file(_ input: Input) -> [UInt8] {
    var input = input
    let frame = input.byte()
    let isTwo = frame & 1 != 0
    let isBig = frame & 2 != 0
    let stated = frame & 4 != 0 ? input.word() : nil
    let area = Array(input.rest)
    let offset = (isTwo ? 540 : 348) + max(4, area.count)
    var bytes = Plain.header(isTwo: isTwo, isBig: isBig, offset: stated ?? offset)
    bytes += area + [UInt8](repeating: 0, count: max(0, 4 - area.count)) + Plain.voxels
    return frame & 8 != 0 ? Deflate.gzip(bytes, level: 1) : bytes
  }
}

/// Frame byte: bit 0 takes the rest as DEFLATE data behind a gzip magic; else bits 1 and 2 are one
/// less than the number of members, bits 3 to 6 the level, and after the places where members end
/// the input goes on with damage of four bytes each: kind, place (two) and amount.
enum GzipSurface {
  static func file(_ input: Input) -> [UInt8] {
    var input = input
    let frame = input.byte()
    if frame & 1 != 0 { return [0x1f, 0x8b, 8] + input.rest }
    let header = Plain.header(isTwo: false, isBig: false, offset: 352)
    let content = header + [0, 0, 0, 0] + Plain.voxels
    let ends = (0..<Int(frame >> 1 & 3)).map { _ in input.word() % (content.count + 1) }.sorted()
    var bytes: [UInt8] = []
    var from = 0
    for end in ends + [content.count] {
      bytes += Deflate.gzip(Array(content[from..<end]), level: min(9, CInt(frame >> 3 & 15)))
      from = end
    }
    while !input.rest.isEmpty, bytes.count < 1 << 16 {
      damage(&bytes, kind: input.byte(), place: input.word(), amount: input.byte())
    }
    return bytes
  }

  private static func damage(_ bytes: inout [UInt8], kind: UInt8, place: Int, amount: UInt8) {
    guard !bytes.isEmpty else { return }
    let place = place % bytes.count
    let end = min(bytes.count, place + Int(amount))
    switch kind % 6 {
    case 0: bytes[place] ^= amount
    case 1: bytes[place] = amount
    case 2: bytes.removeSubrange(place..<end)
    case 3: bytes.insert(contentsOf: bytes[place..<end], at: end)
    case 4: bytes.insert(contentsOf: [UInt8](repeating: 0, count: Int(amount)), at: place)
    default: bytes += bytes[place..<end]
    }
  }
}
