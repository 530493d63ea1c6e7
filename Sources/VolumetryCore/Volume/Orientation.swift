extension Affine {
  /// The direction in which each voxel axis runs, as three letters of R/L, A/P, S/I.
  ///
  /// The assignment is that of nibabel's `io_orientation`: the rotation nearest to the 3×3 part
  /// (its polar factor, so that shear does not matter), then the axes in order of their strongest
  /// component, each world axis given away once. `LPS` means i runs to the patient's left, j to
  /// posterior, k to superior.
  public var axisCodes: String {
    let rotation = nearestRotation
    var free: Set<Int> = [0, 1, 2]
    var codes = [Character](repeating: "?", count: 3)
    let strongestFirst = (0..<3).sorted { a, b in strength(rotation, a) > strength(rotation, b) }
    for voxelAxis in strongestFirst {
      guard
        let world = free.sorted().max(by: {
          abs(rotation[$0][voxelAxis]) < abs(rotation[$1][voxelAxis])
        })
      else { continue }
      free.remove(world)
      let letters: [(Character, Character)] = [("R", "L"), ("A", "P"), ("S", "I")]
      codes[voxelAxis] =
        rotation[world][voxelAxis] >= 0 ? letters[world].0 : letters[world].1
    }
    return String(codes)
  }

  private func strength(_ m: [[Double]], _ column: Int) -> Double {
    max(abs(m[0][column]), abs(m[1][column]), abs(m[2][column]))
  }

  /// The orthogonal polar factor of the column-normalised 3×3 part, by Newton's iteration
  /// X ← (X + X⁻ᵀ) / 2, which converges quadratically for every non-singular matrix
  /// (Higham 1986, doi:10.1137/0907079).
  private var nearestRotation: [[Double]] {
    let norms = columnNorms
    var x = (0..<3).map { r in (0..<3).map { c in norms[c] > 0 ? rows[r][c] / norms[c] : 0 } }
    for _ in 0..<40 {
      guard let inverse = inverseTransposed(x) else { return x }
      var change = 0.0
      for r in 0..<3 {
        for c in 0..<3 {
          let next = (x[r][c] + inverse[r][c]) / 2
          change = max(change, abs(next - x[r][c]))
          x[r][c] = next
        }
      }
      if change < 1e-14 { break }
    }
    return x
  }

  private func inverseTransposed(_ m: [[Double]]) -> [[Double]]? {
    let cofactors = (0..<3).map { r in
      (0..<3).map { c in
        let (r1, r2, c1, c2) = ((r + 1) % 3, (r + 2) % 3, (c + 1) % 3, (c + 2) % 3)
        return m[r1][c1] * m[r2][c2] - m[r1][c2] * m[r2][c1]
      }
    }
    let determinant = (0..<3).reduce(0.0) { $0 + m[0][$1] * cofactors[0][$1] }
    guard abs(determinant) > 1e-12 else { return nil }
    return cofactors.map { $0.map { $0 / determinant } }
  }
}
