import Records
import Testing
import VolumetryCore

@testable import Readiness

/// Thresholds as volumes, and what a plan reads of its scans.
@Suite struct PlanTests {
  private var inputs: VolumeMeasure.Inputs {
    var inputs = VolumeMeasure.Inputs()
    inputs.weight = Kilograms(70)
    inputs.telv = Millilitres(1509.655448)
    inputs.tlv = Millilitres(1560)
    inputs.tflv = Millilitres(1360)
    inputs.firstFLR = Millilitres(300)
    inputs.daysSinceProcedure = 7
    inputs.bodySurfaceArea = SquareMetres(1.8)
    return inputs
  }

  /// Each measure, computed of the volume at its threshold, is the threshold.
  @Test(arguments: VolumeMeasure.allCases)
  func theVolumeAtAThresholdStandsOnIt(_ measure: VolumeMeasure) throws {
    for threshold in [0.5, 2, 20, 29.9, 30] {
      let flr = try #require(measure.flr(at: threshold, inputs))
      let back = try value(measure, flr)
      #expect(abs(back - threshold) < 1e-9, "\(measure.rawValue) \(threshold): \(back)")
    }
  }

  /// The product's own number of a volume.
  private func value(_ measure: VolumeMeasure, _ flr: Millilitres) throws -> Double {
    let body = LiverRatios.Body(telv: inputs.telv, weight: inputs.weight)
    let growth = Growth(
      before: MeasuredVolume(Millilitres(300)), after: MeasuredVolume(flr), telv: inputs.telv,
      clocks: Growth.Clocks(sinceProcedure: 7))
    guard [.sflr, .flrTLV, .flrTFLV].contains(measure) else {
      switch measure {
      case .dh: return try #require(growth.dhPercentagePoints).value
      case .relativeRate: return try #require(growth.sinceProcedure?.relativePercentPerDay).value
      case .flrBSA:
        let area = try #require(inputs.bodySurfaceArea)
        return try #require(LiverRatios.flrBodySurface(MeasuredVolume(flr), area: area)).value
      case .kgr: return try #require(growth.sinceProcedure?.dhPercentagePointsPerWeek).value
      case .relativeIncrease: return try #require(growth.relativePercent).value
      default:
        return try #require(LiverRatios.flrBodyWeight(MeasuredVolume(flr), weight: Kilograms(70)))
          .value
      }
    }
    let ratios = LiverRatios(
      try LiverVolumes(tlv: Millilitres(1560), tumour: Millilitres(200), flr: flr), body: body)
    switch measure {
    case .sflr: return try #require(ratios.sflrPercent).value
    case .flrTLV: return try #require(ratios.flrTLVPercent).value
    default: return try #require(ratios.flrTFLVPercent).value
    }
  }

  /// Card 3.4: 350 mL at 70 kg are 0.5 %.
  @Test func spareMillilitresHaveASide() throws {
    func spare(_ flr: Double, _ comparison: Comparison) -> Double? {
      SpareVolume(
        flr: Millilitres(flr), measure: .flrBodyWeight, comparison: comparison, threshold: 0.5,
        inputs: inputs)?.spare.value
    }
    #expect(spare(360, .atLeast) == 10 && spare(340, .above) == -10)
    #expect(spare(360, .atMost) == -10 && spare(340, .below) == 10)
    #expect(spare(350, .atLeast) == 0)
    #expect(spare(360, .oneOf) == nil)
  }

  @Test(arguments: VolumeMeasure.allCases)
  func whatIsNotKnownGivesNoVolume(_ measure: VolumeMeasure) {
    #expect(measure.flr(at: 1, VolumeMeasure.Inputs()) == nil)
    var nothing = inputs
    nothing.weight = .zero
    nothing.bodySurfaceArea = .zero
    nothing.telv = .zero
    nothing.tlv = .zero
    nothing.tflv = .zero
    nothing.firstFLR = .zero
    #expect(measure.flr(at: 1, nothing) == nil)
    var today = inputs
    today.daysSinceProcedure = 0
    #expect((measure.flr(at: 1, today) == nil) == [.kgr, .relativeRate].contains(measure))
  }

