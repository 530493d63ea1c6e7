public import Readiness
public import VolumetryCore

/// One row of `volumetry formulas`: a formula, a definition or a published figure, as text.
///
/// Rows are plain: whoever owns a table turns its rows into these, and all are printed alike.
public struct FormulaRow: Hashable, Sendable {
  /// How it is asked for; unique over all kinds.
  public let id: String
  /// `bsa`, `telv`, `ratio`, `growth`, `uncertainty`, `check`, `expected`, `window` or `score`.
  public let kind: String
  /// What it is called.
  public let name: String
  /// The equation, or what a published row says.
  public let equation: String
  /// The unit of what comes out.
  public let unit: String
  /// What it reads, by the keys at the door.
  public let inputs: [String]
  /// From whom it was derived, or "not stated".
  public let population: String
  /// Where it holds, or "not stated".
  public let validity: String
  /// The surface area inside it; nil where it reads none.
  public let bodySurfaceAreaFormula: String?
  /// What it is mistaken for; nil where there is nothing to say.
  public let pitfalls: String?
  /// Keys of the JSON documents in which the number appears.
  public let keys: [String]
  /// Where it was read, and how well it is known.
  public let source: Source

  /// A row of another table.
  public init(
    id: String, kind: String, name: String, equation: String, unit: String, inputs: [String],
    population: String = "not stated", validity: String = "not stated",
    bodySurfaceAreaFormula: String? = nil, pitfalls: String? = nil, keys: [String] = [],
    source: Source
  ) {
    self.id = id
    self.kind = kind
    self.name = name
    self.equation = equation
    self.unit = unit
    self.inputs = inputs
    self.population = population
    self.validity = validity
    self.bodySurfaceAreaFormula = bodySurfaceAreaFormula
    self.pitfalls = pitfalls
    self.keys = keys
    self.source = source
  }

  /// Every row of body size, ratios and growth, by kind.
  public static let liver: [FormulaRow] =
    BodySurfaceAreaFormula.all.map(FormulaRow.init)
    + TotalLiverVolumeFormula.all.map(FormulaRow.init)
    + Definition.all.map(FormulaRow.init) + ExpectedGrowth.all.map(FormulaRow.init)
    + GrowthWindow.all.map(FormulaRow.init)

  /// Every row there is, the scores last.
  public static let all: [FormulaRow] = liver + ScoreDefinition.all.map(FormulaRow.init)
}

extension FormulaRow {
  /// A formula for body surface area.
  public init(_ row: BodySurfaceAreaFormula) {
    self.init(
      id: row.id, kind: "bsa", name: row.name, equation: row.equationText, unit: "m2",
      inputs: row.inputs, population: row.population, validity: row.note ?? "not stated",
      keys: ["telv.bsa_m2", "flr_bsa.bsa_m2"], source: row.source)
  }

  /// A formula for the total liver volume.
  public init(_ row: TotalLiverVolumeFormula) {
    let ages = row.population.ages.map { ages in
      ages.upperBound == Self.oldest
        ? "from \(ages.lowerBound) years" : "\(ages.lowerBound) to \(ages.upperBound) years"
    }
    self.init(
      id: row.id, kind: "telv", name: row.name, equation: row.equationText,
      unit: row.outputUnit.rawValue, inputs: row.inputs, population: row.population.text,
      validity: [
        ages ?? "ages not stated",
        row.usesBodySurfaceArea ? "body surface areas not stated" : nil, row.note,
      ].compactMap { $0 }.joined(separator: "; "),
      bodySurfaceAreaFormula: row.defaultBodySurfaceArea?.id, keys: ["telv.telv_ml"],
      source: row.source)
  }

  /// A definition of a ratio or of growth.
  public init(_ row: Definition) {
    self.init(
      id: row.id, kind: row.kind.rawValue, name: row.name, equation: row.equationText,
      unit: row.unit, inputs: row.inputs, population: row.population, validity: row.validity,
      pitfalls: row.pitfalls, keys: row.keys, source: row.source)
  }

  /// A score or a test of function.
  public init(_ row: ScoreDefinition) {
    self.init(
      id: row.id.rawValue, kind: "score", name: row.name, equation: row.equation,
      unit: row.unit ?? "-", inputs: [row.inputs], population: row.population,
      validity: row.bands.map(\.meaning).joined(separator: "; "), pitfalls: row.pitfalls,
      keys: ["scores[]"], source: row.source)
  }

  /// What was published of growth after a procedure.
  public init(_ row: ExpectedGrowth) {
    self.init(
      id: row.id, kind: "expected", name: "published growth: \(row.techniqueWords)",
      equation: row.series, unit: "-", inputs: [], population: row.techniqueWords,
      validity: "context; decides nothing", keys: ["expected[]"], source: row.source)
  }

  /// A customary span of days.
  public init(_ row: GrowthWindow) {
    self.init(
      id: row.id, kind: "window", name: row.event,
      equation: "day \(row.days.lowerBound) to \(row.days.upperBound) after stage 1, both included",
      unit: "days", inputs: ["procedures[].date", "scans[].date"],
      population: row.techniques.map(\.rawValue).sorted().joined(separator: ", "),
      validity: "context; a scan outside it is used all the same", keys: ["windows[]"],
      source: row.source)
  }

  /// An age up to which every age is meant.
  private static let oldest = 130
}

extension ExpectedGrowth {
  fileprivate var techniqueWords: String {
    techniques.map(\.rawValue).sorted().joined(separator: ", ")
  }
}
