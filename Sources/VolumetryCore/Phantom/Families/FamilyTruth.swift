/// What the labels of a phantom truly are: counted as they were painted, and by formula.
public struct FamilyTruth: Hashable, Sendable {
  /// Labels 1, 2, … ascending, also those of which no voxel was painted.
  public let labels: [LabelTruth]

  /// One label.
  public struct LabelTruth: Hashable, Sendable {
    public let label: Label
    /// As painted.
    public let voxels: Int
    /// Of these voxels.
    public let volume: Millilitres
    /// By the closed form of the family, which knows of no voxel; of noise, what is expected.
    public let analytic: Millilitres
    /// How far `volume` may lie from `analytic`: 0 where the formula counts voxels.
    public let bound: Millilitres
  }

  /// All labels together.
  public var volume: Millilitres { labels.reduce(.zero) { $0 + $1.volume } }
  /// By formula.
  public var analytic: Millilitres { labels.reduce(.zero) { $0 + $1.analytic } }

  init(_ tally: RunTally, _ formulas: [PhantomFormula], voxel: CubicMillimetres) {
    precondition(formulas.count == tally.voxels.count - 1, "a formula a label")
    func volume(_ voxels: Double) -> Millilitres { Millilitres(voxel * voxels) }
    labels = formulas.enumerated().map { index, formula in
      let label = index + 1
      return LabelTruth(
        label: Label(label), voxels: tally.voxels[label],
        volume: volume(Double(tally.voxels[label])), analytic: volume(formula.expectation),
        bound: volume(formula.bound(runs: tally.runs[label])))
    }
  }
}

extension PhantomFormula {
  /// In voxels.
  var expectation: Double {
    switch self {
    case .voxels(let count): Double(count)
    case .solids(let volume, _, _): volume
    case .random(let mean, _): mean
    }
  }

  /// How many voxels a count may differ by: six standard deviations, of chance or of the place of
  /// the solids in the lattice of voxels (`ScanFrame.variancePerRun`). Five would be enough for
  /// balls; what is cut, waved or thinner than a slice differs more.
  ///
  /// - Parameter runs: of the label, as painted. A solid may be too small to be met by a row: each
  ///   counts for one more.
  func bound(runs: Int) -> Double {
    switch self {
    case .voxels: 0
    case .solids(_, let count, let variance):
      Self.deviations * (variance * Double(runs + count)).squareRoot()
    case .random(_, let deviation): Self.deviations * deviation
    }
  }

  private static let deviations = 6.0
}
