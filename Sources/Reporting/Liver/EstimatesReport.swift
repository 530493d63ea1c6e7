import Readiness
import VolumetryCore

/// What every formula for the total liver volume gives for one body, and which published thresholds
/// speak of which formula.
struct EstimatesReport {
  private let comparison: FormulaComparison

  init(_ comparison: FormulaComparison) { self.comparison = comparison }

  /// Doubts about the body, and thresholds that were derived with other formulas or people.
  private var notices: [Notice] {
    let body = comparison.body
    var notices = (body.warnings + body.thresholdWarnings).map(\.notice)
    if let reason = body.reason { notices.append(Notice(code: "W-TELV", message: reason)) }
    return notices
  }

  // MARK: JSON

  /// The members that it adds to the document.
  var members: [String: JSONValue] {
    [
      "flr_ml": .optional(comparison.flr?.volume.value),
      "chosen": [
        "formula": .string(comparison.body.formula.id),
        "bsa_formula": .optional(comparison.body.bodySurfaceAreaFormula?.id),
      ],
      "estimates": .array(comparison.rows.map(\.json)),
      "thresholds": .array(
        ThresholdBasis.all.map { basis in
          [
            "threshold": .string(basis.threshold), "telv_formula": .string(basis.formula.id),
            "bsa_formula": .string(basis.bodySurfaceArea.id),
            "population": .string(basis.population), "source": basis.source.json,
          ]
        }),
      "warnings": .array(notices.map(\.json)),
    ]
  }

  // MARK: Delimited

  private static let columns = [
    "formula", "bsa_formula", "bsa_m2", "telv_ml", "sflr_pct", "difference_pct", "evidence",
    "warnings", "reason",
  ]

  func write<Sink: TextSink>(
    _ notation: DelimitedWriter.Notation, to sink: inout Sink
  ) throws(Sink.Failure) {
    let writer = DelimitedWriter(notation, columns: Self.columns)
    try writer.writeHeader(to: &sink)
    for row in comparison.rows {
      try writer.writeRow(
        [
          .text(row.formula.id), .optional(row.bodySurfaceArea?.id),
          .optional(row.estimate?.bodySurfaceArea?.value), .optional(row.estimate?.telv.value),
          .optional(row.sflrPercent?.value), .optional(row.differencePercent),
          .text(row.formula.source.evidence.rawValue),
          .text(row.notices.codes.joined(separator: ";")), .optional(row.reason),
        ], to: &sink)
    }
  }

  // MARK: Table

  func writeTable<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    let flr = comparison.flr.map {
      "; FLR \(FixedDecimal.string($0.volume.value, decimals: 1)) mL"
    }
    try sink.write("Estimated total liver volume of one body by every formula\(flr ?? "")\n")
    try table.write(to: &sink)
    try sink.write("* chosen. % from the default, vauthey-2002-bsa with mosteller.\n")
    try sink.write("\nPublished thresholds and what they were derived with\n")
    try thresholdTable.write(to: &sink)
    for notice in notices {
      for line in TextWrap.lines("\(notice.code): \(notice.message)", width: 80, indent: 2) {
        try sink.write(line + "\n")
      }
    }
  }

  private var table: TextTable {
    var table = TextTable([
      TextTable.Column("formula"), TextTable.Column("BSA by"),
      TextTable.Column("TELV", unit: "mL", alignment: .trailing),
      TextTable.Column("sFLR", unit: "%", alignment: .trailing),
      TextTable.Column("differs", unit: "%", alignment: .trailing),
      TextTable.Column("evidence", maximumWidth: 10),
      TextTable.Column("warning, or why there is none", maximumWidth: 28),
    ])
    for row in comparison.rows {
      let mark = row.formula == comparison.body.formula ? " *" : ""
      table.append([
        row.formula.id + mark, row.bodySurfaceArea?.id,
        row.estimate.map { FixedDecimal.string($0.telv.value, decimals: 1) },
        row.sflrPercent.map { FixedDecimal.string($0.value, decimals: 2) },
        row.differencePercent.map { FixedDecimal.signed($0, decimals: 1) },
        row.formula.source.evidence.shortWord,
        row.reason ?? row.notices.codes.joined(separator: ", "),
      ])
    }
    return table
  }

  private var thresholdTable: TextTable {
    var table = TextTable([
      TextTable.Column("threshold", maximumWidth: 30), TextTable.Column("TELV by"),
      TextTable.Column("BSA by"), TextTable.Column("population"), TextTable.Column("evidence"),
    ])
    for basis in ThresholdBasis.all {
      table.append([
        basis.threshold, basis.formula.id, basis.bodySurfaceArea.id, basis.population,
        basis.source.evidence.shortWord,
      ])
    }
    return table
  }
}

extension FormulaComparison.Row {
  fileprivate var notices: [Notice] { (estimate?.warnings ?? []).map(\.notice) }

  fileprivate var json: JSONValue {
    [
      "formula": .string(formula.id), "bsa_formula": .optional(bodySurfaceArea?.id),
      "bsa_m2": .optional(estimate?.bodySurfaceArea?.value),
      "telv_ml": .optional(estimate?.telv.value), "sflr_pct": .optional(sflrPercent?.value),
      "sflr_pct_sd": .optional(sflrPercent?.sd), "difference_pct": .optional(differencePercent),
      "evidence": .string(formula.source.evidence.rawValue),
      "population": .string(formula.population.text), "reason": .optional(reason),
      "may_decide": .boolean(estimate?.mayDecide ?? false),
      "warnings": .array(notices.map(\.json)),
    ]
  }
}

extension Evidence {
  /// As a narrow column shows it.
  var shortWord: String {
    switch self {
    case .verified: "verified"
    case .verifiedSecondary: "secondary"
    case .unverified: "unverified"
    }
  }
}
