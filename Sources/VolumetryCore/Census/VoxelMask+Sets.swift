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
    for row in 0..<(size.y * size.z) {
      for word in 0..<wordsPerRow {
        result.set(row: row, word: word, to: ~words[row * wordsPerRow + word])
      }
    }
    return result
  }

  /// The members of both masks of one box.
  func intersected(with other: VoxelMask) -> VoxelMask {
    precondition(bounds == other.bounds)
    var result = self
    for row in 0..<(size.y * size.z) {
      for word in 0..<wordsPerRow {
        let place = row * wordsPerRow + word
        result.set(row: row, word: word, to: words[place] & other.words[place])
      }
    }
    return result
  }

  /// Adds the places beside members along i; `fillingEdges` as if members lay before and behind
  /// every row.
  mutating func widen(fillingEdges: Bool) {
    for row in 0..<(size.y * size.z) {
      let start = row * wordsPerRow
      var before: UInt64 = fillingEdges ? 1 : 0
      for word in 0..<wordsPerRow {
        let bits = words[start + word]
        var wide = bits | bits << 1 | bits >> 1 | before
        if word + 1 < wordsPerRow {
          wide |= words[start + word + 1] << 63
        } else if fillingEdges {
          wide |= 1 << UInt64((size.x - 1) % 64)
        }
        before = bits >> 63
        set(row: row, word: word, to: wide)
      }
    }
  }

  /// Adds to each row (j, k) the row (j + dj, k + dk) of another mask of this box; `fillingEdges` as
  /// if all voxels beyond the box were members of it.
  mutating func add(_ other: VoxelMask, dj: Int, dk: Int, fillingEdges: Bool) {
    precondition(bounds == other.bounds)
    for k in 0..<size.z {
      for j in 0..<size.y {
        let isInside = (0..<size.y).contains(j + dj) && (0..<size.z).contains(k + dk)
        guard isInside || fillingEdges else { continue }
        let (row, source) = (j + k * size.y, j + dj + (k + dk) * size.y)
        for word in 0..<wordsPerRow {
          let more = isInside ? other.words[source * wordsPerRow + word] : .max
          set(row: row, word: word, to: words[row * wordsPerRow + word] | more)
        }
      }
    }
  }
}
