/// The solids of `dense-body`: a trunk whose wall, organs and spine fill a third of the scan.
///
/// In the frame u runs to the left, v to posterior, w to superior. The wall is an upright elliptic
/// column around a cavity of background; planes that lean part it into levels, left and right, and
/// the spine into discs. All organs lie in the cavity, apart from each other. Everything sways
/// together, and each organ by itself on top: neighbouring borders then move by different steps
/// from row to row, as they do in people.
struct DenseBody {
  private var solids: [SolidScene.Placed] = []
  private var sways: [Sway] = []
  private var numbers: SeededNumbers
  private var lastLabel = 0
  private let posture: Sway

  /// 37 organs, and at least a disc of the spine and two pieces of the wall.
  static let labelCounts = 40...104
  static let standardLabels = 59
  static let extent = SIMD3(376.0, 300.0, 566.0)

  static func scene(shape: GridShape, labels: Int, seed: UInt64) -> SolidScene {
    precondition(labelCounts.contains(labels), "the order was checked")
    var body = DenseBody(seed: seed)
    let discs = min(24, (labels - organs) / 2)
    body.addWall(pieces: labels - organs - discs)
    body.addSpine(discs: discs)
    body.addChest()
    body.addAbdomen()
    body.addPelvis()
    precondition(body.lastLabel == labels, "every label is used once")
    return SolidScene(
      body.solids, sways: body.sways,
      heave: .random(alongW: [(4, 140), (1, 19)], &body.numbers),
      frame: ScanFrame(shape: shape, extent: extent), labels: labels)
  }

  private static let organs = 37

  /// `dense-trunk`: the trunk without a cavity, in levels alone; half of the borders of a body.
  static func trunk(shape: GridShape, labels: Int, seed: UInt64) -> SolidScene {
    var body = DenseBody(seed: seed)
    let sway = body.addSway(detail)
    body.addLevels(
      labels, of: body.column(0, 0, SIMD2(168, 88)), without: nil, reach: 226,
      lean: SIMD2(0.16, 0.24), sway)
    return SolidScene(
      body.solids, sways: body.sways,
      heave: .random(alongW: [(4, 140), (1, 19)], &body.numbers),
      frame: ScanFrame(shape: shape, extent: extent), labels: labels)
  }

  static let trunkLabelCounts = 2...104

  private init(seed: UInt64) {
    numbers = SeededNumbers(seed: seed, stream: 2)
    posture = .random([(5, 95), (1.2, 24)], &numbers)
  }

  // MARK: Wall and spine

  /// Without ends: the planes of `slab` cut it.
  private func column(_ u: Double, _ v: Double, _ semiAxes: SIMD2<Double>) -> EllipticColumn {
    EllipticColumn(centre: SIMD2(u, v), semiAxes: semiAxes, w: Self.everywhere)
  }

  private static let everywhere = -1e6...1e6

  /// The part of a column between two parallel planes, which meet its axis at the ends of `w` and
  /// rise by `lean` along u and v: π a b times the height. A side of it, by a plane through the
  /// axis, is half of that.
  private func slab(
    _ column: EllipticColumn, _ w: ClosedRange<Double>, lean: SIMD2<Double>,
    side: HalfSpace? = nil
  ) -> Solid {
    let normal = SIMD3(-lean.x, -lean.y, 1)
    let atAxis = (lean * column.centre).sum()
    let upper = HalfSpace(normal: normal, offset: w.upperBound - atAxis)
    let lower = HalfSpace(normal: normal, offset: w.lowerBound - atAxis)
    let area = Double.pi * column.semiAxes.x * column.semiAxes.y
    let volume = CubicMillimetres(area * (w.upperBound - w.lowerBound))
    guard let side else {
      return Solid(.column(column), halves: [upper, lower.other], volume: volume)
    }
    return Solid(
      .column(column), halves: [upper, lower.other, side], volume: volume * 0.5)
  }

  /// Level n of several of equal height between −`reach` and `reach`.
  private func level(_ n: Int, of levels: Int, reach: Double) -> ClosedRange<Double> {
    func height(_ n: Int) -> Double { reach * (2 * Double(n) / Double(levels) - 1) }
    return height(n)...height(n + 1)
  }

  private mutating func addWall(pieces: Int) {
    let sway = addSway([(0.8, 13), (0.4, 5)])
    addLevels(
      pieces, of: column(0, 0, SIMD2(180, 128)), without: column(0, 0, SIMD2(158, 106)),
      reach: 262, lean: SIMD2(0.07, 0.1), sway)
  }

  /// The right side, which has the odd piece, then the left one; each in levels of equal height
  /// that lose their part of the cavity.
  private mutating func addLevels(
    _ pieces: Int, of outer: EllipticColumn, without cavity: EllipticColumn?, reach: Double,
    lean: SIMD2<Double>, _ sway: Int
  ) {
    let right = HalfSpace(normal: SIMD3(1, 0, 0), offset: 0)
    for (side, levels) in [(right, (pieces + 1) / 2), (right.other, pieces / 2)] {
      for n in 0..<levels {
        let w = level(n, of: levels, reach: reach)
        let wall = solids.count
        add(slab(outer, w, lean: lean, side: side), sway)
        guard let cavity else { continue }
        let hollow = slab(cavity, w, lean: lean, side: side)
        solids.append(
          SolidScene.Placed(solid: hollow, label: 0, parent: wall, sway: sway))
      }
    }
  }

