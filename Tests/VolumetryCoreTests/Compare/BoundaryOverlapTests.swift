import Testing

@testable import VolumetryCore

/// Boundary IoU against its plain twin: every member against every voxel.
@Suite struct BoundaryOverlapTests {
  /// The members near the boundary of a mask, by trying all pairs of voxels. Beyond the image no
  /// voxel is a member.
  private func region(
    _ volume: SmallVolume, _ nearness: BoundaryOverlap.Nearness, _ spacing: SIMD3<Double>
  ) -> Set<SIMD3<Int>> {
    let plain = PlainSurface(volume, [1])
    func length(_ steps: SIMD3<Double>, _ spacing: SIMD3<Double>) -> Double {
      let (x, y, z) = (steps.x * spacing.x, steps.y * spacing.y, steps.z * spacing.z)
      return (x * x + y * y + z * z).squareRoot()
    }
    func steps(_ a: SIMD3<Int>, _ b: SIMD3<Int>) -> SIMD3<Double> {
      SIMD3(Double(abs(a.x - b.x)), Double(abs(a.y - b.y)), Double(abs(a.z - b.z)))
    }
    let border = plain.border(.faces, goesOn: false)
    let members = Set(plain.members)
    // One layer around the image is enough: the next ones are farther from everything.
    var outsiders: [SIMD3<Int>] = []
    for k in -1...volume.shape.k {
      for j in -1...volume.shape.j {
        for i in -1...volume.shape.i where !members.contains([i, j, k]) {
          outsiders.append([i, j, k])
        }
      }
    }
    return members.filter { member in
      switch nearness {
      case .steps(let most):
        border.contains { length(steps($0, member), SIMD3(1, 1, 1)) < most }
      case .toBorder(let most): border.contains { length(steps($0, member), spacing) <= most }
      case .toSurface(let most):
        // From a centre to the near side of a voxel that is none: half a voxel less.
        outsiders.contains { outsider in
          let apart = steps(outsider, member)
          let side = SIMD3(max(apart.x - 0.5, 0), max(apart.y - 0.5, 0), max(apart.z - 0.5, 0))
          return length(side, spacing) <= most
        }
      }
    }
  }

  @Test func regionsAreThoseOfAllPairs() throws {
    var random = SeededGenerator(91)
    var (partial, rules) = (0, Set<String>())
    for round in 0..<500 {
      var sizes = (0..<3).map { _ in Int.random(in: 2...6, using: &random) }
      if round % 25 == 0 { sizes[0] += 62 }
      if round == 2 { sizes = [11, 10, 9] }
      var a = SmallVolume(sizes, &random)
      var b = SurfaceAgreementTests.filled(like: a, &random)
      if round % 4 > 0 {
        // Solids with holes, so that some members lie deep inside.
        a.labels = a.labels.map { $0 < 2 ? 1 : 0 }
        b.labels = zip(a.labels, b.labels).map { $0 == 1 && $1 == 0 ? 1 : 0 }
      }
      let spacing = SurfaceAgreementTests.spacing(&random)
      // Limits at which distances tie, and limits at which none does.
      let ties = [0, spacing.x / 2, spacing.y, 1.5 * spacing.min(), spacing.min(), 50]
      let limit =
        round % 2 == 0
        ? ties[round / 2 % 6] : .random(in: 0.2...2.5, using: &random) * spacing.min()
      let nearness = [
        BoundaryOverlap.Nearness.steps(round % 2 == 0 ? Double(round / 6 % 4) : limit),
        .toBorder(limit), .toSurface(limit),
      ][round % 3]
      let found = BoundaryOverlap(
        reference: a.mask([1]), prediction: b.mask([1]), nearness: nearness, spacing: spacing)
      let (first, second) = (region(a, nearness, spacing), region(b, nearness, spacing))
      #expect(
        found.intersection == first.intersection(second).count, "round \(round): \(nearness)")
      #expect(found.union == first.union(second).count, "round \(round): \(nearness)")
      // What is seen depends neither on the boxes of the masks nor on what is around them.
      let shared = BoundaryOverlap(
        reference: a.mask([1])?.cropped(to: a.whole),
        prediction: b.mask([1])?.cropped(to: b.whole), nearness: nearness, spacing: spacing)
      #expect(shared == found)
      if !first.isEmpty, first.count < PlainSurface(a, [1]).members.count {
        partial += 1
        rules.insert("\(nearness)".prefix { $0 != "(" }.description)
      }
    }
    #expect(
      partial > 30 && rules.count == 3, "\(partial) regions between nothing and all: \(rules)")
  }

  @Test func nothingIsSharedWithNothing() {
    var volume = SmallVolume(5, 4, 3)
    volume[2, 2, 1] = 1
    let (spacing, mask) = (SIMD3(1.0, 1, 1), volume.mask([1]))
    let none = BoundaryOverlap(
      reference: nil, prediction: nil, nearness: .toSurface(1), spacing: spacing)
    #expect(none.union == 0 && none.intersectionOverUnion == nil)
    for (reference, prediction) in [(mask, nil), (nil, mask)] {
      let one = BoundaryOverlap(
        reference: reference, prediction: prediction, nearness: .toSurface(1), spacing: spacing)
      #expect(one.union == 1 && one.intersectionOverUnion == 0)
    }
    // No centre lies within less than half a voxel of the surface.
    let inner = BoundaryOverlap(
      reference: mask, prediction: mask, nearness: .toSurface(0.49), spacing: spacing)
    #expect(inner.intersectionOverUnion == nil)
    let tie = BoundaryOverlap(
      reference: mask, prediction: mask, nearness: .toSurface(0.5), spacing: spacing)
    #expect(tie.intersectionOverUnion == 1)
  }
}
