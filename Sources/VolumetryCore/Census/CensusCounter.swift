/// Counts voxel events into a `LabelCensus`, from any voxel of the grid on.
///
/// State and its laws: `place` is the next voxel to come; every voxel before it, from the start on,
/// stands in exactly one slot of `blocks`: that of its pattern, or one of those that stand for all
/// patterns which are no label for the same reason. In a label map a pattern's meaning is looked up
/// once, when it is first met, and patterns of one label share its slot: floats near a whole number
/// may be as many as voxels. Bytes have a slot each: they are few, and what counts them voxel by
/// voxel wants it so. Where numbers are compared with a threshold or summed as probabilities, no
/// pattern is kept.
struct CensusCounter {
  let shape: GridShape
  let code: VoxelCode

  /// More distinct values than any label map of a body has (whole-brain atlases have hundreds); an
  /// image has more at once. Their rows fit the memory that every file is measured in.
  static let mostLabels = 1 << 12
  /// From so many distinct values on, runs tell an image from a label map: a structure is voxels
  /// beside each other, noise changes from voxel to voxel. Ours.
  static let manyLabels = 256
  /// Mean voxels of a run outside the background below which many values are an image. Ours.
  static let shortestRuns = 2.0

  /// Slots that no label has.
  enum Slot {
    /// Numbers that stand for no label, or for no share of a voxel.
    static let fraction = 1
    /// Infinite, or NaN that the user has not said to be background.
    static let notANumber = 2
    /// Without a number, but background by the user's choice.
    static let absent = 3
    static let firstLabel = 4

    /// Whether what counts in a slot has a label.
    static func isLabel(_ slot: Int) -> Bool { slot > notANumber }
  }

  private var place: GridPlace
  private var blocks: BlockCensus
  private var table: SlotTable
  /// What each slot stands for, the background where it is no label.
  private var labels = [Label](repeating: .background, count: Slot.firstLabel)
  private var hasAbsent = false
  /// The slot of every label that was met; empty for bytes.
  private var sharedSlots: [Label: Int] = [:]
  /// The pattern of the last voxel that was counted.
  private var lastPattern: UInt64?
  /// The least and the greatest number that is no label.
  private var fractions = (lowest: Double.infinity, highest: -Double.infinity)
  private let isLabelMap: Bool
  private let isProbability: Bool
  /// The number of every byte, where voxels are bytes that stand for numbers; else empty.
  private let numbers: [Double]
  /// Slots that stand for no single pattern, where numbers are compared or summed.
  private var insideSlot: Int?
  private var outsideSlot: Int?
  /// What a probability map sums to; empty for any other content.
  private var probability = ProbabilityTally()

  /// - Parameter start: linear index of the first voxel that will be counted.
  init(shape: GridShape, code: VoxelCode, startingAt start: Int = 0) {
    self.shape = shape
    self.code = code
    isLabelMap = code.content == .labels
    isProbability = code.content == .probability
    numbers =
      isLabelMap || code.datatype.width > 1 ? [] : (0..<256).map { code.number(UInt64($0)) }
    place = GridPlace(shape: shape, index: start)
    blocks = BlockCensus(
      shape, width: code.datatype.width, firstByteSlot: Slot.firstLabel)
    table = SlotTable(width: code.datatype.width)
    for slot in 1..<Slot.firstLabel {
      precondition(blocks.addSlot(isForeground: false) == slot, "slots are numbered in order")
    }
  }

  /// Counts what a decoder emits.
  mutating func add(_ event: VoxelEvent) throws(VolumeError) {
    defer { lastPattern = event.pattern(atEnd: true, width: code.datatype.width) ?? lastPattern }
    try joinRuns(with: event)
    switch event {
    case .run(let pattern, let count): try add(pattern, count: count)
    case .voxels(let bytes):
      if isLabelMap, let packing = blocks.packing {
        try add(bytes, packing)
        return
      }
      try VoxelRuns.forEach(in: bytes, width: code.datatype.width) {
        (pattern, count) throws(VolumeError) in
        try add(pattern, count: count)
      }
    }
  }

