/// Thins a mask to the curves that run in its middle, voxel by voxel from outside.
///
/// In words: look from one side and list the voxels on that border whose going changes no topology
/// and that end no curve. Walk the list in order and take each away that is still such a voxel. Go
/// on with the next side, until a round over all of them takes nothing.
/// Lee, Kashyap and Chu 1994, doi:10.1006/cgip.1994.1042.
///
/// The sides of a round, in order: y − 1, y + 1, x + 1, x − 1, z + 1, z − 1, as scikit-image and Fiji
/// have them. The list runs along x, then y, then z.
///
/// Departures from the words:
/// 1. Only active voxels are looked at: those on the first border, then those beside one that was
///    taken. A voxel that cannot go leaves until a neighbour goes, as nothing else can change that.
/// 2. Active voxels are bits below a summary of words that hold any: the list needs no sorting.
/// 3. Neighbourhoods are 27 bits cut from nine rows, judged by shifts of whole neighbourhoods.
struct Thinning: ~Copyable {
  private let grid: ThinningGrid
  private var candidates: [Int] = []

  /// - Parameters:
  ///   - mask: what is thinned.
  ///   - isTurned: whether x is k of the mask and z is i, else x is i.
  init(_ mask: VoxelMask, isTurned: Bool) { grid = ThinningGrid(mask, turned: isTurned) }

  /// What is left, as voxels of the box of the mask, x first.
  func voxels() -> [SIMD3<Int>] {
    var voxels: [SIMD3<Int>] = []
    grid.forEach { voxels.append(grid.voxel(at: $0)) }
    return voxels
  }

  /// The six sides, as bits of a neighbourhood, in the order in which they are looked at.
  static let sides: [UInt32] = [10, 16, 14, 12, 22, 4].map { 1 << $0 }

  /// Thins and keeps the topology: pieces, tunnels and cavities stay as many as they are.
  ///
  /// A voxel may go towards a side when the neighbour opposite is set, when it is listed and when it
  /// goes; so of a sheet or a rod that is two voxels thick one layer goes and the other one stays,
  /// and nothing is eaten along its length. Where a voxel has no such pair of faces, pairs of edges
  /// count, then pairs of corners. A simple voxel always has a pair: else its neighbours were one
  /// piece without a hole that a point reflection maps onto itself, which then has a fixed point.
  mutating func keepTopology() {
    while true {
      var removed = 0
      for side in Self.sides { removed += sweep(side) }
      var oblique = obliqueSides()
      while oblique != 0 {
        let side = oblique & (0 &- oblique)
        oblique ^= side
        removed += sweep(side)
      }
      if removed == 0 { return }
    }
  }

  /// Thins as scikit-image does: what is listed goes when its neighbours still hang together
  /// without it, be it an end by then, alone, or the wall of a tunnel.
  ///
  /// - Parameter sides: the first six, or four where scikit-image sees a single slice.
  mutating func followScikitImage(sides: Int) {
    while true {
      var removed = 0
      for side in Self.sides.prefix(sides) {
        list { $0.bits & side == 0 }
        for place in candidates where grid.neighbourhood(at: place).isConnectedWithoutCenter {
          grid.remove(at: place)
          removed += 1
        }
      }
      if removed == 0 { return }
    }
  }

  /// Takes away what may go towards a side; how many.
  private mutating func sweep(_ side: UInt32) -> Int {
    list { Self.mayGo($0, side) }
    var removed = 0
    for place in candidates {
      let around = grid.neighbourhood(at: place)
      guard Self.mayGo(around, side), !around.isEnd, around.isSimple else { continue }
      grid.remove(at: place)
      removed += 1
    }
    return removed
  }

  /// Lists the voxels that are on a border and can go.
  @inline(__always)
  private mutating func list(_ isBorder: (VoxelNeighbourhood) -> Bool) {
    var listed = candidates
    candidates = []
    listed.removeAll(keepingCapacity: true)
    grid.filterActive { place in
      let around = grid.neighbourhood(at: place)
      guard isBorder(around) else {
        return around.bits & VoxelNeighbourhood.faces != VoxelNeighbourhood.faces
      }
      guard !around.isEnd, around.isSimple else { return false }
      listed.append(place)
      return true
    }
    candidates = listed
  }

  /// The sides by edges and corners towards which an active voxel may go.
  private func obliqueSides() -> UInt32 {
    var sides: UInt32 = 0
    grid.filterActive { place in
      let open = Self.sidesOfBorder(grid.neighbourhood(at: place))
      guard open & VoxelNeighbourhood.faces == 0 else { return true }
      sides |= open
      return open != 0
    }
    return sides
  }

  @inline(__always)
  private static func mayGo(_ around: VoxelNeighbourhood, _ side: UInt32) -> Bool {
    sidesOfBorder(around) & side != 0
  }

  /// The sides of a voxel's best kind: faces, else edges, else corners.
  @inline(__always)
  private static func sidesOfBorder(_ around: VoxelNeighbourhood) -> UInt32 {
    let open = around.open
    if open & VoxelNeighbourhood.faces != 0 { return open & VoxelNeighbourhood.faces }
    if open & VoxelNeighbourhood.edges != 0 { return open & VoxelNeighbourhood.edges }
    return open
  }
}
