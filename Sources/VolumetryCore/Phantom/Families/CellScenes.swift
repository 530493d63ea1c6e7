/// A scan cut into equal cells, about eight along its longest side and as many a mm along the
/// others; each holds one solid, and the labels take turns.
struct Cells: Hashable, Sendable {
  let counts: SIMD3<Int>
  /// Of a cell.
  let size: SIMD3<Double>
  private let extent: SIMD3<Double>

  private static let alongTheLongest = 8.0

  /// - Parameter extent: of the scan, in mm.
  init(extent: SIMD3<Double>) {
    self.extent = extent
    let pitch = extent.max() / Self.alongTheLongest
    let counts = (extent / pitch).rounded(.down).clamped(
      lowerBound: SIMD3(repeating: 1), upperBound: SIMD3(repeating: Self.alongTheLongest))
    self.counts = SIMD3(Int(counts.x), Int(counts.y), Int(counts.z))
    size = extent / counts
  }

  var count: Int { counts.x * counts.y * counts.z }

  /// The middle of cell n, u fastest.
  func middle(_ n: Int) -> SIMD3<Double> {
    let place = SIMD3(
      Double(n % counts.x), Double(n / counts.x % counts.y), Double(n / counts.x / counts.y))
    return (place + 0.5) * size - extent / 2
  }
}

/// The families whose solids stand in cells: `spheres`, `ellipsoids`, `tubes`, and `nested-shells`,
/// which has a single one.
struct CellScenes {
  private let order: PhantomOrder
  private let frame: ScanFrame
  private let extent: SIMD3<Double>
  private let density: Double
  private var numbers: SeededNumbers

  /// The frame is the scan itself, in mm: what is called a sphere is one.
  init(_ order: PhantomOrder, _ grid: Grid, density: Double) {
    self.order = order
    self.density = density
    let sizes = grid.shape.sizes.map(Double.init)
    let spacing = grid.spacing.map(\.value)
    extent = SIMD3(sizes[0] * spacing[0], sizes[1] * spacing[1], sizes[2] * spacing[2])
    frame = ScanFrame(shape: grid.shape, extent: extent)
    numbers = SeededNumbers(seed: order.seed, stream: 4)
  }

  /// The scene of the order's family.
  mutating func scene() throws(PhantomError) -> SolidScene {
    switch order.family {
    case .spheres: try spheres()
    case .ellipsoids: ellipsoids()
    case .tubes: try tubes()
    case .nestedShells: try nestedShells()
    default: preconditionFailure("\(order.family) stands in no cells")
    }
  }

  private func refuse(largest: Double) -> PhantomError {
    .specification(
      field: "density",
      expected:
        "at most \(largest), which \(order.family.rawValue) of this shape can fill: ask for less",
      found: "\(density)")
  }

  // MARK: Spheres

  /// Balls of one radius, each drawn into a random place of its cell: label l has n of them and a
  /// volume of n 4/3 π r³.
  private mutating func spheres() throws(PhantomError) -> SolidScene {
    let cells = Cells(extent: extent)
    let volume = density * cells.size.x * cells.size.y * cells.size.z
    let radius = cubeRoot(volume / (4.0 / 3.0 * .pi))
    let room = cells.size / 2 - radius
    guard room.min() >= 0 else {
      let half = cells.size.min() / 2
      throw refuse(largest: density * half * half * half / (radius * radius * radius))
    }
    var solids: [SolidScene.Placed] = []
    for n in 0..<cells.count {
      let centre = cells.middle(n) + room * randomPlace()
      solids.append(placed(Solid(Ellipsoid(centre: centre, radius: radius)), cell: n))
    }
    return scene(solids)
  }

  /// From −1 to 1 along each axis.
  private mutating func randomPlace() -> SIMD3<Double> {
    SIMD3(numbers.signed(), numbers.signed(), numbers.signed())
  }

  private func placed(_ solid: Solid, cell: Int, sway: Int = 0) -> SolidScene.Placed {
    SolidScene.Placed(solid: solid, label: 1 + cell % order.labels, parent: nil, sway: sway)
  }

  private func scene(_ solids: [SolidScene.Placed]) -> SolidScene {
    SolidScene(solids, sways: [.none], frame: frame, labels: order.labels)
  }

  // MARK: Ellipsoids

