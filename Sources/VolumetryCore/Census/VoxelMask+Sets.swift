/// Masks as sets: what is common, what is missing, what lies beside.
extension VoxelMask {
  /// The members inside another box, with that box.
  func cropped(to box: VoxelBounds) -> VoxelMask {
    var result = VoxelMask(bounds: box)
    let offset = SIMD3<Int>(truncatingIfNeeded: box.min &- bounds.min)
    let first = pointwiseMax(offset, .zero)
    let end = pointwiseMin(offset &+ result.size, size)
    guard first.x < end.x, first.y < end.y, first.z < end.z else { return result }
    for k in first.z..<end.z {
      for j in first.y..<end.y {
        let row = (j - offset.y) + (k - offset.z) * result.size.y
        for word in 0..<result.wordsPerRow {
          let bits = bits(row: j + k * size.y, from: offset.x + 64 * word)
          result.set(row: row, word: word, to: bits)
        }
      }
    }
    return result
  }

  /// 64 places of a row from one on, which may lie before or behind the row.
  private func bits(row: Int, from place: Int) -> UInt64 {
    let shift = place & 63
    let word = (place - shift) / 64
    func bits(_ word: Int) -> UInt64 {
      word >= 0 && word < wordsPerRow ? words[row * wordsPerRow + word] : 0
    }
    return bits(word) >> UInt64(shift) | (bits(word + 1) << 1) << UInt64(63 - shift)
  }

  /// The voxels of the box that are no members.
  var complement: VoxelMask {
    var result = self
    result.changeWords { words in
      for word in words.indices { words[word] = ~words[word] }
      for word in stride(from: wordsPerRow - 1, to: words.count, by: wordsPerRow) {
        words[word] &= rowEnd
      }
    }
    return result
  }

  /// The members of both masks of one box.
  func intersected(with other: VoxelMask) -> VoxelMask {
    precondition(bounds == other.bounds)
    var result = self
    result.changeWords { words in
      other.words.withUnsafeBufferPointer { others in
        for word in words.indices { words[word] &= others[word] }
      }
    }
    return result
  }

  /// Adds the places beside members along i; `fillingEdges` as if members lay before and behind
  /// every row.
  mutating func widen(fillingEdges: Bool) {
    let (wordsPerRow, rowEnd) = (wordsPerRow, rowEnd)
    let last: UInt64 = 1 << UInt64((size.x - 1) % 64)
    changeWords { words in
      for start in stride(from: 0, to: words.count, by: wordsPerRow) {
        var before: UInt64 = fillingEdges ? 1 : 0
        for word in start..<(start + wordsPerRow) {
          let bits = words[word]
          let isLast = word + 1 == start + wordsPerRow
          let behind = isLast ? (fillingEdges ? last : 0) : words[word + 1] << 63
          words[word] = bits | bits << 1 | bits >> 1 | before | behind
          before = bits >> 63
        }
        words[start + wordsPerRow - 1] &= rowEnd
      }
    }
  }

  /// Adds to each row (j, k) the row (j + dj, k + dk) of another mask of this box;
  /// `fillingEdges` as if all voxels beyond the box were members of it.
  ///
  /// In words: rows that lie in the box after the step lie side by side in each slice, so their
  /// words are taken together. The others are filled or left.
  mutating func add(_ other: VoxelMask, dj: Int, dk: Int, fillingEdges: Bool) {
    precondition(bounds == other.bounds)
    let (size, wordsPerRow, rowEnd) = (size, wordsPerRow, rowEnd)
    let inside = max(0, -dj)..<max(max(0, -dj), min(size.y, size.y - dj))
    let step = (dj + dk * size.y) * wordsPerRow
    changeWords { words in
      other.words.withUnsafeBufferPointer { others in
        for k in 0..<size.z {
          let start = k * size.y
          let rows = (0..<size.z).contains(k + dk) ? inside : 0..<0
          let first = (start + rows.lowerBound) * wordsPerRow
          for word in first..<(first + rows.count * wordsPerRow) {
            words[word] |= others[word + step]
          }
          guard fillingEdges else { continue }
          for j in 0..<size.y where !rows.contains(j) {
            let row = (start + j) * wordsPerRow
            for word in row..<(row + wordsPerRow) { words[word] = .max }
            words[row + wordsPerRow - 1] = rowEnd
          }
        }
      }
    }
  }
}
