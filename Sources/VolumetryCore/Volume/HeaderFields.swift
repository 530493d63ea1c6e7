/// What a NIfTI header says, as it says it: version and byte order are gone, nothing is checked.
///
/// `dim[0]` is the number of dimensions and `dim[1...]` the sizes; `pixdim[0]` is qfac. Integers
/// are widened, floating-point numbers are the stored ones in double.
struct HeaderFields: Hashable, Sendable {
  /// 1 or 2.
  var version: Int
  var sizeOfHeader: Int
  /// 4 bytes in version 1, 8 in version 2.
  var magic: [UInt8]
  var datatype: Int
  var bitsPerVoxel: Int
  /// Eight numbers.
  var dim: [Int]
  /// Eight numbers.
  var pixdim: [Double]
  var voxelOffset: Double
  var slope: Double
  var intercept: Double
  /// `xyzt_units`: the low three bits are the unit of length.
  var units: Int
  var intentCode: Int
  var qformCode: Int
  var sformCode: Int
  /// b, c, d.
  var quaternion: [Double]
  /// x, y, z.
  var quaternionOffset: [Double]
  /// Rows x, y, z of four numbers.
  var sform: [[Double]]
}

extension HeaderFields {
  /// The fields that an ANALYZE 7.5 header shares with NIfTI; where it holds something else, what
  /// NIfTI would call "not stated". Millimetres are taken.
  var sharedWithANALYZE: HeaderFields {
    var fields = self
    (fields.slope, fields.intercept) = (0, 0)
    (fields.qformCode, fields.sformCode, fields.intentCode) = (0, 0, 0)
    fields.units = 2
    return fields
  }

  /// `sharedWithANALYZE`, and a warning that says so.
  ///
  /// - Throws: `.scaling` where the place of scl_slope, which SPM used as one, holds a factor: then
  ///   nobody can say what the numbers are.
  func asANALYZE(_ warnings: inout [VolumeWarning]) throws(VolumeError) -> HeaderFields {
    guard slope == 0 || slope == 1 else {
      throw .scaling(slope: slope, intercept: intercept)
    }
    warnings.append(
      VolumeWarning(
        .analyze,
        "the header is ANALYZE 7.5, which states neither orientation nor units: millimetres were "
          + "taken"))
    return sharedWithANALYZE
  }
}
