import Testing

@testable import VolumetryCore

/// The checks of the label policy, and the slice-thickness rows.
@Suite struct LabelPolicyTests {
  private static func check(_ volumes: LiverVolumes, _ id: LabelPolicyCheck.ID) -> LabelPolicyCheck
  {
    volumes.policyChecks[LabelPolicyCheck.ID.allCases.firstIndex(of: id)!]
  }

  /// Combinations of two volumes of 1000 mm³ voxels: liver and FLR in one, tumour in the other.
  private static func measured(
    _ counts: [[Label]: Int], special: [SpecialTissue: LabelSet] = [:]
  ) throws -> LiverVolumes {
    var roles = LiverRoles(
      liver: LiverRoles.Region(volume: 0, labels: LabelSet([1, 2])),
      tumour: LiverRoles.Region(volume: 1, labels: LabelSet([9])),
      flr: LiverRoles.Region(volume: 0, labels: LabelSet([2, 3])))
    roles.special = special
    return try LiverVolumes(
      JointCensus(counts.map { JointCensus.Combination(labels: $0.key, voxels: $0.value) }),
      voxelVolume: CubicMillimetres(1000), roles: roles)
  }

  @Test func everyCheckHoldsOnACleanScan() throws {
    let volumes = try Self.measured([[0, 0]: 50, [1, 0]: 700, [1, 9]: 100, [2, 0]: 400])
    #expect(volumes.policyChecks.map(\.id) == LabelPolicyCheck.ID.allCases)
    #expect(volumes.policyChecks.allSatisfy { $0.result == .holds })
    #expect(volumes.resected == Millilitres(700))
  }

  @Test func whatLiesOutsideIsToldInMillilitres() throws {
    let volumes = try Self.measured([
      [0, 0]: 50, [1, 0]: 700, [1, 9]: 100, [0, 9]: 30, [2, 0]: 400, [3, 0]: 20,
    ])
    let remnant = Self.check(volumes, .flrInsideLiver)
    #expect(remnant.result == .fails && remnant.volume == Millilitres(20))
    let tumour = Self.check(volumes, .tumourInsideLiver)
    #expect(tumour.result == .fails && tumour.volume == Millilitres(30))
    // FLR that is not liver is not resected liver either: the sum lacks nothing.
    #expect(Self.check(volumes, .partsSum).result == .holds)
    #expect(volumes.resected == Millilitres(700))
  }

  @Test func typedVolumesAreCheckedWhereTheyCanBe() throws {
    let fitting = try LiverVolumes(
      tlv: Millilitres(1500), tumour: Millilitres(200), flr: Millilitres(300))
    #expect(fitting.resected == Millilitres(1000))
    #expect(Self.check(fitting, .partsSum).result == .holds)
    #expect(Self.check(fitting, .flrInsideLiver).result == .unknown)
    let beyond = try LiverVolumes(
      tlv: Millilitres(1500), tumour: Millilitres(1300), flr: Millilitres(300))
    let check = Self.check(beyond, .partsSum)
    #expect(check.result == .fails && check.volume == Millilitres(100))
    let unknown = try LiverVolumes(tlv: Millilitres(1500), flr: Millilitres(300))
    #expect(Self.check(unknown, .partsSum).result == .unknown && unknown.resected == nil)
  }

  /// Cysts and ablated zones are no working liver; vessels are told and not subtracted.
  @Test func tissuesThatAreSetApart() throws {
    let counts: [[Label]: Int] = [
      [0, 0]: 50, [1, 0]: 700, [1, 9]: 100, [2, 0]: 400, [5, 0]: 40, [5, 9]: 10, [3, 0]: 25,
      [6, 0]: 60, [1, 1]: 0,
    ]
    let volumes = try Self.measured(
      counts,
      special: [.cyst: LabelSet([5]), .ablation: LabelSet([3]), .vessels: LabelSet([6])])
    #expect(volumes.special[.cyst] == Millilitres(50), "as labelled, tumour in it included")
    #expect(volumes.special[.ablation] == Millilitres(25))
    #expect(volumes.special[.vessels] == Millilitres(60))
    #expect(volumes.nonFunctional == Millilitres(65), "what is tumour too is tumour")
    #expect(volumes.flr == Millilitres(400), "the ablated zone in the FLR is not FLR")
    #expect(volumes.tlv == Millilitres(700 + 110 + 400 + 40 + 25), "vessels are not liver here")
    #expect(volumes.tflv == Millilitres(1275 - 110 - 65))
    #expect(volumes.resected == Millilitres(700))
    #expect(Self.check(volumes, .partsSum).result == .holds)
    let plain = try Self.measured(counts)
    #expect(plain.flr == Millilitres(425) && plain.special.isEmpty)
  }

  @Test func theRowsOfThePaper() throws {
    // Hori 2011: 1322.5 mL at 0.625 mm; 1313.3, 1310.3 and 1268.2 in thicker slices.
    for (thickness, volume) in [(2.5, 1313.3), (5, 1310.3), (10, 1268.2)] {
      let row = try #require(
        SliceBias.all.first { $0.region == .wholeLiver && $0.thickness.value == thickness })
      #expect(abs(row.read(of: Millilitres(1322.5)).value - volume) < 0.1)
    }
    #expect(SliceBias.source.evidence == .verified)
  }

  @Test("slice.bias: 5 mm slices read 24.02 % of a growth of 30 %")
  func sliceBias() throws {
    let vector = try ClinicalVectors.vector("slice.bias")
    let row = try #require(SliceBias.row(before: Millimetres(0.8), after: Millimetres(5)))
    #expect(row.percent == (try vector.number("bias_pct")))
    let (before, truth) = (
      Millilitres(try vector.number("flr1_ml")), Millilitres(try vector.number("flr2_true_ml"))
    )
    let read = row.read(of: truth)
    let growth = Growth(before: MeasuredVolume(before), after: MeasuredVolume(read))
    try vector.check(["apparent_increase_pct": [growth.relativePercent?.value]])
    let later = try #require(row.relativePercent(before: before, after: read, isLaterThick: true))
    #expect(abs(later - 30) < 1e-9)
    let earlier = try #require(
      row.relativePercent(before: row.read(of: before), after: truth, isLaterThick: false))
    #expect(abs(earlier - 30) < 1e-9)
    #expect(row.relativePercent(before: .zero, after: truth, isLaterThick: true) == nil)
  }

  @Test func onlyThicknessesOfTheTableAreCovered() {
    func row(_ a: Double, _ b: Double) -> SliceBias? {
      SliceBias.row(before: Millimetres(a), after: Millimetres(b))
    }
    #expect(row(1, 5) != nil && row(5, 0.625) != nil && row(0.9, 4.9999) != nil)
    #expect(row(1.1, 5) == nil && row(1, 4.5) == nil && row(1, 2.5) == nil)
    #expect(row(1, 10) == nil, "the paper has no remnant-sized region at 10 mm")
    #expect(row(5, 5) == nil && row(1, 1) == nil)
  }
}
