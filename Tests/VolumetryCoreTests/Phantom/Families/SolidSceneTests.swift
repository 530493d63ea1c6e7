import Testing

@testable import VolumetryCore

/// What the formulas of a scene assume: solids that lie in one another or apart; and the geometry
/// below them, against plain twins.
@Suite struct SolidSceneTests {
  static let families: [PhantomFamily] = [
    .sparseLiver, .denseBody, .denseTrunk, .segments104, .spheres, .ellipsoids, .nestedShells,
    .tubes,
  ]

  private func scene(_ order: PhantomOrder) throws -> SolidScene {
    let painter = try order.family.painter(order, try Phantom(order).grid)
    return try #require(painter as? SolidScene)
  }

  /// On a dense net of rows: the chord of a child lies in that of its parent, those of siblings do
  /// not overlap, all inside the scan. Cut pieces share their planes, hence the rounding.
  @Test(arguments: families, [1, 2] as [UInt64])
  func chordsLieInOneAnotherOrApart(family: PhantomFamily, seed: UInt64) throws {
    var order = PhantomOrder(family)
    order.seed = seed
    order.shape = SIMD3(4, 101, 113)
    order.spacing = SIMD3(100, 400.0 / 101, 600.0 / 113)
    try check(try scene(order))
  }

  /// Places are drawn until they fit; there is room for all, whatever the seed is.
  @Test(arguments: [PhantomFamily.sparseLiver, .segments104])
  func everySeedFindsItsPlaces(family: PhantomFamily) throws {
    for seed in Array(100...160) + [0, UInt64.max] {
      var order = PhantomOrder(family)
      (order.shape, order.seed) = (SIMD3(1, 1, 1), seed)
      let solids = try scene(order).solids
      #expect(Set(solids.map(\.label)) == Set(1...order.labels))
      if family == .sparseLiver { #expect(solids.count == 62) }
    }
  }

  @Test(arguments: [40, 41, 80, 104])
  func chordsOfEveryNumberOfLabelsDoSo(labels: Int) throws {
    var order = PhantomOrder(.denseBody)
    order.labels = labels
    order.shape = SIMD3(4, 83, 97)
    try check(try scene(order))
  }

  private func check(_ scene: SolidScene) throws {
    let frame = scene.frame
    let edge = -frame.first.x + frame.step.x / 2
    let extents = scene.solids.map(\.solid.extent)
    let hollow = Set(scene.solids.filter { $0.label == 0 }.compactMap(\.parent))
    var met = Set<Int>()
    for k in 0..<frame.shape.k {
      let w = frame.first.z + Double(k) * frame.step.z
      let near = scene.solids.indices.filter { extents[$0].w.contains(w) }
      for j in 0..<frame.shape.j {
        let v = frame.first.y + Double(j) * frame.step.y - scene.heave.shift(0, w)
        var chords: [Int: ClosedRange<Double>] = [:]
        for index in near where extents[index].v.contains(v) {
          let placed = scene.solids[index]
          guard let chord = placed.solid.chord(v, w) else { continue }
          let shift = scene.sways[placed.sway].shift(v, w)
          let moved = (chord.lowerBound + shift)...(chord.upperBound + shift)
          chords[index] = moved
          met.insert(index)
          try #require(abs(moved.lowerBound) <= edge && abs(moved.upperBound) <= edge, "\(index)")
          if let parent = placed.parent {
            let around = try #require(chords[parent], "\(index) leaves \(parent)")
            try #require(around.lowerBound <= moved.lowerBound + 1e-9, "\(index) in \(parent)")
            try #require(around.upperBound >= moved.upperBound - 1e-9, "\(index) in \(parent)")
          }
        }
        try checkSiblings(chords, scene, hollow)
      }
    }
    // The net is wider than a vessel.
    #expect(met.count * 3 > scene.solids.count * 2)
    for placed in scene.solids {
      let (v, w) = placed.solid.extent
      let reach = scene.heave.reach
      guard w.upperBound < 1e5 else { continue }
      #expect(v.lowerBound - reach >= frame.first.y - frame.step.y / 2 - 1e-9)
      #expect(v.upperBound + reach <= -frame.first.y + frame.step.y / 2 + 1e-9)
      #expect(w.lowerBound >= frame.first.z - frame.step.z / 2 - 1e-9)
      #expect(w.upperBound <= -frame.first.z + frame.step.z / 2 + 1e-9)
    }
  }

  /// - Parameter hollow: around a cavity in which their siblings stand; their chords are no bodies.
  private func checkSiblings(
    _ chords: [Int: ClosedRange<Double>], _ scene: SolidScene, _ hollow: Set<Int>
  ) throws {
    let bodies = chords.filter { !hollow.contains($0.key) }
    for family in Dictionary(grouping: bodies, by: { scene.solids[$0.key].parent }).values {
      let sorted = family.sorted {
        ($0.value.lowerBound, $0.value.upperBound) < ($1.value.lowerBound, $1.value.upperBound)
      }
      for (one, next) in zip(sorted, sorted.dropFirst()) {
        try #require(
          one.value.upperBound <= next.value.lowerBound + 1e-9,
          "\(scene.solids[one.key].label) and \(scene.solids[next.key].label)")
      }
    }
  }

  // MARK: Geometry

