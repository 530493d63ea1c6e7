/// The loop over the runs of a piece, bare: nothing but numbers and memory.
///
/// State and its laws: `run` runs are done, the next one lies in `row` of the piece. Every run that
/// is done stands in the word of its slot. `met[..<metCount]` are the slots whose word is not 0.
struct RunLoop: SlotLoop {
  let piece: Piece
  let packing: BlockPacking
  /// Columns where runs begin, row by row, and that of a row behind the last.
  let starts: UnsafePointer<UInt16>
  let end: Int
  let open: UnsafeMutablePointer<OpenTally>
  let met: UnsafeMutablePointer<UInt16>
  var run: Int
  var row: Int
  var metCount: Int
  /// Runs of labels other than the background; not counted for bytes, of which no image is made:
  /// 256 values are not too many.
  var foregroundRuns = 0

  /// Counts runs up to the end, or up to a pattern without a slot, which is returned.
  @inline(never)
  mutating func run<Lookup: SlotLookup>(_ lookup: Lookup) -> UInt64? {
    let width = MemoryLayout<Lookup.Voxel>.size
    let rowBytes = piece.length &* width
    let rowUnit = 1 &<< packing.rowShift
    // Locals, which the compiler keeps in registers.
    var (metCount, foregroundRuns) = (self.metCount, self.foregroundRuns)
    var next = starts + run
    let last = starts + end
    // Where column 0 of the row would lie.
    var voxels = piece.voxels.baseAddress! + (row &* rowBytes &- piece.column &* width)
    // What a voxel of column 0 adds.
    var one = 1 | (piece.row &+ row) &<< packing.rowShift
    var start = Int(next.pointee)
    var unknown: UInt64?
    while next < last {
      let following = Int(next[1])
      // All bits where the run is the last of its row, else none: rows end too irregularly for a
      // branch.
      let endsRow = (following &- piece.column &- 1) &>> (Int.bitWidth - 1)
      let behind = following &+ piece.length & endsRow
      let voxel = Lookup.Voxel(
        littleEndian: voxels.loadUnaligned(fromByteOffset: start &* width, as: Lookup.Voxel.self))
      let slot = lookup.slot(of: voxel)
      let tally = open + slot
      let row = UInt16(truncatingIfNeeded: one &>> packing.rowShift)
      if tally.pointee.word == 0 {
        guard slot != 0 else {
          unknown = UInt64(voxel)
          break
        }
        tally.pointee.firstRow = row
        met[metCount] = UInt16(truncatingIfNeeded: slot)
        metCount &+= 1
      }
      tally.pointee.lastRow = row
      let ends = (start &+ behind &- 1) &<< BlockPacking.columnShift
      tally.pointee.word &+= (behind &- start) &* (one | ends)
      let outside =
        (start &- Int(tally.pointee.lowestColumn)) | (Int(tally.pointee.columnsEnd) &- behind)
      if outside < 0 { tally.pointee.widen(from: start, to: behind) }
      if width > 1 { foregroundRuns &+= Int(tally.pointee.foreground) }
      one &+= rowUnit & endsRow
      voxels += rowBytes & endsRow
      start = following
      next += 1
    }
    let run = next - UnsafePointer(starts)
    let row = one &>> packing.rowShift
    (self.run, self.row) = (run, row &- piece.row)
    (self.metCount, self.foregroundRuns) = (metCount, foregroundRuns)
    return unknown
  }
}
