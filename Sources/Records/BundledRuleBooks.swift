public import Readiness

/// The rule books that ship with the program, each the YAML file of `protocols/` it is named after.
public enum BundledRuleBooks {
  /// In the order in which they are listed; the first is the default. Books of stage 2 carry the
  /// standing safety rows.
  public static let all: [RuleBook] = read.map { withStandingSafety($0) }

  /// The ids of `all`, without reading the books.
  public static let ids = [
    "pumch-alpps-stage2", "pumch-alpps-entry", "shindoh-2013", "truant-2007", "schadde-2015",
    "tomassini-2020", "sufficiency-20-30-40", "thresholds-in-print",
  ]

  /// Nil for an unknown id.
  public static func book(id: String) -> RuleBook? { all.first { $0.id == id } }

  /// The book whose rows stand beside every answer about stage 2: whom the registry saw die.
  public static let safetyBook = "schadde-2015"

  /// A book of stage 2 with the rows that never decide in it and are always shown: those of
  /// `safetyBook`, which needs none itself. Rows that the book already has are kept.
  public static func withStandingSafety(_ book: RuleBook) -> RuleBook {
    guard book.question == .stageTwo, book.id != safetyBook else { return book }
    guard let standing = read.first(where: { $0.id == safetyBook }) else {
      preconditionFailure("the book of the standing safety rows is bundled")
    }
    let taken = Set(book.allRules.map(\.id))
    var book = book
    book.safety += standing.rules.map {
      $0.moved(to: "safety-\($0.id)", of: standing.population)
    }.filter { !taken.contains($0.id) }
    return book
  }

  /// The options of the books and the words of their choices.
  static var optionWords: [String: [String]] {
    let options = read.flatMap(\.options).map { ($0.id, $0.choices.map(\.id)) }
    return Dictionary(options) { first, second in
      first + second.filter { !first.contains($0) }
    }
  }

  private static let read: [RuleBook] = files.map { file in
    do throws(RecordError) {
      return try RuleBook(bytes: file)
    } catch {
      preconditionFailure("a bundled rule book does not read: \(error)")
    }
  }

  private static let files: [[UInt8]] = [
    PackageResources.pumch_alpps_stage2_yaml, PackageResources.pumch_alpps_entry_yaml,
    PackageResources.shindoh_2013_yaml, PackageResources.truant_2007_yaml,
    PackageResources.schadde_2015_yaml, PackageResources.tomassini_2020_yaml,
    PackageResources.sufficiency_20_30_40_yaml, PackageResources.thresholds_in_print_yaml,
  ]
}
