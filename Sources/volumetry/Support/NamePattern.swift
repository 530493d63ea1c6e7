import ArgumentParser

/// How a case is found in the names of a folder's files: `{case}_seg.nii.gz`, `{case}/liver.nii`.
///
/// `{case}` stands for any text within one name of a path, everything else for itself.
struct NamePattern: ExpressibleByArgument {
  private static let place = "{case}"

  let text: String
  private let before: String
  private let after: String

  /// Nil unless `{case}` stands in it exactly once.
  init?(argument: String) {
    var places: [(before: String, after: String)] = []
    var index = argument.startIndex
    while index < argument.endIndex {
      if argument[index...].hasPrefix(Self.place) {
        let end = argument.index(index, offsetBy: Self.place.count)
        places.append((String(argument[..<index]), String(argument[end...])))
        index = end
      } else {
        index = argument.index(after: index)
      }
    }
    guard places.count == 1 else { return nil }
    text = argument
    (before, after) = places[0]
  }

  /// The case that a path from the folder names; nil where the path is not of this pattern.
  func caseName(of path: String) -> String? {
    guard path.count > before.count + after.count, path.hasPrefix(before), path.hasSuffix(after)
    else { return nil }
    let name = path.dropFirst(before.count).dropLast(after.count)
    return name.contains("/") ? nil : String(name)
  }
}
