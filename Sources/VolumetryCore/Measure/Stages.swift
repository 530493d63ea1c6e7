/// Each stage of a measurement alone, for whoever times it: a door of `Benchmarks/`, not of the
/// product.
///
/// Whoever imports it says `@_spi(Stages)`. What it calls is what a measurement calls; a joint
/// histogram and a whole file need no door here, `AlignedScans` and `ScanMeasurement` are public.
@_spi(Stages) public enum Stages {
  /// CRC-32 (RFC 1952, section 8) of some bytes.
  public static func checksum(of bytes: UnsafeRawBufferPointer) -> UInt32 {
    var checksum = CRC32()
    checksum.append(bytes)
    return checksum.value
  }

  /// Reads a file to its end and verifies it, and counts nothing but its voxels: how many came as
  /// bytes, and how many as runs.
  public static func decode(path: String) throws(VolumeError) -> (asBytes: Int, asRuns: Int) {
    let stream = try VoxelStream(path: path)
    let width = stream.header.code.datatype.width
    var (asBytes, asRuns) = (0, 0)
    while let event = try stream.next() {
      switch event {
      case .voxels(let bytes): asBytes += bytes.count / width
      case .run(_, let count): asRuns += count
      }
    }
    return (asBytes, asRuns)
  }

  /// A census of voxels that somebody else has decoded.
  public struct Census {
    private var counter: CensusCounter

    /// - Parameter datatype: how a voxel is stored, least significant byte first; its numbers are
    ///   the labels.
    public init(shape: GridShape, datatype: Datatype) {
      counter = CensusCounter(
        shape: shape, code: VoxelCode(datatype: datatype, isByteSwapped: false, scaling: nil))
    }

    /// Counts the next voxels, which are whole ones.
    public mutating func add(_ voxels: UnsafeRawBufferPointer) throws(VolumeError) {
      try counter.add(.voxels(voxels))
    }

    /// What was counted.
    public func result() throws(VolumeError) -> LabelCensus { try counter.census() }
  }
}
