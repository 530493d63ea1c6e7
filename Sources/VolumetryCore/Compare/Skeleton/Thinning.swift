/// Thins a mask to the curves that run in its middle, voxel by voxel from outside.
///
/// In words: look from one side and list the voxels on that border whose going changes no topology
/// and that end no curve. Walk the list in order and take each away that still changes no topology.
/// Go on with the next side, until a round over all of them takes nothing.
/// Lee, Kashyap and Chu 1994, doi:10.1006/cgip.1994.1042.
///
/// The sides of a round, in order: y − 1, y + 1, x + 1, x − 1, z + 1, z − 1, as scikit-image and
/// Fiji have them. The list runs along x, then y, then z.
///
/// Departures from the words (gains: a vessel tree of 490 000 voxels in 512 × 512 × 400):
/// 1. Only active voxels are looked at: those on the first border, then those beside one that was
///    taken. One that cannot go leaves until a neighbour goes, as nothing else can change that.
/// 2. Active voxels are bits below a summary of the words that hold any: the list needs no sorting,
///    and empty space costs nothing.
/// 3. Neighbourhoods are 27 bits cut from nine rows, judged by shifts of whole neighbourhoods; what
///    was judged is remembered, see `SimplePoints`. All together 0.09 s of one core; scikit-image,
///    which looks at every voxel each time, 27.6 s.
struct Thinning: ~Copyable {
  private let grid: ThinningGrid
  private var list: [Int] = []
  private var judge = SimplePoints()

  /// - Parameters:
  ///   - mask: what is thinned.
  ///   - isTurned: whether x is k of the mask and z is i, else x is i.
  init(_ mask: VoxelMask, isTurned: Bool) { grid = ThinningGrid(mask, isTurned: isTurned) }

  /// What is left, as voxels of the box of the mask, x first.
  func voxels() -> [SIMD3<Int>] {
    var voxels: [SIMD3<Int>] = []
    grid.visit { voxels.append(grid.voxel(at: $0)) }
    return voxels
  }

  /// The six sides, as bits of a neighbourhood, in the order in which they are looked at.
  static let sides: [UInt32] = [10, 16, 14, 12, 22, 4].map { 1 << $0 }

  /// Thins and keeps the topology: pieces, tunnels and cavities stay as many as they are, and each
  /// voxel that is left is the end of a curve or holds something together.
  ///
  /// What is listed goes only beside a voxel that is not listed. Of a rod that is two voxels thick
  /// every voxel is listed, and a walk along the list would eat it from its first end to its last;
  /// so it waits until it is seen from the side on which its one half covers the other.
  ///
  /// Where a round takes nothing, what is left has no such side: its halves touch by edges or
  /// corners. Then the twenty sides between the six are looked at, see `sweepObliquely`.
  mutating func keepTopology() {
    while true {
      var removed = 0
      for side in Self.sides { removed += sweep(side) }
      if removed == 0 { removed = sweepObliquely() }
      if removed == 0 { return }
    }
  }

  /// Thins as scikit-image does: what is listed goes when its neighbours still hang together
  /// without it, be it alone by then or the wall of a tunnel.
  ///
  /// - Parameter sides: the first six, or four where scikit-image sees a single slice.
  mutating func followScikitImage(sides: Int) {
    while true {
      var removed = 0
      for side in Self.sides.prefix(sides) {
        list { $0.bits & side == 0 }
        for place in list where grid.neighbourhood(at: place).isConnectedWithoutCenter {
          grid.remove(at: place)
          removed += 1
        }
      }
      if removed == 0 { return }
    }
  }

  /// Takes away what may go towards one of the six sides; how many.
  private mutating func sweep(_ side: UInt32) -> Int {
    list { $0.bits & side == 0 }
    for place in list { grid.mark(isListed: true, at: place) }
    var removed = 0
    for place in list {
      let around = grid.neighbourhood(at: place)
      let listed = grid.listed(around: place)
      guard around.neighbours & ~listed.bits != 0, judge.isSimple(around) else { continue }
      grid.remove(at: place)
      removed += 1
    }
    for place in list { grid.mark(isListed: false, at: place) }
    return removed
  }

  /// Takes away what may go towards a side between the six; how many.
  ///
  /// A voxel may go towards a side when the neighbour there is background and the one opposite is
  /// set, and no pair of a better kind is so: faces before edges before corners. A simple voxel
  /// always has such a pair: without one, its neighbours were one piece without a hole that
  /// a reflection in the voxel maps onto itself, and such a map has a fixed point. So thinning ends
  /// only where no voxel but ends can go.
  private mutating func sweepObliquely() -> Int {
    var sides: UInt32 = 0
    grid.filterActive { place in
      sides |= Self.borders(grid.neighbourhood(at: place))
      return true
    }
    sides &= ~VoxelNeighbourhood.faces
    var removed = 0
    while sides != 0 {
      let side = sides & (0 &- sides)
      sides ^= side
      list { Self.borders($0) & side != 0 }
      for place in list {
        let around = grid.neighbourhood(at: place)
        guard Self.borders(around) & side != 0, judge.isSimple(around) else { continue }
        grid.remove(at: place)
        removed += 1
      }
    }
    return removed
  }

  /// The sides towards which a voxel may go by a pair of its best kind.
  @inline(__always)
  private static func borders(_ around: VoxelNeighbourhood) -> UInt32 {
    let open = around.open
    if open & VoxelNeighbourhood.faces != 0 { return open & VoxelNeighbourhood.faces }
    if open & VoxelNeighbourhood.edges != 0 { return open & VoxelNeighbourhood.edges }
    return open
  }

  /// Lists the active voxels on a border that change no topology and end no curve.
  @inline(__always)
  private mutating func list(_ isOnBorder: (VoxelNeighbourhood) -> Bool) {
    var listed: [Int] = []
    swap(&list, &listed)
    listed.removeAll(keepingCapacity: true)
    grid.filterActive { place in
      let around = grid.neighbourhood(at: place)
      guard isOnBorder(around) else {
        return around.bits & VoxelNeighbourhood.faces != VoxelNeighbourhood.faces
      }
      guard !around.isEnd, judge.isSimple(around) else { return false }
      listed.append(place)
      return true
    }
    swap(&list, &listed)
  }
}
