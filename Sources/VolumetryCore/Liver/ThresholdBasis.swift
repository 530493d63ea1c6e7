/// With which formulas, and on whom, a published threshold for the standardized remnant was
/// derived. A standardized remnant by another formula is another number: it is shown, and a warning
/// says that the threshold does not speak of it.
public struct ThresholdBasis: Hashable, Sendable {
  /// The threshold as it is printed.
  public let threshold: String
  /// The formula for the total liver volume inside it.
  public let formula: TotalLiverVolumeFormula
  /// The surface area inside that.
  public let bodySurfaceArea: BodySurfaceAreaFormula
  /// On whom.
  public let population: String
  /// Whether they were Asian; nil where they were mixed or it is not said.
  public let isAsian: Bool?
  /// Where threshold and formula were read.
  public let source: Source

  /// The thresholds for sFLR and its growth that this program shows.
  public static let all: [ThresholdBasis] = [
    vauthey(
      "sFLR 20 %, normal liver",
      Source("Kishi 2009", identifier: "PMC6422720, table 1", evidence: .verifiedSecondary)),
    vauthey(
      "sFLR 30 %, after chemotherapy",
      Source("Shindoh", identifier: "PMC6422720, table 1", evidence: .verifiedSecondary)),
    vauthey("DH 7.5 pp", shindoh),
    vauthey("KGR 2.0 pp/week, first assessment after PVE", shindoh),
  ]

  /// `W-TELV-THRESHOLD`: the formula, its surface area or the person is another than those that the
  /// thresholds were derived with; one warning for each, empty where none is.
  public static func warnings(
    formula: TotalLiverVolumeFormula, bodySurfaceArea: BodySurfaceAreaFormula?, body: BodySize
  ) -> [LiverWarning] {
    var messages: [String] = []
    func note(_ found: String, _ differ: [ThresholdBasis], _ derived: (ThresholdBasis) -> String) {
      guard let first = differ.first else { return }
      let names = differ.map(\.threshold).joined(separator: "; ")
      messages.append("\(found), but published thresholds were derived \(derived(first)): \(names)")
    }
    note("telv is by \(formula.id)", all.filter { $0.formula != formula }) {
      "with \($0.formula.id)"
    }
    if let bodySurfaceArea {
      note(
        "the body surface area is by \(bodySurfaceArea.id)",
        all.filter { $0.formula == formula && $0.bodySurfaceArea != bodySurfaceArea }
      ) { "with \($0.bodySurfaceArea.id)" }
    }
    if let isAsian = body.isAsian {
      note(
        "asian is \(isAsian ? "yes" : "no")",
        all.filter { basis in basis.isAsian.map { $0 != isAsian } ?? false }
      ) { "on \($0.population)" }
    }
    return messages.map { LiverWarning(code: "W-TELV-THRESHOLD", message: $0) }
  }

  private static func vauthey(_ threshold: String, _ source: Source) -> ThresholdBasis {
    ThresholdBasis(
      threshold: threshold, formula: .vauthey2002, bodySurfaceArea: .mosteller,
      population: "Western patients", isAsian: false, source: source)
  }

  private static let shindoh = Source(
    "Shindoh J, J Am Coll Surg 2013;216:201-209", identifier: "PMID 23219349",
    evidence: .verified)
}
