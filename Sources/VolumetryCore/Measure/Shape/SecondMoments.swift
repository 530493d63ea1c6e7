/// Sums of voxel indices and of their products: all that the principal axes of a mask need, exact.
///
/// In words: of each stretch of members in a word of 64 voxels, the sums of i and of i² are closed
/// forms; j and k are the same along a row. Indices count from the first voxel of the mask's box.
struct SecondMoments: Hashable, Sendable {
  private(set) var count = 0
  /// Σ i, Σ j, Σ k.
  private(set) var sums = [Int128](repeating: 0, count: 3)
  /// Σ i², Σ j², Σ k², Σ ij, Σ ik, Σ jk.
  private(set) var products = [Int128](repeating: 0, count: 6)

  /// - Precondition: no side of the mask's box is longer than 2²⁰ voxels, so that the sums of a row
  ///   fit an `Int` and all products of sums 128 bits.
  init(_ mask: VoxelMask) {
    precondition(mask.size.max() <= 1 << 20)
    for k in 0..<mask.size.z {
      for j in 0..<mask.size.y {
        let start = (j + k * mask.size.y) * mask.wordsPerRow
        let row = Self.row(mask.words[start..<(start + mask.wordsPerRow)])
        if row.count > 0 { add(row, j: j, k: k) }
      }
    }
  }

  /// The members of a row, the sum of their i and that of the squares.
  private static func row(_ words: ArraySlice<UInt64>) -> (count: Int, sum: Int, squares: Int) {
    var (count, sum, squares) = (0, 0, 0)
    // Σ x² of all x below n.
    func squaresBelow(_ n: Int) -> Int { (n - 1) * n * (2 * n - 1) / 6 }
    for (word, bits) in words.enumerated() {
      var left = bits
      while left != 0 {
        let low = left.trailingZeroBitCount
        let length = (~(left >> UInt64(low))).trailingZeroBitCount
        let (first, end) = (64 * word + low, 64 * word + low + length)
        count += length
        sum += length * (first + end - 1) / 2
        squares += squaresBelow(end) - squaresBelow(first)
        left &= ~((UInt64.max >> UInt64(64 - length)) << UInt64(low))
      }
    }
    return (count, sum, squares)
  }

  private mutating func add(_ row: (count: Int, sum: Int, squares: Int), j: Int, k: Int) {
    count += row.count
    let (n, s) = (Int128(row.count), Int128(row.sum))
    let (j, k) = (Int128(j), Int128(k))
    sums[0] += s
    sums[1] += n * j
    sums[2] += n * k
    products[0] += Int128(row.squares)
    products[1] += n * j * j
    products[2] += n * k * k
    products[3] += s * j
    products[4] += s * k
    products[5] += n * j * k
  }

  /// The covariance of the voxel centres in mm², every voxel counting whole (divided by their
  /// number, not by one less): rows and columns along i, j and k.
  ///
  /// - Parameter spacing: mm between voxels along i, j and k.
  func covariance(spacing: SIMD3<Double>) -> [SIMD3<Double>] {
    precondition(count > 0, "a mask with a member")
    func entry(_ a: Int, _ b: Int) -> Double {
      let place = a == b ? a : a + b + 2
      let exact = Int128(count) * products[place] - sums[a] * sums[b]
      return Double(exact) / (Double(count) * Double(count)) * spacing[a] * spacing[b]
    }
    return (0..<3).map { row in
      SIMD3(entry(row, 0), entry(row, 1), entry(row, 2))
    }
  }
}

/// Eigenvalues and eigenvectors of a symmetric matrix of three rows, by Jacobi's rotations: each
/// makes one entry beside the diagonal 0, and the others shrink quadratically (Golub and Van Loan,
/// Matrix Computations, 8.5). Small eigenvalues of a covariance come out as exact as large ones.
struct PrincipalAxes: Hashable, Sendable {
  /// Descending; none below 0.
  let variances: [Double]
  /// Of unit length, in the order of the variances.
  let directions: [SIMD3<Double>]

  init(_ covariance: [SIMD3<Double>]) {
    precondition(covariance.count == 3)
    var matrix = covariance
    // Columns are the directions.
    var axes = [SIMD3<Double>(1, 0, 0), SIMD3(0, 1, 0), SIMD3(0, 0, 1)]
    for _ in 0..<Self.mostSweeps {
      for (a, b) in [(0, 1), (0, 2), (1, 2)] { Self.rotate(&matrix, &axes, a, b) }
    }
    let order = (0..<3).sorted { matrix[$0][$0] > matrix[$1][$1] }
    variances = order.map { max(0, matrix[$0][$0]) }
    directions = order.map { column in SIMD3(axes[0][column], axes[1][column], axes[2][column]) }
  }

  /// Three rows need five or six; a rotation of what is 0 changes nothing.
  private static let mostSweeps = 16

  private static func rotate(
    _ matrix: inout [SIMD3<Double>], _ axes: inout [SIMD3<Double>], _ a: Int, _ b: Int
  ) {
    let off = matrix[a][b]
    guard off != 0 else { return }
    let ratio = (matrix[b][b] - matrix[a][a]) / (2 * off)
    let tangent = (ratio < 0 ? -1 : 1) / (abs(ratio) + (ratio * ratio + 1).squareRoot())
    let cosine = 1 / (tangent * tangent + 1).squareRoot()
    let sine = tangent * cosine
    matrix[a][a] -= tangent * off
    matrix[b][b] += tangent * off
    (matrix[a][b], matrix[b][a]) = (0, 0)
    let c = 3 - a - b
    let (ac, bc) = (matrix[a][c], matrix[b][c])
    matrix[a][c] = cosine * ac - sine * bc
    matrix[b][c] = sine * ac + cosine * bc
    (matrix[c][a], matrix[c][b]) = (matrix[a][c], matrix[b][c])
    for row in 0..<3 {
      let (one, other) = (axes[row][a], axes[row][b])
      axes[row][a] = cosine * one - sine * other
      axes[row][b] = sine * one + cosine * other
    }
  }
}
