/// The kinds of phantoms that benchmarks and tests are fed with, each named by what it stresses.
public enum PhantomFamily: String, Hashable, Sendable, CaseIterable {
  case sparseLiver = "sparse-liver"
  case denseBody = "dense-body"
  case denseTrunk = "dense-trunk"
  case segments104
  case noise
  case spheres
  case ellipsoids
  case cubes
  case slantedSlabs = "slanted-slabs"
  case thinPlates = "thin-plates"
  case nestedShells = "nested-shells"
  case tubes

  /// What it is, in one line.
  public var summary: String {
    switch self {
    case .sparseLiver: "a liver of 8 segments with tumours and vessels: long background runs"
    case .denseBody: "a trunk full of organs whose borders move from row to row"
    case .denseTrunk: "a trunk in slanted pieces: dense, with few borders a row"
    case .segments104: "104 strewn organs of many sizes"
    case .noise: "each voxel by chance: no runs at all"
    case .spheres: "balls of one radius"
    case .ellipsoids: "leaning ellipsoids of one volume"
    case .cubes: "boxes of whole voxels"
    case .slantedSlabs: "layers that every axis meets aslant"
    case .thinPlates: "plates one voxel thick, across i, then j, then k"
    case .nestedShells: "balls within balls"
    case .tubes: "winding tubes along k: short runs in every row"
    }
  }

  /// How many labels there can be beside the background.
  public var labelCounts: ClosedRange<Int> {
    switch self {
    case .sparseLiver: SparseLiver.labels...SparseLiver.labels
    case .denseBody: DenseBody.labelCounts
    case .denseTrunk: DenseBody.trunkLabelCounts
    case .segments104: ScatteredSegments.labels...ScatteredSegments.labels
    // One value less than a reader takes from any file: the background is one too.
    case .cubes: 1...(CensusCounter.mostLabels - 1)
    // More, in runs as short as these families can have, are taken for an image.
    default: 1...CensusCounter.manyLabels
    }
  }

  /// How much of the scan can carry a label; nil where the family fixes it. Of solids in cells the
  /// shape may allow less.
  public var densities: ClosedRange<Double>? {
    switch self {
    case .sparseLiver, .denseBody, .denseTrunk, .segments104: nil
    case .ellipsoids: 0.001...0.12
    case .thinPlates: 0.001...0.5
    default: 0.001...1
    }
  }
}

extension PhantomFamily {
  /// How many labels a phantom has if nobody asks for another number.
  var standardLabels: Int {
    switch self {
    case .sparseLiver, .segments104: labelCounts.upperBound
    case .denseBody, .denseTrunk: DenseBody.standardLabels
    // With the background that makes five values.
    case .noise: 4
    case .spheres, .ellipsoids, .tubes: 12
    case .cubes, .nestedShells: 8
    case .slantedSlabs, .thinPlates: 4
    }
  }

  /// The density if nobody asks for another; nil where the family fixes it.
  func standardDensity(labels: Int) -> Double? {
    switch self {
    case .sparseLiver, .denseBody, .denseTrunk, .segments104: nil
    // The background is as frequent as any label.
    case .noise: Double(labels) / Double(labels + 1)
    case .spheres, .nestedShells: 0.2
    case .ellipsoids: 0.1
    case .cubes, .slantedSlabs: 0.3
    case .thinPlates: 0.1
    case .tubes: 0.05
    }
  }

  /// What paints a checked order.
  func painter(_ order: PhantomOrder, _ grid: Grid) throws(PhantomError) -> any RowPainter {
    let (shape, labels, seed) = (grid.shape, order.labels, order.seed)
    guard let density = order.density ?? standardDensity(labels: labels) else {
      switch self {
      case .denseBody: return DenseBody.scene(shape: shape, labels: labels, seed: seed)
      case .denseTrunk: return DenseBody.trunk(shape: shape, labels: labels, seed: seed)
      case .segments104: return ScatteredSegments.scene(shape: shape, seed: seed)
      default: return SparseLiver.scene(shape: shape, seed: seed)
      }
    }
    switch self {
    case .cubes:
      return CubePainter(shape: shape, labels: labels, density: density, seed: seed)
    case .slantedSlabs:
      return SlabPainter(shape: shape, labels: labels, density: density, seed: seed)
    case .thinPlates:
      return PlatePainter(shape: shape, labels: labels, density: density, seed: seed)
    case .spheres, .ellipsoids, .tubes, .nestedShells:
      var scenes = CellScenes(order, grid, density: density)
      return try scenes.scene()
    default:
      return NoisePainter(shape: shape, labels: labels, density: density, seed: seed)
    }
  }
}