  /// Ellipsoids of random proportions, all of one volume, each leaning: a wave so long that a cell
  /// sees a straight part of it would do the same, but a lean has no end. Label l has n of them and
  /// a volume of n 4/3 π a b c.
  private mutating func ellipsoids() -> SolidScene {
    let cells = Cells(extent: extent)
    let volume = density * cells.size.x * cells.size.y * cells.size.z
    var solids: [SolidScene.Placed] = []
    for n in 0..<cells.count {
      let proportions = SIMD3(
        numbers.between(0.5, 0.7), numbers.between(0.7, 1), numbers.between(0.7, 1))
      let leaning = SIMD2(numbers.between(-0.4, 0.4), numbers.between(-0.4, 0.4))
      let unscaled = Ellipsoid(centre: .zero, semiAxes: proportions * cells.size / 2)
      let scale = cubeRoot(volume / unscaled.volume.value)
      // Proportions and leaning are such that a scale of 1 just fits: √(0.7² + 2 · 0.4²) < 1.
      precondition(scale <= 1, "the densities of the family end before that")
      let semiAxes = unscaled.semiAxes * scale
      // At the end of each semi-axis the lean is its share of the half cell.
      let lean =
        leaning * (cells.size.x / 2 * scale) / SIMD2(semiAxes.y, semiAxes.z)
      let reach = SIMD3(
        (semiAxes.x * semiAxes.x + (lean.x * semiAxes.y) * (lean.x * semiAxes.y)
          + (lean.y * semiAxes.z) * (lean.y * semiAxes.z)).squareRoot(), semiAxes.y, semiAxes.z)
      let centre = cells.middle(n) + (cells.size / 2 - reach) * randomPlace()
      let solid = Solid(LeaningEllipsoid(Ellipsoid(centre: centre, semiAxes: semiAxes), lean: lean))
      solids.append(placed(solid, cell: n))
    }
    return scene(solids)
  }

  // MARK: Tubes

  /// Winding tubes of one radius from the first slice to the last, each in its own column of cells:
  /// a circle in every slice, moved by waves. Label l has n of them and a volume of n π r² L.
  private mutating func tubes() throws(PhantomError) -> SolidScene {
    let cells = Cells(extent: extent)
    let (u, v) = (cells.size.x, cells.size.y)
    let radius = (density * u * v / .pi).squareRoot()
    let room = SIMD2(u, v) / 2 - radius
    guard room.min() >= 0 else {
      let half = SIMD2(u, v).min() / 2
      throw refuse(largest: density * half * half / (radius * radius))
    }
    var solids: [SolidScene.Placed] = []
    var sways: [Sway] = []
    // Two waves of 3/4 and 1/4 of what room there is; their lengths are some tube widths.
    let lengths = (long: 23 * radius, short: 7 * radius)
    for n in 0..<(cells.counts.x * cells.counts.y) {
      let middle = cells.middle(n)
      let column = EllipticColumn(
        centre: SIMD2(middle.x, middle.y), semiAxes: SIMD2(radius, radius),
        w: (-extent.z / 2)...(extent.z / 2))
      solids.append(placed(Solid(column), cell: n, sway: n))
      sways.append(
        .random(
          alongW: [(0.75 * room.x, lengths.long), (0.25 * room.x, lengths.short)], &numbers))
    }
    let heave = Sway.random(
      alongW: [(0.75 * room.y, lengths.long * 1.3), (0.25 * room.y, lengths.short * 1.3)], &numbers)
    return SolidScene(
      solids, sways: sways, heave: heave, frame: frame, labels: order.labels)
  }

  // MARK: Shells

  /// Balls within each other about a point near the middle; label l is the shell between the radii
  /// R (l − 1)/n and R l/n of n: 4/3 π (R/n)³ (l³ − (l − 1)³).
  private mutating func nestedShells() throws(PhantomError) -> SolidScene {
    let volume = density * extent.x * extent.y * extent.z
    let radius = cubeRoot(volume / (4.0 / 3.0 * .pi))
    let room = extent / 2 - radius
    guard room.min() >= 0 else {
      let half = extent.min() / 2
      throw refuse(largest: density * half * half * half / (radius * radius * radius))
    }
    let centre = room * randomPlace()
    // From outside: a parent is painted before its children.
    let solids = (0..<order.labels).map { n in
      let label = order.labels - n
      let ball = Ellipsoid(
        centre: centre, radius: radius * Double(label) / Double(order.labels))
      return SolidScene.Placed(
        solid: Solid(ball), label: label, parent: n == 0 ? nil : n - 1, sway: 0)
    }
    return scene(solids)
  }
}
