/// The bits of a DEFLATE stream, least significant first (RFC 1951, 3.1.1).
///
/// State and its laws: the next `count` bits of the stream are the low bits of `bits`; the byte at
/// `next` follows them. What stands in `bits` above `count` is either zero or what the stream has
/// there too, so that loading it again changes nothing.
struct BitReader {
  private(set) var bits: UInt64 = 0
  private(set) var count: UInt64 = 0
  private(set) var next: UnsafeRawPointer

  /// Bits that are there after `refill`: more than the 48 of the longest token, which is a length
  /// code of 15 with 5 extra bits and a distance code of 15 with 13.
  static let refilled: UInt64 = 56
  /// Bytes that `refill` reads from `next` on.
  static let reach = 8

  init(_ next: UnsafeRawPointer) { self.next = next }

  /// Makes sure of at least `refilled` bits. Reads eight bytes, whether it needs them or not.
  @inline(__always)
  mutating func refill() {
    bits |= UInt64(littleEndian: next.loadUnaligned(as: UInt64.self)) &<< count
    next += Int(truncatingIfNeeded: (63 &- count) &>> 3)
    count |= Self.refilled
  }

  /// Drops as many bits as the low six bits of `length` say.
  @inline(__always)
  mutating func drop(_ length: UInt64) {
    bits = bits &>> length
    count = count &- (length & 63)
  }

  /// The low bits of the buffer, as many as the low six bits of `length` say.
  @inline(__always)
  func low(_ length: UInt64) -> UInt64 { bits & ((1 &<< length) &- 1) }

  /// Takes bits as a number. There must be as many.
  @inline(__always)
  mutating func take(_ length: UInt64) -> Int {
    let value = low(length)
    drop(length)
    return Int(truncatingIfNeeded: value)
  }

  /// Drops the bits of a byte that has been begun and gives back all whole bytes: `next` is the
  /// next byte of the stream.
  mutating func alignToByte() {
    next -= Int(count >> 3)
    (bits, count) = (0, 0)
  }

  /// Goes on at another place, at the beginning of a byte.
  mutating func move(to place: UnsafeRawPointer) {
    next = place
    (bits, count) = (0, 0)
  }

  /// The same bits; what follows them now lies at `place`.
  mutating func rebase(to place: UnsafeRawPointer) { next = place }

  /// Whether bits behind `end` have been taken.
  func isBeyond(_ end: UnsafeRawPointer) -> Bool { (next - end) * 8 > Int(count) }

  /// The byte that holds the next bit.
  var position: UnsafeRawPointer { next - Int((count + 7) >> 3) }
}