  /// Counts one run. Returns the slot of the pattern, nil where it is no label.
  @discardableResult
  mutating func add(_ pattern: UInt64, count: Int) throws(VolumeError) -> Int? {
    let slot = try isLabelMap ? slot(of: pattern) : slot(ofNumber: pattern)
    if isProbability { addShares(Slot.isLabel(slot) ? number(pattern) : 0, count: count) }
    place.take(count) { blocks.add($0, slot: slot) }
    return Slot.isLabel(slot) ? slot : nil
  }

  /// The label of a slot.
  func label(ofSlot slot: Int) -> Label { labels[slot] }

  /// Slots that there are, 0 among them, which is none.
  var slotCount: Int { labels.count }

  /// What the voxels counted so far came to.
  var part: CensusPart {
    var closed = blocks
    closed.close()
    let totals = labels.indices.map { closed.total(of: $0) }
    return CensusPart(
      shape, code.content,
      entries: zip(labels, totals).enumerated().compactMap { slot, known in
        guard Slot.isLabel(slot), known.1.voxels > 0 else { return nil }
        return LabelCensus.Entry(
          label: known.0, voxels: known.1.voxels, bounds: known.1.bounds, indexSums: known.1.sums)
      },
      notNumbers: blocks.voxels(of: Slot.notANumber), fractions: knownFractions,
      absentVoxels: blocks.voxels(of: Slot.absent), foregroundRuns: closed.foregroundRuns,
      probability: probability)
  }

  /// The census, or why this is no label map.
  func census() throws(VolumeError) -> LabelCensus { try part.census() }

  private var knownFractions: (voxels: Int, lowest: Double, highest: Double) {
    (blocks.voxels(of: Slot.fraction), fractions.lowest, fractions.highest)
  }
}

// MARK: - Label maps

extension CensusCounter {
  /// Counts stored voxels block by block.
  private mutating func add(
    _ bytes: UnsafeRawBufferPointer, _ packing: BlockPacking
  ) throws(VolumeError) {
    precondition(bytes.count % code.datatype.width == 0, "a span is whole voxels")
    var rest = bytes
    while !rest.isEmpty {
      let piece = blocks.piece(rest, at: place, packing)
      rest = UnsafeRawBufferPointer(rebasing: rest[piece.voxels.count...])
      if let pattern = VoxelRuns.only(in: piece.voxels, width: code.datatype.width) {
        try add(pattern, count: piece.rows * piece.length)
        continue
      }
      blocks.enterBlock(of: place, packing)
      if var runs = blocks.begin(piece, table: table, packing) {
        while let pattern = blocks.countRuns(of: piece, from: &runs, table: table, packing) {
          _ = try slot(of: pattern)
        }
      }
      place.advance(piece.rows * piece.length)
    }
  }

  /// A run that goes on from the event before, within its row, is one run: how voxels are handed
  /// over must not decide whether they are an image.
  private mutating func joinRuns(with event: VoxelEvent) throws(VolumeError) {
    let width = code.datatype.width
    guard isLabelMap, width > 1, place.i > 0,
      let pattern = event.pattern(atEnd: false, width: width), pattern == lastPattern
    else { return }
    let slot = try slot(of: pattern)
    if Slot.isLabel(slot), labels[slot] != .background { blocks.foregroundRuns -= 1 }
  }

  /// The slots of patterns as loops over voxels see them; nil where patterns have none.
  var labelTable: SlotTable? { isLabelMap ? table : nil }

  /// The slot of a pattern without counting it, nil where it is no label. As with `add`, it is
  /// asked in the order of the voxels.
  mutating func labelSlot(of pattern: UInt64) throws(VolumeError) -> Int? {
    let slot = try isLabelMap ? slot(of: pattern) : slot(ofNumber: pattern)
    return Slot.isLabel(slot) ? slot : nil
  }

  /// The slot of a pattern if it has a label and finding it cannot fail; in any order.
  mutating func knownSlot(of pattern: UInt64) -> Int? {
    var slot = isLabelMap ? table.slot(of: pattern) : slot(ofNumber: pattern)
    if slot == 0 {
      // Neither patterns of NaN nor more than one of a label are kept: there are too many.
      switch code.meaning(of: pattern) {
      case .absent: (slot, hasAbsent) = (Slot.absent, true)
      case .label(let label): if let known = sharedSlots[label] { slot = known }
      default: break
      }
    }
    return Slot.isLabel(slot) ? slot : nil
  }

