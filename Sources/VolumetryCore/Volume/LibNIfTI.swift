import CNIfTI

/// The one door to libnifti: pure functions on headers in memory, and its stream for writing.
///
/// On a user's file libnifti is never given a path: its readers guess other names, overflow their
/// stack on a hostile `dim[0]` and replace missing spacing by 1 mm. What is used is the recognition
/// of a header, the byte swap, the making of a new header, and `znz` to write one.
enum LibNIfTI {
  /// Bytes that recognition needs at least: a NIfTI-1 header.
  static let shortestHeader = MemoryLayout<nifti_1_header>.size
  /// Bytes that recognition needs at most: a NIfTI-2 header.
  static let longestHeader = MemoryLayout<nifti_2_header>.size

  /// What `nifti_header_version` says of the first bytes of a file: 1 or 2 for NIfTI, 0 for an
  /// ANALYZE header without magic, nil for anything else.
  static func version(of bytes: UnsafeRawBufferPointer) -> Int? {
    guard let base = bytes.baseAddress, bytes.count >= shortestHeader else {
      return nil
    }
    nifti_set_debug_level(0)
    let version = nifti_header_version(base.assumingMemoryBound(to: CChar.self), bytes.count)
    return version < 0 ? nil : Int(version)
  }

  /// The fields of a NIfTI-1 (or ANALYZE) header, in this machine's byte order.
  static func fields1(_ bytes: UnsafeRawBufferPointer) -> (HeaderFields, swapped: Bool) {
    var h = bytes.loadUnaligned(as: nifti_1_header.self)
    let swapped = h.sizeof_hdr != Int32(MemoryLayout<nifti_1_header>.size)
    if swapped { swap_nifti_header(&h, 1) }
    let fields = HeaderFields(
      version: 1, sizeOfHeader: Int(h.sizeof_hdr), magic: magic(&h.magic),
      datatype: Int(h.datatype), bitsPerVoxel: Int(h.bitpix),
      dim: list(&h.dim, as: Int16.self).map(Int.init),
      pixdim: list(&h.pixdim, as: Float.self).map(Double.init),
      voxelOffset: Double(h.vox_offset),
      slope: Double(h.scl_slope), intercept: Double(h.scl_inter),
      units: Int(UInt8(bitPattern: h.xyzt_units)), intentCode: Int(h.intent_code),
      qformCode: Int(h.qform_code), sformCode: Int(h.sform_code),
      quaternion: [h.quatern_b, h.quatern_c, h.quatern_d].map(Double.init),
      quaternionOffset: [h.qoffset_x, h.qoffset_y, h.qoffset_z].map(Double.init),
      sform: [
        list(&h.srow_x, as: Float.self), list(&h.srow_y, as: Float.self),
        list(&h.srow_z, as: Float.self),
      ].map { $0.map(Double.init) })
    return (fields, swapped)
  }

  /// The fields of a NIfTI-2 header, in this machine's byte order.
  static func fields2(_ bytes: UnsafeRawBufferPointer) -> (HeaderFields, swapped: Bool) {
    var h = bytes.loadUnaligned(as: nifti_2_header.self)
    let swapped = h.sizeof_hdr != Int32(MemoryLayout<nifti_2_header>.size)
    if swapped { swap_nifti_header(&h, 2) }
    let fields = HeaderFields(
      version: 2, sizeOfHeader: Int(h.sizeof_hdr), magic: magic(&h.magic),
      datatype: Int(h.datatype), bitsPerVoxel: Int(h.bitpix),
      dim: list(&h.dim, as: Int64.self).map(Int.init),
      pixdim: list(&h.pixdim, as: Double.self), voxelOffset: Double(h.vox_offset),
      slope: h.scl_slope, intercept: h.scl_inter, units: Int(h.xyzt_units),
      intentCode: Int(h.intent_code), qformCode: Int(h.qform_code), sformCode: Int(h.sform_code),
      quaternion: [h.quatern_b, h.quatern_c, h.quatern_d],
      quaternionOffset: [h.qoffset_x, h.qoffset_y, h.qoffset_z],
      sform: [
        list(&h.srow_x, as: Double.self), list(&h.srow_y, as: Double.self),
        list(&h.srow_z, as: Double.self),
      ])
    return (fields, swapped)
  }

  /// The elements of a C array, which Swift sees as a tuple.
  private static func list<Tuple, Element>(
    _ tuple: inout Tuple, as: Element.Type
  ) -> [Element] {
    withUnsafeBytes(of: &tuple) { Array($0.bindMemory(to: Element.self)) }
  }

  private static func magic<Tuple>(_ tuple: inout Tuple) -> [UInt8] {
    withUnsafeBytes(of: &tuple) { Array($0) }
  }
}

