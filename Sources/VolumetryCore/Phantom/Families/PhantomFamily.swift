/// The kinds of phantoms that benchmarks and tests are fed with, each named by what it stresses.
public enum PhantomFamily: String, Hashable, Sendable, CaseIterable {
  case sparseLiver = "sparse-liver"
  case denseBody = "dense-body"
  case segments104
  case noise

  /// What it is, in one line.
  public var summary: String {
    switch self {
    case .sparseLiver: "a liver of 8 segments with tumours and vessels: long background runs"
    case .denseBody: "a trunk full of organs, whose borders move from row to row"
    case .segments104: "104 strewn organs of many sizes"
    case .noise: "each voxel by chance: no runs at all"
    }
  }

  /// How many labels there can be beside the background.
  public var labelCounts: ClosedRange<Int> {
    switch self {
    case .sparseLiver: SparseLiver.labels...SparseLiver.labels
    case .denseBody: DenseBody.labelCounts
    case .segments104: ScatteredSegments.labels...ScatteredSegments.labels
    case .noise: 1...4096
    }
  }

  /// How much of the scan can carry a label; nil where the family fixes it.
  public var densities: ClosedRange<Double>? {
    switch self {
    case .sparseLiver, .denseBody, .segments104: nil
    case .noise: 0.001...1
    }
  }
}

extension PhantomFamily {
  /// What paints a checked order.
  func painter(_ order: PhantomOrder, _ shape: GridShape) throws(PhantomError) -> any RowPainter {
    switch self {
    case .sparseLiver: SparseLiver.scene(shape: shape, seed: order.seed)
    case .denseBody: DenseBody.scene(shape: shape, labels: order.labels, seed: order.seed)
    case .segments104: ScatteredSegments.scene(shape: shape, seed: order.seed)
    case .noise:
      NoisePainter(
        shape: shape, labels: order.labels,
        density: order.density ?? Double(order.labels) / Double(order.labels + 1),
        seed: order.seed)
    }
  }
}
