import Foundation
import Testing

@testable import VolumetryCore

@Suite("A saturating curve through serial scans")
struct SaturatingGrowthTests {
  static func points(
    _ rows: [(Int, Double)], percent: Double = 5
  ) throws -> [SaturatingGrowth.Point] {
    let variation = try #require(CoefficientOfVariation(percent: percent))
    return rows.map { day, volume in
      SaturatingGrowth.Point(
        day: day, flr: MeasuredVolume(Millilitres(volume), variation: variation))
    }
  }

  static func truth(_ day: Int, start: Double, gain: Double, rate: Double) -> Double {
    start + gain * (1 - exp(-rate * Double(day)))
  }

  static func refusal(_ rows: [(Int, Double)], percent: Double = 5) throws
    -> SaturatingGrowth.Refusal?
  {
    let points = try points(rows, percent: percent)
    do throws(SaturatingGrowth.Refusal) {
      _ = try SaturatingGrowth(points)
      return nil
    } catch { return error }
  }

  @Test(
    "A known curve is found again, through three, four or six scans",
    arguments: [
      [0, 7, 21], [0, 7, 14, 28], [0, 3, 6, 10, 20, 40],
    ])
  func knownTruth(days: [Int]) throws {
    let curve = try SaturatingGrowth(
      try Self.points(days.map { ($0, Self.truth($0, start: 310, gain: 180, rate: 0.11)) }))
    #expect(abs(curve.start.value - 310) < 1e-6)
    #expect(abs(curve.gain.value - 180) < 1e-6)
    #expect(abs(curve.ratePerDay.value - 0.11) < 1e-8)
    #expect(abs(curve.plateau.value - 490) < 1e-6)
    #expect(abs(curve.halfTimeDays.value - log(2) / 0.11) < 1e-6)
    #expect(curve.chiSquared < 1e-12)
    #expect(curve.points == days.count)
    #expect(curve.degreesOfFreedom == days.count - 3)
  }

  /// A twin that knows no derivative: random steps in all three numbers that keep what is better.
  private static func bruteForce(
    _ points: [SaturatingGrowth.Point], from start: (Double, Double, Double)
  ) -> (chiSquared: Double, rate: Double) {
    func chiSquared(_ f: Double, _ a: Double, _ k: Double) -> Double {
      points.reduce(0) { sum, point in
        let sd = point.flr.volume.value * 0.05
        let residual = point.flr.volume.value - truth(point.day, start: f, gain: a, rate: k)
        return sum + residual * residual / (sd * sd)
      }
    }
    var generator = SeededGenerator(7)
    var best = start
    var lowest = chiSquared(start.0, start.1, start.2)
    var size = 0.3
    for step in 0..<400_000 {
      if step % 8_000 == 7_999 { size *= 0.75 }
      let next = (
        best.0 * (1 + size * generator.normal()), best.1 * (1 + size * generator.normal()),
        best.2 * (1 + size * generator.normal())
      )
      let sum = chiSquared(next.0, next.1, next.2)
      if sum < lowest { (lowest, best) = (sum, next) }
    }
    return (lowest, best.2)
  }

  @Test("No other curve fits better: a search by random steps comes to the same place")
  func bruteForceTwin() throws {
    let points = try Self.points([(0, 300), (7, 395), (14, 425), (21, 470), (35, 468)])
    let curve = try SaturatingGrowth(points)
    let twin = Self.bruteForce(points, from: (320, 150, 0.08))
    #expect(curve.chiSquared > 0.01)
    #expect(curve.chiSquared <= twin.chiSquared + 1e-9)
    #expect(abs(twin.chiSquared - curve.chiSquared) < 1e-5)
    #expect(abs(twin.rate / curve.ratePerDay.value - 1) < 0.01)
  }

