/// The solids of `sparse-liver`: eight segments, tumours and two kinds of vessels.
///
/// The liver is that of the two-stage phantom before stage 1 (`StageGeometry`): half an ellipsoid
/// left of the umbilical plane, a cut ellipsoid right of it, sectors between parallel planes, upper
/// and lower segments, segment 1 inside segment 4. Here the sector planes are turned by 16° about
/// the axis of the body, so that no border is upright, and every row is swayed. In the frame u runs
/// to the left, v to posterior, w to superior.
struct SparseLiver {
  private var solids: [SolidScene.Placed] = []
  private var numbers: SeededNumbers
  /// The segments as far as something can be put into them, by their place in `solids`.
  private var regions: [(parent: Int, region: ConvexRegion)] = []

  /// Segments 1 to 8, tumours, portal and hepatic veins.
  static let labels = 11
  static let tumourLabel = 9
  static let vesselLabels = [10, 11]
  /// Of the frame that the field of view is stretched to, in mm.
  static let extent = SIMD3(400.0, 400.0, 600.0)

  private static let tumours = 12
  private static let vesselsPerSegment = 6

  /// The scene of a scan.
  static func scene(shape: GridShape, seed: UInt64) -> SolidScene {
    var liver = SparseLiver(seed: seed)
    liver.addSegments()
    liver.addCaudate()
    liver.addTumours()
    liver.addVessels()
    return SolidScene(
      liver.solids,
      sways: [.random([(4, 74), (1.6, 23), (0.8, 9), (0.4, 4.3)], &liver.numbers)],
      heave: .random(alongW: [(2, 61), (0.6, 11)], &liver.numbers),
      frame: ScanFrame(shape: shape, extent: extent), labels: labels)
  }

  private init(seed: UInt64) { numbers = SeededNumbers(seed: seed, stream: 1) }

  // MARK: Segments

  private static let right = Ellipsoid(
    centre: SIMD3(-12, 0, 40), semiAxes: SIMD3(80, 65, 62))
  /// The same cross-section on the umbilical plane: √(1 − (48/80)²) = 0.8.
  private static let left = Ellipsoid(
    centre: SIMD3(36, 0, 40), semiAxes: SIMD3(56, 0.8 * 65, 0.8 * 62))
  private static let umbilical = HalfSpace(normal: SIMD3(1, 0, 0), offset: 36)
  /// Across the sectors; its length is 1.
  private static let normal = SIMD3(0.96, 0.28, 0)
  /// Between segment 4 and segments 5, 8, and between those and 6, 7.
  private static let sectorPlanes = [6, -39].map {
    HalfSpace(normal: normal, offset: 0.96 * $0)
  }

  /// Each is cut by planes of which the closed forms know: parallel ones for the sectors, and a
  /// plane of symmetry, which halves everything.
  private mutating func addSegments() {
    let (right, left) = (Self.right, Self.left)
    let (cantlie, vein) = (Self.sectorPlanes[0], Self.sectorPlanes[1])
    let kept = [Self.umbilical, cantlie, vein].map { right.volume(within: $0) }
    let quarter = left.volume * 0.25
    let leftUpper = left.upperHalf(besides: Self.umbilical.normal, leaning: 0.25)
    add(2, left, [Self.umbilical.other, leftUpper], quarter)
    add(3, left, [Self.umbilical.other, leftUpper.other], quarter)
    add(4, right, [Self.umbilical, cantlie.other], kept[0] - kept[1])
    let rightUpper = right.upperHalf(besides: Self.normal, leaning: 0.2)
    for (label, half) in [(8, rightUpper), (5, rightUpper.other)] {
      add(label, right, [cantlie, vein.other, half], (kept[1] - kept[2]) * 0.5)
    }
    for (label, half) in [(7, rightUpper), (6, rightUpper.other)] {
      add(label, right, [vein, half], kept[2] * 0.5)
    }
  }

  private mutating func add(
    _ label: Int, _ body: Ellipsoid, _ halves: [HalfSpace], _ volume: CubicMillimetres
  ) {
    regions.append((solids.count, ConvexRegion(body: body, halves: halves)))
    let solid = Solid(.ellipsoid(body), halves: halves, volume: volume)
    solids.append(SolidScene.Placed(solid: solid, label: label, parent: nil, sway: 0))
  }

  private static let caudate = Ellipsoid(
    centre: SIMD3(21, 24, 40), semiAxes: SIMD3(11, 20, 26))

  private mutating func addCaudate() {
    guard let medial = regions.first(where: { solids[$0.parent].label == 4 }) else {
      preconditionFailure("segment 4 is there")
    }
    precondition(medial.region.holds(Self.caudate), "segment 1 lies inside segment 4")
    solids.append(
      SolidScene.Placed(
        solid: Solid(Self.caudate), label: 1, parent: medial.parent, sway: 0))
  }

  // MARK: Inside the segments

  /// Tumours and vessels so far, as tubes: a ball is a very short one.
  private var inside: [Tube] = []

  private mutating func addTumours() {
    for n in 0..<Self.tumours {
      // From 3 to 20 mm, the large ones first, while there is room.
      let radius = 20 * Double(Self.tumours - n) / Double(Self.tumours) * numbers.between(0.8, 1)
      let segment = numbers.below(regions.count)
      place(in: segment, radius: max(3, radius), length: 1e-3) { tube, parent in
        let ball = Ellipsoid(centre: tube.start, radius: tube.radius)
        return SolidScene.Placed(
          solid: Solid(ball), label: Self.tumourLabel, parent: parent, sway: 0)
      }
    }
  }

  private mutating func addVessels() {
    for segment in regions.indices {
      for n in 0..<Self.vesselsPerSegment {
        let label = Self.vesselLabels[n % Self.vesselLabels.count]
        let (radius, length) = (numbers.between(1.5, 3.5), numbers.between(15, 40))
        place(in: segment, radius: radius, length: length) { tube, parent in
          SolidScene.Placed(solid: Solid(tube), label: label, parent: parent, sway: 0)
        }
      }
    }
  }

  /// Puts a tube into a segment where it touches nothing: tried in random places, and a tenth
  /// smaller after every hundred of them.
  private mutating func place(
    in segment: Int, radius: Double, length: Double,
    _ placed: (Tube, Int) -> SolidScene.Placed
  ) {
    let (parent, region) = regions[segment]
    var (radius, length) = (radius, length)
    while true {
      for _ in 0..<100 {
        let tube = randomTube(around: region.body, radius: radius, length: length)
        guard region.holds(tube),
          solids[parent].label != 4 || tube.isApart(from: Self.caudate, gap: 1),
          inside.allSatisfy({ tube.isApart(from: $0, gap: 1) })
        else { continue }
        inside.append(tube)
        solids.append(placed(tube, parent))
        return
      }
      (radius, length) = (radius * 0.9, length * 0.9)
    }
  }

  private mutating func randomTube(
    around body: Ellipsoid, radius: Double, length: Double
  ) -> Tube {
    let middle = body.centre + body.semiAxes * randomPoint()
    var direction = randomPoint()
    while (direction * direction).sum() < 0.01 { direction = randomPoint() }
    let half = direction * (length / 2 / (direction * direction).sum().squareRoot())
    return Tube(start: middle - half, end: middle + half, radius: radius)
  }

  /// In the unit ball.
  private mutating func randomPoint() -> SIMD3<Double> {
    while true {
      let point = SIMD3(numbers.signed(), numbers.signed(), numbers.signed())
      if (point * point).sum() <= 1 { return point }
    }
  }
}
