import Foundation

@testable import VolumetryCore

/// One file of the project's own conformance set: its bytes, written from the standard's tables,
/// and its truth, computed here in closed form and never by the reader.
struct OwnCase: Sendable {
  let name: String
  /// The row of the list of pitfalls that the file is about.
  let row: String
  let note: String
  /// mm³ by label, nil where the file must be refused.
  let truth: [Int128: Double]?
  /// The first is the one that is named to the reader.
  var files: [(name: String, bytes: [UInt8])]
  /// What the user says of the file, as `truth.json` writes it.
  var options: [String: KnownOption] = [:]

  /// 4 × 3 × 2 voxels of 20 × 30 × 40 mm: label 1 in five, label 2 in three.
  static let voxels: [Double] = [
    0, 1, 1, 0, 0, 1, 0, 0, 2, 0, 0, 0, 0, 1, 1, 0, 0, 0, 2, 2, 0, 0, 0, 0,
  ]
  /// mm³ of one voxel.
  static let cell = 20.0 * 30 * 40
  /// What the voxels above hold.
  static let standard: [Int128: Double] = [1: 5 * cell, 2: 3 * cell]

  /// A single file with the standard voxels, of which the builder changes something.
  static func file(
    _ name: String, row: String, _ note: String, truth: [Int128: Double]? = standard,
    voxels: [Double] = voxels, ending: String = ".nii",
    _ change: (inout NIfTIBuilder) -> Void = { _ in }
  ) -> OwnCase {
    var builder = NIfTIBuilder()
    change(&builder)
    return bytes(
      name, row: row, note, truth: truth, ending: ending,
      builder.file(builder.payload(voxels)))
  }

  /// A single file of these bytes.
  static func bytes(
    _ name: String, row: String, _ note: String, truth: [Int128: Double]? = standard,
    ending: String = ".nii", _ bytes: [UInt8]
  ) -> OwnCase {
    OwnCase(name: name, row: row, note: note, truth: truth, files: [(name + ending, bytes)])
  }

  /// The same case, read with what the user says of it.
  func reading(_ options: [String: KnownOption]) -> OwnCase {
    var copy = self
    copy.options = options
    return copy
  }

  /// The same case, read with a transform that the user says is right.
  func reading(geometry: String) -> OwnCase { reading(["geometry": .word(geometry)]) }

  /// Every case, in the order of the rows.
  static let all: [OwnCase] =
    containers + gzipStreams + headers + geometries + voxelValues + options

  /// The files of the whole set by name, `truth.json` left out.
  static var allFiles: [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for file in all.flatMap(\.files) {
      precondition(files.updateValue(file.bytes, forKey: file.name) == nil, "\(file.name) twice")
    }
    return files
  }

  /// The `truth.json` of the whole set.
  static func truthText() throws -> Data {
    let entries = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0.entry) })
    return try JSONSerialization.data(
      withJSONObject: entries, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
      + Data("\n".utf8)
  }

  private var entry: [String: Any] {
    var entry: [String: Any] = ["path": files[0].name, "note": note, "row": row]
    entry["truth"] =
      truth.map { volumes -> Any in
        Dictionary(uniqueKeysWithValues: volumes.map { ("\($0.key)", $0.value) })
      } ?? NSNull()
    if !options.isEmpty { entry["options"] = options.mapValues(\.json) }
    return entry
  }
}

/// An option of a `truth.json`: what a person would write on the command line.
enum KnownOption: Hashable, Sendable, Decodable {
  case yes
  case word(String)
  case number(Double)

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let word = try? container.decode(String.self) {
      self = .word(word)
    } else if let flag = try? container.decode(Bool.self) {
      guard flag else {
        throw DecodingError.dataCorruptedError(
          in: container, debugDescription: "false is no option")
      }
      self = .yes
    } else {
      self = .number(try container.decode(Double.self))
    }
  }

  var json: Any {
    switch self {
    case .yes: true
    case .word(let word): word
    case .number(let number): number
    }
  }
}

extension ReadingOptions {
  /// The options of an entry, mapped here by another hand than the command's.
  init?(_ known: [String: KnownOption]) {
    self.init()
    for (name, value) in known {
      switch (name, value) {
      case ("geometry", .word(let word)): geometry = GeometrySource(rawValue: word)
      case ("volume", .number(let number)): volumes = .index(Int(number))
      case ("channels_as_labels", .yes): volumes = .channelsAsLabels
      case ("nan", .word("background")): nanIsBackground = true
      case ("allow_2d", .yes): allowsTwoDimensions = true
      case ("analyze", .yes): acceptsANALYZE = true
      case ("ignore_crc", .yes): ignoresChecksums = true
      case ("threshold", .number(let number)): content = .threshold(number)
      case ("soft", .yes): content = .probability
      default: return nil
      }
    }
  }
}

extension NIfTIBuilder {
  /// The other half of a pair: magic `ni1` or `ni2`, data at the start of the .img.
  mutating func becomePair() {
    magic = version == 1 ? Array("ni1\0".utf8) : Array("ni2\0\r\n".utf8) + [0x1a, 0x0a]
    offset = 0
  }
}
