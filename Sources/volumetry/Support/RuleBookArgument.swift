import ArgumentParser
import Readiness
import Records
import Reporting

/// What `--protocol` names: a bundled rule book, a file (a name with a / or a .yaml), or all books.
struct RuleBookArgument: ExpressibleByArgument {
  let text: String

  init?(argument: String) { text = argument }

  init(_ id: String) { text = id }

  /// The book that answers unless another is named.
  static let standard = RuleBookArgument(BundledRuleBooks.ids[0])

  /// As the help prints a default.
  var defaultValueDescription: String { text }

  static let allBooks = "all"

  var isAll: Bool { text == Self.allBooks }

  /// A file of the working folder may be named without a slash; ids hold points too (20-30-40 does
  /// not, but a user's own may), so only an ending says that it is a file.
  var namesFile: Bool {
    text.contains("/") || [".yaml", ".yml", ".json"].contains { text.hasSuffix($0) }
  }

  /// Refuses an unknown id, before anything is read.
  func check() throws(ValidationError) {
    guard !namesFile, !isAll, !BundledRuleBooks.ids.contains(text) else { return }
    let nearest = BundledRuleBooks.ids.nearest(to: text).map { "; the nearest is \($0)" } ?? ""
    throw ValidationError(
      "--protocol \(text): no such rule book\(nearest). Known: "
        + "\(BundledRuleBooks.ids.joined(separator: ", ")), all. A file is named with a / or .yaml")
  }

  /// The books, at least one. A file is refused with the line of every fault.
  func books() throws -> [RuleBook] {
    try check()
    if isAll { return BundledRuleBooks.all }
    if !namesFile, let book = BundledRuleBooks.book(id: text) { return [book] }
    let bytes = try TextFile.bytes(text)
    do throws(RecordError) {
      return [BundledRuleBooks.withStandingSafety(try RuleBook(bytes: bytes))]
    } catch {
      throw CommandFailure(error.faults.map { "\(text): \($0)" }, .dataError)
    }
  }
}
