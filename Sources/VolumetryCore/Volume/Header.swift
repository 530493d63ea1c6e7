/// A validated header: holding one, every size, type and offset may be used without a further
/// check.
struct Header: Hashable, Sendable {
  /// NIfTI version, 1 or 2.
  let version: Int
  let grid: Grid
  let code: VoxelCode
  /// Where the voxels begin in the decompressed file that holds them.
  let dataOffset: Int
  let warnings: [VolumeWarning]

  /// Bytes of voxel data.
  var payloadBytes: Int { grid.shape.voxelCount * code.datatype.width }

  /// How the voxels are stored relative to the header.
  enum Storage: Hashable, Sendable { case oneFile, pair }

  /// CIFTI intents: connectivity matrices in a NIfTI wrapper (READER row 52).
  static let ciftiIntents = 3000...3099

  /// - Parameters:
  ///   - bytes: the first bytes of the decompressed header file, 540 where there are as many.
  ///   - geometry: the transform that the user says is right, nil for the rules.
  init(
    bytes: UnsafeRawBufferPointer, storage: Storage, geometry: GeometrySource?
  ) throws(VolumeError) {
    let (fields, swapped) = try Self.recognise(bytes)
    var warnings: [VolumeWarning] = []
    if Self.ciftiIntents.contains(fields.intentCode) { throw .cifti(intentCode: fields.intentCode) }
    let shape = try Self.shape(fields, &warnings)
    let datatype = try Datatype(code: fields.datatype)
    if fields.bitsPerVoxel != 8 * datatype.width {
      warnings.append(
        VolumeWarning(
          .bitpix,
          "bitpix is \(fields.bitsPerVoxel), \(datatype.rawValue) has \(8 * datatype.width); "
            + "the data type was used"))
    }
    code = VoxelCode(
      datatype: datatype, isByteSwapped: swapped, scaling: try Self.scaling(fields, &warnings))
    dataOffset = try Self.offset(fields, storage, &warnings)
    var reading = GeometryReading(fields: fields, shape: shape)
    grid = try reading.grid(choosing: geometry)
    version = fields.version
    self.warnings = warnings + reading.warnings
  }

  private static func recognise(
    _ bytes: UnsafeRawBufferPointer
  ) throws(VolumeError) -> (HeaderFields, swapped: Bool) {
    guard bytes.count >= 348 else {
      if let name = knownContent(bytes) { throw .notNIfTI(found: name) }
      throw .truncated(expectedBytes: 348, foundBytes: bytes.count)
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
      let fields = LibNIfTI.fields1(bytes).0
      guard fields.magic.allSatisfy({ $0 == 0 }) else {
        throw .notNIfTI(found: "the magic \(fields.magic)")
      }
      throw .analyze
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

  /// READER rows 24 to 29: exactly three dimensions, further ones at most 1.
  private static func shape(
    _ fields: HeaderFields, _ warnings: inout [VolumeWarning]
  ) throws(VolumeError) -> GridShape {
    let dim = fields.dim
    guard (1...7).contains(dim[0]) else {
      throw .dimensions(found: dim, expected: "1 to 7 dimensions in dim[0]")
    }
    guard dim[0] >= 3 else { throw .notThreeDimensional(found: Array(dim[0...dim[0]])) }
    guard dim[1...3].allSatisfy({ $0 >= 1 }), dim[4...].prefix(dim[0] - 3).allSatisfy({ $0 >= 0 })
    else { throw .dimensions(found: dim, expected: "sizes of at least 1") }
    for axis in dim.indices.dropFirst(4).prefix(dim[0] - 3) {
      if dim[axis] > 1 { throw .notThreeDimensional(found: Array(dim[0...dim[0]])) }
      if dim[axis] == 0 {
        warnings.append(VolumeWarning(.dimensionZero, "dim[\(axis)] is 0; 1 was taken"))
      }
    }
    guard let shape = GridShape(dim[1], dim[2], dim[3]) else {
      throw .tooLarge(found: Array(dim[1...3]))
    }
    return shape
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
        "the labels are the stored numbers times \(fields.slope) plus \(fields.intercept)"))
    return VoxelCode.Scaling(slope: fields.slope, intercept: fields.intercept)
  }

  /// READER rows 44, 45 and 48.
  private static func offset(
    _ fields: HeaderFields, _ storage: Storage, _ warnings: inout [VolumeWarning]
  ) throws(VolumeError) -> Int {
    let stated = fields.voxelOffset
    let first = fields.version == 1 ? 352 : 544
    let isPairMagic = fields.magic[1] == UInt8(ascii: "i")
    guard stated.isFinite, stated >= 0, stated == stated.rounded(), stated < 0x1p53 else {
      throw .dataOffset(found: stated, expected: "a whole number of bytes, not negative")
    }
    if storage == .pair { return Int(stated) }
    if isPairMagic {
      warnings.append(
        VolumeWarning(
          .offset,
          "the magic is that of a .hdr/.img pair; the data were read from byte "
            + "\(max(Int(stated), first))"))
      return max(Int(stated), first)
    }
    if stated == 0 {
      warnings.append(
        VolumeWarning(.offset, "vox_offset is 0; the data were read from byte \(first)"))
      return first
    }
    guard stated >= Double(first) else {
      throw .dataOffset(found: stated, expected: "at least \(first)")
    }
    return Int(stated)
  }
}
