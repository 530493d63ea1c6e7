/// A place in a grid: the next voxel to come, in the order in which voxels are stored.
struct GridPlace {
  let shape: GridShape
  private(set) var i: Int
  private(set) var j: Int
  private(set) var k: Int
  /// Voxels from here to the end of the grid.
  private(set) var remaining: Int

  /// - Parameter index: how many voxels lie before the place; all of them is the end.
  init(shape: GridShape, index: Int) {
    precondition((0...shape.voxelCount).contains(index))
    self.shape = shape
    i = index % shape.i
    j = index / shape.i % shape.j
    k = index / (shape.i * shape.j)
    remaining = shape.voxelCount - index
  }

  /// Goes on by `count` voxels. No one counts voxels that the grid does not have.
  mutating func advance(_ count: Int) {
    precondition(count >= 0 && count <= remaining, "voxels beyond the grid")
    remaining -= count
    i += count
    guard i >= shape.i else { return }
    j += i / shape.i
    i %= shape.i
    guard j >= shape.j else { return }
    k += j / shape.j
    j %= shape.j
  }

  /// Takes the next `count` voxels as boxes, at most five, and goes on behind them: the rest of a
  /// row, the rest of a slice in whole rows, whole slices, whole rows, the beginning of a row.
  @inline(__always)
  mutating func take(_ count: Int, _ body: (VoxelBox) -> Void) {
    var left = count
    while left > 0 {
      let box = box(ofAtMost: left)
      body(box)
      advance(box.count)
      left -= box.count
    }
  }

  /// The largest box that begins here and holds the next voxels in their order.
  private func box(ofAtMost count: Int) -> VoxelBox {
    if i > 0 || count < shape.i {
      return VoxelBox(i: i..<min(shape.i, i + count), j: j..<(j + 1), k: k..<(k + 1))
    }
    let rows = count / shape.i
    if j > 0 || rows < shape.j {
      return VoxelBox(i: 0..<shape.i, j: j..<min(shape.j, j + rows), k: k..<(k + 1))
    }
    return VoxelBox(i: 0..<shape.i, j: 0..<shape.j, k: k..<(k + rows / shape.j))
  }
}

/// Voxels of a box; no axis is empty.
struct VoxelBox {
  let i: Range<Int>
  let j: Range<Int>
  let k: Range<Int>

  /// Rows of the grid that the box has a part of.
  var rows: Int { j.count * k.count }
  var count: Int { i.count * rows }
}
