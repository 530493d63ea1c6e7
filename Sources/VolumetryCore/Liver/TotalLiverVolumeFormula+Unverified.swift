/// Formulas whose coefficients were seen in no source. They are here to be asked for by name.
extension TotalLiverVolumeFormula {
  static let unverified: [TotalLiverVolumeFormula] = [
    vauthey2002Weight, yoshizumi2003, hashimoto2006, lin1998, fuGui2009, yuan2008,
    poovathumkadavil2010, delandNorth1968, noda1997,
  ]

  private static let vauthey2002Weight = TotalLiverVolumeFormula(
    "vauthey-2002-bw", "Vauthey 2002 (weight)",
    .linear(intercept: 191.80, [Addend(18.51, .weight)]),
    text: "191.80 + 18.51*W",
    facts: Facts(
      population: Population("Western adults", ages: adults, isAsian: false),
      source: memory("Vauthey JN, Liver Transpl 2002;8:233-240")))

  private static let yoshizumi2003 = TotalLiverVolumeFormula(
    "yoshizumi-2003", "Yoshizumi 2003",
    .linear(intercept: 0, [Addend(772, .bodySurfaceArea)]),
    text: "772*BSA",
    facts: Facts(
      unit: .grams,
      population: Population("Western adult cadaver donors", ages: adults, isAsian: false),
      source: memory("Yoshizumi, Transplant Proc 2003;35:1415-1420")))

  private static let hashimoto2006 = TotalLiverVolumeFormula(
    "hashimoto-2006", "Hashimoto 2006",
    .linear(intercept: -404.8, [Addend(961.3, .bodySurfaceArea)]),
    text: "-404.8 + 961.3*BSA",
    facts: Facts(
      population: Population("Japanese living donors, n=301", isAsian: true),
      source: memory("Hashimoto, J Gastroenterol Hepatol 2006;21:1710-1713")))

  private static let lin1998 = TotalLiverVolumeFormula(
    "lin-1998", "Lin 1998",
    .linear(intercept: -1530, [Addend(13, .height), Addend(12, .weight)]),
    text: "13*H + 12*W - 1530",
    facts: Facts(
      population: Population("Taiwanese, by CT", isAsian: true),
      note: "not positive for small bodies",
      source: memory("Lin, Hepatogastroenterology 1998;45:1069-1074")))

  private static let fuGui2009 = TotalLiverVolumeFormula(
    "fu-gui-2009", "Fu-Gui 2009",
    .linear(intercept: 334.024, [Addend(11.508, .weight)]),
    text: "11.508*W + 334.024",
    facts: Facts(
      population: Population("Chinese donors, n=115", isAsian: true),
      source: memory("Fu-Gui, Transplant Proc 2009;41:4052-4056")))

  /// The recalled wording leaves open what 40 years exactly is; it counts as the younger group.
  private static let yuan2008 = TotalLiverVolumeFormula(
    "yuan-2008", "Yuan 2008",
    .linear(
      intercept: -247.4, [Addend(949.7, .bodySurfaceArea), Addend(-48.3, .ageCode([40, 60]))]),
    text: "949.7*BSA - 48.3*code - 247.4; code 1 to 40 y, 2 from 41 to 60 y, 3 above",
    facts: Facts(
      population: Population("Chinese, n=112", isAsian: true),
      note: "the recalled wording leaves 40 years exactly open; read as code 1",
      source: memory("Yuan, Transplant Proc 2008;40:3536-3540")))

  private static let poovathumkadavil2010 = TotalLiverVolumeFormula(
    "poovathumkadavil-2010", "Poovathumkadavil 2010",
    .linear(intercept: 555.65, [Addend(12.26, .weight)]),
    text: "12.26*W + 555.65",
    facts: Facts(
      population: Population("Saudi Arabia and the Middle East"),
      source: memory("Poovathumkadavil, Transplant Proc 2010;42:3600-3605")))

  private static let delandNorth1968 = TotalLiverVolumeFormula(
    "deland-north-1968", "DeLand-North 1968",
    .linear(intercept: -220, [Addend(1020, .bodySurfaceArea)]),
    text: "1020*BSA - 220",
    facts: Facts(
      population: Population("Western autopsies", isAsian: false),
      source: memory("DeLand and North 1968")))

  private static let noda1997 = TotalLiverVolumeFormula(
    "noda-1997", "Noda 1997",
    .power(scale: 50.12, [Factor(.weight, 0.78)]),
    text: "50.12*W^0.78",
    facts: Facts(
      population: Population("Japanese children", ages: children, isAsian: true),
      source: memory("Noda 1997")))

  /// Below 18 years, where the adults of the other rows begin.
  private static let children = 0...17

  private static func memory(_ citation: String) -> Source {
    Source("\(citation) (coefficients from memory)", evidence: .unverified)
  }
}
