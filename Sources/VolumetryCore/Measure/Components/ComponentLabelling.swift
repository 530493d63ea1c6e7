/// The connected components of what is labelled, as runs.
///
/// Law: runs stand in the order of the voxels (i fastest, then j, then k), share no voxel, and every
/// voxel of the chosen labels lies in one of them; two voxels have one component where, and only
/// where, a chain of touching voxels joins them. Components are numbered from 0 in the order of
/// their first voxels, so a label volume has one numbering only. Time and memory grow with the
/// runs, not with the volume.
struct ComponentLabelling: Hashable, Sendable {
  /// Voxels of one row that belong to one component.
  struct Run: Hashable, Sendable {
    /// The row: j + k × rows of a slice.
    let row: Int32
    /// The first voxel along i.
    let start: Int32
    /// Behind the last voxel along i.
    let end: Int32
    /// Where the component stands in `components`.
    let component: Int32

    var count: Int { Int(end - start) }
  }

  /// What is known of one component; all are integers.
  struct Component: Hashable, Sendable {
    var voxels: Int
    /// Inclusive voxel indices.
    var bounds: VoxelBounds
    /// Sums of the voxel indices; divided by the voxels they are the centroid in voxel space.
    var indexSums: IndexSums
    /// Its label in the form of one label a component; nil where labels were taken together.
    let label: Label?
  }

  let shape: GridShape
  let connectivity: Connectivity
  let runs: [Run]
  let components: [Component]

  /// Components of labels taken together: what touches is one, whatever its label.
  ///
  /// - Parameter isMember: whether a label belongs to what is looked at, by its number in
  ///   `labels.labels`.
  init(
    of labels: LabelRuns, connectivity: Connectivity,
    where isMember: (Int32) -> Bool = { _ in true }
  ) {
    let members = labels.labels.indices.map { isMember(Int32($0)) }
    var pieces: [Run] = []
    for run in labels.runs where members[Int(run.number)] {
      if let last = pieces.last, last.row == run.row, last.end == run.start {
        pieces[pieces.count - 1] = Run(
          row: run.row, start: last.start, end: run.end, component: 0)
      } else {
        pieces.append(Run(row: run.row, start: run.start, end: run.end, component: 0))
      }
    }
    self.init(pieces, shape: labels.shape, connectivity: connectivity, labels: nil)
  }

  /// Components of every label apart: voxels touch only where their label is the same.
  init(ofEachLabelOf labels: LabelRuns, connectivity: Connectivity) {
    // Until the components are known, a run's component is the number of its label.
    let pieces = labels.runs.map {
      Run(row: $0.row, start: $0.start, end: $0.end, component: $0.number)
    }
    self.init(pieces, shape: labels.shape, connectivity: connectivity, labels: labels.labels)
  }

  /// - Parameter labels: the labels to which `component` of the pieces refers; nil where there is
  ///   one kind of voxel only.
  private init(
    _ pieces: [Run], shape: GridShape, connectivity: Connectivity, labels: [Label]?
  ) {
    let numbers = RunLinking.components(
      of: pieces, rowsOfSlice: Int32(shape.j), connectivity: connectivity)
    self.init(
      pieces, numbers: numbers, shape: shape, connectivity: connectivity, labels: labels)
  }

  /// - Parameter numbers: the component of each piece, first met in rising order.
  private init(
    _ pieces: [Run], numbers: [Int32], shape: GridShape, connectivity: Connectivity,
    labels: [Label]?
  ) {
    (self.shape, self.connectivity) = (shape, connectivity)
    var runs: [Run] = []
    var components: [Component] = []
    runs.reserveCapacity(pieces.count)
    var rows = RowPlaces(shape)
    for (piece, number) in zip(pieces, numbers) {
      let (j, k) = rows.place(of: piece.row)
      if Int(number) == components.count {
        components.append(
          Component(
            voxels: 0, bounds: .empty, indexSums: IndexSums(i: 0, j: 0, k: 0),
            label: labels.map { $0[Int(piece.component)] }))
      }
      components[Int(number)].add(from: piece.start, to: piece.end, j: j, k: k)
      runs.append(Run(row: piece.row, start: piece.start, end: piece.end, component: number))
    }
    (self.runs, self.components) = (runs, components)
  }

  /// The same voxels with some components taken as one, though they do not touch. The new ones are
  /// numbered by their first voxels, as ever.
  ///
  /// - Parameter groups: for each component, any number that those taken together share.
  func joined(by groups: [Int32]) -> ComponentLabelling {
    precondition(groups.count == components.count, "a group a component")
    var known: [Int32: Int32] = [:]
    let numbers = groups.map { group -> Int32 in
      let next = known[group] ?? Int32(known.count)
      known[group] = next
      return next
    }
    return ComponentLabelling(
      runs, numbers: runs.map { numbers[Int($0.component)] }, shape: shape,
      connectivity: connectivity, labels: nil)
  }

  /// The voxels of some components, a bit each, cropped to their own box or another; nil where
  /// there are none and no box is given.
  ///
  /// - Parameter chosen: numbers of components.
  func mask(of chosen: [Int], bounds: VoxelBounds? = nil) -> VoxelMask? {
    var isChosen = [Bool](repeating: false, count: components.count)
    var own = VoxelBounds.empty
    for number in chosen {
      isChosen[number] = true
      own.merge(components[number].bounds)
    }
    guard let box = bounds ?? (chosen.isEmpty ? nil : own) else { return nil }
    var mask = VoxelMask(bounds: box)
    var rows = RowPlaces(shape)
    for run in runs where isChosen[Int(run.component)] {
      let (j, k) = rows.place(of: run.row)
      let (start, end) = (max(run.start, box.min.x), min(run.end, box.max.x + 1))
      guard j >= box.min.y, j <= box.max.y, k >= box.min.z, k <= box.max.z, start < end else {
        continue
      }
      mask.insert(
        row: Int(j - box.min.y) + Int(k - box.min.z) * mask.size.y,
        from: Int(start - box.min.x), to: Int(end - box.min.x))
    }
    return mask
  }

  /// The numbers of the components in the order of their first voxels with k fastest, then j: as
  /// programs number them that hold a file's voxels the other way round.
  var numbersWithLastAxisFastest: [Int] {
    var first = [SIMD3<Int32>](repeating: SIMD3(repeating: .max), count: components.count)
    var rows = RowPlaces(shape)
    for run in runs {
      let (j, k) = rows.place(of: run.row)
      let place = SIMD3(run.start, j, k)
      if Self.isBefore(place, first[Int(run.component)]) { first[Int(run.component)] = place }
    }
    return components.indices.sorted { Self.isBefore(first[$0], first[$1]) }
  }

  private static func isBefore(_ a: SIMD3<Int32>, _ b: SIMD3<Int32>) -> Bool {
    (a.x, a.y, a.z) < (b.x, b.y, b.z)
  }
}

extension ComponentLabelling.Component {
  /// Adds voxels `start` … `end` − 1 of a row.
  fileprivate mutating func add(from start: Int32, to end: Int32, j: Int32, k: Int32) {
    let count = Int(end - start)
    voxels += count
    bounds.merge(VoxelBounds(min: SIMD3(start, j, k), max: SIMD3(end - 1, j, k)))
    // The sum of the indices from start to end − 1.
    indexSums.i += (Int(start) + Int(end) - 1) * count / 2
    indexSums.j += Int(j) * count
    indexSums.k += Int(k) * count
  }
}
