/// What the voxels of a volume, or of a part of it, came to: labels, and what is no label.
///
/// Law: the parts of a volume, merged in any order, are what counting it in one piece gives.
/// Refusals are decided of the whole only.
struct CensusPart {
  let shape: GridShape
  let content: ReadingOptions.Content
  /// One a label, of bytes one a pattern; none without a voxel.
  private(set) var entries: [LabelCensus.Entry]
  /// Infinite, or NaN that the user has not said to be background.
  private(set) var notNumbers: Int
  /// Numbers that stand for no label, or for no share of a voxel; the least and the greatest.
  private(set) var fractions: (voxels: Int, lowest: Double, highest: Double)
  /// Voxels without a number that count as background, by the user's choice.
  private(set) var absentVoxels: Int
  /// Runs outside the background, each cut where a row ends.
  private(set) var foregroundRuns: Int
  /// What a probability map sums to; empty for any other content.
  let probability: ProbabilityTally

  init(
    _ shape: GridShape, _ content: ReadingOptions.Content, entries: [LabelCensus.Entry],
    notNumbers: Int, fractions: (voxels: Int, lowest: Double, highest: Double),
    absentVoxels: Int, foregroundRuns: Int, probability: ProbabilityTally
  ) {
    (self.shape, self.content, self.entries) = (shape, content, entries)
    (self.notNumbers, self.fractions) = (notNumbers, fractions)
    (self.absentVoxels, self.foregroundRuns) = (absentVoxels, foregroundRuns)
    self.probability = probability
  }

  /// Adds another part of the same volume. A probability map has one part: its sums are doubles,
  /// and would depend on where it was parted.
  mutating func merge(_ other: CensusPart) {
    precondition(shape == other.shape && content == other.content && content != .probability)
    entries = LabelCensus(shape: shape, entries: entries + other.entries).entries
    notNumbers += other.notNumbers
    fractions = (
      fractions.voxels + other.fractions.voxels,
      min(fractions.lowest, other.fractions.lowest),
      max(fractions.highest, other.fractions.highest)
    )
    absentVoxels += other.absentVoxels
    // A part begins with a row, where every run is cut.
    foregroundRuns += other.foregroundRuns
  }

  /// The census, or why this is no label map.
  func census() throws(VolumeError) -> LabelCensus {
    if notNumbers > 0 { throw .notANumber(voxels: notNumbers) }
    if let fractionError { throw fractionError }
    let census = LabelCensus(shape: shape, entries: entries)
    guard census.entries.count <= CensusCounter.mostLabels else {
      throw .tooManyLabels(limit: CensusCounter.mostLabels)
    }
    try refuseImage()
    return census
  }

  /// What a volume of fractions is refused for, nil where there are none.
  private var fractionError: VolumeError? {
    guard fractions.voxels > 0 else { return nil }
    return .fractions(fractions, in: content)
  }

  /// Many values in short runs are those of an image: a CT of 12 bits has no more than 4096.
  private func refuseImage() throws(VolumeError) {
    let foreground = entries.filter { $0.label != .background }
    guard foreground.count > CensusCounter.manyLabels else { return }
    let voxels = foreground.reduce(0) { $0 + $1.voxels }
    let length = Double(voxels) / Double(foregroundRuns)
    guard length < CensusCounter.shortestRuns else { return }
    throw .image(values: foreground.count, meanRun: length)
  }
}

extension VolumeError {
  /// The refusal of a map that holds numbers which are no labels, or no shares.
  static func fractions(
    _ found: (voxels: Int, lowest: Double, highest: Double), in content: ReadingOptions.Content
  ) -> VolumeError {
    content == .probability
      ? .notProbability(voxels: found.voxels, lowest: found.lowest, highest: found.highest)
      : .notLabels(voxels: found.voxels, lowest: found.lowest, highest: found.highest)
  }
}
