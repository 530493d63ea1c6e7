/// Counts voxel events into a `LabelCensus`, from any voxel of the grid on.
///
/// State and its laws: `i`, `j`, `k` is the next voxel to come; every voxel before it, from the
/// start on, stands in exactly one tally: that of its pattern, or `fractions`, `notNumbers`. In a
/// label map a pattern's meaning is looked up once, when it is first met; where numbers are
/// compared with a threshold or summed as probabilities, patterns may be as many as voxels and none
/// is kept.
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

  private var i: Int
  private var j: Int
  private var k: Int
  private var tallies: [Tally] = []
  private var slots: [UInt64: Int] = [:]
  private var recent: RecentSlots
  private let isLabelMap: Bool
  private let isProbability: Bool
  /// The number of every byte, where voxels are bytes that stand for numbers; else empty.
  private let numbers: [Double]
  private var fractions = FractionTally()
  private var notNumbers = 0
  /// Voxels without a number that count as background, by the user's choice.
  private(set) var absentVoxels = 0
  /// Tallies of labels that stand for no single pattern.
  private var derivedSlots: (background: Int?, foreground: Int?)
  /// What a probability map sums to; empty for any other content.
  private(set) var probability = ProbabilityTally()

  /// What is known of one pattern of stored bits.
  fileprivate struct Tally {
    let label: Label
    var voxels = 0
    /// Stretches of the label, each cut where a row of the grid ends.
    var runs = 0
    var bounds = VoxelBounds.empty
    var sums = IndexSums(i: 0, j: 0, k: 0)
  }

  private struct FractionTally {
    var voxels = 0
    var lowest = Double.infinity
    var highest = -Double.infinity

    mutating func add(_ value: Double, count: Int) {
      voxels += count
      lowest = min(lowest, value)
      highest = max(highest, value)
    }
  }

  /// - Parameter start: linear index of the first voxel that will be counted.
  init(shape: GridShape, code: VoxelCode, startingAt start: Int = 0) {
    precondition((0...shape.voxelCount).contains(start))
    self.shape = shape
    self.code = code
    isLabelMap = code.content == .labels
    isProbability = code.content == .probability
    numbers =
      isLabelMap || code.datatype.width > 1 ? [] : (0..<256).map { code.number(UInt64($0)) }
    recent = RecentSlots(width: code.datatype.width)
    i = start % shape.i
    j = start / shape.i % shape.j
    k = start / (shape.i * shape.j)
  }

  /// Counts what a decoder emits.
  mutating func add(_ event: VoxelEvent) throws(VolumeError) {
    switch event {
    case .run(let pattern, let count): try add(pattern, count: count)
    case .voxels(let bytes):
      try VoxelRuns.forEach(in: bytes, width: code.datatype.width) {
        (pattern, count) throws(VolumeError) in
        try add(pattern, count: count)
      }
    }
  }

  /// Counts one run. Returns the slot of the pattern, nil where it is no label.
  @discardableResult
  mutating func add(_ pattern: UInt64, count: Int) throws(VolumeError) -> Int? {
    let slot = try slot(of: pattern, count: count)
    let share = isProbability && slot != nil ? number(pattern) : 0
    var left = count
    while left > 0 {
      let piece = min(left, shape.i - i)
      if let slot { tallies[slot].add(i: i, j: j, k: k, count: piece) }
      if share > 0 { probability.add(share, i: i, count: piece) }
      left -= piece
      advance(piece)
    }
    return slot
  }

  /// The label of a slot that `add` returned.
  func label(ofSlot slot: Int) -> Label { tallies[slot].label }

  /// The census, or why this is no label map.
  func census() throws(VolumeError) -> LabelCensus {
    if notNumbers > 0 { throw .notANumber(voxels: notNumbers) }
    if fractions.voxels > 0, code.content == .probability {
      throw .notProbability(
        voxels: fractions.voxels, lowest: fractions.lowest, highest: fractions.highest)
    }
    if fractions.voxels > 0 {
      throw .notLabels(
        voxels: fractions.voxels, lowest: fractions.lowest, highest: fractions.highest)
    }
    try refuseImage()
    return LabelCensus(
      shape: shape,
      entries: tallies.map {
        LabelCensus.Entry(
          label: $0.label, voxels: $0.voxels, bounds: $0.bounds, indexSums: $0.sums)
      })
  }

  /// Many values in short runs are those of an image: a CT of 12 bits has no more than 4096.
  private func refuseImage() throws(VolumeError) {
    let foreground = tallies.filter { $0.label != .background }
    guard foreground.count > Self.manyLabels else { return }
    let voxels = foreground.reduce(0) { $0 + $1.voxels }
    let length = Double(voxels) / Double(foreground.reduce(0) { $0 + $1.runs })
    guard length < Self.shortestRuns else { return }
    throw .image(values: foreground.count, meanRun: length)
  }

  private mutating func advance(_ count: Int) {
    i += count
    guard i == shape.i else { return }
    if !isLabelMap { probability.endRow(j: j, k: k) }
    i = 0
    j += 1
    guard j == shape.j else { return }
    j = 0
    k += 1
  }

  private mutating func slot(of pattern: UInt64, count: Int) throws(VolumeError) -> Int? {
    guard isLabelMap else { return slot(ofNumber: pattern, count: count) }
    if let slot = recent[pattern] { return slot >= 0 ? slot : noSlot(slot, count: count) }
    if let slot = slots[pattern] {
      recent[pattern] = slot
      return slot
    }
    switch code.meaning(of: pattern) {
    case .label(let label):
      try checkRoom()
      tallies.append(Tally(label: label))
      slots[pattern] = tallies.count - 1
      recent[pattern] = tallies.count - 1
      return tallies.count - 1
    case .fraction(let value):
      recent[pattern] = RecentSlots.fraction
      fractions.add(value, count: count)
      return nil
    case .absent:
      absentVoxels += count
      return derivedSlot(of: .background)
    case .notANumber:
      recent[pattern] = RecentSlots.notANumber
      notNumbers += count
      return nil
    case .beyondRange(let value): throw .labelBeyondRange(found: value)
    }
  }

  /// A pattern that is known to be no label; its value has been seen.
  private mutating func noSlot(_ kind: Int, count: Int) -> Int? {
    if kind == RecentSlots.fraction { fractions.voxels += count } else { notNumbers += count }
    return nil
  }

  /// Too many labels; where there are fractions too, it is those that tell what the file is.
  private func checkRoom() throws(VolumeError) {
    guard tallies.count >= Self.mostLabels else { return }
    guard fractions.voxels == 0 else {
      throw .notLabels(
        voxels: fractions.voxels, lowest: fractions.lowest, highest: fractions.highest)
    }
    throw .tooManyLabels(limit: Self.mostLabels)
  }

  /// Where a voxel of an image that is no label map counts; nil where it does not.
  private mutating func slot(ofNumber pattern: UInt64, count: Int) -> Int? {
    let number = number(pattern)
    if number.isNaN, code.nanIsBackground {
      absentVoxels += count
      return derivedSlot(of: .background)
    }
    guard number.isFinite else {
      notNumbers += count
      return nil
    }
    if case .threshold(let threshold) = code.content {
      let isInside = numbers.isEmpty ? code.isAtLeast(threshold, pattern) : number >= threshold
      return derivedSlot(of: isInside ? .foreground : .background)
    }
    guard ProbabilityTally.range.contains(number) else {
      fractions.add(number, count: count)
      return nil
    }
    return derivedSlot(of: number > 0 ? .foreground : .background)
  }

  private func number(_ pattern: UInt64) -> Double {
    numbers.isEmpty ? code.number(pattern) : numbers[Int(truncatingIfNeeded: pattern)]
  }

  private mutating func derivedSlot(of label: Label) -> Int {
    let isBackground = label == .background
    if let slot = isBackground ? derivedSlots.background : derivedSlots.foreground { return slot }
    tallies.append(Tally(label: label))
    let slot = tallies.count - 1
    if isBackground { derivedSlots.background = slot } else { derivedSlots.foreground = slot }
    return slot
  }
}

