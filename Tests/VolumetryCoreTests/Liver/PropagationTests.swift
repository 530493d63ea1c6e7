import Foundation
import Testing

@testable import VolumetryCore

/// Every propagated standard deviation against a simulation of what it stands for.
@Suite struct PropagationTests {
  private static let draws = 200_000
  /// A standard deviation from n draws has a relative one of 1/√(2n); four of them, and a
  /// thousandth for what first order leaves out at these small deviations.
  private static let tolerance = 4 / (2 * Double(draws)).squareRoot() + 0.001

  /// Means, in mL, and deviations: small, so that first order is exact enough.
  private let f1 = 300.0
  private let f2 = 480.0
  private let rest = 1000.0
  private let tumour = 200.0
  private let telv = 1509.655448
  private let weight = 70.0
  private let days = 7
  /// What the plane moves.
  private let plane1 = 1.2
  private let plane2 = 2.1

  private func cv(_ percent: Double) throws -> CoefficientOfVariation {
    try #require(CoefficientOfVariation(percent: percent))
  }

  private struct Draw {
    let f1: Double
    let f2: Double
    /// Liver outside the second remnant, without tumour.
    let rest: Double
    let tumourError: Double
    /// What the plane moved from the rest into the second remnant.
    let moved: Double
  }

  private func sd(seed: UInt64, _ quantity: (Draw) -> Double) -> Double {
    var random = NormalNumbers(seed)
    var (sum, squares) = (0.0, 0.0)
    let centre = quantity(Draw(f1: f1, f2: f2, rest: rest, tumourError: 0, moved: 0))
    for _ in 0..<Self.draws {
      let moved = random.next() * plane2
      let value =
        quantity(
          Draw(
            f1: f1 * (1 + 0.004 * random.next()) + random.next() * plane1,
            f2: f2 * (1 + 0.004 * random.next()) + moved, rest: rest * (1 + 0.003 * random.next()),
            tumourError: tumour * 0.01 * random.next(), moved: moved)) - centre
      sum += value
      squares += value * value
    }
    let mean = sum / Double(Self.draws)
    return (squares / Double(Self.draws) - mean * mean).squareRoot()
  }

  private func check(
    _ found: UncertainValue?, seed: UInt64, _ name: String, _ quantity: (Draw) -> Double
  ) throws {
    let value = try #require(found)
    let simulated = sd(seed: seed, quantity)
    let formula = try #require(value.sd)
    #expect(abs(formula / simulated - 1) < Self.tolerance, "\(name): \(formula), \(simulated)")
    let interval = try #require(value.interval95)
    #expect(abs(interval.upperBound - interval.lowerBound - 2 * 1.96 * formula) < 1e-9)
  }

  @Test func growthIsThatOfTheSimulation() throws {
    let growth = Growth(
      before: MeasuredVolume(Millilitres(f1), variation: try cv(0.4), planeShift: Millilitres(1.2)),
      after: MeasuredVolume(Millilitres(f2), variation: try cv(0.4), planeShift: Millilitres(2.1)),
      telv: Millilitres(telv), clocks: Growth.Clocks(sinceProcedure: days))
    let rates = try #require(growth.sinceProcedure)
    let d = Double(days)
    try check(growth.absoluteMillilitres, seed: 1, "absolute") { $0.f2 - $0.f1 }
    try check(growth.relativePercent, seed: 2, "relative") { 100 * ($0.f2 / $0.f1 - 1) }
    try check(growth.dhPercentagePoints, seed: 3, "DH") { 100 * ($0.f2 - $0.f1) / telv }
    try check(rates.dhPercentagePointsPerWeek, seed: 4, "KGR") { 100 * ($0.f2 - $0.f1) / telv }
    try check(rates.dhPercentagePointsPerDay, seed: 5, "DH/day") {
      100 * ($0.f2 - $0.f1) / telv / d
    }
    try check(rates.millilitresPerDay, seed: 6, "mL/day") { ($0.f2 - $0.f1) / d }
    try check(rates.relativePercentPerDay, seed: 7, "%/day") { 100 * ($0.f2 / $0.f1 - 1) / d }
    try check(rates.compoundPercentPerDay, seed: 8, "compound") {
      100 * (pow($0.f2 / $0.f1, 1 / d) - 1)
    }
    try check(rates.doublingTimeDays, seed: 9, "doubling") { d * log(2) / log($0.f2 / $0.f1) }
  }

  @Test func ratiosAreThoseOfTheSimulation() throws {
    let volumes = try LiverVolumes(
      tlv: Millilitres(f2 + rest + tumour), tumour: Millilitres(tumour), flr: Millilitres(f2))
    let variation = LiverRatios.Variation(
      remnant: try cv(0.4), liver: try cv(0.3), tumour: try cv(1), planeShift: Millilitres(plane2))
    let ratios = LiverRatios(
      volumes, body: LiverRatios.Body(telv: Millilitres(telv), weight: Kilograms(weight)),
      variation: variation)
    try check(ratios.sflrPercent, seed: 11, "sFLR") { 100 * $0.f2 / telv }
    try check(ratios.flrBWPercent, seed: 12, "FLR/BW") { $0.f2 / (10 * weight) }
    try check(ratios.flrTFLVPercent, seed: 13, "FLR/TFLV") {
      100 * $0.f2 / ($0.f2 + $0.rest - $0.moved + $0.tumourError)
    }
    // The liver outside the remnant is measured with its tumour: D is 1200 mL.
    try check(ratios.flrTLVPercent, seed: 14, "FLR/TLV") {
      let outside = ($0.rest - rest) / rest * (rest + tumour) + rest + tumour
      return 100 * $0.f2 / ($0.f2 + outside - $0.moved)
    }
  }

