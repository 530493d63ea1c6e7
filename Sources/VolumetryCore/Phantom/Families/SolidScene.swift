/// Solids painted over each other, each moved by waves along the rows.
///
/// Every solid lies wholly inside another, its `parent`, or in the background, and apart from its
/// siblings. So the volume of a label is known: that of its solids without that of their children.
struct SolidScene: RowPainter {
  /// In the order of painting: a parent before its children.
  let solids: [Placed]
  /// By which solids are moved along u.
  let sways: [Sway]
  /// By which a whole slice is moved along v; its waves run along w alone.
  let heave: Sway
  let frame: ScanFrame
  let formulas: [PhantomFormula]

  /// A solid of a scene.
  struct Placed: Hashable, Sendable {
    let solid: Solid
    /// 0 carves background out of the parent.
    let label: Int
    /// Index into the solids of the scene.
    let parent: Int?
    /// Index into the sways of the scene.
    let sway: Int
  }

  /// Where rows and slices can meet each solid.
  private let extents: [(v: ClosedRange<Double>, w: ClosedRange<Double>)]
  /// What the current slice meets; the same for all of its rows.
  private var slice = Slice()
  private var shifts: [Shift]

  private struct Slice: Sendable {
    /// Nil before the first row.
    var k: Int?
    var w = 0.0
    var heave = 0.0
    var solids: [Int] = []
  }

  /// Of a sway in a row; kept, since the solids of one organ share it.
  private struct Shift: Sendable {
    var row = -1
    var value = 0.0
  }

  /// - Parameter labels: how many there are, from 1.
  init(_ solids: [Placed], sways: [Sway], heave: Sway = .none, frame: ScanFrame, labels: Int) {
    self.solids = solids
    self.sways = sways
    self.heave = heave
    self.frame = frame
    extents = solids.map(\.solid.extent)
    var volumes = [Double](repeating: 0, count: labels + 1)
    for placed in solids {
      volumes[placed.label] += placed.solid.volume.value
      if let parent = placed.parent { volumes[solids[parent].label] -= placed.solid.volume.value }
    }
    let variance = frame.variancePerRun
    formulas = (1...labels).map { label in
      .solids(
        volume: volumes[label] / frame.voxel, count: solids.count { $0.label == label },
        variancePerRun: variance)
    }
    shifts = Array(repeating: Shift(), count: sways.count)
  }

  mutating func paint(row j: Int, slice k: Int, into row: inout RunRow) {
    if slice.k != k { begin(slice: k) }
    row.clear(length: frame.shape.i)
    let v = frame.first.y + Double(j) * frame.step.y - slice.heave
    for index in slice.solids {
      let placed = solids[index]
      guard extents[index].v.contains(v), let chord = placed.solid.chord(v, slice.w) else {
        continue
      }
      if shifts[placed.sway].row != j {
        shifts[placed.sway] = Shift(row: j, value: sways[placed.sway].shift(v, slice.w))
      }
      row.paint(frame.columns(in: chord, movedBy: shifts[placed.sway].value), placed.label)
    }
  }

  private mutating func begin(slice k: Int) {
    let w = frame.first.z + Double(k) * frame.step.z
    slice.k = k
    slice.w = w
    slice.heave = heave.shift(0, w)
    slice.solids.removeAll(keepingCapacity: true)
    for index in solids.indices where extents[index].w.contains(w) { slice.solids.append(index) }
    for index in shifts.indices { shifts[index].row = -1 }
  }
}
