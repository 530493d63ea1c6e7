/// The 3 × 3 × 3 voxels around a voxel, a bit each: bit x + 3 y + 9 z, the voxel itself bit 13.
///
/// Masks are written in octal: a digit is a row, three digits are a slice.
struct VoxelNeighbourhood: Hashable, Sendable {
  let bits: UInt32

  static let center: UInt32 = 0o000_020_000
  /// The six that share a face with the voxel in the middle.
  static let faces: UInt32 = 0o020_252_020
  /// The twelve that share an edge with it, but no face.
  static let edges: UInt32 = 0o252_505_252
  /// The eight that share a corner with it only.
  static let corners: UInt32 = 0o505_000_505

  /// What is set besides the voxel in the middle.
  var neighbours: UInt32 { bits & ~Self.center }

  /// Whether the voxel is the end of a curve: it has exactly one neighbour.
  var isEnd: Bool {
    let neighbours = neighbours
    return neighbours != 0 && neighbours & (neighbours - 1) == 0
  }

  /// Whether the neighbours hang together without the voxel in the middle, or there are none.
  var isConnectedWithoutCenter: Bool {
    let object = neighbours
    guard object != 0 else { return true }
    var reached = object & (0 &- object)
    while true {
      let next = Self.box(reached) & object
      if next == reached { return next == object }
      reached = next
    }
  }

  /// Whether the voxel can change sides without a change of topology: of the object with 26
  /// neighbours and of the background with 6, no piece, tunnel or cavity appears or goes.
  ///
  /// True when the neighbours are one piece and the background that shares a face with the voxel is
  /// one piece among the 18 nearest: Bertrand and Malandain 1994,
  /// doi:10.1016/0167-8655(94)90046-9. For each of the 2²⁶ neighbourhoods this is the same as one
  /// piece and an unchanged Euler number, the two conditions of Lee, Kashyap and Chu.
  var isSimple: Bool {
    let near = Self.faces | Self.edges
    let background = ~bits & near
    let seeds = background & Self.faces
    guard seeds != 0, neighbours != 0 else { return false }
    var reached = seeds & (0 &- seeds)
    while true {
      let next = Self.cross(reached) & background
      if next == reached { break }
      reached = next
    }
    return seeds & ~reached == 0 && isConnectedWithoutCenter
  }

  /// The neighbours that are background while the neighbour opposite is set: seen from there, the
  /// voxel lies on the border, and it does not lie alone.
  var open: UInt32 {
    // Bit b of 32 turned around is bit 31 − b; the neighbour opposite of b is 26 − b.
    let opposite = bits.bitReversed >> 5
    return opposite & ~bits & ~Self.center
  }

  /// A set and all that touches it by a face, an edge or a corner.
  @inline(__always)
  private static func box(_ set: UInt32) -> UInt32 {
    let rows = alongX(set)
    let slices = rows | (rows & ~lastRows) << 3 | (rows & ~firstRows) >> 3
    return (slices | slices << 9 | slices >> 9) & all
  }

  /// A set and all that touches it by a face.
  @inline(__always)
  private static func cross(_ set: UInt32) -> UInt32 {
    (alongX(set) | (set & ~lastRows) << 3 | (set & ~firstRows) >> 3 | set << 9 | set >> 9) & all
  }

  @inline(__always)
  private static func alongX(_ set: UInt32) -> UInt32 {
    set | (set & ~lastColumns) << 1 | (set & ~firstColumns) >> 1
  }

  private static let all: UInt32 = 0o777_777_777
  private static let firstColumns: UInt32 = 0o111_111_111
  private static let lastColumns: UInt32 = 0o444_444_444
  private static let firstRows: UInt32 = 0o007_007_007
  private static let lastRows: UInt32 = 0o700_700_700
}

extension UInt32 {
  /// Bit b becomes bit 31 − b.
  fileprivate var bitReversed: UInt32 {
    var bits = byteSwapped
    bits = (bits >> 4 & 0x0f0f_0f0f) | (bits & 0x0f0f_0f0f) << 4
    bits = (bits >> 2 & 0x3333_3333) | (bits & 0x3333_3333) << 2
    return (bits >> 1 & 0x5555_5555) | (bits & 0x5555_5555) << 1
  }
}
