/// A file of a conformance set, with what it holds as known without any reader.
public struct KnownFile: Hashable, Sendable {
  /// Its name in the set.
  public let name: String
  /// Relative to the folder of the set.
  public let path: String
  public let truth: Truth
  /// How it is to be read.
  public let options: Options
  /// What is peculiar about it; nil where nothing is said.
  public let note: String?

  /// What a reader must make of a file.
  public enum Truth: Hashable, Sendable {
    /// No number may come out of it.
    case mustBeRefused
    /// The volume of every label but the background; empty where no voxel carries one.
    case volumes([Label: CubicMillimetres])
  }

  /// Choices of the user without which the file has another truth.
  ///
  /// The one place where a set's options meet those of the reader: an option that the reader learns
  /// gets a field here and a line in `ScanMeasurement.init(known:at:)`.
  public struct Options: Hashable, Sendable {
    /// The transform that is right, nil for the rules of reading.
    public var geometry: GeometrySource?

    /// The reader's own rules where nothing is said.
    public init(geometry: GeometrySource? = nil) {
      self.geometry = geometry
    }
  }

  public init(name: String, path: String, truth: Truth, options: Options, note: String?) {
    self.name = name
    self.path = path
    self.truth = truth
    self.options = options
    self.note = note
  }
}

extension ScanMeasurement {
  /// Measures a known file, which lies at `path`, with the options that its truth holds for.
  init(known file: KnownFile, at path: String) throws(VolumeError) {
    try self.init(path: path, geometry: file.options.geometry)
  }
}
