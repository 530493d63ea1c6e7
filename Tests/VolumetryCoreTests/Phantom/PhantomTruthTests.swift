import Foundation
import Testing
import VolumetryCore

/// The truth of the standard phantom against an integration that shares nothing with it: the
/// numbers are typed out here, and the slices are perpendicular to those of the closed form.
@Suite struct PhantomTruthTests {
  static let phantom = TwoStagePhantom.standard

  /// Half of a slab of an ellipsoid, and the solids carved out of it.
  struct Segment: Sendable, CustomTestStringConvertible {
    let stage: TwoStagePhantom.Stage
    let label: Int
    let slab: Slab
    /// 1 or 2 halves.
    var halves = 1.0
    /// Full semi-axes of what is carved out.
    var without: [SIMD3<Double>] = []

    var testDescription: String { "\(label) \(stage.rawValue)" }
  }

  struct Slab: Sendable {
    let centre: Double
    let semiAxes: SIMD3<Double>
    let range: ClosedRange<Double>

    /// The part with z ≥ 0 in mL: ∫ A(z) dz over 0 ≤ z ≤ c.
    ///
    /// With z = c sin φ a slice is an ellipse of semi-axes a cos φ and b cos φ, cut by two planes: a
    /// difference of circular segments. Composite Simpson on 40 000 intervals; where a plane just
    /// touches a slice the integrand behaves like a 3/2 power, so the error falls with the step to
    /// the 5/2, (4·10⁻⁵)^2.5 ≈ 10⁻¹¹ of the whole.
    var upperHalf: Double {
      let intervals = 40_000
      let step = Double.pi / 2 / Double(intervals)
      let sum = (0...intervals).reduce(0.0) { sum, n in
        let weight = n == 0 || n == intervals ? 1.0 : (n.isMultiple(of: 2) ? 2.0 : 4.0)
        return sum + weight * integrand(Double(n) * step)
      }
      return sum * step / 3 / 1000
    }

    private func integrand(_ angle: Double) -> Double {
      let cosine = cos(angle)
      guard cosine > 0 else { return 0 }
      func segment(_ x: Double) -> Double {
        let t = min(1, max(-1, (x - centre) / (semiAxes.x * cosine)))
        return t * (1 - t * t).squareRoot() + asin(t)
      }
      let cut = segment(range.upperBound) - segment(range.lowerBound)
      return semiAxes.x * semiAxes.y * semiAxes.z * cosine * cosine * cosine * cut
    }
  }

  static func lateral(_ a: Double) -> Slab {
    Slab(centre: 0, semiAxes: SIMD3(a, 52, 49.6), range: -a...0)
  }
  static func right(before range: ClosedRange<Double>) -> Slab {
    Slab(centre: 48, semiAxes: SIMD3(80, 65, 62), range: range)
  }
  static func right(after range: ClosedRange<Double>) -> Slab {
    Slab(centre: 43.2, semiAxes: SIMD3(72, 65, 62), range: range)
  }
  static func ball(_ radius: Double) -> SIMD3<Double> { SIMD3(repeating: radius) }

  static let segments: [Segment] = [
    Segment(stage: .before, label: 2, slab: lateral(56)),
    Segment(stage: .before, label: 3, slab: lateral(56)),
    Segment(
      stage: .before, label: 4, slab: right(before: 0...30), halves: 2,
      without: [SIMD3(11, 20, 26)]),
    Segment(stage: .before, label: 5, slab: right(before: 30...75), without: [ball(18)]),
    Segment(stage: .before, label: 6, slab: right(before: 75...128), without: [ball(15)]),
    Segment(stage: .before, label: 7, slab: right(before: 75...128), without: [ball(16)]),
    Segment(stage: .before, label: 8, slab: right(before: 30...75), without: [ball(19)]),
    Segment(stage: .after, label: 2, slab: lateral(89.6)),
    Segment(stage: .after, label: 3, slab: lateral(89.6)),
    Segment(
      stage: .after, label: 4, slab: right(after: 0...27), halves: 2,
      without: [SIMD3(9.9, 20, 26)]),
    Segment(stage: .after, label: 5, slab: right(after: 27...67.5), without: [ball(18)]),
    Segment(stage: .after, label: 6, slab: right(after: 67.5...115.2), without: [ball(15)]),
    Segment(stage: .after, label: 7, slab: right(after: 67.5...115.2), without: [ball(16)]),
    Segment(stage: .after, label: 8, slab: right(after: 27...67.5), without: [ball(19)]),
  ]

  private func truth(_ stage: TwoStagePhantom.Stage, _ label: Int) throws -> Double {
    let found = Self.phantom.truth(stage).labels.first { $0.label == Label(label) }
    return try #require(found).volume.value
  }

