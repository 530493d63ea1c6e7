/// Pieces whose voxels change so often that runs do not pay.
extension BlockCensus {
  /// Where runs have fewer voxels than this, to count voxel by voxel is faster. A run costs about
  /// 2 ns, a byte 0.4, a wider voxel 1.0 to 1.3 (AMD Zen 5).
  var shortestRuns: Int { width == 1 ? 5 : 2 }
  /// Of so many voxels at least the tables of `DenseWords` are worth being added up.
  static let fewestDenseVoxels = 1 << 12

  /// Counts a piece voxel by voxel, if all its patterns have slots that are known and fit a byte.
  /// Returns whether it did; nothing has changed else.
  mutating func countDensely(_ piece: Piece, table: SlotTable, _ packing: BlockPacking) -> Bool {
    if width == 1 {
      let bytes = piece.voxels.baseAddress!.assumingMemoryBound(to: UInt8.self)
      return add(bytes, of: piece, slots: table.direct, packing)
    }
    let count = piece.rows * piece.length
    if slotBytes.count < count { slotBytes = [UInt8](repeating: 0, count: count) }
    let fits = slotBytes.withUnsafeMutableBufferPointer { bytes in
      var loop = SlotByteLoop(
        voxels: piece.voxels, firstSlot: firstByteSlot, bytes: bytes.baseAddress!)
      return table.run(&loop, width: width)
    }
    guard fits else { return false }
    countForegroundRuns(of: piece)
    let slots = (0..<256).map { UInt16($0 + firstByteSlot) }
    return slotBytes.withUnsafeBufferPointer {
      add($0.baseAddress!, of: piece, slots: slots, packing)
    }
  }

  /// Adds what the bytes of a piece sum to, if each that occurs has a slot of its own: those that
  /// are no labels share theirs.
  private mutating func add(
    _ bytes: UnsafePointer<UInt8>, of piece: Piece, slots: [UInt16], _ packing: BlockPacking
  ) -> Bool {
    if denseWords == nil { denseWords = DenseWords() }
    denseWords!.count(bytes, of: piece, packing)
    let words = (0..<256).map { denseWords![$0] }
    let occurring = (0..<256).filter { words[$0] != 0 }
    guard occurring.allSatisfy({ Int(slots[$0]) >= firstByteSlot }) else { return false }
    let place = DenseBounds(bytes: bytes, rows: piece.rows, length: piece.length)
    addRows(of: occurring, in: place, of: piece, slots: slots)
    addColumns(of: occurring, in: place, of: piece, slots: slots)
    for byte in occurring { open[Int(slots[byte])].word += words[byte] }
    return true
  }

  /// The first and the last row of each byte in the open block. Where the tally's bounds hold the
  /// rows of the piece anyhow, any of those will do.
  private mutating func addRows(
    of occurring: [Int], in place: DenseBounds, of piece: Piece, slots: [UInt16]
  ) {
    let (first, last) = (piece.row, piece.row + piece.rows - 1)
    var (begin, end): ([Int], [Int]) = ([], [])
    for byte in occurring {
      let slot = Int(slots[byte])
      let bounds = tallies[slot].bounds
      if open[slot].word == 0 {
        met[metCount] = slots[byte]
        metCount += 1
        open[slot].firstRow = UInt16(first)
        if Int(bounds.min.y) > firstRow + first { begin.append(byte) }
      }
      open[slot].lastRow = UInt16(last)
      if Int(bounds.max.y) < firstRow + last { end.append(byte) }
    }
    for (byte, row) in place.rows(of: begin, in: 0..<piece.rows) {
      open[Int(slots[byte])].firstRow = UInt16(first + row)
    }
    for (byte, row) in place.rows(of: end, in: (0..<piece.rows).reversed()) {
      open[Int(slots[byte])].lastRow = UInt16(first + row)
    }
  }

