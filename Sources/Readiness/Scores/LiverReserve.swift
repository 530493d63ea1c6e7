import Glibc
import VolumetryCore

/// Albumin-bilirubin score of reserve.
enum ALBI {
  /// Coefficients of bilirubin in µmol/L under the decadic logarithm and of albumin in g/L.
  static let bilirubin = 0.66
  static let albumin = -0.085
  static let source = Source(
    "Johnson 2015, J Clin Oncol 33:550-558 (read in public code)", evidence: .verifiedSecondary)
  static let bands = [
    ScoreBand(.atMost(-2.60), "grade 1", source),
    ScoreBand(.above(-2.60, atMost: -1.39), "grade 2", source),
    ScoreBand(.above(-1.39), "grade 3", source),
  ]

  /// For 17.1 µmol/L and 40 g/L it is -2.586223, grade 2 by 0.014.
  static func score(bilirubin value: Double, albumin grams: Double) -> Double {
    bilirubin * log10(value) + albumin * grams
  }
}

/// Indices of fibrosis from blood.
enum FibrosisIndex {
  static let source = Source(
    "FIB-4 and APRI as in public code", evidence: .verifiedSecondary)
  private static let cuts = Source("cut-offs from memory", evidence: .unverified)
  static let fib4Bands = [
    ScoreBand(.below(1.45), "advanced fibrosis unlikely", cuts),
    ScoreBand(.closed(1.45, 3.25), "indeterminate", cuts),
    ScoreBand(.above(3.25), "advanced fibrosis likely", cuts),
  ]
  static let apriBands = [
    ScoreBand(.below(0.5), "significant fibrosis unlikely", cuts),
    ScoreBand(.closed(0.5, 1.5), "indeterminate", cuts),
    ScoreBand(.above(1.5), "significant fibrosis likely", cuts),
  ]
  /// Per cent of the upper limit.
  private static let apriScale = 100.0

  /// Years, U/L, U/L, 10⁹/L. 60 years, AST 45, ALT 36, platelets 150 give 3.0.
  static func fib4(age: Double, ast: Double, alt: Double, platelets: Double) -> Double {
    age * ast / (platelets * alt.squareRoot())
  }

  /// AST 45 of a limit of 40 with platelets of 150 give 0.75.
  static func apri(ast: Double, upperLimit: Double, platelets: Double) -> Double {
    apriScale * (ast / upperLimit) / platelets
  }
}

/// Steatosis in groups.
enum SteatosisGroup {
  static let source = Source("Kleiner's grades, from memory", evidence: .unverified)
  static let bands = [
    ScoreBand(.below(5), "none: below 5 %", source),
    ScoreBand(.closed(5, 33), "mild: 5 to 33 %", source),
    ScoreBand(.above(33, atMost: 66), "moderate: above 33 to 66 %", source),
    ScoreBand(.above(66), "severe: above 66 %", source),
  ]
}
