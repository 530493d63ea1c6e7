/// Two label volumes in one frame of voxels: the smallest box that holds both fields of view.
///
/// The reference keeps the direction of its axes. What lies outside a file's own field of view is
/// background for that file.
struct CommonFrame: Sendable {
  let shape: GridShape
  let reference: LabelRuns
  let prediction: LabelRuns
  /// Voxels that lie in at least one of the two fields of view.
  let voxels: Int
  /// Voxel of the frame where the reference's first voxel lies.
  let origin: SIMD3<Int>
  /// Labelled voxels of the reference that lie outside the prediction's field of view.
  let referenceOutside: Int
  /// Labelled voxels of the prediction that lie outside the reference's field of view.
  let predictionOutside: Int

  /// - Throws: `tooLarge` where rows of the frame cannot be numbered.
  init(
    reference: LabelRuns, prediction: LabelRuns, alignment: GridAlignment
  ) throws(VolumeError) {
    let box = alignment.box(of: prediction.shape)
    let far = SIMD3(reference.shape.sizes) &- 1
    let lower = pointwiseMin(box.lower, .zero)
    let size = pointwiseMax(box.upper, far) &- lower &+ 1
    guard let shape = GridShape(size.x, size.y, size.z), LabelRunCollector.canHold(shape) else {
      throw .tooLarge(found: [size.x, size.y, size.z])
    }
    self.shape = shape
    origin = .zero &- lower
    let turned = prediction.turned(alignment)
    self.reference = reference.moved(by: origin, into: shape)
    self.prediction = turned.moved(by: box.lower &- lower, into: shape)
    let common = pointwiseMin(box.upper, far) &- pointwiseMax(box.lower, .zero) &+ 1
    voxels =
      reference.shape.voxelCount + prediction.shape.voxelCount - common.x * common.y * common.z
    let inFrame = (
      reference: VoxelBounds(origin, origin &+ far),
      prediction: VoxelBounds(box.lower &- lower, box.upper &- lower)
    )
    referenceOutside = self.reference.voxels(outside: inFrame.prediction)
    predictionOutside = self.prediction.voxels(outside: inFrame.reference)
  }
}

extension VoxelBounds {
  fileprivate init(_ lower: SIMD3<Int>, _ upper: SIMD3<Int>) {
    self.init(min: SIMD3(truncatingIfNeeded: lower), max: SIMD3(truncatingIfNeeded: upper))
  }
}

extension LabelRuns {
  /// The same voxels further along each axis, in a larger volume.
  func moved(by offset: SIMD3<Int>, into shape: GridShape) -> LabelRuns {
    guard offset != .zero || shape != self.shape else { return self }
    var places = RowPlaces(self.shape)
    let moved = runs.map { run in
      let (j, k) = places.place(of: run.row)
      return Run(
        row: Int32(Int(j) + offset.y + shape.j * (Int(k) + offset.z)),
        start: run.start + Int32(offset.x), end: run.end + Int32(offset.x), number: run.number)
    }
    return LabelRuns(shape: shape, labels: labels, runs: moved)
  }

  /// The volume with its axes in the order and direction of the grid that an alignment leads to.
  func turned(_ alignment: GridAlignment) -> LabelRuns {
    guard alignment.isTurned else { return self }
    var sizes = SIMD3<Int>.zero
    for axis in 0..<3 { sizes[alignment.axes[axis]] = shape.sizes[axis] }
    guard let turned = GridShape(sizes.x, sizes.y, sizes.z) else {
      preconditionFailure("a volume with other axes has as many voxels")
    }
    let origin = SIMD3(
      (0..<3).map { axis -> Int in
        guard let from = (0..<3).first(where: { alignment.axes[$0] == axis }) else {
          preconditionFailure("axes are a permutation")
        }
        return alignment.steps[from] < 0 ? shape.sizes[from] - 1 : 0
      })
    let place = GridAlignment(axes: alignment.axes, steps: alignment.steps, origin: origin)
    return alignment.axes.x == 0 ? flipped(place, turned) : rebuilt(place, turned)
  }

  /// Runs stay runs: i remains i.
  private func flipped(_ place: GridAlignment, _ shape: GridShape) -> LabelRuns {
    var places = RowPlaces(self.shape)
    var flipped = runs.map { run in
      let (j, k) = places.place(of: run.row)
      let a = place.apply(SIMD3(Int(run.start), Int(j), Int(k)))
      let b = place.apply(SIMD3(Int(run.end) - 1, Int(j), Int(k)))
      return Run(
        row: Int32(a.y + shape.j * a.z), start: Int32(min(a.x, b.x)),
        end: Int32(max(a.x, b.x) + 1), number: run.number)
    }
    flipped.sort { ($0.row, $0.start) < ($1.row, $1.start) }
    return LabelRuns(shape: shape, labels: labels, runs: flipped)
  }

  /// Voxels of a slab at most while a volume is rebuilt, 2 bytes each. No axis is longer.
  private static let slabVoxels = 1 << 24

  /// Another axis becomes i: voxels are laid out some rows at a time, and their runs read off.
  private func rebuilt(_ place: GridAlignment, _ shape: GridShape) -> LabelRuns {
    precondition(labels.count < Int(UInt16.max), "a label map has fewer labels")
    let (rows, rowsOfSlab) = (shape.j * shape.k, max(1, Self.slabVoxels / shape.i))
    var collector = LabelRunCollector(shape: shape, most: .max)
    collector.know({ $0 == 0 ? .background : labels[$0 - 1] }, upTo: labels.count + 1)
    for first in stride(from: 0, to: rows, by: rowsOfSlab) {
      let slabRows = first..<min(first + rowsOfSlab, rows)
      var slab = [UInt16](repeating: 0, count: shape.i * slabRows.count)
      var places = RowPlaces(self.shape)
      for run in runs {
        let (j, k) = places.place(of: run.row)
        for i in run.start..<run.end {
          let at = place.apply(SIMD3(Int(i), Int(j), Int(k)))
          let row = at.y + shape.j * at.z
          guard slabRows.contains(row) else { continue }
          slab[at.x + shape.i * (row - first)] = UInt16(run.number + 1)
        }
      }
      slab.withUnsafeBytes { bytes in
        VoxelRuns.forEach(in: bytes, width: 2) { pattern, count in
          collector.add(Int(pattern), count: count)
        }
      }
    }
    do throws(VolumeError) {
      return try collector.takeRuns { $0 == 0 ? .background : labels[$0 - 1] }
    } catch { preconditionFailure("the collector has no limit here") }
  }

  /// Labelled voxels outside a box.
  func voxels(outside box: VoxelBounds) -> Int {
    guard box.min != .zero || box.max &+ 1 != SIMD3(truncatingIfNeeded: SIMD3(shape.sizes)) else {
      return 0
    }
    var places = RowPlaces(shape)
    return runs.reduce(0) { sum, run in
      let (j, k) = places.place(of: run.row)
      guard j >= box.min.y, j <= box.max.y, k >= box.min.z, k <= box.max.z else {
        return sum + run.count
      }
      let inside = max(0, min(run.end, box.max.x + 1) - max(run.start, box.min.x))
      return sum + run.count - Int(inside)
    }
  }
}
