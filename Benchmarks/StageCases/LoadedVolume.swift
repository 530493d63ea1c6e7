import VolumetryCore

/// A phantom and what one must know of it before a rival can count it.
final class LoadedVolume {
  let path: String
  let shape: GridShape
  let datatype: Datatype
  /// Where the voxels begin in the inflated file: a NIfTI-1 header without extensions.
  let offset = 352
  let isCompressed: Bool
  let buffers: RivalBuffers

  init(_ input: Input, in folder: String) throws {
    path = "\(folder)/\(input.file)"
    let scan = try ScanMeasurement(path: path)
    precondition(scan.extensions.isEmpty && scan.version == 1, "a plain header of 352 bytes")
    shape = scan.grid.shape
    datatype = scan.datatype
    isCompressed = input.level != nil
    buffers = RivalBuffers(inflated: offset + shape.voxelCount * datatype.width)
  }

  /// Bytes of all voxels.
  var bytes: Int { shape.voxelCount * datatype.width }

  /// All voxels, inflated by libdeflate into memory that belongs to this.
  func voxels() -> UnsafeRawBufferPointer {
    guard isCompressed else {
      return UnsafeRawBufferPointer(rebasing: buffers.read(path)[offset...])
    }
    Rival.libdeflate.inflate(path, buffers) { precondition($0.count == offset + bytes) }
    return UnsafeRawBufferPointer(rebasing: buffers.whole[offset...])
  }

  /// Everything by the plain twin of the decoder.
  func plainVoxels() -> ArraySlice<UInt8> {
    let file = Array(buffers.read(path))
    return
      (isCompressed ? PlainInflater.inflate(file, expecting: offset + bytes) : file)[offset...]
  }

  /// Inflates by a library and gives the voxels on, piece by piece, without the header.
  func inflate(_ rival: Rival, _ body: (UnsafeRawBufferPointer) throws -> Void) rethrows {
    var isFirst = true
    try rival.inflate(path, buffers) { bytes in
      try body(isFirst ? UnsafeRawBufferPointer(rebasing: bytes[offset...]) : bytes)
      isFirst = false
    }
  }
}
