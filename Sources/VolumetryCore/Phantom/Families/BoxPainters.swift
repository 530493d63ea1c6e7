/// `cubes`: boxes of whole voxels, one in each cell, which are cubes where voxels and scan are.
///
/// The scan is cut into cells of ⌊n/c⌋ voxels along each axis, c of them: eight, or as many as give
/// each label a box; what is left over at the end stays background. A box has e_i × e_j × e_k
/// voxels with e = round(cell ∛density), at least one. A label of n boxes has n e_i e_j e_k voxels,
/// exactly.
struct CubePainter: RowPainter {
  private let shape: GridShape
  private let labels: Int
  private let counts: [Int]
  private let cell: [Int]
  let edge: [Int]
  /// The first voxel of every box along each axis, cells i fastest.
  let corners: [[Int]]

  init(shape: GridShape, labels: Int, density: Double, seed: UInt64) {
    self.shape = shape
    self.labels = labels
    let sizes = shape.sizes
    let wanted = max(Self.fewestAlongAxis, Int(cubeRoot(Double(labels)).rounded(.up)))
    counts = sizes.map { min($0, wanted) }
    cell = zip(sizes, counts).map { $0 / $1 }
    let share = cubeRoot(density)
    edge = cell.map { max(1, Int((Double($0) * share).rounded())) }
    var numbers = SeededNumbers(seed: seed, stream: 6)
    var corners: [[Int]] = []
    for n in 0..<counts.reduce(1, *) {
      let place = [n % counts[0], n / counts[0] % counts[1], n / counts[0] / counts[1]]
      var corner: [Int] = []
      for axis in 0..<3 {
        let room = cell[axis] - edge[axis] + 1
        corner.append(place[axis] * cell[axis] + numbers.below(room))
      }
      corners.append(corner)
    }
    self.corners = corners
  }

  private static let fewestAlongAxis = 8

  var formulas: [PhantomFormula] {
    let boxes = corners.count
    return (0..<labels).map { label in
      .voxels((boxes + labels - 1 - label) / labels * edge.reduce(1, *))
    }
  }

  func paint(row j: Int, slice k: Int, into row: inout RunRow) {
    row.clear(length: shape.i)
    let (cellJ, cellK) = (j / cell[1], k / cell[2])
    guard cellJ < counts[1], cellK < counts[2] else { return }
    let first = (cellK * counts[1] + cellJ) * counts[0]
    for n in first..<(first + counts[0]) {
      let corner = corners[n]
      guard (0..<edge[1]).contains(j - corner[1]), (0..<edge[2]).contains(k - corner[2]) else {
        continue
      }
      row.paint(corner[0]..<(corner[0] + edge[0]), 1 + n % labels)
    }
  }
}

/// `thin-plates`: plates one voxel thick, upright on i in the first third of the slices, on j in
/// the second, on k in the last.
///
/// The scan has s slices; the thirds begin at ⌊s/3⌋ and ⌊2 s/3⌋. Along its axis a third has a plate
/// in every place o, o + p, o + 2 p, … with p = round(1/density) and an offset o of the seed. Plate
/// n carries label n mod labels + 1, so the voxels of a label are its plates times their area,
/// exactly.
struct PlatePainter: RowPainter {
  private let shape: GridShape
  private let labels: Int
  let pitch: Int
  let offset: Int
  private let thirds: [Range<Int>]

  init(shape: GridShape, labels: Int, density: Double, seed: UInt64) {
    self.shape = shape
    self.labels = labels
    pitch = max(1, Int((1 / density).rounded()))
    var numbers = SeededNumbers(seed: seed, stream: 7)
    offset = numbers.below(pitch)
    let borders = (0...3).map { shape.k * $0 / 3 }
    thirds = (0..<3).map { borders[$0]..<borders[$0 + 1] }
  }

  var formulas: [PhantomFormula] {
    let areas = [
      shape.j * thirds[0].count, shape.i * thirds[1].count, shape.i * shape.j,
    ]
    let lengths = [shape.i, shape.j, thirds[2].count]
    return (0..<labels).map { label in
      .voxels(
        zip(areas, lengths).reduce(0) { sum, third in
          let plates = third.1 > offset ? (third.1 - offset - 1) / pitch + 1 : 0
          return sum + (plates + labels - 1 - label) / labels * third.0
        })
    }
  }

  func paint(row j: Int, slice k: Int, into row: inout RunRow) {
    if thirds[0].contains(k) {
      row.removeAll()
      var done = 0
      for (n, i) in stride(from: offset, to: shape.i, by: pitch).enumerated() {
        if i > done { row.append(0, count: i - done) }
        row.append(1 + n % labels, count: 1)
        done = i + 1
      }
      if done < shape.i { row.append(0, count: shape.i - done) }
    } else {
      row.clear(length: shape.i)
      let place = (thirds[1].contains(k) ? j : k - thirds[2].lowerBound) - offset
      guard place >= 0, place.isMultiple(of: pitch) else { return }
      row.paint(0..<shape.i, 1 + place / pitch % labels)
    }
  }
}
