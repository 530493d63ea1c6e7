@testable import VolumetryCore

/// Thinning and topology on plain arrays of voxels, without bits, lists of active voxels or memory.
struct PlainSkeleton {
  /// In the order in which the kernel walks: x fastest.
  private(set) var voxels: Set<SIMD3<Int>>
  private let answers = Answers()

  /// What was found simple or not, by the places of the neighbours: it takes long to find.
  private final class Answers { var known: [[Int]: Bool] = [:] }

  private var ordered: [SIMD3<Int>] {
    voxels.sorted { ($0.z, $0.y, $0.x) < ($1.z, $1.y, $1.x) }
  }

  init(_ voxels: some Sequence<SIMD3<Int>>) { self.voxels = Set(voxels) }

  /// The voxels of a volume with a label.
  init(_ volume: SmallVolume, isTurned: Bool = false) {
    var voxels: Set<SIMD3<Int>> = []
    for k in 0..<volume.shape.k {
      for j in 0..<volume.shape.j {
        for i in 0..<volume.shape.i where volume[i, j, k] != 0 {
          voxels.insert(isTurned ? SIMD3(k, j, i) : SIMD3(i, j, k))
        }
      }
    }
    self.voxels = voxels
  }

  /// All 27 steps from a voxel, x fastest; step 13 leads nowhere.
  static let steps: [SIMD3<Int>] = (0..<27).map {
    SIMD3($0 % 3 - 1, $0 / 3 % 3 - 1, $0 / 9 - 1)
  }
  static func distance(_ step: SIMD3<Int>) -> Int { abs(step.x) + abs(step.y) + abs(step.z) }

  private static let sides: [SIMD3<Int>] = [
    SIMD3(0, -1, 0), SIMD3(0, 1, 0), SIMD3(1, 0, 0), SIMD3(-1, 0, 0), SIMD3(0, 0, 1),
    SIMD3(0, 0, -1),
  ]

  func neighbours(of voxel: SIMD3<Int>) -> [SIMD3<Int>] {
    Self.steps.filter { $0 != .zero }.map { voxel &+ $0 }.filter { voxels.contains($0) }
  }

  /// Pieces of a set whose members touch when the larger step between them is 1 and the sum of the
  /// steps at most `most`: 1 are faces, 3 corners too.
  static func pieces(_ set: Set<SIMD3<Int>>, most: Int) -> [Set<SIMD3<Int>>] {
    var (left, pieces) = (set, [Set<SIMD3<Int>>]())
    while let first = left.popFirst() {
      var (piece, edge) = (Set([first]), [first])
      while let voxel = edge.popLast() {
        for step in steps where distance(step) <= most {
          if let next = left.remove(voxel &+ step) {
            piece.insert(next)
            edge.append(next)
          }
        }
      }
      pieces.append(piece)
    }
    return pieces
  }

  /// Lee's two conditions: the neighbours are one piece, and the Euler number of the 27 voxels is
  /// the same with the voxel and without it.
  func isSimple(_ voxel: SIMD3<Int>) -> Bool {
    let places = Self.steps.indices.filter { $0 != 13 && voxels.contains(voxel &+ Self.steps[$0]) }
    if let known = answers.known[places] { return known }
    let around = Set(places.map { Self.steps[$0] })
    let isSimple =
      Self.pieces(around, most: 3).count == 1
      && Self.eulerNumber(around) == Self.eulerNumber(around.union([.zero]))
    answers.known[places] = isSimple
    return isSimple
  }

  /// Corners − edges + faces − voxels of the solid that the voxels make.
  static func eulerNumber(_ voxels: Set<SIMD3<Int>>) -> Int {
    // A cell of the solid by its middle, in half voxels: an odd coordinate is a direction it spans.
    var cells: Set<SIMD3<Int>> = []
    for voxel in voxels {
      for step in steps { cells.insert(voxel &* 2 &+ 1 &+ step) }
    }
    return cells.reduce(0) { sum, cell in
      let spans = (cell.x & 1) + (cell.y & 1) + (cell.z & 1)
      return sum + (spans.isMultiple(of: 2) ? 1 : -1)
    }
  }

  private func canBeListed(_ voxel: SIMD3<Int>) -> Bool {
    neighbours(of: voxel).count != 1 && isSimple(voxel)
  }

  mutating func keepTopology() {
    var before: Int
    repeat {
      before = voxels.count
      for side in Self.sides {
        let list = ordered.filter { !voxels.contains($0 &+ side) && canBeListed($0) }
        let listed = Set(list)
        for voxel in list
        where neighbours(of: voxel).contains(where: { !listed.contains($0) }) && isSimple(voxel) {
          voxels.remove(voxel)
        }
      }
      if voxels.count == before { sweepObliquely() }
    } while voxels.count < before
  }

  private mutating func sweepObliquely() {
    let wanted = Set(ordered.filter(canBeListed).flatMap(borders))
    for side in Self.steps where Self.distance(side) > 1 && wanted.contains(side) {
      for voxel in ordered.filter({ borders($0).contains(side) && canBeListed($0) })
      where borders(voxel).contains(side) && isSimple(voxel) {
        voxels.remove(voxel)
      }
    }
  }

  /// The directions of the best kind with background there and a voxel opposite.
  private func borders(_ voxel: SIMD3<Int>) -> [SIMD3<Int>] {
    for kind in 1...3 {
      let found = Self.steps.filter {
        Self.distance($0) == kind && !voxels.contains(voxel &+ $0) && voxels.contains(voxel &- $0)
      }
      if !found.isEmpty { return found }
    }
    return []
  }

  mutating func followScikitImage(sides: Int) {
    var before: Int
    repeat {
      before = voxels.count
      for side in Self.sides.prefix(sides) {
        for voxel in ordered.filter({ !voxels.contains($0 &+ side) && canBeListed($0) })
        where Self.pieces(Set(neighbours(of: voxel)), most: 3).count <= 1 {
          voxels.remove(voxel)
        }
      }
    } while voxels.count < before
  }
}
