import Foundation
import Testing

@testable import VolumetryCore

/// A pair of masks with what is known of it: closed forms and the outputs of other programs.
struct MetricCase {
  /// Cases of one label.
  static let binary = [
    "c01_cube_shift3", "c02_spheres_iso", "c04_thin_plate", "c05_single_voxel_345",
    "c07_both_empty", "c08_ref_empty", "c09_pred_empty", "c10_edge_slab",
    "c11_nested_ellipsoids_1p3pct", "c13_multi_lesion", "c15_vessel_gap",
  ]

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Data/metric_cases")

  let name: String
  private let exact: KnownNumbers
  private let peers: KnownNumbers

  init(_ name: String) throws {
    self.name = name
    exact = try KnownNumbers(Self.folder.appendingPathComponent("\(name)/exact.json"))
    peers = try KnownNumbers(Self.folder.appendingPathComponent("\(name)/peers.json"))
  }

  func path(_ file: String) -> String { Self.folder.appendingPathComponent("\(name)/\(file)").path }

  func pair() throws -> SegmentationPair {
    try SegmentationPair(
      reference: path("ref.nii.gz"), prediction: path("pred.nii.gz"), cores: 2)
  }

  func exact(_ key: String) throws -> KnownNumbers { try exact.member(key) }
  func peer(_ key: String) throws -> KnownNumbers { try peers.member(key) }
}

/// A JSON object of numbers; `"NaN"` and `"Infinity"` are numbers too.
struct KnownNumbers {
  let members: [String: Any]

  init(_ url: URL) throws {
    members = try #require(
      JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
  }

  init(members: [String: Any]) { self.members = members }

  func member(_ key: String) throws -> KnownNumbers {
    KnownNumbers(members: try #require(members[key] as? [String: Any], "\(key)"))
  }

  func number(_ key: String) throws -> Double {
    if let number = members[key] as? NSNumber { return number.doubleValue }
    switch members[key] as? String {
    case "NaN": return .nan
    case "Infinity": return .infinity
    case "-Infinity": return -.infinity
    default: throw KnownNumberMissing(key: key)
    }
  }
}

struct KnownNumberMissing: Error { let key: String }
