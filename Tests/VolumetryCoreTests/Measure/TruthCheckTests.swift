import Testing

@testable import VolumetryCore

/// A comparison that cannot say "wrong" would call every reader right.
@Suite struct TruthCheckTests {
  private func judgement(
    _ truth: KnownFile.Truth, _ found: Result<[Label: CubicMillimetres], VolumeError>
  ) -> TruthCheck.Judgement {
    let file = KnownFile(
      name: "a", path: "a.nii", truth: truth, options: ReadingOptions(), note: nil)
    return TruthCheck(file, found: found).judgement
  }

  private func volumes(_ values: [Label: Double]) -> [Label: CubicMillimetres] {
    values.mapValues { CubicMillimetres($0) }
  }

  private func reason(_ truth: [Label: Double], _ found: [Label: Double]) -> String? {
    switch judgement(.volumes(volumes(truth)), .success(volumes(found))) {
    case .wrong(let reason): reason
    case .right, .refused: nil
    }
  }

  @Test func equalLabelsAndVolumesAreRight() {
    #expect(judgement(.volumes([:]), .success([:])) == .right)
    let found = volumes([1: 900 * (1 + 0.9e-5), -2: 288])
    #expect(judgement(.volumes(volumes([1: 900, -2: 288])), .success(found)) == .right)
  }

  @Test func everyDifferenceIsWrongAndNamesItsLabel() {
    #expect(reason([1: 900], [1: 900 * (1 + 1.1e-5)])?.hasPrefix("label 1 is 900.00") == true)
    #expect(reason([1: 900], [1: 900 * (1 - 1.1e-5)])?.hasPrefix("label 1 is 899.99") == true)
    #expect(reason([1: 900, 2: 288], [1: 900]) == "label 2 is missing, expected 288.0 mm³")
    #expect(reason([1: 900], [1: 900, -7: 1.5]) == "label -7 is not in the file, found 1.5 mm³")
    #expect(reason([:], [3: 1]) == "label 3 is not in the file, found 1.0 mm³")
    #expect(reason([1: 900], [1: .nan]) != nil)
  }

  @Test func aRefusalIsRightOnlyWhereItIsAskedFor() {
    #expect(judgement(.mustBeRefused, .failure(.empty)) == .refused)
    guard case .wrong = judgement(.mustBeRefused, .success([:])) else {
      Issue.record("a measured file that must be refused is wrong")
      return
    }
    guard case .wrong = judgement(.volumes([:]), .failure(.empty)) else {
      Issue.record("a refused file that can be measured is wrong")
      return
    }
  }

  @Test func anAbsentFileIsNoRefusal() throws {
    let folder = TemporaryFolder()
    func file(_ path: String) -> KnownFile {
      KnownFile(
        name: "a", path: path, truth: .mustBeRefused, options: ReadingOptions(), note: nil)
    }
    #expect(throws: VolumeError.notFound) { try TruthCheck(file("a.nii"), in: folder.path) }
    _ = folder.write(NIfTIBuilder().header(), as: "b.hdr")
    #expect(try TruthCheck(file("b.hdr"), in: folder.path).judgement == .refused)
  }

  @Test func theGeometryOfTheOptionsIsUsed() throws {
    var builder = NIfTIBuilder()
    builder.rows = [[10, 0, 0, 0], [0, 10, 0, 0], [0, 0, 10, 0]]
    let folder = TemporaryFolder()
    _ = folder.write(builder.file(builder.payload(HeaderTests.voxels)), as: "a.nii")
    for (source, voxel) in [(GeometrySource.sform, 1000.0), (.qform, 24000)] {
      let file = KnownFile(
        name: "a", path: "a.nii", truth: .volumes(volumes([1: 5 * voxel, 2: 3 * voxel])),
        options: ReadingOptions { $0.geometry = source }, note: nil)
      #expect(try TruthCheck(file, in: folder.path).judgement == .right)
    }
  }
}
