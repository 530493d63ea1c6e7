/// Which points stand for the surface of a mask.
enum SurfaceModel: Hashable, Sendable {
  /// The corners of voxels at which members and others meet, each with the area of the marching
  /// cubes patch around it: surface-distance, and whoever uses it. The edge of the image is
  /// surface.
  case corners
  /// The centres of members with a neighbour that is none: a mask less its erosion. No areas.
  case border(Connectivity, edge: ImageEdge)
  /// The centres of all members: no surface at all, but what some tools measure. No areas.
  case voxels

  /// What lies beyond the image.
  enum ImageEdge: Hashable, Sendable {
    /// No members: a mask has a border where it meets the edge.
    case isOutside
    /// As if the mask went on: a mask has no border where it meets the edge of an image of this
    /// shape.
    case continues(GridShape)
  }
}

extension VoxelMask {
  /// The members with a neighbour that is none.
  ///
  /// In words: a member stays inside if all its neighbours are members. In the rows of neighbours
  /// that differ from its own along one axis or none (for 26 neighbours along both), that asks for
  /// three voxels or one side by side: words moved by a bit either way and taken together.
  func border(_ neighbourhood: Connectivity, edge: SurfaceModel.ImageEdge) -> VoxelMask {
    var border = self
    let goesOn = Continuation(self, edge)
    for k in 0..<size.z {
      for j in 0..<size.y {
        var hasOutsider = [UInt64](repeating: 0, count: wordsPerRow)
        for dk in -1...1 {
          for dj in -1...1 {
            let steps = abs(dk) + abs(dj)
            // How many axes a neighbour may differ along: 1, 2 or 3.
            let most = neighbourhood == .faces ? 1 : neighbourhood == .edges ? 2 : 3
            guard steps <= most, !goesOn.contains(j: j + dj, k: k + dk) else { continue }
            addOutsiders(
              beside: (j + dj, k + dk), isWide: steps < most, goesOn: goesOn, to: &hasOutsider)
          }
        }
        let row = k * size.y + j
        for word in 0..<wordsPerRow {
          border.set(
            row: row, word: word, to: words[row * wordsPerRow + word] & hasOutsider[word])
        }
      }
    }
    return border
  }

  /// Adds places where the row (j, k) lacks a member, or one of three side by side.
  private func addOutsiders(
    beside row: (j: Int, k: Int), isWide: Bool, goesOn: Continuation,
    to outsiders: inout [UInt64]
  ) {
    guard row.j >= 0, row.j < size.y, row.k >= 0, row.k < size.z else {
      for word in outsiders.indices { outsiders[word] = .max }
      return
    }
    let start = (row.k * size.y + row.j) * wordsPerRow
    for word in outsiders.indices {
      let bits = words[start + word]
      outsiders[word] |= ~bits
      guard isWide else { continue }
      let before = word > 0 ? words[start + word - 1] >> 63 : goesOn.beforeRow
      let behind = word + 1 < wordsPerRow ? words[start + word + 1] << 63 : 0
      let end = word + 1 == wordsPerRow ? goesOn.behindRow : 0
      outsiders[word] |= ~(bits << 1 | before) | ~(bits >> 1 | behind | end)
    }
  }

  /// What lies beyond the box and counts as members.
  private struct Continuation {
    /// Bit 0 where the voxel before a row is a member.
    let beforeRow: UInt64
    /// The last place of a row's last word where the voxel behind it is a member.
    let behindRow: UInt64
    private let rows: (first: Int, last: Int)
    private let slices: (first: Int, last: Int)

    init(_ mask: VoxelMask, _ edge: SurfaceModel.ImageEdge) {
      guard case .continues(let shape) = edge else {
        (beforeRow, behindRow) = (0, 0)
        (rows, slices) = ((.min, .max), (.min, .max))
        return
      }
      let (first, last) = (mask.bounds.min, mask.bounds.max)
      beforeRow = first.x == 0 ? 1 : 0
      behindRow = Int(last.x) == shape.i - 1 ? 1 << UInt64((mask.size.x - 1) % 64) : 0
      rows = (first.y == 0 ? 0 : .min, Int(last.y) == shape.j - 1 ? mask.size.y - 1 : .max)
      slices = (first.z == 0 ? 0 : .min, Int(last.z) == shape.k - 1 ? mask.size.z - 1 : .max)
    }

    /// Whether a row of the box's grid lies beyond the image.
    func contains(j: Int, k: Int) -> Bool {
      j < rows.first || j > rows.last || k < slices.first || k > slices.last
    }
  }
}