  /// 40 mm, radius 3: 1.244 mL; and in slices of rows of a fine net.
  @Test func aTubeHoldsItsVolume() {
    let tube = Tube(start: SIMD3(-10, 4, 2), end: SIMD3(14, 28, 23), radius: 3)
    let straight = Tube(start: .zero, end: SIMD3(0, 0, 40), radius: 3)
    #expect(abs(Millilitres(straight.volume).value - 1.244) < 5e-4)
    let step = 0.05
    var sum = 0.0
    for v in stride(from: 0.0, to: 32, by: step) {
      for w in stride(from: -2.0, to: 27, by: step) {
        if let chord = tube.chord(v, w) { sum += chord.upperBound - chord.lowerBound }
      }
    }
    #expect(abs(sum * step * step / tube.volume.value - 1) < 1e-3)
  }

  @Test func tubesAlongTheAxesHaveTheirChords() {
    let alongU = Tube(start: SIMD3(-5, 0, 0), end: SIMD3(5, 0, 0), radius: 2)
    #expect(alongU.chord(0, 0) == -7...7)
    #expect(alongU.chord(2, 0) == -5...5)
    #expect(alongU.chord(2.01, 0) == nil)
    let alongW = Tube(start: SIMD3(1, 0, -5), end: SIMD3(1, 0, 5), radius: 2)
    #expect(alongW.chord(0, 0) == -1...3)
    #expect(alongW.chord(0, 7) == 1...1)
    #expect(alongW.chord(0, 7.01) == nil)
  }

  @Test func theDistanceOfTubesIsThatOfTheirNearestPoints() {
    var numbers = SeededNumbers(seed: 5)
    for _ in 0..<200 {
      let tubes = (0..<2).map { _ in
        Tube(
          start: SIMD3(numbers.signed(), numbers.signed(), numbers.signed()),
          end: SIMD3(numbers.signed(), numbers.signed(), numbers.signed()), radius: 1)
      }
      let steps = 400
      let nearest = (0...steps).map { n in
        let share = Double(n) / Double(steps)
        return tubes[0].distance(to: tubes[1].start + (tubes[1].end - tubes[1].start) * share)
      }.min()!
      let distance = Tube.distance(tubes[0], tubes[1])
      // Points of the net lie at most half a step, 3.5/800, from the nearest one.
      #expect(distance <= nearest + 1e-12 && nearest <= distance + 0.0044)
    }
  }

  /// Parts of a body between parallel planes, and their halves, add up and are halves.
  @Test func planesOfSymmetryHalveEveryPiece() {
    let body = Ellipsoid(centre: SIMD3(3, -2, 1), semiAxes: SIMD3(20, 16, 12))
    let normal = SIMD3(0.96, 0.28, 0)
    let upper = body.upperHalf(besides: normal, leaning: 0.3)
    let pieces = body.pieces(across: normal, at: [-0.5, 0.1, 0.6])
    #expect(pieces.count == 4)
    let total = pieces.reduce(CubicMillimetres.zero) { $0 + $1.volume }
    #expect(abs(total / body.volume - 1) < 1e-12)
    let step = 0.1
    for piece in pieces {
      var halves = [0.0, 0.0]
      for (side, half) in [upper, upper.other].enumerated() {
        let solid = Solid(piece.shape, halves: piece.halves + [half], volume: piece.volume * 0.5)
        for v in stride(from: -18.0, to: 14, by: step) {
          for w in stride(from: -11.0, to: 13, by: step) {
            guard let chord = solid.chord(v, w) else { continue }
            halves[side] += (chord.upperBound - chord.lowerBound) * step * step
          }
        }
        #expect(abs(halves[side] / solid.volume.value - 1) < 5e-3)
      }
    }
  }

  @Test func aCubeRootIsTheNumberWhoseCubeItIs() {
    var numbers = SeededNumbers(seed: 8)
    for exponent in -40...40 {
      let root = numbers.between(1, 8) * Double(sign: .plus, exponent: exponent, significand: 1)
      #expect(abs(cubeRoot(root * root * root) / root - 1) < 1e-14)
    }
    #expect(cubeRoot(27) == 3)
    #expect(cubeRoot(1) == 1)
  }

  @Test func aRowIsPaintedLikeAnArray() {
    var numbers = SeededNumbers(seed: 2)
    for _ in 0..<300 {
      let length = 1 + numbers.below(30)
      var plain = [Int](repeating: 0, count: length)
      var row = RunRow()
      row.clear(length: length)
      for _ in 0..<numbers.below(12) {
        let (a, b) = (numbers.below(length + 1), numbers.below(length + 1))
        let (range, label) = (min(a, b)..<max(a, b), numbers.below(4))
        row.paint(range, label)
        for index in range { plain[index] = label }
      }
      var start = 0
      var painted: [Int] = []
      for (end, label) in zip(row.ends, row.labels) {
        #expect(end > start)
        painted += Array(repeating: label, count: end - start)
        start = end
      }
      #expect(painted == plain)
    }
  }

  /// The first words of SplitMix64 of a state, as its authors' program prints them for state 0; the
  /// generator here is addressed by index and starts where its seed says.
  @Test func numbersDoNotDependOnTheirOrder() {
    var sequence = SeededNumbers(seed: 7)
    let direct = SeededNumbers(seed: 7)
    #expect((0..<50).map { direct.word($0) } == (0..<50).map { _ in sequence.next() })
    #expect(Set((0..<100).map { SeededNumbers(seed: $0).word(0) }).count == 100)
    #expect(SeededNumbers(seed: 7, stream: 1).word(0) != direct.word(0))
    var counts = [Int](repeating: 0, count: 10)
    for _ in 0..<10_000 { counts[sequence.below(10)] += 1 }
    #expect(counts.allSatisfy { (900...1100).contains($0) })
  }
}
