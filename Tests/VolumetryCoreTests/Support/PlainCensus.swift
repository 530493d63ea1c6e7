@testable import VolumetryCore

/// The plain twin of every census: one voxel after the other, no run, no block, no table.
struct PlainCensus {
  private(set) var entries: [UInt64: LabelCensus.Entry] = [:]
  /// Stretches of one label other than the background, each cut where a row ends.
  private(set) var foregroundRuns = 0

  /// - Parameters:
  ///   - patterns: of the voxels from `start` on.
  ///   - code: what they mean; what is no label is left out.
  init(_ patterns: some Sequence<UInt64>, shape: GridShape, code: VoxelCode, from start: Int = 0) {
    var index = start
    var previous: UInt64?
    for pattern in patterns {
      defer { (index, previous) = (index + 1, pattern) }
      let (i, j, k) = (index % shape.i, index / shape.i % shape.j, index / (shape.i * shape.j))
      if i == 0 { previous = nil }
      if entries[pattern] == nil {
        switch code.meaning(of: pattern) {
        case .label(let label): entries[pattern] = .none(label)
        case .absent: entries[pattern] = .none(.background)
        default: continue
        }
      }
      entries[pattern]!.add(i, j, k)
      if pattern != previous, entries[pattern]!.label != .background { foregroundRuns += 1 }
    }
  }

  func census(_ shape: GridShape) -> LabelCensus {
    LabelCensus(shape: shape, entries: entries.values)
  }
}

extension LabelCensus.Entry {
  fileprivate static func none(_ label: Label) -> Self {
    Self(label: label, voxels: 0, bounds: .empty, indexSums: IndexSums(i: 0, j: 0, k: 0))
  }

  fileprivate mutating func add(_ i: Int, _ j: Int, _ k: Int) {
    let place = SIMD3(Int32(i), Int32(j), Int32(k))
    voxels += 1
    bounds = VoxelBounds(
      min: pointwiseMin(bounds.min, place), max: pointwiseMax(bounds.max, place))
    indexSums = IndexSums(i: indexSums.i + i, j: indexSums.j + j, k: indexSums.k + k)
  }
}

/// Label volumes as patterns of stored bits, made to a plan that can be made again.
struct PlannedVolume {
  let patterns: [UInt64]
  let bytes: [UInt8]
  let width: Int

  /// Labels in runs.
  ///
  /// - Parameters:
  ///   - labels: how many, from 0 on; 0 is met as often as all others together.
  ///   - meanRun: voxels; 1 changes from voxel to voxel, where two neighbours may still be equal.
  init(
    _ count: Int, code: VoxelCode, labels: Int, meanRun: Int, _ random: inout SeededGenerator
  ) {
    var patterns: [UInt64] = []
    patterns.reserveCapacity(count)
    while patterns.count < count {
      let isBackground = labels > 2 && Bool.random(using: &random)
      let label = isBackground ? 0 : Int.random(in: 0..<labels, using: &random)
      let run = meanRun == 1 ? 1 : Int.random(in: 1...(2 * meanRun), using: &random)
      patterns += [UInt64](
        repeating: code.pattern(of: label), count: min(run, count - patterns.count))
    }
    self.init(patterns, width: code.datatype.width)
  }

  init(_ patterns: [UInt64], width: Int) {
    (self.patterns, self.width) = (patterns, width)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(patterns.count * width)
    for pattern in patterns {
      for byte in 0..<width { bytes.append(UInt8(truncatingIfNeeded: pattern >> UInt64(8 * byte))) }
    }
    self.bytes = bytes
  }

  /// Gives the voxels of a range to `body` in events as a decoder might cut them: spans of any
  /// length, and runs where there are some.
  func forEachEvent(
    in range: Range<Int>, longest: Int, runsFrom shortest: Int, _ random: inout SeededGenerator,
    _ body: (VoxelEvent) throws -> Void
  ) rethrows {
    try bytes.withUnsafeBytes { bytes in
      var place = range.lowerBound
      while place < range.upperBound {
        let alike = patterns[place..<range.upperBound].prefix { $0 == patterns[place] }.count
        if alike >= shortest, Bool.random(using: &random) {
          try body(.run(pattern: patterns[place], count: alike))
          place += alike
          continue
        }
        let end = min(range.upperBound, place + Int.random(in: 1...longest, using: &random))
        try body(
          .voxels(UnsafeRawBufferPointer(rebasing: bytes[(place * width)..<(end * width)])))
        place = end
      }
    }
  }
}

extension VoxelCode {
  /// The stored bits of a small label, as a little-endian number.
  func pattern(of label: Int) -> UInt64 {
    precondition(scaling == nil)
    let native: UInt64 =
      switch datatype {
      case .float32: UInt64(Float(label).bitPattern)
      case .float64: Double(label).bitPattern
      default: UInt64(label)
      }
    return isByteSwapped ? native.byteSwapped >> UInt64(64 - 8 * datatype.width) : native
  }
}
