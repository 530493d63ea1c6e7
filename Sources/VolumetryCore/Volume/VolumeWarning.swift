/// Something about a file that a careful reader should know, though a volume could be measured.
///
/// Warnings are data: a stable code and one line of words.
public struct VolumeWarning: Hashable, Sendable {
  public let code: Code
  public let message: String

  /// The closed list of warnings that reading and measuring a volume can give.
  public enum Code: String, Hashable, Sendable, CaseIterable {
    /// pixdim is absent or differs from the transform that was used.
    case pixdim = "W-PIXDIM"
    /// A spacing was negative; its absolute value was used.
    case pixdimSign = "W-PIXDIM-SIGN"
    /// pixdim[0] is neither 1 nor −1.
    case qfac = "W-QFAC"
    /// The file states no transform: volumes hold, left and right are unknown.
    case noTransform = "W-NOXFORM"
    /// The sform is coded but not usable; the qform was used.
    case sform = "W-SFORM"
    /// The quaternion is not a rotation; orientation is unknown.
    case quaternion = "W-QUATERNION"
    /// sform and qform point in different directions.
    case orientation = "W-ORIENTATION"
    /// The grid is sheared (gantry tilt); the volume is the determinant's.
    case shear = "W-SHEAR"
    /// The field of view is implausible: are the units right?
    case scale = "W-SCALE"
    /// The unit of length is not stated; millimetres were taken.
    case units = "W-UNITS"
    /// The geometry was chosen by the user.
    case geometryChosen = "W-GEOMETRY"
    /// bitpix and datatype disagree; datatype was used.
    case bitpix = "W-BITPIX"
    /// A dimension beyond the third is 0; 1 was taken.
    case dimensionZero = "W-DIM-ZERO"
    /// vox_offset is 0 or the magic is that of a pair; data were read behind the header.
    case offset = "W-OFFSET"
    /// The labels are scaled stored numbers.
    case scaling = "W-SCALING"
    /// scl_slope is infinite; no scaling was applied.
    case slope = "W-SLOPE"
    /// The name says gzip and the content does not, or the other way round.
    case name = "W-NAME"
    /// Data behind the gzip stream that are not padding.
    case gzipTrailing = "W-GZIP-TRAILING"
    /// The file holds more data than its header declares.
    case extraData = "W-EXTRA-DATA"
    /// No voxel carries a label.
    case empty = "W-EMPTY"
    /// No voxel is background.
    case noBackground = "W-NOBACKGROUND"
    /// A label is negative.
    case negativeLabel = "W-NEGATIVE-LABEL"
  }

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }
}