  private mutating func addSpine(discs: Int) {
    let spine = column(0, 74, SIMD2(24, 20))
    let sway = addSway(Self.detail)
    for n in 0..<discs {
      add(slab(spine, level(n, of: discs, reach: 250), lean: SIMD2(0.3, 0.5)), sway)
    }
  }

  // MARK: Organs

  /// Waves of one organ; two organs that stand 5 mm apart in a row do not touch.
  private static let detail: [(height: Double, length: Double)] = [(1.4, 21), (0.6, 7)]

  private mutating func addChest() {
    let cut = SIMD3(0.2, -0.45, 1.0)
    addEllipsoid(SIMD3(-78, 5, 160), SIMD3(62, 78, 108), across: cut, at: [-0.3, 0.35])
    addEllipsoid(SIMD3(78, 5, 160), SIMD3(62, 78, 108), across: cut, at: [0])
    addColumn(SIMD2(-3, 8), SIMD2(8, 9), 150...250)
    addColumn(SIMD2(0, 34), SIMD2(8, 6), 66...250)
    addEllipsoid(
      SIMD3(0, -72, 120), SIMD3(40, 26, 45), across: SIMD3(0.5, 0.3, 1), at: [-0.45, 0, 0.4])
  }

  private mutating func addAbdomen() {
    addLiver()
    addColumn(SIMD2(10, 40), SIMD2(9, 10), -190...40)
    addColumn(SIMD2(35, 40), SIMD2(11, 11), -190...40)
    // Spleen, stomach, pancreas, kidneys, small bowel, both sides of the colon.
    addEllipsoid(SIMD3(106, 25, -10), SIMD3(30, 42, 45))
    addEllipsoid(SIMD3(70, -45, -15), SIMD3(42, 34, 50))
    addEllipsoid(SIMD3(50, 8, -40), SIMD3(20, 13, 16))
    for side in [-1.0, 1] { addEllipsoid(SIMD3(side * 68, 64, -95), SIMD3(26, 26, 48)) }
    addEllipsoid(SIMD3(0, -40, -165), SIMD3(70, 50, 60))
    for side in [-1.0, 1] { addEllipsoid(SIMD3(side * 112, -5, -150), SIMD3(30, 48, 55)) }
  }

  /// Three sectors between parallel planes and a fourth behind them, each halved: eight segments.
  private mutating func addLiver() {
    let body = Ellipsoid(centre: SIMD3(-62, -15, -20), semiAxes: SIMD3(80, 72, 62))
    let normal = SIMD3(0.96, 0.28, 0)
    let upper = body.upperHalf(besides: normal, leaning: 0.2)
    let sway = addSway(Self.detail)
    for piece in body.pieces(across: normal, at: [-0.45, 0.05, 0.5]) {
      for half in [upper, upper.other] {
        add(
          Solid(piece.shape, halves: piece.halves + [half], volume: piece.volume * 0.5), sway)
      }
    }
  }

  private mutating func addPelvis() {
    // Bladder, rectum, hips, muscles of the loins, vessels of the legs.
    addEllipsoid(SIMD3(0, -35, -251), SIMD3(42, 38, 22))
    addColumn(SIMD2(0, 30), SIMD2(16, 14), -260 ... -225)
    for side in [-1.0, 1] { addEllipsoid(SIMD3(side * 98, 15, -243), SIMD3(36, 50, 30)) }
    for side in [-1.0, 1] {
      addColumn(SIMD2(side * 50, 68), SIMD2(18, 20), -255 ... -165)
    }
    for side in [-1.0, 1] {
      addColumn(SIMD2(side * 34, 30), SIMD2(8, 9), -255 ... -222)
    }
  }

  private mutating func addEllipsoid(_ centre: SIMD3<Double>, _ semiAxes: SIMD3<Double>) {
    add(Solid(Ellipsoid(centre: centre, semiAxes: semiAxes)), addSway(Self.detail))
  }

  /// An ellipsoid parted by planes across `normal`; one organ, several labels.
  private mutating func addEllipsoid(
    _ centre: SIMD3<Double>, _ semiAxes: SIMD3<Double>, across normal: SIMD3<Double>,
    at positions: [Double]
  ) {
    let body = Ellipsoid(centre: centre, semiAxes: semiAxes)
    let sway = addSway(Self.detail)
    for piece in body.pieces(across: normal, at: positions) { add(piece, sway) }
  }

  private mutating func addColumn(
    _ centre: SIMD2<Double>, _ semiAxes: SIMD2<Double>, _ w: ClosedRange<Double>
  ) {
    let solid = slab(column(centre.x, centre.y, semiAxes), w, lean: SIMD2(0.6, 0.8))
    add(solid, addSway(Self.detail))
  }

  // MARK: Placing

  private mutating func addSway(_ scales: [(height: Double, length: Double)]) -> Int {
    sways.append(posture + .random(scales, &numbers))
    return sways.count - 1
  }

  /// The next label.
  private mutating func add(_ solid: Solid, _ sway: Int) {
    lastLabel += 1
    solids.append(SolidScene.Placed(solid: solid, label: lastLabel, parent: nil, sway: sway))
  }
}
