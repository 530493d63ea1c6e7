import Foundation
import Testing

@testable import VolumetryCore

/// Five files of five readers, from the bytes to SimpleITK's numbers.
@Suite struct RaterFilesTests {
  @Test func fiveReadersOfOneStructure() throws {
    let paths = (1...5).map { Oracle.folder.appending(path: "rater\($0).nii.gz").path }
    let joint = try AlignedScans(paths: paths).joint
    let votes = try VotePatterns(
      readers: 5,
      patterns: joint.combinations.map { combination in
        let bits = combination.labels.enumerated().reduce(0) { bits, reader in
          reader.element == Label(0) ? bits : bits | 1 << reader.offset
        }
        return VotePatterns.Pattern(bits: bits, voxels: combination.voxels)
      })
    #expect(votes.voxelsByVotes == Oracle.stats["count_by_votes"].integers)
    let majority = MajorityVote(votes, ties: .background)
    #expect(majority.voxels == Int(Oracle.stats["majority_vote_voxels"].number))
    #expect(votes.fleissKappa.value?.isNear(Oracle.stats["fleiss_kappa"].number) == true)
    let oracle = Oracle.stats["staple_simpleitk"]
    let staple = try STAPLE(votes)
    #expect(staple.iterations == Int(oracle["iterations"].number))
    #expect(staple.voxels == Int(oracle["voxels_ge_0p5"].number))
    #expect(staple.expectedVoxels.isNear(oracle["sum_probability"].number, 1e-11))
    for reader in 0..<5 {
      #expect(staple.sensitivity[reader].isNear(oracle["sensitivity"].numbers[reader], 1e-11))
      #expect(staple.specificity[reader].isNear(oracle["specificity"].numbers[reader], 1e-11))
    }
  }
}
