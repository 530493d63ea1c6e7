/// Counts the channels of a file as labels: channel c, counted from 0, is label c + 1.
///
/// A channel is a mask: 0 outside, one other number inside. Channels may overlap; a voxel then
/// counts for each, so the sum over labels exceeds the grid, and how many voxels that concerns is
/// told. What lies in no channel is background.
struct ChannelCounter {
  private let shape: GridShape
  private let code: VoxelCode
  private var entries: [LabelCensus.Entry] = []
  private var current: CensusCounter
  private var channel = 0
  private var covered: VoxelBitmap
  private var coveredTwice: VoxelBitmap
  private(set) var absentVoxels = 0

  /// Voxels of a grid of which overlaps are counted: two bits each stay within 40 MiB.
  static let mostVoxels = 160 << 20

  init(shape: GridShape, code: VoxelCode) throws(VolumeError) {
    guard shape.voxelCount <= Self.mostVoxels else {
      throw .tooLargeForChannels(voxels: shape.voxelCount, limit: Self.mostVoxels)
    }
    self.shape = shape
    self.code = code
    current = CensusCounter(shape: shape, code: code)
    covered = VoxelBitmap(count: shape.voxelCount)
    coveredTwice = VoxelBitmap(count: shape.voxelCount)
  }

  /// Adds voxels of the current channel; `start` is the index in it of their first.
  mutating func add(_ event: VoxelEvent, startingAt start: Int) throws(VolumeError) {
    try current.add(event)
    switch event {
    case .run(let pattern, let count): cover(start..<(start + count), pattern)
    case .voxels(let bytes):
      let width = code.datatype.width
      var place = start
      // A channel is mostly one value: long stretches of it are found by one comparison each.
      for first in stride(from: 0, to: bytes.count, by: Self.stretch * width) {
        let part = bytes[first..<min(bytes.count, first + Self.stretch * width)]
        let stretch = UnsafeRawBufferPointer(rebasing: part)
        if let pattern = VoxelRuns.only(in: stretch, width: width) {
          cover(place..<(place + stretch.count / width), pattern)
          place += stretch.count / width
          continue
        }
        VoxelRuns.forEach(in: stretch, width: width) { pattern, count in
          cover(place..<(place + count), pattern)
          place += count
        }
      }
    }
  }

  /// Voxels that are looked at together.
  private static let stretch = 1 << 12

  /// Notes what voxels of one pattern cover, if they are inside the channel.
  private mutating func cover(_ run: Range<Int>, _ pattern: UInt64) {
    guard let slot = current.knownSlot(of: pattern),
      current.label(ofSlot: slot) != .background
    else { return }
    coveredTwice.insert(run, commonWith: covered)
    covered.insert(run)
  }

  /// Ends the current channel.
  mutating func endChannel() throws(VolumeError) {
    let part = current.part
    let census = try part.census()
    let inside = census.entries.filter { $0.label != .background }
    guard inside.count <= 1 else {
      throw .notOneHot(channel: channel, labels: inside.map(\.label))
    }
    guard channel < CensusCounter.mostLabels else {
      throw .tooManyLabels(limit: CensusCounter.mostLabels)
    }
    if let entry = inside.first {
      entries.append(entry.renamed(to: Label(channel + 1)))
    }
    absentVoxels += part.absentVoxels
    channel += 1
    current = CensusCounter(shape: shape, code: code)
  }

  /// The census of all channels and of what lies in none, and the voxels that lie in several.
  func census() throws(VolumeError) -> (census: LabelCensus, overlap: Int) {
    var outside = CensusCounter(
      shape: shape, code: VoxelCode(datatype: .uint8, isByteSwapped: false, scaling: nil))
    try covered.forEachRun { (isMember, count) throws(VolumeError) in
      // Only what is not covered is asked for; the rest moves the counter on.
      try outside.add(isMember ? 1 : 0, count: count)
    }
    let background = try outside.census()[.background]
    return (
      LabelCensus(shape: shape, entries: entries + (background.map { [$0] } ?? [])),
      coveredTwice.memberCount
    )
  }
}