  private mutating func addColumns(
    of occurring: [Int], in place: DenseBounds, of piece: Piece, slots: [UInt16]
  ) {
    var lowest = [Int](repeating: 0, count: 256)
    var ends = [Int](repeating: piece.length, count: 256)
    for byte in occurring {
      let tally = open[Int(slots[byte])]
      lowest[byte] = Int(tally.lowestColumn) - piece.column
      ends[byte] = Int(tally.columnsEnd) - piece.column
    }
    lowest = place.lowestColumns(below: lowest)
    ends = place.columnEnds(above: ends)
    for byte in occurring {
      open[Int(slots[byte])].lowestColumn = Int32(lowest[byte] + piece.column)
      open[Int(slots[byte])].columnsEnd = Int32(ends[byte] + piece.column)
    }
  }

  // MARK: Wider voxels

  /// Runs of labels other than the background: voxels that differ from their left neighbour, or
  /// have none, and from all the background's bytes, which are few, most often one.
  private mutating func countForegroundRuns(of piece: Piece) {
    let background = (0..<min(256, open.count - firstByteSlot)).filter {
      open[$0 + firstByteSlot].foreground == 0
    }.map { UInt64($0) &* 0x0101_0101_0101_0101 }
    foregroundRuns += slotBytes.withUnsafeBytes { bytes in
      (0..<piece.rows).reduce(0) {
        $0
          + Self.runs(
            in: bytes.baseAddress! + $1 * piece.length, length: piece.length, outside: background)
      }
    }
  }

  /// Eight bytes at a time, the last ones with some before them that are done; in a row of fewer
  /// than nine byte by byte.
  static func runs(
    in row: UnsafeRawPointer, length: Int, outside background: [UInt64]
  ) -> Int {
    func starts(_ i: Int) -> UInt64 {
      let eight = UInt64(littleEndian: row.loadUnaligned(fromByteOffset: i, as: UInt64.self))
      let before = UInt64(littleEndian: row.loadUnaligned(fromByteOffset: i &- 1, as: UInt64.self))
      return background.reduce(set(eight ^ before)) { $0 & set(eight ^ $1) }
    }
    let first = UInt64(row.load(as: UInt8.self)) &* 0x0101_0101_0101_0101
    var count = background.contains(first) ? 0 : 1
    var i = 1
    while length < 9, i < length {
      let byte = row.load(fromByteOffset: i, as: UInt8.self)
      let isRunStart = byte != row.load(fromByteOffset: i - 1, as: UInt8.self)
      if isRunStart, !background.contains(UInt64(byte) &* 0x0101_0101_0101_0101) { count += 1 }
      i += 1
    }
    while i &+ 8 <= length {
      count &+= starts(i).nonzeroBitCount
      i &+= 8
    }
    if i < length { count += (starts(length - 8) >> UInt64(8 * (i - length + 8))).nonzeroBitCount }
    return count
  }

  /// The highest bit of every byte that is not 0.
  @inline(__always)
  private static func set(_ bytes: UInt64) -> UInt64 {
    let low: UInt64 = 0x7f7f_7f7f_7f7f_7f7f
    return (bytes & low &+ low | bytes) & ~low
  }
}

/// Writes the slot of every voxel, less the first that a byte can stand for.
private struct SlotByteLoop: SlotLoop {
  let voxels: UnsafeRawBufferPointer
  let firstSlot: Int
  let bytes: UnsafeMutablePointer<UInt8>

  /// Returns whether all slots fit. No branch a voxel: that one does not is seen in the bits of all
  /// of them.
  @inline(never)
  mutating func run<Lookup: SlotLookup>(_ lookup: Lookup) -> Bool {
    let width = MemoryLayout<Lookup.Voxel>.size
    var all = 0
    for n in 0..<(voxels.count / width) {
      let voxel = Lookup.Voxel(
        littleEndian: voxels.loadUnaligned(fromByteOffset: n &* width, as: Lookup.Voxel.self))
      let byte = lookup.slot(of: voxel) &- firstSlot
      all |= byte
      bytes[n] = UInt8(truncatingIfNeeded: byte)
    }
    return all & ~255 == 0
  }
}
