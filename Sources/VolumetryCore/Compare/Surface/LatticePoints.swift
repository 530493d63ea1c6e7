/// The points that stand for a surface, a bit each, in a frame that two surfaces share.
struct LatticePoints: Hashable, Sendable {
  let frame: LatticeFrame
  private(set) var words: [UInt64]
  /// The neighbour code of each point in the order of the points; empty where points are voxels,
  /// which have no area.
  private(set) var codes: [UInt8] = []

  /// Points of the set.
  var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  var hasPoint: Bool { words.contains { $0 != 0 } }

  private init(_ frame: LatticeFrame) {
    self.frame = frame
    words = [UInt64](repeating: 0, count: frame.wordCount)
  }

  /// The points of a mask by one of the models; the mask's box lies inside the frame.
  init(_ mask: VoxelMask, _ model: SurfaceModel, in frame: LatticeFrame) {
    self.init(frame)
    let first = SIMD3<Int>(truncatingIfNeeded: mask.bounds.min) &- frame.origin
    precondition(first.min() >= 0 && (first &+ mask.size &- frame.size).max() < 0)
    switch model {
    case .corners:
      insertCorners(of: mask, at: first)
    case .border(let neighbourhood, let edge):
      insertRows(of: mask.border(neighbourhood, edge: edge), at: first)
    case .voxels:
      insertRows(of: mask, at: first)
    }
  }

  private mutating func insertCorners(of mask: VoxelMask, at first: SIMD3<Int>) {
    let (frame, rowsOfMask) = (frame, mask.size.y + 1)
    let (skip, shift) = (first.x / 64 + 1, UInt64(first.x % 64))
    var codes: [UInt8] = []
    words.withUnsafeMutableBufferPointer { words in
      NeighbourWords.forEach(of: mask) { row, word, neighbours in
        var left = neighbours.surface
        guard left != 0 else { return }
        let (k, j) = row.quotientAndRemainder(dividingBy: rowsOfMask)
        let place = frame.start(ofRow: j + first.y, k + first.z) + skip + word
        words[place] |= left &<< shift
        words[place + 1] |= (left >> 1) &>> (63 - shift)
        while left != 0 {
          codes.append(neighbours.code(at: UInt64(left.trailingZeroBitCount)))
          left &= left &- 1
        }
      }
    }
    self.codes = codes
  }

  private mutating func insertRows(of mask: VoxelMask, at first: SIMD3<Int>) {
    let (skip, shift) = (first.x / 64 + 1, UInt64(first.x % 64))
    for k in 0..<mask.size.z {
      for j in 0..<mask.size.y {
        let place = frame.start(ofRow: j + first.y, k + first.z) + skip
        let source = (k * mask.size.y + j) * mask.wordsPerRow
        for word in 0..<mask.wordsPerRow {
          let bits = mask.words[source + word]
          guard bits != 0 else { continue }
          words[place + word] |= bits &<< shift
          words[place + word + 1] |= (bits >> 1) &>> (63 - shift)
        }
      }
    }
  }

  /// Calls `body` with every point in order: its place in the frame's box, its code (0 where points
  /// have none), whether `other` has it too, and the word of `other` that it stands in.
  ///
  /// - Precondition: both lie in one frame.
  @inline(__always)
  func forEachPoint(
    beside other: LatticePoints,
    _ body: (SIMD3<Int>, _ code: UInt8, _ isShared: Bool, UnsafePointer<UInt64>) -> Void
  ) {
    precondition(frame == other.frame && (codes.isEmpty || codes.count == count))
    let (codeStep, safeCodes) = (codes.isEmpty ? 0 : 1, codes.isEmpty ? [0] : codes)
    var next = 0
    words.withUnsafeBufferPointer { words in
      other.words.withUnsafeBufferPointer { others in
        for k in 0..<frame.size.z {
          for j in 0..<frame.size.y {
            let start = frame.start(ofRow: j, k)
            for word in (start + 1)..<(start + frame.wordsPerRow - 1) {
              var left = words[word]
              let shared = left & others[word]
              while left != 0 {
                let bit = left.trailingZeroBitCount
                left &= left &- 1
                body(
                  SIMD3((word - start - 1) * 64 + bit, j, k), safeCodes[next],
                  shared >> UInt64(bit) & 1 == 1, others.baseAddress.unsafelyUnwrapped + word)
                next += codeStep
              }
            }
          }
        }
      }
    }
  }
}
