extension TotalLiverVolumeFormula {
  /// Every formula: the default first, those whose coefficients were seen in no source last.
  public static let all: [TotalLiverVolumeFormula] =
    [
      .vauthey2002, .urata1995, .heinemann1999, .chan2006, .johnson2005, .chouker2004, .yu2004,
      .um2015Mosteller, .um2015DuBois, .feng2017, .tu2007, .kokudo2015,
    ] + unverified

  /// Vauthey 2002 on surface area, the printed default: the cut-offs for sFLR, degree of
  /// hypertrophy and kinetic growth rate were derived with it. Not positive for BSA ≤ 0.6269 m².
  public static let vauthey2002 = TotalLiverVolumeFormula(
    "vauthey-2002-bsa", "Vauthey 2002 (BSA)",
    .linear(intercept: -794.41, [Addend(1267.28, .bodySurfaceArea)]),
    text: "-794.41 + 1267.28*BSA",
    facts: Facts(
      population: Population("Western adults", ages: adults, isAsian: false),
      note: "positive only for a surface area above 0.6269 m2",
      source: Source(
        "Vauthey JN, Liver Transpl 2002;8:233-240 (coefficients as in PMC6422720, table 1)",
        identifier: "doi:10.1053/jlts.2002.31654", evidence: .verifiedSecondary)))

  static let urata1995 = TotalLiverVolumeFormula(
    "urata-1995", "Urata 1995",
    .linear(intercept: 2.4, [Addend(706.2, .bodySurfaceArea)]),
    text: "706.2*BSA + 2.4",
    facts: Facts(
      population: Population("Japanese children and adults", isAsian: true),
      note: "the paper's surface area is thought to be that of Du Bois",
      source: Source(
        "Urata K, Hepatology 1995;21:1317-1321 (coefficients as in PMC6422720, table 1)",
        identifier: "PMID 7737637", evidence: .verifiedSecondary)))

  static let heinemann1999 = TotalLiverVolumeFormula(
    "heinemann-1999", "Heinemann 1999",
    .linear(intercept: -345.7, [Addend(1072.8, .bodySurfaceArea)]),
    text: "1072.8*BSA - 345.7",
    facts: Facts(
      population: Population(
        "Caucasian autopsies, n=1332; volumes from weights of livers", isAsian: false),
      note: "the paper's surface area is thought to be that of Du Bois",
      source: Source(
        "Heinemann A, Liver Transpl Surg 1999;5:366-368",
        identifier: "doi:10.1002/lt.500050516", evidence: .verified)))

  static let chan2006 = TotalLiverVolumeFormula(
    "chan-2006", "Chan 2006",
    .linear(intercept: 218, [Addend(12.3, .weight), Addend(51, .indicator(.male))]),
    text: "218 + 12.3*W + 51*(male=1)",
    facts: Facts(
      unit: .grams,
      population: Population("Chinese living donors (Hong Kong), n=159", isAsian: true),
      source: Source("Chan SC, World J Gastroenterol 2006;12:2217-2222", evidence: .verified)))

  static let johnson2005 = TotalLiverVolumeFormula(
    "johnson-2005", "Johnson 2005",
    .power(scale: 0.722, [Factor(.bodySurfaceArea, 1.176)]),
    text: "0.722*BSA^1.176",
    facts: Facts(
      unit: .litres,
      population: Population("birth to adulthood, meta-analysis"),
      source: Source(
        "Johnson TN, Liver Transpl 2005;11:1481-1493 (coefficients as in Brussee 2018, eq. 4)",
        evidence: .verifiedSecondary)))

