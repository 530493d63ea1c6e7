import Testing

@testable import VolumetryCore

/// What the field of view cuts is a bound wherever it feeds a liver quantity.
@Suite struct BoundTests {
  /// Liver 800 mL of label 1, remnant 400 mL of label 2, tumour 100 mL of label 9.
  private func volumes(cut: Set<LiverRole>) throws -> LiverVolumes {
    let census = JointCensus([
      JointCensus.Combination(labels: [1], voxels: 800),
      JointCensus.Combination(labels: [2], voxels: 400),
      JointCensus.Combination(labels: [9], voxels: 100),
    ])
    return try LiverVolumes(
      census, voxelVolume: CubicMillimetres(1000),
      roles: LiverRoles(liver: LabelSet([1...2]), tumour: LabelSet([9]), flr: LabelSet([2])),
      cut: cut)
  }

  private let body = LiverRatios.Body(telv: Millilitres(1500), weight: Kilograms(70))

  @Test func aWholeLiverHasNoBounds() throws {
    let volumes = try volumes(cut: [])
    #expect(volumes.bounds.isEmpty)
    #expect(LiverRatios(volumes, body: body).bounds.isEmpty)
  }

  @Test func aCutLiverMakesTheShareOfTheRemnantAnUpperBound() throws {
    let volumes = try volumes(cut: [.liver])
    #expect(volumes.bounds == ["tlv": .lower, "tflv": .lower])
    #expect(
      LiverRatios(volumes, body: body).bounds
        == ["flr_tlv_pct": .upper, "flr_tflv_pct": .upper])
    #expect(volumes.tlv.value == 1300, "never zero, never changed")
  }

  @Test func aCutRemnantIsALowerBoundOfWhatBodySizeDivides() throws {
    let volumes = try volumes(cut: [.flr, .liver])
    #expect(volumes.bounds == ["tlv": .lower, "tflv": .lower, "flr": .lower])
    #expect(
      LiverRatios(volumes, body: body).bounds == [
        "flr_tlv_pct": .either, "flr_tflv_pct": .either, "sflr_pct": .lower, "flr_bw_pct": .lower,
      ])
  }

  @Test func whatIsResectedIsBoundedFromTheOtherSide() throws {
    let cut = LiverRatios(try volumes(cut: [.flr, .liver]), body: body)
    #expect(
      cut.resectedBounds == [
        "resected_tlv_pct": .either, "resected_tflv_pct": .either, "resected_telv_pct": .upper,
      ])
    let liver = LiverRatios(try volumes(cut: [.liver]), body: body)
    #expect(
      liver.resectedBounds == ["resected_tlv_pct": .lower, "resected_tflv_pct": .lower])
    #expect(LiverRatios(try volumes(cut: []), body: body).resectedBounds.isEmpty)
  }

  @Test func behindACutTumourThereMayBeLiver() throws {
    #expect(
      try volumes(cut: [.tumour]).bounds == ["tlv": .lower, "tflv": .lower, "tumour": .lower])
  }

  @Test func theFirstScansLiverDividesWhereItIsAskedTo() throws {
    let (whole, cut) = (try volumes(cut: []), try volumes(cut: [.liver]))
    let later = LiverRatios(whole, denominator: .firstScan(cut), body: body)
    #expect(later.bounds == ["flr_tlv_pct": .upper, "flr_tflv_pct": .upper])
    #expect(LiverRatios(cut, denominator: .firstScan(whole), body: body).bounds.isEmpty)
    let unknown = LiverRatios(try volumes(cut: [.flr]), denominator: .unknownFirstScan, body: body)
    #expect(unknown.bounds == ["sflr_pct": .lower, "flr_bw_pct": .lower], "no value, no bound")
  }

  @Test func whatThePlanTakesAwayLeavesTheBound() throws {
    let net = try volumes(cut: [.flr]).removingFromRemnant(Millilitres(40))
    #expect(net.bounds["flr"] == .lower)
  }

  @Test func quotients() {
    for (a, b, expected) in [
      (nil, nil, nil), (Bound.lower, nil, Bound.lower), (nil, .lower, .upper),
      (nil, .upper, .lower), (.lower, .upper, .lower), (.upper, .lower, .upper),
      (.lower, .lower, .either), (.either, nil, .either), (nil, .either, .either),
    ] as [(Bound?, Bound?, Bound?)] {
      #expect(Bound.quotient(a, b) == expected)
    }
  }

  @Test func growthOfCutRemnants() {
    for (before, after, growth, time) in [
      (nil, nil, nil, nil), (.lower, nil, .upper, .lower), (nil, .lower, .lower, .upper),
      (.lower, .lower, .either, .either), (.upper, nil, .lower, .upper),
      (nil, .upper, .upper, .lower), (.upper, .upper, .either, .either),
      (.lower, .upper, .upper, .lower), (.upper, .lower, .lower, .upper),
      (.either, nil, .either, .either), (nil, .either, .either, .either),
      (.either, .lower, .either, .either), (.either, .upper, .either, .either),
      (.lower, .either, .either, .either), (.upper, .either, .either, .either),
      (.either, .either, .either, .either),
    ] as [(Bound?, Bound?, Bound?, Bound?)] {
      let bounds = GrowthBounds(before: before, after: after)
      #expect(bounds.growth == growth, "\(bounds)")
      #expect(bounds.time == time, "\(bounds)")
    }
  }
}
