/// The page that explains every clinical row in words.
enum ClinicalPage {
  /// Where a row is explained, relative to the root of the project.
  static func path(of id: String) -> String { "docs/CLINICAL.md#\(anchor(id))" }

  /// The anchor that a Markdown viewer gives the heading of a row: points are dropped.
  private static func anchor(_ id: String) -> String { id.filter { $0 != "." } }
}
