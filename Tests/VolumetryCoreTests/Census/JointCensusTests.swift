import Testing

@testable import VolumetryCore

/// The joint census against the plain histogram of tuples, over types, gzip and run lengths.
@Suite struct JointCensusTests {
  private func file(
    _ labels: [Double], datatype: Int, compressed: Bool,
    _ change: (inout NIfTIBuilder) -> Void = { _ in }
  ) -> [UInt8] {
    var builder = NIfTIBuilder()
    builder.dim = [3, 30, 20, 10, 1, 1, 1, 1]
    builder.pixdim = [1, 3, 4, 9, 0, 0, 0, 0]
    builder.datatype = datatype
    change(&builder)
    let bytes = builder.file(builder.payload(labels))
    return compressed ? gzip(bytes) : bytes
  }

  private func labels(_ seed: UInt64, meanRun: Int) -> [Double] {
    var random = SeededGenerator(seed)
    var labels: [Double] = []
    while labels.count < 6000 {
      let run = Int.random(in: 1...(2 * meanRun), using: &random)
      labels += [Double](
        repeating: Double(Int.random(in: 0...3, using: &random)),
        count: min(run, 6000 - labels.count))
    }
    return labels
  }

  @Test(arguments: [1, 5, 200])
  func countsEveryTupleOfLabels(_ meanRun: Int) throws {
    let volumes = (0..<3).map { labels(UInt64(20 + $0), meanRun: meanRun) }
    let folder = TemporaryFolder()
    let paths = [
      folder.write(file(volumes[0], datatype: 2, compressed: true), as: "a.nii.gz"),
      folder.write(file(volumes[1], datatype: 4, compressed: false), as: "b.nii"),
      folder.write(file(volumes[2], datatype: 64, compressed: true), as: "c.nii.gz"),
    ]
    var plain: [[Label]: Int] = [:]
    for voxel in 0..<6000 { plain[volumes.map { Label(Int($0[voxel])) }, default: 0] += 1 }
    let aligned = try AlignedScans(paths: paths)
    #expect(
      aligned.joint
        == JointCensus(plain.map { JointCensus.Combination(labels: $0.key, voxels: $0.value) }))
    for (scan, path) in zip(aligned.scans, paths) {
      #expect(scan == (try ScanMeasurement(path: path)), "one pass gives each file's own census")
    }
    #expect(aligned.joint.voxels { _ in true } == 6000)
  }

  @Test func anotherGridIsRefusedByTheFileThatHasIt() throws {
    let folder = TemporaryFolder()
    let one = labels(1, meanRun: 5)
    let first = folder.write(file(one, datatype: 2, compressed: false), as: "a.nii")
    let moved = folder.write(
      file(one, datatype: 2, compressed: false) { $0.origin = [0.003, 0, 0] }, as: "moved.nii")
    let nearly = folder.write(
      file(one, datatype: 2, compressed: false) { $0.origin = [0.001, 0, 0] }, as: "nearly.nii")
    let other = folder.write(
      file(one, datatype: 2, compressed: false) { $0.dim = [3, 20, 30, 10, 1, 1, 1, 1] },
      as: "other.nii")
    for bad in [moved, other] {
      let error = #expect(throws: AlignedScansError.self) {
        try AlignedScans(paths: [first, nearly, bad])
      }
      #expect(error?.code == "E-GRID")
      #expect(error?.index == 2)
    }
  }

  @Test func aDamagedFileIsNamedByItsPlace() throws {
    let folder = TemporaryFolder()
    let one = labels(1, meanRun: 5)
    let good = folder.write(file(one, datatype: 2, compressed: true), as: "a.nii.gz")
    var bytes = file(one, datatype: 2, compressed: true)
    bytes[bytes.count - 6] ^= 1
    let bad = folder.write(bytes, as: "b.nii.gz")
    let error = #expect(throws: AlignedScansError.self) { try AlignedScans(paths: [good, bad]) }
    #expect(error?.index == 1)
    #expect(error?.code == "E-CRC")
    let image = folder.write(
      file(one.map { $0 / 2 }, datatype: 16, compressed: false), as: "image.nii")
    let refused = #expect(throws: AlignedScansError.self) {
      try AlignedScans(paths: [good, image])
    }
    #expect(refused?.code == "E-NOT-LABELS")
  }
}
