/// One stage of a phantom as voxels, a slice at a time: no volume is ever held.
///
/// The label of a voxel is that of its centre. A row meets every solid in one run of voxels, found
/// from the chord along x and painted over what lies under it: body, segment 1, tumours.
package struct PhantomPainter: Sendable {
  package let shape: GridShape
  private let geometry: StageGeometry
  /// The centre of voxel 0, 0, 0 in the liver frame, and the way to its neighbours.
  private let first: SIMD3<Double>
  private let step: SIMD3<Double>
  /// The columns of each sector, the same in every row.
  private let sectorColumns: [Range<Int>]

  package init(_ scan: TwoStagePhantom.Specification.Scan, _ geometry: StageGeometry) {
    let first = scan.firstVoxel - scan.liverOrigin
    let step = scan.step
    shape = scan.shape
    self.geometry = geometry
    self.first = first
    self.step = step
    // x falls as i rises, so the columns of a sector are those from the first one below its upper
    // plane to the last one not below its lower plane.
    let columns = 0..<scan.shape.i
    func columnsRight(of plane: Double) -> Int {
      columns.count { first.x + Double($0) * step.x >= plane }
    }
    sectorColumns = geometry.sectors.map {
      columnsRight(of: $0.range.upperBound)..<columnsRight(of: $0.range.lowerBound)
    }
  }

  /// Where the centre of a voxel lies in the liver frame, in mm.
  package func centre(_ i: Int, _ j: Int, _ k: Int) -> SIMD3<Double> {
    first + step * SIMD3(Double(i), Double(j), Double(k))
  }

  /// Paints slice k, i fastest; every byte of `slice` is written.
  package func paint(slice k: Int, into slice: UnsafeMutableBufferPointer<UInt8>) {
    precondition(slice.count == shape.i * shape.j && (0..<shape.k).contains(k))
    slice.update(repeating: 0)
    for j in 0..<shape.j {
      let row = UnsafeMutableBufferPointer(rebasing: slice[(j * shape.i)..<((j + 1) * shape.i)])
      paint(row: row, j, k)
    }
  }

  private func paint(row: UnsafeMutableBufferPointer<UInt8>, _ j: Int, _ k: Int) {
    let z = centre(0, j, k).z
    for (sector, columns) in zip(geometry.sectors, sectorColumns) {
      let run = columnsInside(geometry.body(of: sector), j, k).clamped(to: columns)
      row[run].update(repeating: UInt8(z >= 0 ? sector.upper : sector.lower))
    }
    row[columnsInside(geometry.caudate, j, k)].update(repeating: 1)
    for tumour in geometry.tumours {
      let run = columnsInside(tumour.ball, j, k)
      row[run].update(repeating: UInt8(StageGeometry.tumourLabel))
    }
  }

  /// The voxels of a row whose centres a solid holds.
  ///
  /// The ends are guessed from the chord and then moved until they agree with the solid's own
  /// `contains`, so rounding in the guess cannot misplace a voxel.
  private func columnsInside(_ solid: Ellipsoid, _ j: Int, _ k: Int) -> Range<Int> {
    let start = centre(0, j, k)
    guard let half = solid.halfChord(y: start.y, z: start.z) else { return 0..<0 }
    func column(at x: Double) -> Int {
      min(shape.i, max(0, Int(((x - first.x) / step.x).rounded(.up))))
    }
    func isInside(_ i: Int) -> Bool { abs(centre(i, j, k).x - solid.centre.x) <= half }
    var low = column(at: solid.centre.x + half)
    var high = column(at: solid.centre.x - half)
    while low > 0, isInside(low - 1) { low -= 1 }
    while high < shape.i, isInside(high) { high += 1 }
    while low < high, !isInside(low) { low += 1 }
    while low < high, !isInside(high - 1) { high -= 1 }
    return low..<max(low, high)
  }
}
