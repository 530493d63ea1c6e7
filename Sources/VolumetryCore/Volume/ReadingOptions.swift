/// What the user says of a file that the file itself leaves open, or that would refuse it.
///
/// The default takes nothing on trust. Every option that is given is named by `given`, so that a
/// result can say how it came about.
public struct ReadingOptions: Hashable, Sendable {
  /// The transform that the user says is right; nil for the rules of reading.
  public var geometry: GeometrySource?
  /// Which volume of several.
  public var volumes = Volumes.single
  /// NaN counts as background instead of refusing the file; infinities still refuse it.
  public var nanIsBackground = false
  /// A 2-D image is one slice, as thick as `pixdim[3]` says.
  public var allowsTwoDimensions = false
  /// A header without NIfTI magic is ANALYZE 7.5: no orientation, no units, no scaling.
  public var acceptsANALYZE = false
  /// The checksums and lengths that close gzip members are not verified, nor need they be there.
  public var ignoresChecksums = false
  /// What the numbers of the voxels mean.
  public var content = Content.labels

  /// Which volume of a file that may hold several (READER row 25).
  public enum Volumes: Hashable, Sendable {
    /// The file must hold one.
    case single
    /// The one with this index, counted from 0 over all dimensions beyond the third.
    case index(Int)
    /// Each is a mask: channel c is label c + 1.
    case channelsAsLabels
  }

  /// What the numbers of the voxels mean.
  public enum Content: Hashable, Sendable {
    /// Whole numbers: labels.
    case labels
    /// Any numbers: those at or above this one are label 1, the others background.
    case threshold(Double)
    /// The share, 0 to 1, of each voxel that belongs to the structure (partial volume).
    case probability
  }

  /// Nothing on trust.
  public init() {}

  /// The options that were given, by the names they have on the command line, in their order.
  public var given: [(name: String, value: Value)] {
    var given: [(name: String, value: Value)] = []
    if let geometry { given.append(("geometry", .word(geometry.rawValue))) }
    switch volumes {
    case .single: break
    case .index(let index): given.append(("volume", .whole(index)))
    case .channelsAsLabels: given.append(("channels_as_labels", .yes))
    }
    if nanIsBackground { given.append(("nan", .word("background"))) }
    if allowsTwoDimensions { given.append(("allow_2d", .yes)) }
    if acceptsANALYZE { given.append(("analyze", .yes)) }
    if ignoresChecksums { given.append(("ignore_crc", .yes)) }
    switch content {
    case .labels: break
    case .threshold(let threshold): given.append(("threshold", .number(threshold)))
    case .probability: given.append(("soft", .yes))
    }
    return given
  }

  /// What an option was set to.
  public enum Value: Hashable, Sendable {
    /// The option is a switch, and it is on.
    case yes
    case word(String)
    case whole(Int)
    case number(Double)
  }
}
