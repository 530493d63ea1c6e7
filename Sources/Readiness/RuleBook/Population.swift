import VolumetryCore

/// To whom a rule book or one of its rows applies. What is nil is not restricted.
///
/// Outside its population a row is not applicable: its number is shown and decides nothing. Where
/// the record does not say whether a patient belongs, that is unknown, never yes.
public struct Population: Hashable, Sendable {
  /// The procedure of stage 1.
  public var procedures: [Procedure.Kind]?
  public var entities: [TumourEntity]?
  public var backgrounds: [Parenchyma.Background]?
  /// How much of the liver the deciding plan resects.
  public var extents: [Plan.Extent]?
  /// Ids of the formulas for the estimated total liver volume with which a threshold was derived.
  public var telvFormulas: [String]?
  /// Ids of the surface area formulas inside them.
  public var bsaFormulas: [String]?
  /// Days after stage 1 on which the scan was done, both bounds included.
  public var scanDays: ClosedRange<Int>?

  /// Everybody.
  public init() {}

  /// Whether it excludes nobody.
  public var isEverybody: Bool { self == Population() }
}

/// Whether a book or a row speaks of a patient.
public enum Applicability: Hashable, Sendable {
  case yes, no
  /// The record does not say; paths of what is missing.
  case unknown([String])

  /// No settles, then unknown.
  static func joined(_ parts: [Applicability]) -> Applicability {
    if parts.contains(.no) { return .no }
    let missing = parts.flatMap { part -> [String] in
      if case .unknown(let paths) = part { return paths }
      return []
    }
    return parts.allSatisfy { $0 == .yes } ? .yes : .unknown(missing.uniqued())
  }
}

extension Population {
  /// Whether the patient of a case belongs. The day of a scan is asked of each observation.
  func contains(_ record: Case, body: BodyEstimate?) -> Applicability {
    let (background, isConflicting) = StatedBackground.read(record.parenchyma)
    let isLater = record.parenchyma.date.flatMap { day in record.decision?.date.map { day > $0 } }
    return Applicability.joined([
      Self.belongs(record.growthProcedures, procedures, "procedures"),
      Self.belongs(record.tumour.entity, entities, "tumour.entity"),
      Self.belongs(
        isConflicting || isLater == true ? nil : background, backgrounds, "parenchyma.background"),
      Self.belongs(record.plans.first?.extent, extents, "plans[0].extent"),
      Self.belongs(body?.formula.id, telvFormulas, "options.telv_formula"),
      // A formula without a surface area in it belongs to no named one.
      bsaFormulas == nil
        ? .yes
        : Self.belongs(
          body.map { $0.bodySurfaceAreaFormula?.id ?? "none" }, bsaFormulas, "options.bsa_formula"),
    ])
  }

  /// All of them must be allowed: two together are another procedure.
  private static func belongs(
    _ kinds: [Procedure.Kind], _ allowed: [Procedure.Kind]?, _ path: String
  ) -> Applicability {
    guard let allowed else { return .yes }
    guard !kinds.isEmpty else { return .unknown([path]) }
    return kinds.allSatisfy(allowed.contains) ? .yes : .no
  }

  private static func belongs<Word: Equatable>(
    _ word: Word?, _ allowed: [Word]?, _ path: String
  ) -> Applicability {
    guard let allowed else { return .yes }
    guard let word else { return .unknown([path]) }
    return allowed.contains(word) ? .yes : .no
  }
}
