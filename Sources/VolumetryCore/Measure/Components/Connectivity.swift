/// Which voxels touch: those that share a face, also those that share an edge, or also those that
/// share a corner. Named by how many neighbours a voxel has.
///
/// The answer depends on it: two lesions that meet at a corner are one by 26 and two by 6.
public enum Connectivity: Int, Hashable, Sendable, CaseIterable {
  case faces = 6
  case edges = 18
  case corners = 26

  /// Rows that come before a row and touch it: how many rows away along j and along k, and how far
  /// along i a voxel there may lie from its neighbour.
  var earlierRows: [(j: Int32, k: Int32, reach: Int32)] {
    let beside: Int32 = self == .faces ? 0 : 1
    var rows: [(j: Int32, k: Int32, reach: Int32)] = [(-1, 0, beside), (0, -1, beside)]
    if self != .faces {
      let across: Int32 = self == .corners ? 1 : 0
      rows += [(-1, -1, across), (1, -1, across)]
    }
    return rows
  }
}
