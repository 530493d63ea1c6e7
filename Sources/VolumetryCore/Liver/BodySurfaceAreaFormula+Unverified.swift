/// Formulas whose coefficients were seen in no source. They are here to be asked for by name.
extension BodySurfaceAreaFormula {
  /// Stevenson 1937, fitted on Chinese. A straight line: not positive for very small bodies.
  static let stevenson = BodySurfaceAreaFormula(
    id: "stevenson-cn", name: "Stevenson 1937 (Chinese)",
    equationText: "0.0061*H + 0.0128*W - 0.1529",
    equation: .linear(intercept: -0.1529, height: 0.0061, weight: 0.0128),
    population: "Chinese", note: "a straight line: not positive for very small bodies",
    source: Source("Stevenson 1937 (coefficients from memory)", evidence: .unverified))

  static let shuterAslani = BodySurfaceAreaFormula(
    id: "shuter-aslani", name: "Shuter-Aslani 2000", equationText: "0.00949*H^0.655*W^0.441",
    equation: .power(scale: 0.00949, height: 0.655, weight: 0.441),
    source: Source("Shuter and Aslani (coefficients from memory)", evidence: .unverified))

  static let schlichMale = BodySurfaceAreaFormula(
    id: "schlich-male", name: "Schlich 2010, men", equationText: "0.000579479*W^0.38*H^1.24",
    equation: .power(scale: 0.000579479, height: 1.24, weight: 0.38),
    population: "men", sex: .male, source: schlich)

  static let schlichFemale = BodySurfaceAreaFormula(
    id: "schlich-female", name: "Schlich 2010, women", equationText: "0.000975482*W^0.46*H^1.08",
    equation: .power(scale: 0.000975482, height: 1.08, weight: 0.46),
    population: "women", sex: .female, source: schlich)

  /// Livingston and Lee, from the weight alone; a liver formula still asks for the height.
  static let livingstonLee = BodySurfaceAreaFormula(
    id: "livingston-lee", name: "Livingston-Lee 2001", equationText: "0.1173*W^0.6466",
    equation: .power(scale: 0.1173, height: 0, weight: 0.6466),
    note: "reads no height, which a liver formula on surface area asks for all the same",
    source: Source("Livingston and Lee (coefficients from memory)", evidence: .unverified))

  private static let schlich = Source(
    "Schlich (coefficients from memory)", evidence: .unverified)
}