extension Label {
  /// What stands for the structure where a file holds one, without labels.
  static let foreground = Label(1)
}

extension CensusCounter.Tally {
  /// Adds the voxels (i, j, k) … (i + count − 1, j, k): Σ i = count·i + count·(count − 1)/2.
  fileprivate mutating func add(i: Int, j: Int, k: Int, count: Int) {
    voxels += count
    runs += 1
    sums.i += count * i + count * (count - 1) / 2
    sums.j += count * j
    sums.k += count * k
    let first = SIMD3(Int32(i), Int32(j), Int32(k))
    bounds.min = pointwiseMin(bounds.min, first)
    bounds.max = pointwiseMax(
      bounds.max, SIMD3(Int32(i + count - 1), first.y, first.z))
  }
}

/// Where the patterns met last have their tallies, or that they have none: every pattern of one and
/// two bytes, of wider ones a small direct-mapped cache before the hash table.
private struct RecentSlots {
  /// The pattern is known to stand for a fraction, or for no number.
  static let fraction = -2
  static let notANumber = -3
  private static let unknown: Int32 = -1

  private let isDirect: Bool
  private var patterns: [UInt64]
  private var slots: [Int32]

  init(width: Int) {
    isDirect = width <= 2
    let size = width == 2 ? 1 << 16 : 256
    patterns = isDirect ? [] : [UInt64](repeating: 0, count: size)
    slots = [Int32](repeating: Self.unknown, count: size)
  }

  private func place(_ pattern: UInt64) -> Int {
    isDirect
      ? Int(truncatingIfNeeded: pattern)
      : Int(truncatingIfNeeded: (pattern &* 0x9e37_79b9_7f4a_7c15) >> 56)
  }

  subscript(pattern: UInt64) -> Int? {
    get {
      let place = place(pattern)
      let slot = slots[place]
      return slot != Self.unknown && (isDirect || patterns[place] == pattern) ? Int(slot) : nil
    }
    set {
      let place = place(pattern)
      if !isDirect { patterns[place] = pattern }
      slots[place] = newValue.map { Int32($0) } ?? Self.unknown
    }
  }
}
