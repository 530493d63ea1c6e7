/// What several readers marked, as counts of vote patterns.
///
/// A voxel's pattern is a number whose bit r is set where reader r marked it. Every measure of
/// several readers depends on how often each pattern occurs and on nothing else, so that no voxel
/// is looked at twice; counts are integers, and adding up parts of a volume in any order gives the
/// whole.
public struct VotePatterns: Hashable, Sendable {
  /// One pattern and the voxels that carry it.
  public struct Pattern: Hashable, Sendable {
    /// Bit r is reader r.
    public let bits: Int
    public let voxels: Int
    /// How many readers marked these voxels.
    public var votes: Int { bits.nonzeroBitCount }

    public init(bits: Int, voxels: Int) {
      self.bits = bits
      self.voxels = voxels
    }
  }

  /// How many readers there are.
  public let readers: Int
  /// The patterns that occur, ascending by their bits, none with 0 voxels.
  public let patterns: [Pattern]
  /// Voxels of all patterns.
  public let voxels: Int

  /// More readers would make the table of patterns larger than many volumes.
  public static let mostReaders = 16

  /// Counts of one pattern may come in several parts.
  ///
  /// - Parameters:
  ///   - readers: 1 … 16.
  ///   - patterns: bits of these readers alone, with what no reader marked (bits 0); no count below
  ///     0.
  /// - Throws: `tooFewCases` where there is no voxel.
  public init(
    readers: Int, patterns: some Sequence<Pattern>
  ) throws(StatisticGap) {
    precondition((1...Self.mostReaders).contains(readers), "1 to 16 readers")
    var counts = [Int](repeating: 0, count: 1 << readers)
    for pattern in patterns {
      precondition(counts.indices.contains(pattern.bits), "a bit for each reader")
      precondition(pattern.voxels >= 0, "a count")
      counts[pattern.bits] += pattern.voxels
    }
    self.readers = readers
    self.patterns = counts.enumerated().filter { $0.element > 0 }.map {
      Pattern(bits: $0.offset, voxels: $0.element)
    }
    voxels = counts.reduce(0, +)
    guard voxels > 0 else { throw .tooFewCases(found: 0, expected: 1) }
  }

  /// Voxels that a reader marked.
  public func marked(by reader: Int) -> Int {
    patterns.reduce(0) { $0 + ($1.bits >> reader & 1) * $1.voxels }
  }

  /// Voxels by how many readers marked them, from none to all.
  public var voxelsByVotes: [Int] {
    patterns.reduce(into: [Int](repeating: 0, count: readers + 1)) { $0[$1.votes] += $1.voxels }
  }

  // MARK: Agreement

  /// Dice of every pair of readers, 2·|A∩B|/(|A| + |B|): a symmetric matrix, 1 on its diagonal; nil
  /// where neither of the two marked a voxel.
  public var pairwiseDice: [[Double?]] {
    let marked = (0..<readers).map(self.marked)
    return (0..<readers).map { a in
      (0..<readers).map { b in
        let both = patterns.reduce(0) { $0 + ($1.bits >> a & $1.bits >> b & 1) * $1.voxels }
        let sum = marked[a] + marked[b]
        return sum > 0 ? Double(2 * both) / Double(sum) : nil
      }
    }
  }

  /// Fleiss' kappa of marked and not marked (1971, doi:10.1037/h0031619): agreement beyond chance,
  /// 1 where all agree everywhere. It grows with the background that is counted in: compare only
  /// numbers of one field of view.
  ///
  /// Undefined for one reader, and where chance agreement is certain.
  public var fleissKappa: Statistic<Double> {
    guard readers > 1 else { return .failure(.tooFewRaters(found: readers, expected: 2)) }
    let byVotes = voxelsByVotes
    // Pairs of readers that agree, over all voxels, and all marks.
    var (agreeing, marks) = (0.0, 0.0)
    for (votes, voxels) in byVotes.enumerated() {
      let others = readers - votes
      agreeing += Double(voxels) * Double(votes * (votes - 1) + others * (others - 1))
      marks += Double(voxels) * Double(votes)
    }
    let observed = agreeing / (Double(voxels) * Double(readers * (readers - 1)))
    let share = marks / (Double(voxels) * Double(readers))
    // 1 − (p² + q²), without the difference.
    let beyondChance = 2 * share * (1 - share)
    guard beyondChance > 0 else { return .failure(.oneCategory) }
    return .success(1 - (1 - observed) / beyondChance)
  }
}

/// The voxels that more than half of the readers marked.
public struct MajorityVote: Hashable, Sendable {
  /// What half of an even number of readers decides.
  public enum TieRule: Hashable, Sendable {
    /// It does not mark the voxel.
    case background
    /// It marks the voxel.
    case foreground
  }

  /// Voxels of the vote, and those of them or beside them that half of the readers marked.
  public let voxels: Int
  public let tiedVoxels: Int
  private let readers: Int
  private let ties: TieRule

  /// - Parameter ties: there is no default, because none is right for everybody.
  public init(_ votes: VotePatterns, ties: TieRule) {
    readers = votes.readers
    self.ties = ties
    tiedVoxels = votes.patterns.reduce(0) {
      2 * $1.votes == votes.readers ? $0 + $1.voxels : $0
    }
    let above = votes.patterns.reduce(0) { 2 * $1.votes > votes.readers ? $0 + $1.voxels : $0 }
    voxels = above + (ties == .foreground ? tiedVoxels : 0)
  }

  /// Whether a voxel with this pattern is in the vote.
  public func contains(_ bits: Int) -> Bool {
    let twice = 2 * bits.nonzeroBitCount
    return twice > readers || twice == readers && ties == .foreground
  }
}
