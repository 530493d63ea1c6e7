/// The voxels of one volume that lie in a file as they are: any part of them can be read at once,
/// by several readers beside each other.
struct PlainVoxels: Sendable {
  let file: InputFile
  /// Where the first voxel lies in the file.
  let offset: Int
  /// Bytes of a voxel.
  let width: Int
  let voxelCount: Int

  /// Bytes that are read at a time: from 256 KiB to 1 MiB the page cache gives them at the same
  /// speed, below it costs a tenth; a second-level cache holds them until they are counted.
  static let pieceBytes = 256 * 1024

  /// Calls `body` with the voxels of a range, piece by piece, in order.
  ///
  /// - Throws: `.readFailed`, `.truncated` where the file has become shorter, and what `body`
  ///   throws.
  func read(
    _ voxels: Range<Int>, _ body: (VoxelEvent) throws(VolumeError) -> Void
  ) throws(VolumeError) {
    precondition(voxels.lowerBound >= 0 && voxels.upperBound <= voxelCount)
    let buffer = UnsafeMutableRawBufferPointer.allocate(
      byteCount: min(Self.pieceBytes, voxels.count * width), alignment: 64)
    defer { buffer.deallocate() }
    var place = voxels.lowerBound * width
    while place < voxels.upperBound * width {
      let wanted = min(buffer.count, voxels.upperBound * width - place)
      let piece = UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted])
      let count = try file.read(at: offset + place, into: piece)
      guard count == wanted else {
        throw .truncated(expectedBytes: voxelCount * width, foundBytes: place + count)
      }
      try body(.voxels(UnsafeRawBufferPointer(piece)))
      place += count
    }
  }

  /// The voxels in as many parts as asked for, of whole rows and of the same size but for a row.
  func parts(_ count: Int, rowLength: Int) -> [Range<Int>] {
    precondition(count > 0 && voxelCount % rowLength == 0)
    let rows = voxelCount / rowLength
    return (0..<count).map {
      (rows * $0 / count * rowLength)..<(rows * ($0 + 1) / count * rowLength)
    }
  }
}
