/// How several readers agree on one structure of one scan.
public struct ReaderAgreement: Sendable {
  public let structure: ComparedStructure
  /// Which readers marked which voxels, over the whole field of view.
  public let votes: VotePatterns
  /// What each reader marked, in the order of the readers.
  public let volumes: [Millilitres]
  public let majority: MajorityVote
  public let majorityVolume: Millilitres
  /// Voxels that exactly half of the readers marked.
  public let tiedVolume: Millilitres
  public let staple: Statistic<STAPLE>
  /// Voxels whose probability is one half and more.
  public let stapleVolume: Millilitres?
  /// Agreement of all readers beyond chance over the whole field of view; the more background it
  /// holds, the better it looks.
  public let fleissKappa: Statistic<Double>

  /// - Parameters:
  ///   - scans: a reader a file, at most `VotePatterns.mostReaders`.
  ///   - ties: what half of the readers decides.
  /// - Throws: `tooFewRaters` below two readers.
  public init(
    _ scans: AlignedScans, of structure: ComparedStructure, ties: MajorityVote.TieRule
  ) throws(StatisticGap) {
    let readers = scans.scans.count
    guard readers > 1 else { throw .tooFewRaters(found: readers, expected: 2) }
    let votes = try VotePatterns(
      readers: readers,
      patterns: scans.joint.combinations.map { combination in
        var bits = 0
        for (reader, label) in combination.labels.enumerated()
        where structure.members.contains(label) {
          bits |= 1 << reader
        }
        return VotePatterns.Pattern(bits: bits, voxels: combination.voxels)
      })
    func volume(_ voxels: Int) -> Millilitres {
      Millilitres(scans.grid.voxelVolume * Double(voxels))
    }
    self.structure = structure
    self.votes = votes
    volumes = (0..<readers).map { volume(votes.marked(by: $0)) }
    majority = MajorityVote(votes, ties: ties)
    majorityVolume = volume(majority.voxels)
    tiedVolume = volume(majority.tiedVoxels)
    staple = Result { () throws(StatisticGap) in try STAPLE(votes) }
    stapleVolume = staple.value.map { volume($0.voxels) }
    fleissKappa = votes.fleissKappa
  }
}
