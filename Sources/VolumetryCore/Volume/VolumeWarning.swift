/// Something about a file that a careful reader should know, though a volume could be measured.
///
/// Warnings are data: a stable code, one line of words and the numbers in it.
public struct VolumeWarning: Hashable, Sendable {
  public let code: Code
  public let message: String
  /// The numbers that the message is about.
  public let figures: Figures

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
    /// Two files could be the other half of a pair; the one stored like the first was read.
    case mate = "W-MATE"
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
    /// The chain of header extensions is broken; the rest of it was skipped.
    case extensions = "W-EXTENSION"
    /// One volume of several was read, by the user's choice.
    case volumeChosen = "W-OPTION-VOLUME"
    /// Channels were read as labels, by the user's choice.
    case channels = "W-CHANNELS"
    /// Voxels lie in more than one channel; they count for each.
    case overlap = "W-OVERLAP"
    /// NaN voxels were counted as background, by the user's choice.
    case nan = "W-NAN"
    /// An image of two dimensions was measured as one slice, by the user's choice.
    case twoDimensions = "W-2D"
    /// An ANALYZE header was read, by the user's choice.
    case analyze = "W-ANALYZE"
    /// Checksums were not verified, by the user's choice.
    case checksumIgnored = "W-CRC-IGNORED"
    /// The volume is the sum of probabilities, by the user's choice.
    case soft = "W-SOFT"
    /// Voxels at or above a threshold are label 1, by the user's choice.
    case threshold = "W-THRESHOLD"
  }

  init(_ code: Code, _ message: String, _ figures: Figures = [:]) {
    self.code = code
    self.message = message
    self.figures = figures
  }
}
