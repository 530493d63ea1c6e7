public import Readiness

/// The rule books that ship with the program, each the YAML file of `protocols/` it is named after.
public enum BundledRuleBooks {
  /// In the order in which they are listed; the first is the default.
  public static let all: [RuleBook] = files.map { file in
    do throws(RecordError) {
      return try RuleBook(bytes: file)
    } catch {
      preconditionFailure("a bundled rule book does not read: \(error)")
    }
  }

  /// The ids of `all`, without reading the books.
  public static let ids = ["pumch-alpps-stage2"]

  /// Nil for an unknown id.
  public static func book(id: String) -> RuleBook? { all.first { $0.id == id } }

  private static let files: [[UInt8]] = [PackageResources.pumch_alpps_stage2_yaml]
}
