import Testing

@testable import VolumetryCore

/// The distributions against mpmath at 40 digits, over a grid with far tails.
@Suite struct DistributionTests {
  private let oracle = Oracle.samples["distributions"]

  private func check(_ name: String, relative: Double = 1e-12, _ own: ([Double]) -> Double) {
    let rows = oracle[name].rows
    #expect(rows.count > 10)
    for row in rows {
      let (found, expected) = (own(row), row[row.count - 1])
      #expect(found.isNear(expected, relative), "\(name) of \(row.dropLast()): \(found)")
    }
  }

  @Test func sharesAreThoseOfFortyDigits() {
    check("normal_below") { Distribution.normal(below: $0[0]) }
    check("student_beyond") { Distribution.student(beyond: $0[0], degrees: $0[1]) }
    check("fisher_above") { Distribution.fisher(above: $0[0], $0[1], $0[2]) }
    check("chi_squared_above") { Distribution.chiSquared(above: $0[0], degrees: $0[1]) }
  }

  @Test func quantilesAreThoseOfFortyDigits() {
    check("normal_quantile") { Distribution.normalQuantile($0[0]) }
    check("student_quantile") { Distribution.studentQuantile($0[0], degrees: $0[1]) }
    check("fisher_quantile") { Distribution.fisherQuantile(above: $0[0], $0[1], $0[2]) }
  }

  @Test func tailsMirrorEachOtherAndEndAtInfinity() {
    for t in [0.3, 1.0, 2.5, 9.0] {
      #expect(
        Distribution.student(above: -t, degrees: 7)
          .isNear(1 - Distribution.student(above: t, degrees: 7)))
      #expect(
        Distribution.student(beyond: t, degrees: 7)
          == 2 * Distribution.student(above: t, degrees: 7))
      #expect(Distribution.normal(above: t) == Distribution.normal(below: -t))
      // With one degree of freedom above, F is the square of t.
      #expect(
        Distribution.fisher(above: t * t, 1, 7).isNear(Distribution.student(beyond: t, degrees: 7)))
    }
    #expect(Distribution.student(above: .infinity, degrees: 3) == 0)
    #expect(Distribution.student(above: -.infinity, degrees: 3) == 1)
    #expect(Distribution.student(beyond: -.infinity, degrees: 3) == 0)
    #expect(Distribution.fisher(above: .infinity, 3, 4) == 0)
    #expect(Distribution.fisher(above: 0, 3, 4) == 1)
    #expect(Distribution.chiSquared(above: 0, degrees: 2) == 1)
    #expect(Distribution.chiSquared(above: .infinity, degrees: 2) == 0)
    #expect(Distribution.normalQuantile(0.5) == 0)
    #expect(Distribution.studentQuantile(0.5, degrees: 4) == 0)
    #expect(
      Distribution.studentQuantile(0.25, degrees: 4)
        == -Distribution.studentQuantile(0.75, degrees: 4))
  }
}
