/// A validated header: holding one, every size, type and offset may be used without a further
/// check.
struct Header: Hashable, Sendable {
  /// NIfTI version, 1 or 2.
  let version: Int
  let grid: Grid
  let code: VoxelCode
  /// Where the voxels begin in the decompressed file that holds them.
  let dataOffset: Int
  /// How many volumes of this grid the file holds, one after the other.
  let volumeCount: Int
  let warnings: [VolumeWarning]

  /// Bytes of the header itself; behind them stand extensions or voxels.
  var size: Int { version == 1 ? LibNIfTI.shortestHeader : LibNIfTI.longestHeader }
  /// Bytes of one volume.
  var volumeBytes: Int { grid.shape.voxelCount * code.datatype.width }
  /// Bytes of voxel data.
  var payloadBytes: Int { volumeBytes * volumeCount }

  /// How the voxels are stored relative to the header.
  enum Storage: Hashable, Sendable { case oneFile, pair }

  /// CIFTI intents: connectivity matrices in a NIfTI wrapper (READER row 52).
  static let ciftiIntents = 3000...3099

  /// - Parameters:
  ///   - bytes: the first bytes of the decompressed header file, 540 where there are as many.
  ///   - options: what the user says of the file.
  init(
    bytes: UnsafeRawBufferPointer, storage: Storage, options: ReadingOptions
  ) throws(VolumeError) {
    var warnings: [VolumeWarning] = []
    let (fields, swapped) = try Self.recognise(bytes, options, &warnings)
    if Self.ciftiIntents.contains(fields.intentCode) { throw .cifti(intentCode: fields.intentCode) }
    let shape = try Self.shape(fields, options)
    volumeCount = try Self.volumeCount(fields, options, &warnings)
    let datatype = try Datatype(code: fields.datatype)
    if fields.bitsPerVoxel != 8 * datatype.width {
      warnings.append(
        VolumeWarning(
          .bitpix,
          "bitpix is \(fields.bitsPerVoxel), \(datatype.rawValue) has \(8 * datatype.width); "
            + "the data type was used",
          [
            "found_bits": .count(fields.bitsPerVoxel), "expected_bits": .count(8 * datatype.width),
          ]))
    }
    code = VoxelCode(
      datatype: datatype, isByteSwapped: swapped, scaling: try Self.scaling(fields, &warnings),
      content: options.content, nanIsBackground: options.nanIsBackground)
    dataOffset = try Self.offset(fields, storage, &warnings)
    var reading = GeometryReading(fields: fields)
    grid = try reading.grid(of: shape, choosing: options.geometry)
    version = fields.version
    if fields.dim[0] == 2 {
      let thickness = grid.spacing[2].value
      warnings.append(
        VolumeWarning(
          .twoDimensions,
          "the image has two dimensions; it was measured as one slice, \(thickness) mm thick by "
            + "the \(grid.source.rawValue)", ["thickness_mm": .number(thickness)]))
    }
    self.warnings = warnings + reading.warnings
  }

  /// The fields of a header that is NIfTI, or ANALYZE where the user accepts it.
  static func recognise(
    _ bytes: UnsafeRawBufferPointer, _ options: ReadingOptions, _ warnings: inout [VolumeWarning]
  ) throws(VolumeError) -> (HeaderFields, swapped: Bool) {
    guard bytes.count >= LibNIfTI.shortestHeader else {
      if let name = knownContent(bytes) { throw .notNIfTI(found: name) }
      throw .truncated(expectedBytes: LibNIfTI.shortestHeader, foundBytes: bytes.count)
    }
    switch LibNIfTI.version(of: bytes) {
    case 1?: return LibNIfTI.fields1(bytes)
    case 2?:
      guard bytes.count >= LibNIfTI.longestHeader else {
        throw .truncated(expectedBytes: LibNIfTI.longestHeader, foundBytes: bytes.count)
      }
      let read = LibNIfTI.fields2(bytes)
      try checkLineEnds(read.0.magic)
      return read
    case 0?:
      let (fields, swapped) = LibNIfTI.fields1(bytes)
      guard fields.magic.allSatisfy({ $0 == 0 }) else {
        throw .notNIfTI(found: "the magic \(fields.magic)")
      }
      guard options.acceptsANALYZE else { throw .analyze }
      return (try fields.asANALYZE(&warnings), swapped)
    default:
      throw .notNIfTI(
        found: knownContent(bytes)
          ?? "\(bytes.loadUnaligned(as: Int32.self)) where the header size, 348 or 540, belongs")
    }
  }

  /// The NIfTI-2 magic ends in the line ends \r\n, a substitute and \n: a copy as text changes
  /// them, and the voxels with them. Some writers leave zeros, which say nothing.
  private static func checkLineEnds(_ magic: [UInt8]) throws(VolumeError) {
    let lineEnds = Array(magic[4...])
    guard lineEnds == [13, 10, 26, 10] || lineEnds == [0, 0, 0, 0] else {
      throw .notNIfTI(
        found: "a NIfTI-2 magic whose last bytes are \(lineEnds), not [13, 10, 26, 10]: was the "
          + "file copied as text?")
    }
  }

  /// A name for content that people hand to a NIfTI reader by mistake.
  private static func knownContent(_ bytes: UnsafeRawBufferPointer) -> String? {
    let known: [(prefix: [UInt8], name: String)] = [
      (Array("version https://git-lfs".utf8), "a git-lfs pointer, not the file it stands for"),
      (Array("NRRD".utf8), "an NRRD file"), ([0xfd, 0x37, 0x7a, 0x58, 0x5a], "an xz archive"),
      (Array("BZh".utf8), "a bzip2 archive"), ([0x50, 0x4b, 3, 4], "a zip archive"),
      ([0x28, 0xb5, 0x2f, 0xfd], "a zstd archive"), (Array("CDF".utf8), "a NetCDF (MINC) file"),
      ([0x89, 0x48, 0x44, 0x46], "an HDF5 file"), (Array("<!DOCTYPE".utf8), "an HTML page"),
    ]
    if let found = known.first(where: { bytes.starts(with: $0.prefix) }) { return found.name }
    if bytes.count >= 132, bytes[128..<132].elementsEqual(Array("DICM".utf8)) {
      return "a DICOM file"
    }
    return nil
  }

