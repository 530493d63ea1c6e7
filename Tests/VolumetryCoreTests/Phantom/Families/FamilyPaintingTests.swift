import Testing

@testable import VolumetryCore

/// What every family paints, against its plain twin and against its own formulas.
@Suite struct FamilyPaintingTests {
  /// A small phantom of the family, of odd sizes.
  static func order(_ family: PhantomFamily, seed: UInt64 = 1) -> PhantomOrder {
    var order = PhantomOrder(family)
    order.shape = SIMD3(25, 19, 21)
    order.spacing = SIMD3(4, 5, 4.5)
    order.seed = seed
    return order
  }

  /// Every voxel as painted.
  static func labels(_ order: PhantomOrder) throws -> [Int] {
    var labels: [Int] = []
    try Phantom(order).forEachRun { label, count in
      labels += Array(repeating: label, count: count)
    }
    return labels
  }

  @Test(arguments: PhantomFamily.allCases)
  func aFamilyPaintsWhatItsPlainTwinDoes(family: PhantomFamily) throws {
    let order = Self.order(family, seed: 9)
    let painted = try Self.labels(order)
    let plain = try PlainPhantom.labels(order)
    try #require(painted.count == plain.count)
    let other = painted.indices.first { painted[$0] != plain[$0] }
    #expect(other == nil, "voxel \(String(describing: other))")
    #expect(Set(painted).isSubset(of: Set(0...order.labels)))
    #expect(Set(painted).count > 1)
  }

  @Test(arguments: PhantomFamily.allCases)
  func theTruthCountsThePaintedVoxels(family: PhantomFamily) throws {
    let order = Self.order(family, seed: 3)
    let phantom = try Phantom(order)
    let truth = phantom.truth()
    var counts = [Int](repeating: 0, count: order.labels + 1)
    for label in try Self.labels(order) { counts[label] += 1 }
    #expect(truth.labels.map(\.voxels) == Array(counts.dropFirst()))
    #expect(truth.labels.map(\.label.value) == (1...order.labels).map { Int128($0) })
    for row in truth.labels {
      let volume = Millilitres(phantom.grid.voxelVolume * Double(row.voxels))
      #expect(row.volume == volume)
    }
    #expect(counts.reduce(0, +) == phantom.grid.shape.voxelCount)
  }

  /// Every label of every family within the bound that the truth states, for many seeds. Boxes,
  /// plates and slabs have no bound: their formulas count voxels.
  @Test(arguments: PhantomFamily.allCases, [1, 2] as [UInt64])
  func everyLabelLiesWithinItsBoundOfTheFormula(family: PhantomFamily, seed: UInt64) throws {
    var order = PhantomOrder(family)
    order.shape = SIMD3(80, 72, 68)
    order.spacing = SIMD3(2.25, 2.4, 2.5)
    order.seed = seed
    let truth = try Phantom(order).truth()
    for row in truth.labels {
      #expect(
        abs((row.volume - row.analytic).value) <= row.bound.value,
        "label \(row.label): \(row.volume.value), \(row.analytic.value) ± \(row.bound.value)")
    }
    let isExact = [.cubes, .slantedSlabs, .thinPlates].contains(family)
    #expect(truth.labels.allSatisfy { ($0.bound == .zero) == isExact })
    #expect(truth.volume.value > 0)
  }

  @Test(arguments: PhantomFamily.allCases)
  func anotherSeedIsAnotherPhantom(family: PhantomFamily) throws {
    let phantoms = try (1...3).map { try Self.labels(Self.order(family, seed: $0)) }
    #expect(Set(phantoms).count > 1)
    #expect(try Self.labels(Self.order(family, seed: 2)) == phantoms[1])
    // Offsets of few voxels may coincide; a family that draws places or waves never repeats.
    if ![.thinPlates, .slantedSlabs].contains(family) { #expect(Set(phantoms).count == 3) }
  }

  /// Anatomy fills its share of any field of view.
  @Test(arguments: [PhantomFamily.sparseLiver, .denseBody, .denseTrunk, .segments104])
  func aPhantomOfAnotherShapeHasTheSameShareOfLabels(family: PhantomFamily) throws {
    var order = PhantomOrder(family)
    let density = try Phantom(order).expectedDensity
    order.shape = SIMD3(50, 70, 60)
    order.spacing = SIMD3(0.5, 2, 4)
    let phantom = try Phantom(order)
    #expect(abs(phantom.expectedDensity / density - 1) < 1e-12)
    let painted = phantom.truth().volume.value
    #expect(abs(painted / phantom.truth().analytic.value - 1) < 0.02)
  }

  @Test func theStandardPhantomsAreAsDenseAsTheyAreCalled() throws {
    func density(_ family: PhantomFamily, _ labels: Int? = nil) throws -> Double {
      var order = PhantomOrder(family)
      if let labels { order.labels = labels }
      return try Phantom(order).expectedDensity
    }
    #expect((0.0155...0.0165).contains(try density(.sparseLiver)))
    for labels in [40, 41, 59, 77, 103, 104] {
      #expect((0.3...0.33).contains(try density(.denseBody, labels)), "\(labels) labels")
    }
    for labels in [2, 59, 104] {
      #expect((0.325...0.335).contains(try density(.denseTrunk, labels)), "\(labels) labels")
    }
    #expect(abs(try density(.segments104) - 0.05) < 1e-12)
    #expect(abs(try density(.noise) - 0.8) < 1e-9)
  }

  @Test(arguments: PhantomFamily.allCases.filter { $0.densities != nil })
  func aDensityThatIsAskedForIsPainted(family: PhantomFamily) throws {
    for density in [0.04, 0.11] {
      var order = PhantomOrder(family)
      order.shape = SIMD3(72, 72, 72)
      order.density = density
      let phantom = try Phantom(order)
      let voxels = phantom.truth().labels.reduce(0) { $0 + $1.voxels }
      let share = Double(voxels) / Double(phantom.grid.shape.voxelCount)
      // Whole voxels round what boxes and plates can be.
      #expect(abs(share / density - 1) < 0.3, "\(density): \(share)")
    }
  }

  /// A voxel, a row, a column, a slice: nothing is too small to be painted.
  @Test(arguments: PhantomFamily.allCases)
  func aScanOfOneVoxelAndOfOneRowCanBeHad(family: PhantomFamily) throws {
    for shape in [SIMD3(1, 1, 1), SIMD3(40, 1, 1), SIMD3(1, 40, 1), SIMD3(1, 1, 40)] {
      var order = PhantomOrder(family)
      order.shape = shape
      order.spacing =
        SIMD3(400, 400, 400) / SIMD3(Double(shape.x), Double(shape.y), Double(shape.z))
      #expect(try Self.labels(order).count == shape.x * shape.y * shape.z, "\(shape)")
      #expect(try Self.labels(order) == PlainPhantom.labels(order), "\(shape)")
    }
  }
}
