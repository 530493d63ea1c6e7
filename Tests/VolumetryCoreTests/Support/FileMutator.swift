/// A repeatable source of damaged files: the same seed gives the same files.
struct FileMutator: RandomNumberGenerator {
  private var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed) }

  mutating func next() -> UInt64 { generator.next() }

  /// A file with one to three damages, of which the last may join it to a piece of `other`.
  mutating func damaged(_ file: [UInt8], other: [UInt8]) -> [UInt8] {
    var bytes = file
    for _ in 0..<Int.random(in: 1...3, using: &self) { damage(&bytes, other: other) }
    return bytes
  }

  private mutating func damage(_ bytes: inout [UInt8], other: [UInt8]) {
    guard !bytes.isEmpty else { return }
    let place = Int.random(in: bytes.indices, using: &self)
    let end = min(bytes.count, place + Int.random(in: 1...64, using: &self))
    switch Int.random(in: 0..<10, using: &self) {
    case 0...3:
      for _ in 0..<Int.random(in: 1...8, using: &self) {
        let bit = UInt8.random(in: 0..<8, using: &self)
        bytes[.random(in: bytes.indices, using: &self)] ^= 1 << bit
      }
    case 4: bytes.removeSubrange(place...)
    case 5: bytes.removeSubrange(place..<end)
    case 6: bytes.insert(contentsOf: bytes[place..<end], at: end)
    case 7:
      let count = Int.random(in: 1...64, using: &self)
      let span = (0..<count).map { _ in UInt8.random(in: 0...255, using: &self) }
      bytes.insert(contentsOf: span, at: place)
    case 8: for index in place..<end { bytes[index] = 0 }
    default: bytes.replaceSubrange(place..., with: other[min(place, other.count)...])
    }
  }
}
