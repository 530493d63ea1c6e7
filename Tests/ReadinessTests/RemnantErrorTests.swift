import Records
import Testing
import VolumetryCore

@testable import Readiness

/// Which deviation a scan's FLR has, by the model that is asked for and what its labels show.
@Suite struct RemnantErrorTests {
  /// An FLR of 400 mL whose surface is 300 cm², 90 cm² of it the plane, in voxels of 1 mm.
  private static func labelled() throws -> MeasuredScan {
    let roles = LiverRoles(liver: LabelSet([1, 2]), tumour: LabelSet([9]), flr: LabelSet([2]))
    let shape = try #require(GridShape(8, 8, 8))
    let grid = Grid(
      shape: shape, affine: Affine(diagonal: [1, 1, 1]), voxelVolume: CubicMillimetres(1),
      source: .sform, knowsOrientation: true)
    let census = FaceCensus([
      FaceCensus.Contact([2], [1], faces: FaceCounts(i: 9000, j: 0, k: 0)),
      FaceCensus.Contact([2], [0], faces: FaceCounts(i: 6000, j: 15_000, k: 15_000)),
    ])
    let volumes = try LiverVolumes(
      JointCensus([
        JointCensus.Combination(labels: [1], voxels: 1_000_000),
        JointCensus.Combination(labels: [2], voxels: 400_000),
        JointCensus.Combination(labels: [9], voxels: 100_000),
      ]), voxelVolume: CubicMillimetres(1), roles: roles)
    return MeasuredScan(
      index: 0, scan: Scan(source: .segmentation("a.nii")), volumes: volumes,
      shape: ScanShape(
        surface: RemnantSurface(census, roles: roles, grid: grid),
        sliceThickness: Millimetres(1)))
  }

  private static let typed = MeasuredScan(
    index: 1, scan: Scan(source: .volumes(Scan.TypedVolumes(flr: Millilitres(400)))), volumes: nil,
    flr: Millilitres(400))

  private func record(_ uncertainty: String) throws -> Case {
    try Case(yaml: "uncertainty: {\(uncertainty)}")
  }

  @Test func bothModelsStandBesideEachOther() throws {
    let scan = try Self.labelled()
    for (model, used) in [("cv", 20.0), ("boundary", 15.0)] {
      let record = try record("model: \(model), flr_cv_percent: 5")
      let error = record.remnantError(of: scan)
      #expect(abs(try #require(error.surface).value - 300) < 1e-9)
      #expect(abs(try #require(error.planeArea).value - 90) < 1e-9 && !error.isPlaneStated)
      #expect(abs(try #require(error.cvSD).value - 20) < 1e-12)
      #expect(abs(try #require(error.boundarySD).value - 15) < 1e-12, "300 cm² · 0.5 mm")
      #expect(abs(try #require(record.remnant(of: scan)?.sd).value - used) < 1e-9)
      #expect(error.planeShift == .zero && !error.isLowerBound)
    }
  }

  @Test func thePlaneShiftAddsItsVolumeInSquares() throws {
    let scan = try Self.labelled()
    // 90 cm² · 4 mm = 36 mL; with 15 mL of the boundary 39 mL.
    let measured = try record("model: boundary, plane_shift_mm: 4")
    #expect(abs(try #require(measured.remnant(of: scan)?.sd).value - 39) < 1e-9)
    #expect(measured.variation(of: scan).planeShift.value == 36)
    // A stated area takes the place of the measured one: 50 cm² · 4 mm = 20 mL.
    let stated = try record("model: boundary, plane_shift_mm: 4, plane_area_cm2: 50")
    #expect(abs(try #require(stated.remnant(of: scan)?.sd).value - 25) < 1e-9)
    #expect(stated.remnantError(of: scan).isPlaneStated)
    // So typed volumes have one too.
    #expect(abs(try #require(stated.remnantError(of: Self.typed).planeShift).value - 20) < 1e-12)
  }

  /// A shift without an area cannot be computed: the deviation is said to be too small.
  @Test func aShiftWithoutAPlaneIsALowerBound() throws {
    let record = try record("plane_shift_mm: 3")
    let error = record.remnantError(of: Self.typed)
    #expect(error.planeShift == nil && error.isLowerBound)
    #expect(abs(try #require(record.remnant(of: Self.typed)?.sd).value - 20) < 1e-12)
    let warnings = UncertaintyNotes.warnings(record, [Self.typed, try Self.labelled()])
    #expect(warnings.map(\.code) == ["W-PLANE-SHIFT"])
    #expect(warnings[0].message.contains("scans[1]") && !warnings[0].message.contains("scans[0]"))
    #expect(UncertaintyNotes.warnings(Case(), [Self.typed]).isEmpty)
  }

  @Test func typedVolumesHaveNoBoundary() throws {
    let record = try record("model: boundary")
    let error = record.remnantError(of: Self.typed)
    #expect(error.boundarySD == nil && error.surface == nil && error.model == .cv)
    #expect(abs(try #require(record.remnant(of: Self.typed)?.sd).value - 20) < 1e-12)
    #expect(
      UncertaintyNotes.warnings(record, [Self.typed]).map(\.code) == ["W-BOUNDARY-MODEL"])
    let row = ScanUncertainty(record, Self.typed)
    #expect(row.reasons.map(\.quantity) == ["boundary_sd_ml", "plane_cm2"])
    #expect(abs(try #require(row.minimumDetectableChangePercent) - 13.859) < 1e-3)
  }

  /// A shift of the plane never lets a case pass that did not pass without it.
  @Test(arguments: [370.0, 380, 390, 395, 400, 420, 450, 480])
  func aPlaneShiftNeverMakesAVerdictMoreCertain(_ flr: Double) throws {
    let without = try CompleteCase.changed(("flr: 480", "flr: \(flr)"))
    var verdicts: [Verdict] = []
    for shift in [0.0, 1, 3, 6] {
      var shifted = without
      shifted.uncertainty.statedPlaneShift = Millimetres(shift)
      shifted.uncertainty.statedPlaneArea = SquareCentimetres(80)
      verdicts.append(try assess(shifted).verdict)
      let sd = try #require(try assess(shifted).finding("flr-relative-increase").observation.sd)
      var smaller = shifted
      smaller.uncertainty.statedPlaneShift = .zero
      let least = try #require(
        try assess(smaller).finding("flr-relative-increase").observation.sd)
      #expect(shift == 0 ? sd == least : sd > least)
    }
    for verdict in verdicts.dropFirst() where verdicts[0] != .go { #expect(verdict != .go) }
  }

  @Test func tissueThatIsCompromisedCanBeLeftOut() throws {
    var scan = Scan(source: .volumes(Scan.TypedVolumes(tlv: Millilitres(1500))))
    scan.flrCompromised = Millilitres(60)
    let volumes = try LiverVolumes(
      tlv: Millilitres(1500), tumour: .zero, flr: Millilitres(400))
    let measured = MeasuredScan(index: 0, scan: scan, volumes: volumes)
    #expect(measured.uncompromised?.flr == Millilitres(340))
    #expect(measured.uncompromised?.volumes?.tlv == Millilitres(1500))
    scan.flrCompromised = nil
    #expect(MeasuredScan(index: 0, scan: scan, volumes: volumes).uncompromised == nil)
    #expect(MeasuredScan(index: 0, scan: scan, volumes: nil).uncompromised == nil)
  }
}
