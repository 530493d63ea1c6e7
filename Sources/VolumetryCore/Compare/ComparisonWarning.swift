/// Something about a comparison that a careful reader should know, though it could be made.
public struct ComparisonWarning: Hashable, Sendable {
  public let code: Code
  public let message: String
  /// The numbers that the message is about.
  public let figures: Figures

  /// The closed list of what comparing two volumes can warn of.
  public enum Code: String, Hashable, Sendable, CaseIterable {
    /// The axes of the prediction run in another order or direction; nothing was resampled.
    case turnedGrid = "W-GRID-TURNED"
    /// The fields of view differ; what lies outside one is background for it.
    case fieldOfView = "W-FIELD-OF-VIEW"
    /// Neither file says where its voxels lie; indices were compared.
    case noPlace = "W-GRID-NO-PLACE"
    /// A structure reaches the edge of the field of view: its surface there is the image's.
    case edge = "W-EDGE"
    /// A mean distance below the spacing: differences of less than a voxel are not resolved.
    case belowSpacing = "W-BELOW-SPACING"
    /// One of the two volumes has no voxel of a structure.
    case emptyMask = "W-EMPTY-MASK"
    /// The box around a structure is beyond any body: what needs it is undefined.
    case tooLarge = "W-TOO-LARGE"
  }

  init(_ code: Code, _ message: String, _ figures: Figures = [:]) {
    self.code = code
    self.message = message
    self.figures = figures
  }
}
