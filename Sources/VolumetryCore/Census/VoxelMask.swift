/// A set of voxels of a grid, a bit each, cropped to a box.
///
/// Law: bit b of word w of a row is the voxel i = bounds.min.x + 64 w + b; the row of (j, k) is
/// (j − bounds.min.y) + (k − bounds.min.z) × `size.y`. Bits behind the end of a row are 0, and no
/// voxel outside the bounds is a member. Memory grows with the box, an eighth of a byte a voxel.
struct VoxelMask: Hashable, Sendable {
  let bounds: VoxelBounds
  /// Voxels of the box along i, j and k.
  let size: SIMD3<Int>
  let wordsPerRow: Int
  private(set) var words: [UInt64]

  /// No voxel of a box.
  init(bounds: VoxelBounds) {
    let span = bounds.max &- bounds.min &+ 1
    precondition(span.x > 0 && span.y > 0 && span.z > 0, "a box holds a voxel")
    self.bounds = bounds
    size = SIMD3(Int(span.x), Int(span.y), Int(span.z))
    wordsPerRow = (size.x + 63) / 64
    words = [UInt64](repeating: 0, count: wordsPerRow * size.y * size.z)
  }

  /// The voxels of a box whose labels' numbers satisfy `isMember`.
  init(_ labels: LabelRuns, bounds: VoxelBounds, where isMember: (Int32) -> Bool) {
    self.init(bounds: bounds)
    let members = labels.labels.indices.map { isMember(Int32($0)) }
    var rows = RowPlaces(labels.shape)
    for run in labels.runs where members[Int(run.number)] {
      let (j, k) = rows.place(of: run.row)
      let (start, end) = (max(run.start, bounds.min.x), min(run.end, bounds.max.x + 1))
      guard j >= bounds.min.y, j <= bounds.max.y, k >= bounds.min.z, k <= bounds.max.z,
        start < end
      else { continue }
      insert(
        row: Int(j - bounds.min.y) + Int(k - bounds.min.z) * size.y,
        from: Int(start - bounds.min.x), to: Int(end - bounds.min.x))
    }
  }

  /// Adds places `start` … `end` − 1 of a row of the box.
  mutating func insert(row: Int, from start: Int, to end: Int) {
    precondition(start >= 0 && start < end && end <= size.x)
    let first = row * wordsPerRow
    var (word, last) = (start / 64, (end - 1) / 64)
    let head = UInt64.max << UInt64(start % 64)
    let tail = UInt64.max >> UInt64(63 - (end - 1) % 64)
    guard word < last else {
      words[first + word] |= head & tail
      return
    }
    words[first + word] |= head
    words[first + last] |= tail
    (word, last) = (word + 1, last - 1)
    while word <= last {
      words[first + word] = .max
      word += 1
    }
  }

  /// Makes these bits the members of a word of a row; those behind the end of the row are dropped.
  mutating func set(row: Int, word: Int, to bits: UInt64) {
    precondition(word >= 0 && word < wordsPerRow)
    let left = size.x - 64 * word
    words[row * wordsPerRow + word] = left < 64 ? bits & ((1 << UInt64(left)) - 1) : bits
  }

  /// Lets `body` change all words in place. It must keep the law: bits behind the end of a row are
  /// 0, see `rowEnd`.
  @inline(__always)
  mutating func changeWords(_ body: (UnsafeMutableBufferPointer<UInt64>) -> Void) {
    words.withUnsafeMutableBufferPointer { body($0) }
  }

  /// The places of a row's last word that lie in the box.
  var rowEnd: UInt64 { .max >> UInt64(64 * wordsPerRow - size.x) }

  /// Members of the set.
  var memberCount: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  /// Whether a voxel of the grid is a member.
  func contains(_ i: Int, _ j: Int, _ k: Int) -> Bool {
    let place = SIMD3(
      i - Int(bounds.min.x), j - Int(bounds.min.y), k - Int(bounds.min.z))
    guard place.x >= 0, place.y >= 0, place.z >= 0, place.x < size.x, place.y < size.y,
      place.z < size.z
    else { return false }
    let word = words[(place.y + place.z * size.y) * wordsPerRow + place.x / 64]
    return word >> UInt64(place.x % 64) & 1 == 1
  }
}
