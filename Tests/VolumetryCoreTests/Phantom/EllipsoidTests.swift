import Testing
import VolumetryCore

/// The closed forms of a cut ellipsoid, against numbers known otherwise.
@Suite struct EllipsoidTests {
  static let solid = Ellipsoid(centre: SIMD3(3, -2, 7), semiAxes: SIMD3(5, 4, 2))

  @Test func aBallOfRadius3Holds36Pi() {
    let ball = Ellipsoid(centre: .zero, radius: 3)
    #expect(abs(ball.volume.value - 36 * .pi) < 1e-12)
  }

  @Test func aPlaneThroughTheCentreHalvesTheSolidWhateverItsDirection() {
    for normal in [SIMD3<Double>(1, 0, 0), SIMD3(0, -3, 0), SIMD3(1, 2, -5), SIMD3(-0.1, 0.2, 9)] {
      let offset = (normal * Self.solid.centre).sum()
      let half = Self.solid.volume(within: HalfSpace(normal: normal, offset: offset))
      #expect(abs(half / Self.solid.volume - 0.5) < 1e-12)
    }
  }

  @Test func aHalfSpaceAndItsComplementMakeTheWhole() {
    let normal = SIMD3<Double>(1, 2, -5)
    for offset in stride(from: -60.0, through: 10, by: 3.5) {
      let part = Self.solid.volume(within: HalfSpace(normal: normal, offset: offset))
      let rest = Self.solid.volume(within: HalfSpace(normal: -normal, offset: -offset))
      #expect(abs((part + rest) / Self.solid.volume - 1) < 1e-12)
    }
  }

  @Test func aPlaneThatMissesTheSolidLeavesNothingOrAll() {
    #expect(Self.solid.volume(within: HalfSpace(x: -2)) == .zero)
    #expect(Self.solid.volume(within: HalfSpace(x: -100)) == .zero)
    let whole = Self.solid.volume(within: HalfSpace(x: 8))
    #expect(abs(whole / Self.solid.volume - 1) < 1e-12)
    #expect(Self.solid.volume(within: HalfSpace(x: 100)) == whole)
  }

  /// The textbook cap π h² (3r − h) / 3.
  @Test(arguments: [0.25, 1.0, 2.9, 3.0, 4.5, 5.75])
  func theCapOfABallIsTheTextbookOne(height: Double) {
    let ball = Ellipsoid(centre: SIMD3(10, 0, 0), radius: 3)
    let cap = ball.volume(within: HalfSpace(x: 7 + height))
    #expect(abs(cap.value - .pi * height * height * (9 - height) / 3) < 1e-10)
  }

  /// An oblique cut has no simpler formula; counting the centres of 200³ cells must agree with it.
  @Test func anObliqueCutAgreesWithCounting() {
    let normal = SIMD3<Double>(1, 2, -5)
    let cut = HalfSpace(normal: normal, offset: -30)
    let cells = 200
    let size = Self.solid.semiAxes * 2 / Double(cells)
    var inside = 0
    for k in 0..<cells {
      for j in 0..<cells {
        let offsets = SIMD3(0, Double(j) + 0.5, Double(k) + 0.5)
        let start = Self.solid.centre - Self.solid.semiAxes + offsets * size
        guard let half = Self.solid.halfChord(y: start.y, z: start.z) else { continue }
        // Along the chord the plane is met at one x; what lies below it is a length.
        let limit = (cut.offset - normal.y * start.y - normal.z * start.z) / normal.x
        let end = min(Self.solid.centre.x + half, limit)
        let length = max(0, end - (Self.solid.centre.x - half))
        inside += Int((length / size.x).rounded())
      }
    }
    let counted = Double(inside) * size.x * size.y * size.z
    #expect(abs(counted / Self.solid.volume(within: cut).value - 1) < 1e-3)
  }

  @Test func theSurfaceBelongsToTheSolidAndTheNextNumberDoesNot() {
    let ball = Ellipsoid(centre: .zero, radius: 3)
    #expect(ball.contains(SIMD3(3, 0, 0)))
    #expect(ball.contains(SIMD3(0, -3, 0)))
    #expect(!ball.contains(SIMD3(3.0.nextUp, 0, 0)))
    #expect(!ball.contains(SIMD3(0, 0, 3.0000001)))
    #expect(ball.halfChord(y: 4, z: 0) == nil)
    #expect(ball.halfChord(y: 0, z: 3) == 0)
  }

  @Test func ballsHoldOneAnotherOnlyStrictly() {
    let big = Ellipsoid(centre: .zero, radius: 4)
    #expect(big.holds(Ellipsoid(centre: SIMD3(2, 0, 0), radius: 1.9375)))
    #expect(!big.holds(Ellipsoid(centre: SIMD3(2, 0, 0), radius: 2)))
    #expect(!big.holds(big))
    #expect(big.isApart(from: Ellipsoid(centre: SIMD3(0, 6, 0), radius: 1.9375)))
    #expect(!big.isApart(from: Ellipsoid(centre: SIMD3(0, 6, 0), radius: 2)))
    #expect(!big.isApart(from: Ellipsoid(centre: .zero, radius: 1)))
  }
}
