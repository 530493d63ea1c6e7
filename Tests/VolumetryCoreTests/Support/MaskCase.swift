import Foundation
import Synchronization
import Testing

@testable import VolumetryCore

/// A pair of masks of `Tests/Data/metric_cases` and what other tools say of it.
struct MaskCase {
  let name: String
  let shape: GridShape
  /// mm, as the tools were told; a header has it in single precision.
  let spacing: SIMD3<Double>
  let reference: VoxelMask?
  let prediction: VoxelMask?
  let tolerances: [Double]
  private let peers: [String: [String: Any]]

  static let data = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Data")
  static let folder = data.appending(path: "metric_cases")

  static let names = [
    "c01_cube_shift3", "c02_spheres_iso", "c04_thin_plate", "c05_single_voxel_345",
    "c07_both_empty", "c08_ref_empty", "c09_pred_empty", "c10_edge_slab",
    "c11_nested_ellipsoids_1p3pct", "c13_multi_lesion", "c15_vessel_gap",
  ]
  /// Those in which both masks have members.
  static let filled = names.filter { !$0.contains("empty") }

  init(_ name: String) throws {
    self.name = name
    let folder = Self.folder.appending(path: name)
    let described = try Self.object(folder.appending(path: "case.json"))
    let spacing = try #require(described["spacing"] as? [Double])
    self.spacing = SIMD3(spacing[0], spacing[1], spacing[2])
    tolerances = try #require(described["taus"] as? [Double])
    let masks = try Self.masks(folder)
    (shape, reference, prediction) = (masks.shape, masks.reference, masks.prediction)
    peers = try Self.object(folder.appending(path: "peers.json"))
      .compactMapValues { $0 as? [String: Any] }
  }

  /// What the two files of a case hold.
  private struct Masks {
    let shape: GridShape
    let reference: VoxelMask?
    let prediction: VoxelMask?
  }

  /// Read once: every test of a case begins with them.
  private static let known = Mutex<[String: Masks]>([:])

  private static func masks(_ folder: URL) throws -> Masks {
    if let masks = known.withLock({ $0[folder.path] }) { return masks }
    let files = try ["ref.nii.gz", "pred.nii.gz"].map {
      try volume(folder.appending(path: $0).path)
    }
    let masks = Masks(
      shape: files[0].shape, reference: files[0].mask([1]), prediction: files[1].mask([1]))
    known.withLock { $0[folder.path] = masks }
    return masks
  }

  /// A peer's numbers; what it wrote as NaN or Infinity is not among them.
  func numbers(_ peer: String) throws -> [String: Double] {
    try #require(peers[peer]).compactMapValues { ($0 as? NSNumber)?.doubleValue }
  }

  /// The two shares that surface-distance gives for each tolerance, by its key.
  var overlaps: [String: [Double]] {
    get throws {
      try #require(peers["deepmind_surface_distance"]).compactMapValues { $0 as? [Double] }
    }
  }

  /// A peer's numbers of a part of its answer.
  func numbers(_ peer: String, _ part: String) throws -> [String: Double] {
    try #require(peers[peer]?[part] as? [String: Any])
      .compactMapValues { ($0 as? NSNumber)?.doubleValue }
  }

  static func object(_ file: URL) throws -> [String: Any] {
    try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
  }

  /// The labels of a small file of bytes, little-endian.
  static func volume(_ path: String) throws -> SmallVolume {
    let bytes = try unzipped(path)
    func number(_ at: Int) -> Int { Int(bytes[at]) | Int(bytes[at + 1]) << 8 }
    try #require(number(70) == 2, "bytes")
    let offset = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 108, as: Float.self) }
    let (i, j, k) = (number(42), number(44), number(46))
    return SmallVolume(i, j, k, labels: bytes[Int(offset)...].prefix(i * j * k).map(Int.init))
  }
}

/// Whether two numbers agree to a share of the second.
func agree(_ a: Double?, _ b: Double, _ share: Double = 1e-9) -> Bool {
  guard let a else { return false }
  return abs(a - b) <= share * abs(b) + 1e-12
}
