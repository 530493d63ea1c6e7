@testable import VolumetryCore

/// Small label volumes that tests make up, and their runs by a plain loop.
struct SmallVolume {
  let shape: GridShape
  /// The label of every voxel, i fastest.
  var labels: [Int]

  init(_ i: Int, _ j: Int, _ k: Int, labels: [Int]? = nil) {
    guard let shape = GridShape(i, j, k) else { preconditionFailure("a shape that can be") }
    self.shape = shape
    self.labels = labels ?? [Int](repeating: 0, count: shape.voxelCount)
  }

  /// Blobs of a few labels, so that runs have all lengths and touch every edge.
  init(random: inout SeededGenerator, most: Int = 20, labels count: Int = 3) {
    self.init(
      .random(in: 1...most, using: &random), .random(in: 1...most, using: &random),
      .random(in: 1...most, using: &random))
    for _ in 0..<Int.random(in: 0...6, using: &random) {
      let label = Int.random(in: 0...count, using: &random)
      let ranges = shape.sizes.map { size -> ClosedRange<Int> in
        let (a, b) = (
          Int.random(in: 0..<size, using: &random), Int.random(in: 0..<size, using: &random)
        )
        return min(a, b)...max(a, b)
      }
      for k in ranges[2] {
        for j in ranges[1] { for i in ranges[0] { self[i, j, k] = label } }
      }
    }
    for _ in 0..<Int.random(in: 0...20, using: &random) {
      let voxel = Int.random(in: 0..<shape.voxelCount, using: &random)
      labels[voxel] = Int.random(in: 0...count, using: &random)
    }
  }

  subscript(i: Int, j: Int, k: Int) -> Int {
    get { labels[i + shape.i * (j + shape.j * k)] }
    set { labels[i + shape.i * (j + shape.j * k)] = newValue }
  }

  /// Background outside the volume.
  func label(at place: SIMD3<Int>) -> Int {
    guard place.x >= 0, place.y >= 0, place.z >= 0, place.x < shape.i, place.y < shape.j,
      place.z < shape.k
    else { return 0 }
    return self[place.x, place.y, place.z]
  }

  /// The runs, voxel by voxel.
  var runs: LabelRuns {
    let known = Set(labels).subtracting([0]).sorted()
    var runs: [LabelRuns.Run] = []
    for row in 0..<(shape.j * shape.k) {
      var i = 0
      while i < shape.i {
        let label = labels[row * shape.i + i]
        var end = i + 1
        while end < shape.i, labels[row * shape.i + end] == label { end += 1 }
        if let number = known.firstIndex(of: label) {
          runs.append(
            LabelRuns.Run(
              row: Int32(row), start: Int32(i), end: Int32(end), number: Int32(number)))
        }
        i = end
      }
    }
    return LabelRuns(shape: shape, labels: known.map { Label($0) }, runs: runs)
  }

  /// The voxels of some labels, cropped to their own box or another; nil where there are none.
  func mask(_ labels: Set<Int>, bounds: VoxelBounds? = nil) -> VoxelMask? {
    let runs = runs
    let isMember = { (number: Int32) in labels.contains(Int(runs.labels[Int(number)].value)) }
    guard let box = bounds ?? runs.bounds(where: isMember) else { return nil }
    return VoxelMask(runs, bounds: box, where: isMember)
  }
}