  @Test func aRatioToTheFirstScanIsThatOfTheSimulation() throws {
    let first = try LiverVolumes(
      tlv: Millilitres(f1 + rest + tumour), tumour: Millilitres(tumour), flr: Millilitres(f1))
    let second = try LiverVolumes(tlv: Millilitres(2000), flr: Millilitres(f2))
    let ratios = LiverRatios(
      second, denominator: .firstScan(first),
      variation: LiverRatios.Variation(
        remnant: try cv(0.4), liver: try cv(0.3), tumour: try cv(1),
        planeShift: Millilitres(plane2)))
    var random = NormalNumbers(21)
    let total = first.tflv!.value
    let values = (0..<Self.draws).map { _ -> Double in
      let numerator = f2 * (1 + 0.004 * random.next()) + plane2 * random.next()
      let denominator =
        f1 * (1 + 0.004 * random.next()) + (total - f1) * (1 + 0.003 * random.next())
        + tumour * 0.01 * random.next()
      return 100 * numerator / denominator
    }
    let mean = values.reduce(0, +) / Double(values.count)
    let simulated =
      (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
    let formula = try #require(ratios.flrTFLVPercent?.sd)
    #expect(abs(formula / simulated - 1) < Self.tolerance, "\(formula), \(simulated)")
  }

  @Test("unc.case1_cv3: the 95 % interval and the minimum detectable change")
  func intervalAndDetectableChange() throws {
    let vector = try ClinicalVectors.vector("unc.case1_cv3")
    let growth = try CaseOne(try ClinicalVectors.vector("core.case1")).growth(variation: try cv(3))
    let interval = try #require(growth.dhPercentagePoints?.interval95)
    guard case .numbers(let expected)? = vector.expected["dh_ci95"] else {
      Issue.record("the vector has an interval")
      return
    }
    #expect(abs(interval.lowerBound - expected[0]) < 1e-6)
    #expect(abs(interval.upperBound - expected[1]) < 1e-6)
    // Card 8.6: 2.772 · cv, 8.32 % at a cv of 3 %.
    let change = try #require(MinimumDetectableChange.percent(relativeSD: 0.03))
    #expect(abs(change - 8.3156) < 1e-3)
    #expect(MinimumDetectableChange.percent(relativeSD: nil) == nil)
  }

  /// Two equal volumes of a cv differ by more than the minimum detectable change in 1 of 20 draws.
  @Test func oneInTwentyPairsDiffersByMoreThanTheDetectableChange() throws {
    let change = try #require(MinimumDetectableChange.percent(relativeSD: 0.01))
    var random = NormalNumbers(5)
    let beyond = (0..<Self.draws).count { _ in abs(random.next() - random.next()) > change }
    let share = Double(beyond) / Double(Self.draws)
    #expect(abs(share - 0.05) < 4 * (0.05 * 0.95 / Double(Self.draws)).squareRoot() + 1e-4)
  }

  /// A shift of the plane of 24 mL in an FLR of 400 mL with a cv of 5 %: √(20² + 24²).
  @Test func aPlaneShiftAddsInSquares() throws {
    let flr = MeasuredVolume(
      Millilitres(400), variation: try cv(5), planeShift: Millilitres(24))
    #expect(abs(try #require(flr.sd).value - 976.0.squareRoot()) < 1e-12)
    #expect(abs(try #require(flr.relativeSD) - 976.0.squareRoot() / 400) < 1e-12)
    #expect(MeasuredVolume(Millilitres(400), planeShift: Millilitres(24)).sd == nil)
    // In a ratio to the liver the plane moves F alone: 100 · 24 / 1600, with nothing else.
    let volumes = try LiverVolumes(
      tlv: Millilitres(1600), tumour: .zero, flr: Millilitres(400))
    let ratio = LiverRatios(
      volumes,
      variation: LiverRatios.Variation(
        remnant: try cv(0), liver: try cv(0), planeShift: Millilitres(24))
    ).flrTLVPercent
    #expect(abs(try #require(ratio?.sd) - 1.5) < 1e-12)
  }

  /// A remnant of which nothing is left has lost 100 %, with the deviation of what is gone.
  @Test func aRemnantOfNothingHasADeviation() throws {
    let growth = Growth(
      before: MeasuredVolume(Millilitres(300), variation: try cv(5)),
      after: MeasuredVolume(.zero, variation: try cv(5)))
    #expect(growth.relativePercent == UncertainValue(-100, sd: 0))
  }
}

/// Normal numbers, of mean 0 and deviation 1, that can be drawn again (Box and Muller).
struct NormalNumbers {
  private var generator: SeededGenerator
  private var spare: Double?

  init(_ seed: UInt64) { generator = SeededGenerator(seed) }

  mutating func next() -> Double {
    if let spare {
      self.spare = nil
      return spare
    }
    let radius = (-2 * log(1 - Double.random(in: 0..<1, using: &generator))).squareRoot()
    let angle = 2 * Double.pi * Double.random(in: 0..<1, using: &generator)
    spare = radius * sin(angle)
    return radius * cos(angle)
  }
}