// MARK: - Writing

extension LibNIfTI {
  /// A NIfTI-1 header with sform and qform 1 ("scanner"), millimetres, magic `n+1`.
  ///
  /// - Parameters:
  ///   - datatype: a NIfTI type code; libnifti fills in the bits per voxel.
  ///   - scaling: `scl_slope` and `scl_inter`.
  static func makeHeader(
    grid: Grid, datatype: Int, scaling: (slope: Double, intercept: Double) = (1, 0),
    isBigEndian: Bool = false
  ) -> [UInt8] {
    let dims: [Int64] = [
      3, Int64(grid.shape.i), Int64(grid.shape.j), Int64(grid.shape.k), 1, 1, 1, 1,
    ]
    guard let made = nifti_make_new_n1_header(dims, Int32(datatype)) else {
      preconditionFailure("libnifti makes a header for any valid grid and type")
    }
    defer { free(made) }
    let spacing = grid.spacing.map { Float($0.value) }
    var quaternion: (b: Float, c: Float, d: Float) = (0, 0, 0)
    var offset: (x: Float, y: Float, z: Float) = (0, 0, 0)
    var sizes: (x: Float, y: Float, z: Float) = (0, 0, 0)
    var qfac: Float = 1
    nifti_mat44_to_quatern(
      mat44(grid.affine), &quaternion.b, &quaternion.c, &quaternion.d, &offset.x, &offset.y,
      &offset.z, &sizes.x, &sizes.y, &sizes.z, &qfac)
    // libnifti leaves the dimensions after the third at 0; the standard's own files say 1.
    (made.pointee.dim.4, made.pointee.dim.5) = (1, 1)
    (made.pointee.dim.6, made.pointee.dim.7) = (1, 1)
    made.pointee.pixdim = (qfac, spacing[0], spacing[1], spacing[2], 0, 0, 0, 0)
    made.pointee.qform_code = 1
    made.pointee.sform_code = 1
    (made.pointee.quatern_b, made.pointee.quatern_c, made.pointee.quatern_d) =
      (quaternion.b, quaternion.c, quaternion.d)
    (made.pointee.qoffset_x, made.pointee.qoffset_y, made.pointee.qoffset_z) =
      (offset.x, offset.y, offset.z)
    let rows = grid.affine.rows.map { $0.map(Float.init) }
    made.pointee.srow_x = (rows[0][0], rows[0][1], rows[0][2], rows[0][3])
    made.pointee.srow_y = (rows[1][0], rows[1][1], rows[1][2], rows[1][3])
    made.pointee.srow_z = (rows[2][0], rows[2][1], rows[2][2], rows[2][3])
    made.pointee.xyzt_units = CChar(NIFTI_UNITS_MM)
    made.pointee.vox_offset = 352
    made.pointee.scl_slope = Float(scaling.slope)
    made.pointee.scl_inter = Float(scaling.intercept)
    if isBigEndian == (1.littleEndian == 1) { swap_nifti_header(made, 1) }
    return withUnsafeBytes(of: &made.pointee) { Array($0) }
  }

  private static func mat44(_ affine: Affine) -> mat44 {
    let r = affine.homogeneousRows.map { $0.map(Float.init) }
    return CNIfTI.mat44(
      m: (
        (r[0][0], r[0][1], r[0][2], r[0][3]), (r[1][0], r[1][1], r[1][2], r[1][3]),
        (r[2][0], r[2][1], r[2][2], r[2][3]), (r[3][0], r[3][1], r[3][2], r[3][3])
      ))
  }

  /// A file written through libnifti's `znz`: gzip where asked, plain bytes otherwise.
  final class OutputStream {
    private var file: znzFile?

    /// Nil where the file cannot be created.
    ///
    /// - Parameters:
    ///   - level: gzip level 0 (stored) to 9; nil writes uncompressed.
    ///   - strategy: what `gzopen` calls it: `f`, `h`, `R` or `F`; nothing is zlib's default.
    ///   - appends: whether what the file holds stays: then a further gzip member follows it.
    init?(path: String, level: Int?, strategy: String = "", appends: Bool = false) {
      let mode = (appends ? "ab" : "wb") + (level.map { "\($0)\(strategy)" } ?? "")
      guard let opened = znzopen(path, mode, level == nil ? 0 : 1) else { return nil }
      file = opened
    }

    /// False where not every byte could be written.
    func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
      guard let base = bytes.baseAddress else { return true }
      return znzwrite(base, 1, bytes.count, file) == bytes.count
    }

    /// False where flushing failed.
    func close() -> Bool { Xznzclose(&file) == 0 }

    deinit { if file != nil { _ = Xznzclose(&file) } }
  }
}
