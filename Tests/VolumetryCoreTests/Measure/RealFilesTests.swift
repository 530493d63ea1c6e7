import Foundation
import Testing

@testable import VolumetryCore

/// Real label files against what nibabel reads from them: counts exact, millilitres to 1e-6.
@Suite struct RealFilesTests {
  /// What nibabel reads from one file, and nothing more.
  struct Reference: Decodable {
    let labels: [String: [Double]]?
    let bounds: [[Int32]]?
    let centroid: [Double]?
    let axcodes: String?
    let refusedBy: String?
  }

  /// Files on which nibabel is wrong, or reads what is no label volume: the READER row that
  /// decides, and what is right.
  enum Decision {
    case refused(code: String, row: String)
    /// mL of label 1.
    case millilitres(Double, row: String)
    /// nibabel measures it, but states an orientation that the file does not.
    case withoutOrientation(row: String)
  }

  static let decided: [String: Decision] = [
    "q1s1_conflict_sform_4mm_pixdim_2mm.nii": .refused(code: "E-GEOMETRY", row: "3, R2"),
    "units_metre_2e-3.nii": .millilitres(74 * 0.008 * 1.0000001425, row: "11"),
    "q0s0_pixdim_only.nii": .withoutOrientation(row: "5"),
    "test-nifti-image-uint8.nii.gz": .withoutOrientation(row: "5"),
    "example_nifti2.nii.gz": .refused(code: "E-4D", row: "25"),
    "float32_labels_off_by_1e-6.nii": .millilitres(74 * 0.008, row: "19"),
    "plain_but_named_gz.nii.gz": .millilitres(74 * 0.008, row: "43"),
  ]

  /// Refusals that nibabel shares, or files that it reads without finding labels (`anatomical.nii`
  /// is an image of 9842 grey values, the field map one of 307).
  static let refused: [String: String] = [
    "bad_magic.nii": "E-NOT-NIFTI", "dim_negative.nii": "E-DIMENSIONS",
    "truncated_data.nii": "E-TRUNCATED", "truncated_gzip.nii.gz": "E-TRUNCATED",
    "truncated_header.nii": "E-TRUNCATED", "liver_0.nii.gz": "E-NOT-NIFTI",
    "analyze.hdr": "E-MATE-MISSING", "functional.nii": "E-4D", "nifti1.hdr": "E-MATE-MISSING",
    "nifti2.hdr": "E-MATE-MISSING", "anatomical.nii": "E-TOO-MANY-LABELS",
    "row_major.dconn.nii": "E-CIFTI",
    "nifti_jl/test/data/empty.nii.gz": "E-EMPTY",
    "5D_small.nii": "E-4D", "air.hdr.gz": "E-NOT-LABELS", "not-nifti.nii": "E-NOT-NIFTI",
    "T1.nii.gz": "E-NOT-LABELS", "2_gre_field_mapping_PMUlog.nii": "E-TOO-MANY-LABELS",
  ]

  static let folder = testData.appendingPathComponent("real")
  static let references = try! JSONDecoder().decode(
    [String: Reference].self,
    from: Data(contentsOf: folder.appendingPathComponent("oracle.json")))

  @Test func theReferenceSetIsThere() {
    #expect(Self.references.count >= 170)
    #expect(Self.references.values.filter { $0.labels != nil }.count >= 150)
    let rows = Array(Self.decided.keys) + Array(Self.refused.keys)
    for row in rows {
      let files = Self.references.keys.filter { $0.hasSuffix("/" + row) }
      #expect(files.count == 1, "the row \(row) names one file")
    }
  }

  @Test(arguments: references.keys.sorted())
  func measuresWhatNibabelMeasuresOrWhatTheReaderRuleSays(_ file: String) throws {
    let reference = try #require(Self.references[file])
    let path = Self.folder.appendingPathComponent(file).path
    if let code = Self.row(of: file, in: Self.refused) {
      let error = #expect(throws: VolumeError.self) { try ScanMeasurement(path: path) }
      #expect(error?.code == code)
      return
    }
    switch Self.row(of: file, in: Self.decided) {
    case .refused(let code, _):
      let error = #expect(throws: VolumeError.self) { try ScanMeasurement(path: path) }
      #expect(error?.code == code)
    case .millilitres(let volume, _):
      let found = try #require(try ScanMeasurement(path: path).volume(1))
      #expect(abs(found / volume - 1) < 1e-6)
    case .withoutOrientation:
      let scan = try ScanMeasurement(path: path)
      #expect(scan.grid.orientation == nil)
      #expect(scan.labels.allSatisfy { $0.centroid == nil })
      try agree(scan, reference)
    case nil:
      let scan = try ScanMeasurement(path: path)
      try agree(scan, reference)
      #expect(scan.grid.orientation == reference.axcodes)
      try agreeInSpace(scan, reference)
    }
  }

  private static func row<Value>(of file: String, in table: [String: Value]) -> Value? {
    table.first { file.hasSuffix("/" + $0.key) }?.value
  }

  private func agree(_ scan: ScanMeasurement, _ reference: Reference) throws {
    let expected = try #require(reference.labels, "nibabel found labels")
    #expect(scan.counts.count == expected.count)
    for (label, values) in expected {
      let key = try #require(Int(label))
      #expect(scan.counts[Int128(key)] == Int(values[0]))
      let volume = try #require(scan.volume(Label(key)))
      #expect(abs(volume - values[1]) <= 1e-6 * values[1])
    }
  }

  /// Bounds and centroid of all foreground together, from the labels' own.
  private func agreeInSpace(_ scan: ScanMeasurement, _ reference: Reference) throws {
    let foreground = scan.census.entries.filter { $0.label != .background }
    guard !foreground.isEmpty, let expected = reference.bounds else { return }
    var bounds = VoxelBounds.empty
    for entry in foreground { bounds.merge(entry.bounds) }
    for axis in 0..<3 {
      #expect([bounds.min[axis], bounds.max[axis]] == expected[axis])
    }
    guard let centroid = reference.centroid else { return }
    let total = Double(foreground.reduce(0) { $0 + $1.voxels })
    for axis in 0..<3 {
      let mean = scan.labels.filter { $0.label != .background }.reduce(0.0) {
        $0 + ($1.centroid?[axis].value ?? .nan) * Double($1.voxels) / total
      }
      #expect(abs(mean - centroid[axis]) < 1e-3)
    }
  }
}
