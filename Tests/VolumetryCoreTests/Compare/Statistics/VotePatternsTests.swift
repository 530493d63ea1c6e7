import Testing

@testable import VolumetryCore

/// Several readers against SimpleITK, statsmodels and NumPy, the plain walk over voxels, and laws.
@Suite struct VotePatternsTests {
  private func votes(_ readers: Int, _ counts: [[Int]]) throws -> VotePatterns {
    try VotePatterns(
      readers: readers,
      patterns: counts.map { VotePatterns.Pattern(bits: $0[0], voxels: $0[1]) })
  }

  @Test func readersAreThoseOfSimpleITK() throws {
    let tables = Oracle.samples["readers"].list
    #expect(tables.count == 4)
    for oracle in tables {
      let readers = Int(oracle["readers"].number)
      let votes = try votes(readers, oracle["patterns"].list.map(\.integers))
      #expect(votes.fleissKappa.value?.isNear(oracle["kappa"].number) == true)
      for (row, expected) in zip(votes.pairwiseDice, oracle["dice"].rows) {
        #expect(row == expected)
      }
      let staple = try STAPLE(votes)
      #expect(staple.iterations == Int(oracle["iterations"].number))
      for reader in 0..<readers {
        // It stops within 1e-7 of a fixed point; its own sums are single steps over voxels.
        #expect(staple.sensitivity[reader].isNear(oracle["sensitivity"].numbers[reader], 1e-10))
        #expect(staple.specificity[reader].isNear(oracle["specificity"].numbers[reader], 1e-10))
      }
      #expect(staple.expectedVoxels.isNear(oracle["expected"].number, 1e-10))
      #expect(staple.voxels == Int(oracle["half"].number))
      let above = Int(oracle["above"].number)
      let tied = Int(oracle["tied"].number)
      #expect(MajorityVote(votes, ties: .background).voxels == above)
      #expect(MajorityVote(votes, ties: .foreground).voxels == above + tied)
      #expect(MajorityVote(votes, ties: .background).tiedVoxels == tied)
    }
  }

