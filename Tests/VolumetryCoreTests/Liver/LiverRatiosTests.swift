import Testing

@testable import VolumetryCore

@Suite("Ratios of the remnant")
struct LiverRatiosTests {
  static func volumes(
    _ tlv: Double, tumour: Double? = nil, flr: Double? = nil
  ) throws -> LiverVolumes {
    try LiverVolumes(
      tlv: Millilitres(tlv), tumour: tumour.map { Millilitres($0) },
      flr: flr.map { Millilitres($0) })
  }

  static func variation(_ remnant: Double, _ liver: Double) throws -> LiverRatios.Variation {
    // Bound first: beside an optional parameter the requirement would be taken as redundant.
    let ofRemnant: CoefficientOfVariation = try #require(.init(percent: remnant))
    let ofLiver: CoefficientOfVariation = try #require(.init(percent: liver))
    return LiverRatios.Variation(remnant: ofRemnant, liver: ofLiver)
  }

  @Test("A ratio without its inputs is absent, with the reason by its key")
  func undefined() throws {
    let nothing = LiverRatios(try Self.volumes(1500))
    #expect(
      nothing.undefined.map(\.quantity) == [
        "flr_tlv_pct", "flr_tflv_pct", "sflr_pct", "flr_bw_pct",
      ])
    #expect(nothing.undefined.allSatisfy { $0.reason == "flr is not known" })
    #expect(nothing.flrTLVPercent == nil)
    let remnant = LiverRatios(try Self.volumes(1500, flr: 300))
    #expect(remnant.flrTLVPercent?.value == 20)
    #expect(
      remnant.undefined == [
        UndefinedQuantity("flr_tflv_pct", reason: "tflv is not known"),
        UndefinedQuantity("sflr_pct", reason: "telv is not known"),
        UndefinedQuantity("flr_bw_pct", reason: "weight_kg is not known"),
      ])
  }

  @Test("FLR/BW is a percentage, and scales with density")
  func bodyWeight() throws {
    let volumes = try Self.volumes(1500, flr: 350)
    func percent(_ density: GramsPerMillilitre) -> Double? {
      let body = LiverRatios.Body(weight: Kilograms(70), density: density)
      return LiverRatios(volumes, body: body).flrBWPercent?.value
    }
    #expect(percent(.conventional) == 0.5)
    #expect(abs(try #require(percent(GramsPerMillilitre(1.1))) - 0.55) < 1e-12)
  }

  @Test(
    "A denominator that is not positive and finite gives no ratio, and says what was found",
    arguments: [0, -1, Double.nan, .infinity])
  func impossibleDenominators(value: Double) throws {
    let body = LiverRatios.Body(
      telv: Millilitres(value), weight: Kilograms(value), density: .conventional)
    let ratios = LiverRatios(try Self.volumes(1500, tumour: 100, flr: 300), body: body)
    #expect(ratios.sflrPercent == nil)
    #expect(ratios.flrBWPercent == nil)
    #expect(ratios.undefined.map(\.quantity) == ["sflr_pct", "flr_bw_pct"])
    #expect(ratios.undefined.allSatisfy { $0.reason.contains("\(value)") })
    let thin = LiverRatios.Body(weight: Kilograms(70), density: GramsPerMillilitre(value))
    let light = LiverRatios(try Self.volumes(1500, flr: 300), body: thin)
    #expect(light.flrBWPercent == nil)
  }

  @Test("A weight so small that the ratio leaves the numbers gives none")
  func overflow() throws {
    let body = LiverRatios.Body(weight: Kilograms(.leastNonzeroMagnitude))
    let ratios = LiverRatios(try Self.volumes(1500, flr: 300), body: body)
    #expect(ratios.flrBWPercent == nil)
    #expect(ratios.undefined.contains { $0.quantity == "flr_bw_pct" })
  }

  @Test("The denominator's scan is chosen for TLV and TFLV alike, and named")
  func denominator() throws {
    let first = try Self.volumes(1500, tumour: 200, flr: 300)
    let second = try Self.volumes(1560, tumour: 200, flr: 480)
    let same = LiverRatios(second)
    let onFirst = LiverRatios(second, denominator: .firstScan(first))
    #expect(same.denominatorTimepoint == .sameScan)
    #expect(onFirst.denominatorTimepoint == .firstScan)
    #expect(onFirst.flrTLVPercent?.value == 32)
    #expect(abs(try #require(onFirst.flrTFLVPercent?.value) - 36.923076923) < 1e-8)
    let unknown = LiverRatios(second, denominator: .firstScan(try Self.volumes(1500)))
    #expect(unknown.flrTFLVPercent == nil)
    #expect(unknown.undefined.first?.reason == "tflv of the first scan is not known")
  }

  @Test("Ratios to TELV and weight have the remnant's relative deviation")
  func proportionalDeviation() throws {
    let body = LiverRatios.Body(telv: Millilitres(1500), weight: Kilograms(60))
    let ratios = LiverRatios(
      try Self.volumes(1500, flr: 300), body: body, variation: try Self.variation(5, 2))
    #expect(abs(try #require(ratios.sflrPercent?.sd) - 1) < 1e-12)
    #expect(abs(try #require(ratios.flrBWPercent?.sd) - 0.025) < 1e-12)
  }

  @Test("A variation that is not stated gives no deviation, one of 0 gives 0")
  func noVariation() throws {
    let volumes = try Self.volumes(1500, tumour: 100, flr: 300)
    let body = LiverRatios.Body(telv: Millilitres(1500))
    let remnantOnly = LiverRatios.Variation(
      remnant: CoefficientOfVariation(percent: 5), liver: nil)
    let partly = LiverRatios(volumes, body: body, variation: remnantOnly)
    #expect(partly.flrTLVPercent?.sd == nil)
    #expect(partly.sflrPercent?.sd != nil)
    let exact = LiverRatios(volumes, body: body, variation: try Self.variation(0, 0))
    #expect(exact.flrTLVPercent?.sd == 0)
    #expect(exact.flrTFLVPercent?.sd == 0)
    #expect(exact.sflrPercent?.sd == 0)
  }

  @Test("The remnant as whole liver has no deviation: it cannot be more or less than all")
  func remnantIsLiver() throws {
    let ratios = LiverRatios(
      try Self.volumes(1500, tumour: 0, flr: 1500), variation: try Self.variation(5, 2))
    #expect(ratios.flrTLVPercent == UncertainValue(100, sd: 0))
  }

  @Test("Deviations of measured ratios agree with 200 000 simulated measurements")
  func simulation() throws {
    var generator = SeededGenerator(42)
    let (f, d, firstF, firstD, cvF, cvD) = (480.0, 880.0, 300.0, 1000.0, 0.05, 0.02)
    let variation = try Self.variation(100 * cvF, 100 * cvD)
    let second = try Self.volumes(f + d, tumour: 0, flr: f)
    let first = try Self.volumes(firstF + firstD, tumour: 0, flr: firstF)
    let same = try #require(LiverRatios(second, variation: variation).flrTFLVPercent?.sd)
    let onFirst = try #require(
      LiverRatios(second, denominator: .firstScan(first), variation: variation)
        .flrTFLVPercent?.sd)
    var (sameScan, firstScan) = (Spread(), Spread())
    for _ in 0..<200_000 {
      let remnant = f * (1 + cvF * generator.normal())
      sameScan.add(100 * remnant / (remnant + d * (1 + cvD * generator.normal())))
      let total =
        firstF * (1 + cvF * generator.normal()) + firstD * (1 + cvD * generator.normal())
      firstScan.add(100 * remnant / total)
    }
    #expect(abs(sameScan.sd / same - 1) < 0.02)
    #expect(abs(firstScan.sd / onFirst - 1) < 0.02)
  }
}

extension SeededGenerator {
  /// About standard normal: twelve uniform numbers have variance 1.
  mutating func normal() -> Double {
    var sum = -6.0
    for _ in 0..<12 { sum += Double.random(in: 0..<1, using: &self) }
    return sum
  }
}

/// Running mean and standard deviation.
struct Spread {
  private var count = 0.0
  private var mean = 0.0
  private var squares = 0.0

  mutating func add(_ value: Double) {
    count += 1
    let delta = value - mean
    mean += delta / count
    squares += delta * (value - mean)
  }

  var sd: Double { (squares / (count - 1)).squareRoot() }
}
