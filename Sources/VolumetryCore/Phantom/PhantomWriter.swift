extension TwoStagePhantom {
  /// Writes one stage as a NIfTI-1 label map of unsigned bytes: all of it under `path`, or nothing.
  ///
  /// The slices stream into a file beside `path`, which takes its name when it is complete; what
  /// `path` held before is then replaced. The same phantom gives the same bytes every time.
  ///
  /// - Parameter gzipLevel: 1 to 9; nil writes plain bytes. The name is not looked at.
  /// - Throws: `PhantomError.output` with the path and the `errno` of the step that failed, after
  ///   removing what was written. A directory, device or pipe under `path` is never replaced.
  public func write(
    _ stage: Stage, to path: String, gzipLevel: Int? = 6
  ) throws(PhantomError) {
    if let gzipLevel, !(1...9).contains(gzipLevel) { throw .gzipLevel(found: gzipLevel) }
    let packing = gzipLevel.map { PhantomOrder.Packing.gzip(PhantomOrder.Gzip(level: $0)) }
    let bytes = PhantomFile.headerBytes + grid.shape.voxelCount
    try PhantomFile.write(
      to: path, packing ?? .plain, byteCount: bytes
    ) { file throws(PhantomError) in
      try file.write(LibNIfTI.makeHeader(grid: grid, datatype: Datatype.uint8.code))
      try file.write(PhantomFile.noExtensions)
      let painter = PhantomPainter(specification.scan, geometry(stage))
      var slice = [UInt8](repeating: 0, count: painter.shape.i * painter.shape.j)
      for k in 0..<painter.shape.k {
        slice.withUnsafeMutableBufferPointer { painter.paint(slice: k, into: $0) }
        try file.write(slice)
      }
    }
  }
}