  /// Sums over voxels one by one, from the definitions.
  @Test func countsOfPatternsAreTheWalkOverVoxels() throws {
    var maker = SampleMaker(41)
    for readers in [2, 3, 6] {
      let marks = (0..<readers).map { _ in maker.values(400).map { $0 < 0.4 } }
      let patterns = (0..<400).map { voxel in
        let bits = (0..<readers).reduce(0) { $0 | (marks[$1][voxel] ? 1 << $1 : 0) }
        return VotePatterns.Pattern(bits: bits, voxels: 1)
      }
      let votes = try VotePatterns(readers: readers, patterns: patterns)
      #expect(votes.voxels == 400)
      for vote in [MajorityVote(votes, ties: .foreground), MajorityVote(votes, ties: .background)] {
        #expect(patterns.count { vote.contains($0.bits) } == vote.voxels)
      }
      var agreement = 0.0
      for pattern in patterns {
        for a in 0..<readers {
          for b in 0..<readers where a != b && pattern.bits >> a & 1 == pattern.bits >> b & 1 {
            agreement += 1
          }
        }
      }
      let observed = agreement / Double(400 * readers * (readers - 1))
      let share =
        Double(marks.reduce(0) { $0 + $1.count { $0 } }) / Double(400 * readers)
      let chance = share * share + (1 - share) * (1 - share)
      #expect(
        votes.fleissKappa.value?
          .isNear((observed - chance) / (1 - chance), 1e-9, absolute: 1e-12) == true)
      for a in 0..<readers {
        #expect(votes.marked(by: a) == marks[a].count { $0 })
        for b in 0..<readers {
          let both = zip(marks[a], marks[b]).count { $0 && $1 }
          let dice = Double(2 * both) / Double(votes.marked(by: a) + votes.marked(by: b))
          #expect(votes.pairwiseDice[a][b] == dice)
        }
      }
    }
  }

  @Test func renamingReadersRenamesTheirNumbers() throws {
    let counts = [[0, 900], [1, 20], [3, 15], [4, 9], [5, 30], [6, 12], [7, 210]]
    let own = try STAPLE(votes(3, counts))
    // Readers 0, 1, 2 become 2, 0, 1.
    func renamed(_ bits: Int) -> Int { (bits & 1) << 2 | (bits >> 1 & 1) | (bits >> 2 & 1) << 1 }
    let other = try STAPLE(votes(3, counts.map { [renamed($0[0]), $0[1]] }))
    for (reader, place) in [(0, 2), (1, 0), (2, 1)] {
      #expect(other.sensitivity[place].isNear(own.sensitivity[reader], 1e-9))
      #expect(other.specificity[place].isNear(own.specificity[reader], 1e-9))
    }
    // Counts in parts and in any order are the whole.
    let parts = counts.reversed().flatMap { [[$0[0], $0[1] - 3], [$0[0], 3]] }
    #expect(try votes(3, parts) == votes(3, counts))
  }

  @Test func readersWhoAgreeAreRightWhollyAndNobodyElseBreaksIt() throws {
    let votes = try votes(4, [[0, 77], [15, 23]])
    let staple = try STAPLE(votes)
    #expect(staple.sensitivity == [1, 1, 1, 1] && staple.specificity == [1, 1, 1, 1])
    #expect(staple.expectedVoxels == 23 && staple.voxels == 23)
    #expect(staple.prior == 0.23)
    #expect(votes.fleissKappa == .success(1))
    #expect(MajorityVote(votes, ties: .background).voxels == 23)
  }

  /// Whatever the counts, there is an estimate between 0 and 1 or a stated reason.
  @Test func anyCountsGiveProbabilitiesOrAReason() throws {
    var maker = SampleMaker(42)
    var estimates = 0
    for trial in 0..<400 {
      let readers = 2 + trial % 6
      let counts =
        (0..<(1 << readers)).map { bits in
          let draw = maker.values(2)
          return [bits, draw[0] < 0.5 ? 0 : Int(exp2Table[Int(draw[1] * 40)])]
        } + [[0, 1], [1, 1]]
      let votes = try votes(readers, counts)
      do throws(StatisticGap) {
        let staple = try STAPLE(votes)
        estimates += 1
        for number in staple.sensitivity + staple.specificity + staple.probabilities {
          #expect(number >= 0 && number <= 1)
        }
      } catch {
        switch error {
        case .contradiction, .notConverged: break
        default: Issue.record("\(error)")
        }
      }
    }
    #expect(estimates > 300)
  }

  private let exp2Table = (0...40).map { Double(1 << $0) }

  @Test func whatIsUndefinedSaysWhy() throws {
    #expect(throws: StatisticGap.tooFewCases(found: 0, expected: 1)) { try votes(2, [[0, 0]]) }
    let nothing = try votes(2, [[0, 10]])
    #expect(nothing.fleissKappa.gap == .oneCategory)
    #expect(nothing.pairwiseDice == [[nil, nil], [nil, nil]])
    #expect(throws: StatisticGap.nothingMarked) { try STAPLE(nothing) }
    #expect(throws: StatisticGap.oneCategory) { try STAPLE(votes(2, [[3, 10]])) }
    let one = try votes(1, [[0, 3], [1, 4]])
    #expect(one.fleissKappa.gap == .tooFewRaters(found: 1, expected: 2))
    #expect(throws: StatisticGap.tooFewRaters(found: 1, expected: 2)) { try STAPLE(one) }
    let hard = try votes(
      3, [[0, 900], [1, 20], [3, 15], [4, 9], [5, 30], [6, 12], [7, 210]])
    #expect(throws: StatisticGap.notConverged(steps: 2)) { try STAPLE(hard, mostIterations: 2) }
  }
}
