extension BodySurfaceAreaFormula {
  /// Every formula: the default first, those whose coefficients were seen in no source last.
  public static let all: [BodySurfaceAreaFormula] = [
    .mosteller, .duBois, .haycock, .gehanGeorge, .boyd, .fujimoto, .takahira, .stevenson,
    .shuterAslani, .schlichMale, .schlichFemale, .livingstonLee,
  ]

  /// Mosteller 1987, the printed default.
  public static let mosteller = BodySurfaceAreaFormula(
    id: "mosteller", name: "Mosteller 1987", equationText: "sqrt(H*W/3600)",
    equation: .squareRoot(divisor: 3600),
    source: Source(
      "Mosteller RD, N Engl J Med 1987;317:1098",
      identifier: "doi:10.1056/NEJM198710223171717, PMID 3657876", evidence: .verified))

  /// Du Bois 1916. The equivalent printed with height in metres (0.20247) differs in the fifth
  /// digit; this is the form in centimetres.
  public static let duBois = BodySurfaceAreaFormula(
    id: "du-bois", name: "Du Bois 1916", equationText: "0.007184*H^0.725*W^0.425",
    equation: .power(scale: 0.007184, height: 0.725, weight: 0.425),
    source: Source("Du Bois D, Du Bois EF, Arch Intern Med 1916;17:863-871", evidence: .verified))

  /// Haycock 1978. The weight exponent is 0.5378; a copy with 0.537 is a misprint.
  public static let haycock = BodySurfaceAreaFormula(
    id: "haycock", name: "Haycock 1978", equationText: "0.024265*H^0.3964*W^0.5378",
    equation: .power(scale: 0.024265, height: 0.3964, weight: 0.5378),
    source: Source("Haycock 1978 (read in admiral compute_bsa)", evidence: .verified))

  /// Gehan and George 1970.
  public static let gehanGeorge = BodySurfaceAreaFormula(
    id: "gehan-george", name: "Gehan-George 1970", equationText: "0.0235*H^0.42246*W^0.51456",
    equation: .power(scale: 0.0235, height: 0.42246, weight: 0.51456),
    source: Source("Gehan and George 1970 (read in admiral compute_bsa)", evidence: .verified))

  /// Boyd 1935, in grams.
  public static let boyd = BodySurfaceAreaFormula(
    id: "boyd", name: "Boyd 1935",
    equationText: "0.0003207*H^0.3*(1000*W)^(0.7285 - 0.0188*log10(1000*W))",
    equation: .logarithmicPower(scale: 0.0003207, height: 0.3, weight: 0.7285, slope: 0.0188),
    source: Source("Boyd 1935 (read in admiral compute_bsa)", evidence: .verified))

  /// Fujimoto 1968.
  public static let fujimoto = BodySurfaceAreaFormula(
    id: "fujimoto", name: "Fujimoto 1968", equationText: "0.008883*H^0.663*W^0.444",
    equation: .power(scale: 0.008883, height: 0.663, weight: 0.444),
    source: Source("Fujimoto 1968 (read in admiral compute_bsa)", evidence: .verified))

  /// Takahira 1925.
  public static let takahira = BodySurfaceAreaFormula(
    id: "takahira", name: "Takahira 1925", equationText: "0.007241*H^0.725*W^0.425",
    equation: .power(scale: 0.007241, height: 0.725, weight: 0.425),
    source: Source("Takahira 1925 (read in admiral compute_bsa)", evidence: .verified))
}