  /// The slot of a pattern, by its meaning where it is met for the first time.
  private mutating func slot(of pattern: UInt64) throws(VolumeError) -> Int {
    let known = table.slot(of: pattern)
    if known != 0 { return known }
    switch code.meaning(of: pattern) {
    case .label(let label):
      if let slot = sharedSlots[label] {
        table.insert(pattern, slot: slot, isKept: false)
        return slot
      }
      try checkRoom()
      let slot = newSlot(of: label)
      if code.datatype.width > 1 { sharedSlots[label] = slot }
      table.insert(pattern, slot: slot, isKept: true)
      return slot
    case .fraction(let value):
      include(fraction: value)
      table.insert(pattern, slot: Slot.fraction, isKept: false)
      return Slot.fraction
    case .absent:
      hasAbsent = true
      table.insert(pattern, slot: Slot.absent, isKept: false)
      return Slot.absent
    case .notANumber:
      table.insert(pattern, slot: Slot.notANumber, isKept: false)
      return Slot.notANumber
    case .beyondRange(let value): throw .labelBeyondRange(found: value)
    }
  }

  /// Too many labels; where there are fractions too, it is those that tell what the file is.
  private func checkRoom() throws(VolumeError) {
    let rows = labels.count - Slot.firstLabel + (hasAbsent ? 1 : 0)
    guard rows >= Self.mostLabels else { return }
    guard blocks.voxels(of: Slot.fraction) == 0 else {
      throw .fractions(knownFractions, in: code.content)
    }
    throw .tooManyLabels(limit: Self.mostLabels)
  }

  private mutating func newSlot(of label: Label) -> Int {
    labels.append(label)
    return blocks.addSlot(isForeground: label != .background)
  }

  private mutating func include(fraction value: Double) {
    fractions = (min(fractions.lowest, value), max(fractions.highest, value))
  }
}

// MARK: - Numbers

extension CensusCounter {
  /// Where a voxel of an image that is no label map counts.
  private mutating func slot(ofNumber pattern: UInt64) -> Int {
    let number = number(pattern)
    if number.isNaN, code.nanIsBackground { return Slot.absent }
    guard number.isFinite else { return Slot.notANumber }
    if case .threshold(let threshold) = code.content {
      let isInside = numbers.isEmpty ? code.isAtLeast(threshold, pattern) : number >= threshold
      return slot(isInside: isInside)
    }
    guard ProbabilityTally.range.contains(number) else {
      include(fraction: number)
      return Slot.fraction
    }
    return slot(isInside: number > 0)
  }

  private func number(_ pattern: UInt64) -> Double {
    numbers.isEmpty ? code.number(pattern) : numbers[Int(truncatingIfNeeded: pattern)]
  }

  /// The slot of all that is inside the structure, or outside.
  private mutating func slot(isInside: Bool) -> Int {
    if let slot = isInside ? insideSlot : outsideSlot { return slot }
    let slot = newSlot(of: isInside ? .foreground : .background)
    if isInside { insideSlot = slot } else { outsideSlot = slot }
    return slot
  }

  /// Sums the shares of a run, row by row.
  private mutating func addShares(_ share: Double, count: Int) {
    var here = place
    var left = count
    while left > 0 {
      let piece = min(left, shape.i - here.i)
      if share > 0 { probability.add(share, i: here.i, count: piece) }
      left -= piece
      if here.i + piece == shape.i { probability.endRow(j: here.j, k: here.k) }
      here.advance(piece)
    }
  }
}

extension VoxelEvent {
  /// The first or the last pattern; nil where there are no voxels.
  fileprivate func pattern(atEnd: Bool, width: Int) -> UInt64? {
    switch self {
    case .run(let pattern, let count): count > 0 ? pattern : nil
    case .voxels(let bytes):
      bytes.count < width
        ? nil
        : VoxelRuns.pattern(in: bytes, width: width, at: atEnd ? bytes.count / width - 1 : 0)
    }
  }
}

extension Label {
  /// What stands for the structure where a file holds one, without labels.
  static let foreground = Label(1)
}