  /// Only from 16 to 70 years; there is no equation for anyone else.
  static let chouker2004 = TotalLiverVolumeFormula(
    "chouker-2004", "Chouker 2004",
    .ageBands([
      AgeBand(
        years: 16...50, intercept: 452,
        addends: [Addend(16.34, .weight), Addend(11.85, .age), Addend(-166, .indicator(.female))]),
      AgeBand(
        years: 51...70, intercept: 1390,
        addends: [Addend(15.94, .weight), Addend(-12.86, .age)]),
    ]),
    text: "16-50 y: 452 + 16.34*W + 11.85*age - 166*(female=1); "
      + "51-70 y: 1390 + 15.94*W - 12.86*age",
    facts: Facts(
      unit: .grams,
      population: Population("autopsies, 16-70 years, n=728", ages: 16...70),
      source: Source(
        "Chouker A, Liver Transpl 2004;10:678-685", identifier: "doi:10.1002/lt.20113",
        evidence: .verified)))

  static let yu2004 = TotalLiverVolumeFormula(
    "yu-2004", "Yu 2004",
    .power(scale: 21.585, [Factor(.weight, 0.732), Factor(.height, 0.225)]),
    text: "21.585*W^0.732*H^0.225",
    facts: Facts(
      population: Population("Korean", isAsian: true),
      source: Source(
        "Yu HC, Liver Transpl 2004;10:779-783 (coefficients as in Kim 2013, abstract)",
        evidence: .verifiedSecondary)))

  static let um2015Mosteller = TotalLiverVolumeFormula(
    "um-2015-mosteller", "Um 2015 (Mosteller)",
    .linear(intercept: -439.169, [Addend(893.485, .bodySurfaceArea)]),
    text: "893.485*BSA - 439.169",
    facts: Facts(
      population: koreanDonors, bodySurfaceArea: .mosteller, note: refitted, source: um2015))

  static let um2015DuBois = TotalLiverVolumeFormula(
    "um-2015-du-bois", "Um 2015 (Du Bois)",
    .linear(intercept: -464.728, [Addend(908.204, .bodySurfaceArea)]),
    text: "908.204*BSA - 464.728",
    facts: Facts(
      population: koreanDonors, bodySurfaceArea: .duBois, note: refitted, source: um2015))

  static let feng2017 = TotalLiverVolumeFormula(
    "feng-2017", "Feng 2017",
    .linear(intercept: -124.272, [Addend(758.259, .bodySurfaceArea)]),
    text: "758.259*BSA - 124.272",
    facts: Facts(
      population: Population(
        "Chinese, n=369, R2 0.299; overestimates above 70 years, underestimates above 1800 mL",
        ages: 0...70, isAsian: true),
      source: Source(
        "Feng LM, World J Gastroenterol 2017;23:4968",
        identifier: "doi:10.3748/wjg.v23.i27.4968", evidence: .verified)))

  static let tu2007 = TotalLiverVolumeFormula(
    "tu-2007", "Tu 2007",
    .linear(intercept: 121.75, [Addend(16.49, .weight)]),
    text: "121.75 + 16.49*W",
    facts: Facts(
      population: Population("Chinese, hepatocellular carcinoma", isAsian: true),
      source: Source("Tu 2007", identifier: "PMC4171167", evidence: .verified)))

  static let kokudo2015 = TotalLiverVolumeFormula(
    "kokudo-2015", "Kokudo 2015",
    .linear(
      intercept: 203.3,
      [Addend(-3.61, .age), Addend(58.7, .thoracicWidth), Addend(-463.7, .asian)]),
    text: "203.3 - 3.61*age + 58.7*thoracic width (cm) - 463.7*(Asian=1)",
    facts: Facts(
      population: Population("180 Japanese and 160 Swiss"),
      source: Source(
        "Kokudo T, J Hepatol 2015;63:848-854", identifier: "PMID 26057995", evidence: .verified)))

  /// From 18 years, the age from which the trials count adults; 130 is the oldest age accepted.
  static let adults = 18...130
  private static let koreanDonors = Population("Korean living donors, n=1000", isAsian: true)
  private static let refitted = "fitted anew for each surface area: takes no other"
  private static let um2015 = Source("Um 2015", identifier: "PMID 26693231", evidence: .verified)
}
