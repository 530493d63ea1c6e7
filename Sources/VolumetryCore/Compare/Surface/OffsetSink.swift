/// What takes the offset from each point of a surface to its nearest point of another.
///
/// Points come in an order that means nothing. Offsets are lattice steps along the axes without
/// sign.
protocol OffsetSink {
  /// Takes a point with a code (0 where it has no area) whose offset is near.
  ///
  /// - Parameter place: |di| + 64 × the number of the row, see `NearRows`.
  mutating func add(code: UInt8, near place: Int)

  /// Takes a point at any offset.
  mutating func add(code: UInt8, at offset: SIMD3<Int>)
}
