/// A file of a conformance set, with what it holds as known without any reader.
public struct KnownFile: Hashable, Sendable {
  /// Its name in the set.
  public let name: String
  /// Relative to the folder of the set.
  public let path: String
  public let truth: Truth
  /// How it is to be read.
  public let options: ReadingOptions
  /// What is peculiar about it; nil where nothing is said.
  public let note: String?

  /// What a reader must make of a file.
  public enum Truth: Hashable, Sendable {
    /// No number may come out of it.
    case mustBeRefused
    /// The volume of every label but the background; empty where no voxel carries one.
    case volumes([Label: CubicMillimetres])
  }

  public init(
    name: String, path: String, truth: Truth, options: ReadingOptions, note: String?
  ) {
    self.name = name
    self.path = path
    self.truth = truth
    self.options = options
    self.note = note
  }
}