  /// READER rows 26 to 29: three dimensions, further ones not negative.
  private static func shape(
    _ fields: HeaderFields, _ options: ReadingOptions
  ) throws(VolumeError) -> GridShape {
    var dim = fields.dim
    guard (1...7).contains(dim[0]) else {
      throw .dimensions(found: dim, expected: "1 to 7 dimensions in dim[0]")
    }
    if dim[0] == 2, options.allowsTwoDimensions { (dim[0], dim[3]) = (3, 1) }
    guard dim[0] >= 3 else { throw .notThreeDimensional(found: Array(dim[0...dim[0]])) }
    guard dim[1...3].allSatisfy({ $0 >= 1 }), dim[4...].prefix(dim[0] - 3).allSatisfy({ $0 >= 0 })
    else { throw .dimensions(found: dim, expected: "sizes of at least 1") }
    guard let shape = GridShape(dim[1], dim[2], dim[3]) else {
      throw .tooLarge(found: Array(dim[1...3]))
    }
    return shape
  }

  /// READER rows 24 to 27: how many volumes there are, refused unless the user says what to do with
  /// more than one. A further dimension of 0 is one of 1.
  private static func volumeCount(
    _ fields: HeaderFields, _ options: ReadingOptions, _ warnings: inout [VolumeWarning]
  ) throws(VolumeError) -> Int {
    let dim = fields.dim
    var count = 1
    for axis in dim.indices.dropFirst(4).prefix(max(0, dim[0] - 3)) {
      if dim[axis] == 0 {
        warnings.append(VolumeWarning(.dimensionZero, "dim[\(axis)] is 0; 1 was taken"))
      }
      let (product, overflow) = count.multipliedReportingOverflow(by: max(1, dim[axis]))
      guard !overflow, product <= GridShape.mostVolumes else {
        throw .tooLarge(found: Array(dim[1...dim[0]]))
      }
      count = product
    }
    switch options.volumes {
    case .single:
      if count > 1 { throw .notThreeDimensional(found: Array(dim[0...dim[0]])) }
    case .index(let index):
      guard (0..<count).contains(index) else { throw .volumeIndex(found: index, count: count) }
      guard count > 1 else { break }
      warnings.append(
        VolumeWarning(
          .volumeChosen,
          "of \(count) volumes, counted from 0, number \(index) was read",
          ["volume": .count(index), "volumes": .count(count)]))
    case .channelsAsLabels:
      warnings.append(
        VolumeWarning(
          .channels, "\(count) channels were read as labels 1 to \(count)",
          ["channels": .count(count)]))
    }
    return count
  }

  /// READER rows 13 to 18: a slope of 0 or NaN means that there is no scaling.
  private static func scaling(
    _ fields: HeaderFields, _ warnings: inout [VolumeWarning]
  ) throws(VolumeError) -> VoxelCode.Scaling? {
    guard fields.slope != 0, fields.slope.isFinite else {
      if fields.slope.isInfinite {
        warnings.append(VolumeWarning(.slope, "scl_slope is infinite; no scaling was applied"))
      }
      return nil
    }
    guard fields.intercept.isFinite else {
      throw .scaling(slope: fields.slope, intercept: fields.intercept)
    }
    guard fields.slope != 1 || fields.intercept != 0 else { return nil }
    warnings.append(
      VolumeWarning(
        .scaling,
        "the labels are the stored numbers times \(fields.slope) plus \(fields.intercept)",
        ["slope": .number(fields.slope), "intercept": .number(fields.intercept)]))
    return VoxelCode.Scaling(slope: fields.slope, intercept: fields.intercept)
  }

  /// READER rows 44, 45 and 48.
  static func offset(
    _ fields: HeaderFields, _ storage: Storage, _ warnings: inout [VolumeWarning]
  ) throws(VolumeError) -> Int {
    let stated = fields.voxelOffset
    let first = fields.version == 1 ? 352 : 544
    let isPairMagic = fields.magic[1] == UInt8(ascii: "i")
    guard stated.isFinite, stated >= 0, stated == stated.rounded(), stated < 0x1p53 else {
      throw .dataOffset(found: stated, expected: "a whole number of bytes, not negative")
    }
    if storage == .pair { return Int(stated) }
    // What stands before the voxels is read; no extension is that long.
    guard stated <= Double(OpenedVolume.mostHeaderBytes) else {
      throw .dataOffset(found: stated, expected: "at most \(OpenedVolume.mostHeaderBytes)")
    }
    if isPairMagic {
      warnings.append(
        VolumeWarning(
          .offset,
          "the magic is that of a .hdr/.img pair; the data were read from byte "
            + "\(max(Int(stated), first))",
          ["found_bytes": .number(stated), "used_bytes": .count(max(Int(stated), first))]))
      return max(Int(stated), first)
    }
    if stated == 0 {
      warnings.append(
        VolumeWarning(
          .offset, "vox_offset is 0; the data were read from byte \(first)",
          ["found_bytes": .count(0), "used_bytes": .count(first)]))
      return first
    }
    guard stated >= Double(first) else {
      throw .dataOffset(found: stated, expected: "at least \(first)")
    }
    return Int(stated)
  }
}