  private func reading(_ record: Case, _ plan: Int) throws -> PlanReading {
    let scans = try record.scans.enumerated().map { index, scan -> MeasuredScan in
      guard case .volumes(let typed)? = scan.source, let tlv = typed.tlv else {
        return MeasuredScan(index: index, scan: scan, volumes: nil)
      }
      var volumes = try LiverVolumes(tlv: tlv, tumour: typed.tumour, flr: typed.flr)
      let removal = record.removal(by: record.plans[plan], on: scan)
      if removal > .zero { volumes = try volumes.removingFromRemnant(removal) }
      return MeasuredScan(index: index, scan: scan, volumes: volumes)
    }
    return PlanReading(
      record, PlannedScans(plan: record.plans[plan], scans: scans), index: plan,
      choice: try BodyEstimate.Choice(telv: nil, bsa: nil), books: [book])
  }

  private let plans = """
    plans:
      - {id: plain, segment_1: resected}
      - {id: wedge, flr_minus: [{kind: wedge, volume_ml: 40, done: stage-1}]}
    scans:
    """

  @Test func everyPlanReadsTheScansThatCount() throws {
    let record = try CompleteCase.changed(("scans:", plans))
    let plain = try reading(record, 0)
    #expect(plain.scans.map(\.window) == [.baseline, .latest])
    #expect(plain.scans.map(\.day) == [-6, 7])
    #expect(plain.scans.map(\.gross?.value) == [300, 480])
    #expect(plain.scans.map(\.net?.volume.value) == [300, 480])
    #expect(plain.segmentOneWarning == nil, "typed volumes have no segment to contradict")
    let wedge = try reading(record, 1)
    #expect(wedge.scans.map(\.gross?.value) == [300, 480])
    #expect(wedge.scans.map(\.removed.value) == [40, 0], "what went at stage 1 is gone")
    #expect(wedge.scans.map(\.net?.volume.value) == [260, 480])
    #expect(abs(try #require(wedge.kinetics.latest?.relativePercent).value - 84.615384) < 1e-5)
    #expect(wedge.segmentOneWarning?.code == "W-SEGMENT-1")
  }

  @Test func everyVolumeThresholdOfABookIsAVolume() throws {
    let record = try CompleteCase.changed(("scans:", plans))
    let spares = try reading(record, 0).spares
    let rules = book.rules.filter { VolumeMeasure(rawValue: $0.datum.rawValue) != nil }
    #expect(!rules.isEmpty && spares.map(\.rule) == rules)
    let growth = try #require(spares.first { $0.measure == .relativeIncrease })
    #expect(growth.threshold == 30 && abs(growth.volume.atThreshold.value - 390) < 1e-9)
    #expect(abs(growth.volume.spare.value - 90) < 1e-9)
    let weight = try #require(spares.first { $0.measure == .flrBodyWeight })
    #expect(abs(weight.volume.atThreshold.value - 300) < 1e-9, "0.5 % of 60 kg")
  }

  @Test func aPlanSaysWhatItLacksByItsOwnPlace() throws {
    var record = try CompleteCase.changed(("scans:", plans))
    record.scans[1].source = .segmentation("a.nii")
    #expect(try reading(record, 1).missing == ["plans[1].flr"])
  }

  @Test func segmentOneIsToldWhereItsLabelIsKnown() throws {
    var record = Case()
    record.labels = LabelRoles(liver: LabelSet([1...8]))
    let roles = LiverRoles(liver: LabelSet([1...8]), tumour: nil, flr: LabelSet([2, 3]))
    let volumes = try LiverVolumes(
      JointCensus([
        JointCensus.Combination(labels: [1], voxels: 30),
        JointCensus.Combination(labels: [2], voxels: 300),
        JointCensus.Combination(labels: [5], voxels: 900),
      ]), voxelVolume: CubicMillimetres(1000), roles: roles)
    let scan = MeasuredScan(index: 0, scan: Scan(source: .segmentation("a.nii")), volumes: volumes)
    let without = try #require(
      SegmentOneChoice(record, Plan(id: "a", flr: LabelSet([2, 3]), segment1: .flr), scan))
    #expect(!without.isInRemnant && without.stated == .flr)
    #expect(without.volume == Millilitres(30) && without.otherFLR == Millilitres(330))
    #expect(abs(without.factor - 1.1) < 1e-12)
    let with = try #require(SegmentOneChoice(record, Plan(id: "b", flr: LabelSet([1...3])), scan))
    #expect(with.isInRemnant && with.otherFLR == Millilitres(270))
    record.labels = LabelRoles(liver: LabelSet([1...9]))
    #expect(
      SegmentOneChoice(record, Plan(id: "a", flr: LabelSet([2, 3])), scan) == nil,
      "label 1 need not be segment 1")
  }
}