  @Test("Standard errors are the scatter of 4000 simulated patients with small errors")
  func simulation() throws {
    let days = [0, 4, 9, 16, 30]
    let percent = 0.2
    let exact = days.map { ($0, Self.truth($0, start: 300, gain: 200, rate: 0.12)) }
    let curve = try SaturatingGrowth(try Self.points(exact, percent: percent))
    var generator = SeededGenerator(11)
    var spreads = Array(repeating: Spread(), count: 5)
    for _ in 0..<4000 {
      let noisy = exact.map { ($0, $1 * (1 + percent / 100 * generator.normal())) }
      let found = try SaturatingGrowth(try Self.points(noisy, percent: percent))
      for (index, value) in Self.numbers(found).enumerated() { spreads[index].add(value.value) }
    }
    for (value, spread) in zip(Self.numbers(curve), spreads) {
      let sd = try #require(value.sd)
      #expect(abs(spread.sd / sd - 1) < 0.06, "\(sd) against \(spread.sd)")
    }
  }

  private static func numbers(_ curve: SaturatingGrowth) -> [UncertainValue] {
    [curve.start, curve.gain, curve.ratePerDay, curve.plateau, curve.halfTimeDays]
  }

  @Test("Weights count: a point that scatters more pulls less")
  func weights() throws {
    var points = try Self.points([(0, 300), (7, 390), (14, 430), (28, 450)])
    let even = try SaturatingGrowth(points)
    let loose = try #require(CoefficientOfVariation(percent: 50))
    points[3] = SaturatingGrowth.Point(
      day: 28, flr: MeasuredVolume(Millilitres(450), variation: loose))
    let uneven = try SaturatingGrowth(points)
    let at28 = Self.truth(
      28, start: uneven.start.value, gain: uneven.gain.value, rate: uneven.ratePerDay.value)
    let even28 = Self.truth(
      28, start: even.start.value, gain: even.gain.value, rate: even.ratePerDay.value)
    #expect(abs(at28 - 450) > abs(even28 - 450))
  }

  @Test("What gives no curve says why")
  func refusals() throws {
    #expect(try Self.refusal([(0, 300), (7, 390)]) == .tooFewDays(2))
    #expect(try Self.refusal([(0, 300), (7, 390), (7, 391)]) == .tooFewDays(2))
    #expect(try Self.refusal([]) == .tooFewDays(0))
    #expect(try Self.refusal([(0, 300), (7, 290), (14, 285)]) == .noGrowth)
    #expect(try Self.refusal([(0, 300), (7, 300), (14, 300)]) == .noGrowth)
    #expect(try Self.refusal([(0, 300), (7, 350), (14, 400)]) == .notSaturating)
    #expect(try Self.refusal([(0, 300), (7, 310), (14, 400)]) == .notSaturating)
    #expect(try Self.refusal([(0, 300), (7, 450), (14, 450)]) == .overBeforeFirstScan)
    #expect(try Self.refusal([(-1, 300), (7, 390), (14, 430)]) == .notAPoint)
    #expect(try Self.refusal([(0, 300), (7, .nan), (14, 430)]) == .notAPoint)
    #expect(try Self.refusal([(0, 300), (7, 390), (14, 430)], percent: 0) == .noDeviation)
    #expect(try Self.refusal([(0, 300), (7, 390), (14, 430)]) == nil)
    let bare = [(0, 300.0), (7, 390), (14, 430)].map {
      SaturatingGrowth.Point(day: $0, flr: MeasuredVolume(Millilitres($1)))
    }
    #expect(throws: SaturatingGrowth.Refusal.noDeviation) { try SaturatingGrowth(bare) }
  }

  @Test("Half of the gain must lie within the days that were scanned")
  func halfTime() throws {
    func rows(_ half: Double) -> [(Int, Double)] {
      [0, 10, 20].map { ($0, Self.truth($0, start: 300, gain: 200, rate: log(2) / half)) }
    }
    #expect(try Self.refusal(rows(19)) == nil)
    #expect(try Self.refusal(rows(21)) == .notSaturating)
  }

  @Test("A curve that the scans hardly determine is marked")
  func poorlyDetermined() throws {
    let rows = [(0, 300.0), (7, 390), (14, 430), (28, 450)]
    #expect(try SaturatingGrowth(try Self.points(rows, percent: 1)).isPoorlyDetermined == false)
    #expect(try SaturatingGrowth(try Self.points(rows, percent: 8)).isPoorlyDetermined)
  }
}
