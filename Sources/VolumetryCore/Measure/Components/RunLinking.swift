/// Finds which runs belong together.
///
/// In words: walk the rows that hold runs, in order. Each row touches one row before it in its own
/// slice, and one or three rows of the slice before. Where such a row holds runs too, walk both in
/// step, and join every two runs whose places along i overlap, or miss each other by no more than
/// the reach of the connectivity. Joined runs point to the first of them; at the end each run is
/// numbered by that first one.
///
/// Two departures from it:
/// 1. A neighbouring row is found by a place that only moves forward, one for each of the four
///    rows: no table of rows, which would grow with the volume.
/// 2. Of two joined runs the later points to the earlier. So the first of all is the first in the
///    order of voxels, and numbers need no sorting.
enum RunLinking {
  private typealias Run = ComponentLabelling.Run

  /// The number of each run's component, in the order of the components' first runs.
  ///
  /// - Parameter runs: in the order of voxels; only those whose `component` is the same are joined.
  static func components(
    of runs: [ComponentLabelling.Run], rowsOfSlice: Int32, connectivity: Connectivity
  ) -> [Int32] {
    precondition(runs.count <= Int(Int32.max), "runs are numbered by 32 bits")
    var parents = [Int32](unsafeUninitializedCapacity: runs.count) { buffer, count in
      for index in runs.indices { buffer[index] = Int32(index) }
      count = runs.count
    }
    runs.withUnsafeBufferPointer { runs in
      parents.withUnsafeMutableBufferPointer { parents in
        for neighbour in connectivity.earlierRows {
          link(
            runs, parents, toRows: neighbour.j, neighbour.k, reach: neighbour.reach,
            rowsOfSlice: rowsOfSlice)
        }
        number(parents)
      }
    }
    return parents
  }

  /// Joins every run with those that touch it in the row so many rows and slices away.
  private static func link(
    _ runs: UnsafeBufferPointer<Run>, _ parents: UnsafeMutableBufferPointer<Int32>,
    toRows j: Int32, _ k: Int32, reach: Int32, rowsOfSlice: Int32
  ) {
    let offset = j + k * rowsOfSlice
    var (first, before) = (0, 0)
    while first < runs.count {
      let row = runs[first].row
      var last = first + 1
      while last < runs.count, runs[last].row == row { last += 1 }
      let target = row + offset
      // A row at the edge of its slice has no neighbour beyond it.
      let isInside = j == 0 || (0..<rowsOfSlice).contains(row % rowsOfSlice + j)
      while before < first, runs[before].row < target { before += 1 }
      if isInside, before < first, runs[before].row == target {
        join(runs, parents, first..<last, from: before, reach: reach)
      }
      first = last
    }
  }

  /// Joins the runs of a row with those of another, which begins at `other`.
  private static func join(
    _ runs: UnsafeBufferPointer<Run>, _ parents: UnsafeMutableBufferPointer<Int32>,
    _ row: Range<Int>, from other: Int, reach: Int32
  ) {
    let target = runs[other].row
    var lowest = other
    for index in row {
      let run = runs[index]
      // Runs of the other row that end too early for this one do so for all that follow.
      while runs[lowest].row == target, runs[lowest].end + reach <= run.start { lowest += 1 }
      var candidate = lowest
      while runs[candidate].row == target, runs[candidate].start < run.end + reach {
        if runs[candidate].component == run.component { unite(parents, index, candidate) }
        candidate += 1
      }
    }
  }

  private static func unite(_ parents: UnsafeMutableBufferPointer<Int32>, _ a: Int, _ b: Int) {
    let (a, b) = (root(parents, a), root(parents, b))
    if a < b { parents[b] = Int32(a) } else { parents[a] = Int32(b) }
  }

  /// The first of the runs that are joined with one; every second step on the way is shortened.
  private static func root(_ parents: UnsafeMutableBufferPointer<Int32>, _ run: Int) -> Int {
    var run = run
    while Int(parents[run]) != run {
      let grandparent = parents[Int(parents[run])]
      parents[run] = grandparent
      run = Int(grandparent)
    }
    return run
  }

  /// Turns every run's parent into the number of its component: a parent stands before its runs.
  private static func number(_ parents: UnsafeMutableBufferPointer<Int32>) {
    var count: Int32 = 0
    for run in parents.indices {
      if Int(parents[run]) == run {
        parents[run] = count
        count += 1
      } else {
        parents[run] = parents[Int(parents[run])]
      }
    }
  }
}
