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

/// Cases of one or several methods, structure by structure: what their summaries, tests and
/// rankings are made of.
///
/// A case counts in the summary of a method where at least one of its two volumes holds the
/// structure. In tests and rankings it counts where that is so of any method: one that rightly left
/// the structure out then has the best value, since it must not rank behind one that added it.
/// Where a pair was refused, its value is missing, and what is missing ranks last.
public struct ComparedCohort: Sendable {
  /// In the order in which they were given.
  public let methods: [String]
  /// Sorted.
  public let cases: [String]
  /// Single labels ascending, then sets in the order in which they were given.
  public let structures: [ComparedStructure]
  /// Both-empty comparisons are not in it.
  private let comparisons: [Key: StructureComparison]
  /// The pairs that were compared.
  private let compared: Set<ComparedPair>

  private struct Key: Hashable {
    let caseName: String
    let method: String
    let structure: ComparedStructure
  }

  /// One case by one method, all its structures.
  public struct ComparedPair: Hashable, Sendable {
    public let caseName: String
    public let method: String

    public init(caseName: String, method: String) {
      self.caseName = caseName
      self.method = method
    }
  }

  /// - Parameters:
  ///   - rows: what was compared; a structure that neither volume of a pair holds may be left out.
  ///   - pairs: every pair that was compared.
  /// - Precondition: no case has two comparisons of one structure by one method.
  public init(_ rows: [ComparedCase], pairs: Set<ComparedPair>, methods: [String]) {
    self.methods = methods
    compared = pairs
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

  /// A row a case in which any method's pair holds the structure, a column a method: nil where a
  /// value is missing, the best value where neither volume of the pair holds the structure.
  public func table(
    _ metric: ComparisonMetric, of structure: ComparedStructure, empty: EmptyPolicy
  ) -> [(caseName: String, values: [Double?])] {
    cases.compactMap { caseName in
      let found = methods.map {
        comparisons[Key(caseName: caseName, method: $0, structure: structure)]
      }
      guard found.contains(where: { $0 != nil }) else { return nil }
      let values = zip(methods, found).map { method, found -> Double? in
        if let found { return metric.counted(found, empty: empty) }
        return compared.contains(ComparedPair(caseName: caseName, method: method))
          ? metric.best : nil
      }
      return (caseName, values)
    }
  }
}
