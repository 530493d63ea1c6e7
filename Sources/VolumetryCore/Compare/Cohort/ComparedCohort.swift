/// One structure of one case, as one method segmented it.
public struct ComparedCase: Sendable {
  public let caseName: String
  public let method: String
  public let comparison: StructureComparison

  public init(caseName: String, method: String, comparison: StructureComparison) {
    self.caseName = caseName
    self.method = method
    self.comparison = comparison
  }
}

/// Cases of one or several methods, structure by structure: what their summaries, tests and rankings
/// are made of.
///
/// A case counts for a structure where at least one of the two volumes holds it. Where one method's
/// pair was refused, the others keep the case in their summaries; tests and rankings take a case only
/// with the values that they need, and say of how many cases they are.
public struct ComparedCohort: Sendable {
  /// In the order in which they were given.
  public let methods: [String]
  /// Sorted.
  public let cases: [String]
  /// Single labels ascending, then sets in the order in which they were given.
  public let structures: [ComparedStructure]
  /// Both-empty comparisons are not in it.
  private let comparisons: [Key: StructureComparison]

  private struct Key: Hashable {
    let caseName: String
    let method: String
    let structure: ComparedStructure
  }

  /// - Precondition: no case has two comparisons of one structure by one method.
  public init(_ rows: [ComparedCase], methods: [String]) {
    self.methods = methods
    cases = Set(rows.map(\.caseName)).sorted()
    var comparisons: [Key: StructureComparison] = [:]
    var structures: [ComparedStructure] = []
    var seen: Set<ComparedStructure> = []
    for row in rows {
      let structure = row.comparison.structure
      if seen.insert(structure).inserted { structures.append(structure) }
      guard row.comparison.state != .neither else { continue }
      let key = Key(caseName: row.caseName, method: row.method, structure: structure)
      precondition(comparisons[key] == nil, "a case is compared once by a method")
      comparisons[key] = row.comparison
    }
    self.comparisons = comparisons
    self.structures =
      structures.filter { $0.label != nil }.sorted {
        $0.members.ranges[0].lowerBound < $1.members.ranges[0].lowerBound
      } + structures.filter { $0.label == nil }
  }

  /// The comparisons of a structure by a method, by case.
  public func comparisons(
    of structure: ComparedStructure, by method: String
  ) -> [(caseName: String, comparison: StructureComparison)] {
    cases.compactMap { caseName in
      comparisons[Key(caseName: caseName, method: method, structure: structure)].map {
        (caseName, $0)
      }
    }
  }

  /// What a metric gave for a structure, case by case.
  public func values(
    _ metric: ComparisonMetric, of structure: ComparedStructure, by method: String,
    empty: EmptyPolicy
  ) -> [(caseName: String, value: Double?)] {
    comparisons(of: structure, by: method).map {
      ($0.caseName, metric.counted($0.comparison, empty: empty))
    }
  }

  /// A row a case that any method has, a column a method; nil where a value is missing.
  public func table(
    _ metric: ComparisonMetric, of structure: ComparedStructure, empty: EmptyPolicy
  ) -> [(caseName: String, values: [Double?])] {
    cases.compactMap { caseName in
      let found = methods.map {
        comparisons[Key(caseName: caseName, method: $0, structure: structure)]
      }
      guard found.contains(where: { $0 != nil }) else { return nil }
      return (caseName, found.map { $0.flatMap { metric.counted($0, empty: empty) } })
    }
  }
}