  @Test(arguments: segments)
  func theClosedFormOfASegmentEqualsTheQuadratureTo1e9(segment: Segment) throws {
    let carved = segment.without.reduce(0.0) {
      let whole = Slab(centre: 0, semiAxes: $1, range: -$1.x...$1.x)
      return $0 + 2 * whole.upperHalf
    }
    let expected = segment.halves * segment.slab.upperHalf - carved
    let found = try truth(segment.stage, segment.label)
    #expect(abs(found / expected - 1) < 1e-9, "found \(found), quadrature \(expected)")
  }

  @Test func theQuadratureItselfGivesAWholeBall() {
    let ball = Slab(centre: 5, semiAxes: SIMD3(repeating: 30), range: -25...35)
    #expect(abs(2 * ball.upperHalf / (36 * .pi) - 1) < 1e-10)
  }

  @Test func segmentOneIsScaledWithTheRightSideAndTheTumoursAreNot() throws {
    let caudate = 4.0 / 3 * Double.pi * 11 * 20 * 26 / 1000
    #expect(abs(try truth(.before, 1) / caudate - 1) < 1e-12)
    #expect(abs(try truth(.after, 1) / (0.9 * caudate) - 1) < 1e-12)
    // 19³ + 18³ + 16³ + 15³
    let cubes = 6859.0 + 5832 + 4096 + 3375
    let tumour = 4.0 / 3 * Double.pi * cubes / 1000
    for stage in TwoStagePhantom.Stage.allCases {
      #expect(abs(try truth(stage, 9) / tumour - 1) < 1e-12)
    }
  }

  @Test(arguments: TwoStagePhantom.Stage.allCases)
  func theLabelsAreOneToNineOnceEachAndAddUpToTheTotal(stage: TwoStagePhantom.Stage) {
    let truth = Self.phantom.truth(stage)
    #expect(truth.labels.map(\.label) == (1...9).map { Label($0) })
    #expect(truth.labels.allSatisfy { $0.volume.value > 0 })
    let sum = truth.labels.reduce(0) { $0 + $1.volume.value }
    #expect(abs(sum - truth.totalLiver.value) < 1e-9)
    let functional = truth.totalFunctionalLiver + truth.tumour
    #expect(abs(functional.value - truth.totalLiver.value) < 1e-9)
    let remnant = truth.labels[1].volume + truth.labels[2].volume
    #expect(truth.futureLiverRemnant == remnant)
  }

  /// The right body cut off by the umbilical plane and the half ellipsoid left of it, as two solids.
  @Test func theTotalIsThatOfTheTwoBodies() {
    // 80 · 65 · 62 (2/3 + 0.6 − 0.6³/3) and 56 · 52 · 49.6 · 2/3, in mm³ over π.
    let rightOverPi: Double = 322_400 * (2.0 / 3 + 0.6 - 0.072)
    let leftOverPi: Double = 144_435.2 * 2 / 3
    func rightOf(_ factor: Double) -> Double { factor * rightOverPi * .pi / 1000 }
    func leftOf(_ factor: Double) -> Double { factor * leftOverPi * .pi / 1000 }
    let before = Self.phantom.truth(.before).totalLiver.value
    #expect(abs(before / (leftOf(1) + rightOf(1)) - 1) < 1e-12)
    let after = Self.phantom.truth(.after).totalLiver.value
    #expect(abs(after / (leftOf(1.6) + rightOf(0.9)) - 1) < 1e-12)
  }

  @Test func theRemnantIsAFifthOfTheTotalAndGrowsBySixtyPerCentInSevenDays() {
    let (before, after) = (Self.phantom.truth(.before), Self.phantom.truth(.after))
    #expect(abs(before.futureLiverRemnant / before.totalLiver - 0.2) < 1e-12)
    #expect(abs(after.futureLiverRemnant / after.totalLiver - 4.0 / 13) < 1e-12)
    let growth = Self.phantom.growth
    #expect(abs(growth.relativePercent - 60) < 1e-10)
    #expect(growth.absolute == after.futureLiverRemnant - before.futureLiverRemnant)
    #expect(growth.daysSinceProcedure == 7)
    #expect(growth.daysBetweenScans == 13)
  }

  @Test func theWorkedNumbersOfTheDocumentationHold() {
    let (before, after) = (Self.phantom.truth(.before), Self.phantom.truth(.after))
    #expect((before.totalLiver.value * 10).rounded() == 15125)
    #expect((after.totalLiver.value * 10).rounded() == 15730)
    #expect((before.futureLiverRemnant.value * 10).rounded() == 3025)
    #expect((after.futureLiverRemnant.value * 10).rounded() == 4840)
  }

  @Test func aPhantomWithoutTumourHasNoTumourAndTheSameTotal() throws {
    var specification = TwoStagePhantom.Specification.standard
    specification.tumours = []
    let truth = try TwoStagePhantom(specification).truth(.before)
    #expect(truth.tumour == .zero)
    #expect(truth.totalFunctionalLiver == truth.totalLiver)
    #expect(abs(truth.totalLiver / Self.phantom.truth(.before).totalLiver - 1) < 1e-12)
  }
}
