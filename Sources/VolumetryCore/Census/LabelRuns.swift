/// The voxels of a label volume outside the background, as runs along i.
///
/// Law: runs stand in the order of the voxels, share none, end with their row, are never empty, and
/// two that touch within a row differ in their label. So equal volumes have equal runs, and memory
/// grows with the surface of what is labelled, not with the volume.
struct LabelRuns: Hashable, Sendable {
  /// Voxels of one row with one label.
  struct Run: Hashable, Sendable {
    /// The row: j + k × rows of a slice.
    let row: Int32
    /// The first voxel along i.
    let start: Int32
    /// Behind the last voxel along i.
    let end: Int32
    /// Where the label stands in `labels`.
    let number: Int32

    var count: Int { Int(end - start) }
  }

  let shape: GridShape
  /// The labels that runs refer to, ascending, each with a voxel, none the background.
  let labels: [Label]
  let runs: [Run]

  /// Runs that a volume has at most: a whole body of a hundred structures has under a million; a
  /// checkerboard, which no one segments, has one a voxel, 16 bytes each. Ours.
  static let mostRuns = 1 << 24

  /// - Parameters:
  ///   - labels: in any order; those without a run are dropped, equal ones are joined.
  ///   - runs: in the order of the voxels, their numbers those of `labels` as given. They become
  ///     the volume's own where they lie: no copy where the caller lets them go.
  init(shape: GridShape, labels: [Label], runs: consuming [Run]) {
    var runs = runs
    var isUsed = [Bool](repeating: false, count: labels.count)
    for run in runs { isUsed[Int(run.number)] = true }
    let kept = Set(labels.indices.filter { isUsed[$0] }.map { labels[$0] }).sorted()
    precondition(!kept.contains(.background), "the background has no runs")
    let numbers = labels.map { label in Int32(kept.firstIndex(of: label) ?? -1) }
    self.shape = shape
    self.labels = kept
    // Labels that are equal may make two runs one: what is kept moves to the front.
    let count = runs.withUnsafeMutableBufferPointer { runs in
      var count = 0
      for run in runs {
        precondition(
          run.start < run.end && run.start >= 0 && Int(run.end) <= shape.i, "a run lies in its row")
        let number = numbers[Int(run.number)]
        let last = count > 0 ? runs[count - 1] : nil
        if let last, last.row == run.row, last.end == run.start, last.number == number {
          runs[count - 1] = Run(row: run.row, start: last.start, end: run.end, number: number)
        } else {
          runs[count] = Run(row: run.row, start: run.start, end: run.end, number: number)
          count += 1
        }
      }
      return count
    }
    runs.removeLast(runs.count - count)
    self.runs = runs
  }

  /// Voxels of the labels whose number satisfies `isMember`.
  func voxels(where isMember: (Int32) -> Bool) -> Int {
    runs.reduce(0) { isMember($1.number) ? $0 + $1.count : $0 }
  }

  /// The smallest box around the labels whose number satisfies `isMember`; nil where there is none.
  func bounds(where isMember: (Int32) -> Bool) -> VoxelBounds? {
    var bounds = VoxelBounds.empty
    var rows = RowPlaces(shape)
    for run in runs where isMember(run.number) {
      let (j, k) = rows.place(of: run.row)
      bounds.merge(VoxelBounds(min: SIMD3(run.start, j, k), max: SIMD3(run.end - 1, j, k)))
    }
    return bounds.min.x > bounds.max.x ? nil : bounds
  }
}

/// Where rows lie, for rows that are asked for in rising order: a division only where they skip.
struct RowPlaces {
  private let rowsOfSlice: Int32
  private var row: Int32 = 0
  private var j: Int32 = 0
  private var k: Int32 = 0

  init(_ shape: GridShape) { rowsOfSlice = Int32(shape.j) }

  mutating func place(of row: Int32) -> (j: Int32, k: Int32) {
    if row != self.row {
      j += row - self.row
      if j >= rowsOfSlice || j < 0 { (k, j) = row.quotientAndRemainder(dividingBy: rowsOfSlice) }
      self.row = row
    }
    return (j, k)
  }
}

/// Makes `LabelRuns` of voxels that come in order.
struct LabelRunCollector {
  private let shape: GridShape
  private var runs: [LabelRuns.Run] = []
  /// Whether a slot's voxels are kept; slots that are not yet asked for have no entry.
  private var isKept: [Bool] = []
  private var row: Int32 = 0
  private var i = 0
  /// Whether there are more runs than a label volume has; what came is let go.
  private var isRagged = false

  private let most: Int

  /// - Precondition: the rows of the volume are numbered by 32 bits, see `canHold`.
  init(shape: GridShape, most: Int = LabelRuns.mostRuns) {
    precondition(Self.canHold(shape))
    self.shape = shape
    self.most = most
    runs.reserveCapacity(min(most, Self.reservedPerRow * shape.j * shape.k, Self.mostReserved))
  }

  /// Room that is asked for at once, so that it need not grow: the runs of a liver with its parts
  /// are fewer. What is not written takes address space, no memory.
  private static let reservedPerRow = 4
  private static let mostReserved = 1 << 20

  /// Whether the rows of a volume can be numbered.
  static func canHold(_ shape: GridShape) -> Bool { shape.j * shape.k <= Int(Int32.max) }

  /// Makes the slots known, before voxels of them come.
  mutating func know(_ label: (Int) -> Label, upTo count: Int) {
    while isKept.count < count { isKept.append(label(isKept.count) != .background) }
  }

  /// Takes the next voxels, all of one slot.
  mutating func add(_ slot: Int, count: Int) {
    var left = count
    if isKept[slot] {
      while left > 0 {
        let length = min(left, shape.i - i)
        append(Int32(slot), length)
        advance(length)
        left -= length
      }
    } else {
      advance(left)
    }
  }

  /// What was collected, once, when all voxels came.
  mutating func takeRuns(label: (Int) -> Label) throws(VolumeError) -> LabelRuns {
    guard !isRagged else { throw .tooRagged(limit: most) }
    precondition(i == 0 && Int(row) == shape.j * shape.k, "whole volumes were given")
    // Let go here, they are not copied there.
    var taken: [LabelRuns.Run] = []
    swap(&taken, &runs)
    return LabelRuns(shape: shape, labels: isKept.indices.map(label), runs: taken)
  }

  private mutating func append(_ number: Int32, _ length: Int) {
    let (start, end) = (Int32(i), Int32(i + length))
    if let last = runs.last, last.row == row, last.end == start, last.number == number {
      runs[runs.count - 1] = LabelRuns.Run(row: row, start: last.start, end: end, number: number)
      return
    }
    guard runs.count < most else {
      (isRagged, runs) = (true, [])
      return
    }
    guard !isRagged else { return }
    runs.append(LabelRuns.Run(row: row, start: start, end: end, number: number))
  }

  private mutating func advance(_ length: Int) {
    i += length
    guard i >= shape.i else { return }
    row += Int32(i / shape.i)
    i %= shape.i
  }
}
