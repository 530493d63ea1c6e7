extension Definition {
  static let growth: [Definition] = sizes + rates + serial

  /// How much a remnant grew.
  private static let sizes: [Definition] = [
    Definition(
      "dh", .growth, "degree of hypertrophy", "sFLR2 - sFLR1", unit: "pp",
      inputs: ["flr", "telv"],
      facts: Facts(
        population: "portal vein embolisation, colorectal metastases, n=107 (cut-off 7.5 pp)",
        validity: "one TELV for both scans; another formula than Vauthey's is another number",
        pitfalls: "Croome gives the name to the relative increase, about five times as large",
        keys: ["growth.dh_pp", "latest.dh_pp"], source: shindoh)),
    Definition(
      "dh-croome", .growth, "degree of hypertrophy in the sense of Croome",
      "100*(FLR2 - FLR1)/FLR1", unit: "%", inputs: ["flr"],
      facts: Facts(
        population: "ALPPS (84.3 +- 7.8 %) and portal vein embolisation (36.0 +- 27.2 %)",
        pitfalls: "the relative increase under the name of another figure",
        keys: ["growth.relative_pct"], source: croome)),
    Definition(
      "relative-increase", .growth, "relative increase of the FLR", "100*(FLR2 - FLR1)/FLR1",
      unit: "%", inputs: ["flr"],
      facts: Facts(
        validity: "both volumes net of what is cleared out of the FLR",
        pitfalls: "also called hypertrophy rate or growth ratio; it holds no time",
        keys: ["growth.relative_pct", "latest.relative_pct"],
        source: Source(
          "as the hypertrophy rate after embolisation", identifier: "PMC5901738",
          evidence: .verified))),
    Definition(
      "absolute-increase", .growth, "absolute increase of the FLR", "FLR2 - FLR1", unit: "mL",
      inputs: ["flr"],
      facts: Facts(
        pitfalls: "says nothing of the size of the body",
        keys: ["growth.absolute_ml", "latest.absolute_ml"],
        source: Source(
          "as reported after rescue ALPPS", identifier: "PMC5309264", evidence: .verified))),
  ]

  /// How fast it grew.
  private static let rates: [Definition] = [
    Definition(
      "kgr-shindoh", .growth, "kinetic growth rate of Shindoh",
      "DH of the first scan after the procedure / weeks since the procedure", unit: "pp/week",
      inputs: ["flr", "telv", "procedures[].date"],
      facts: Facts(
        population: "portal vein embolisation, colorectal metastases, n=107",
        validity: "first assessment only; published cut-off 2.0 pp/week, sFLR by Vauthey's formula",
        pitfalls: "the clock starts at the procedure, not at the scan before it",
        keys: ["kgr_first_assessment.pp_per_week", "growth.since_procedure.dh_pp_per_week"],
        source: shindoh)),
    Definition(
      "kgr-leung", .growth, "kinetic growth rate at another centre",
      "as kgr-shindoh, published cut-off 2.66 pp/week", unit: "pp/week",
      inputs: ["flr", "telv", "procedures[].date"],
      facts: Facts(
        validity: "the cut-off is shown as seen in public code and never decides",
        pitfalls: "another cut-off for the same number, not another number",
        keys: ["kgr_first_assessment.pp_per_week"],
        source: Source(
          "Leung U, J Am Coll Surg 2014;219:620-630 (from memory)", evidence: .unverified))),
    perDay(
      "ml-per-day", "absolute growth a day", "(FLR2 - FLR1)/days", "mL/day", "ml_per_day",
      "a large body grows more", croome),
    perDay(
      "relative-per-day", "relative growth a day", "100*(FLR2 - FLR1)/FLR1/days", "%/day",
      "relative_pct_per_day", "ALPPS cut-offs of 4.1 and 6 %/day can only be this one (inferred)",
      croome),
    perDay(
      "pp-per-day", "growth of sFLR a day", "DH/days", "pp/day", "dh_pp_per_day",
      "about a fifth of the relative rate", arithmetic),
    perDay(
      "compound-per-day", "compound growth a day", "100*((FLR2/FLR1)^(1/days) - 1)", "%/day",
      "compound_pct_per_day", "rare; smaller than the linear rate of the same growth", arithmetic),
    perDay(
      "doubling-time", "doubling time", "days*ln(2)/ln(FLR2/FLR1)", "days",
      "doubling_time_days", "at the compound rate; a remnant does not go on doubling", arithmetic),
  ]

  /// What takes more than two scans, or looks ahead.
  private static let serial: [Definition] = [
    Definition(
      "kgr-interval", .growth, "growth rate from scan to scan",
      "(sFLR_i - sFLR_(i-1))/weeks between the two scans", unit: "pp/week",
      inputs: ["flr", "telv", "scans[].date"],
      facts: Facts(
        validity: "serial scans; nothing is averaged",
        pitfalls: "falls from week to week: not comparable with 2.0 pp/week",
        keys: ["intervals[].between_scans.dh_pp_per_week"], source: slowing)),
    Definition(
      "kgr-cumulative", .growth, "growth rate since the procedure",
      "(sFLR_i - sFLR_0)/weeks since the procedure", unit: "pp/week",
      inputs: ["flr", "telv", "scans[].date", "procedures[].date"],
      facts: Facts(
        validity: "serial scans; nothing is averaged",
        pitfalls: "only its first step is the rate of Shindoh",
        keys: ["cumulative[].since_procedure.dh_pp_per_week"], source: slowing)),
    Definition(
      "kgr-baseline-scan", .growth, "growth rate since the scan before the procedure",
      "(sFLR_i - sFLR_0)/weeks since the scan before the procedure", unit: "pp/week",
      inputs: ["flr", "telv", "scans[].date"],
      facts: Facts(
        validity: "where the day of the procedure is not known",
        pitfalls: "an old baseline scan makes it smaller than the rate of Shindoh, by half or more",
        keys: ["growth.between_scans.dh_pp_per_week", "latest.between_scans.dh_pp_per_week"],
        source: arithmetic)),
    Definition(
      "time-to-target", .growth, "time to a target sFLR, linear",
      "(target - sFLR)/(pp/week of the latest scan since the procedure)", unit: "weeks",
      inputs: ["flr", "telv", "target_sflr_pct"],
      facts: Facts(
        validity: "a linear extrapolation; none where the remnant does not grow",
        pitfalls: "growth slows, so the target comes later, or never",
        keys: ["time_to_target.weeks"], source: arithmetic)),
    Definition(
      "saturating-fit", .growth, "saturating growth (exploratory)",
      "FLR(t) = F0 + A*(1 - exp(-k*t)), weighted by the sd of each volume", unit: "mL",
      inputs: ["flr", "flr_cv_percent", "scans[].date", "procedures[].date"],
      facts: Facts(
        validity: "three or more dated scans; the baseline is set on the day of stage 1",
        pitfalls: "a curve of our choice through few points; decides nothing",
        keys: [
          "saturating_fit.flr0_ml", "saturating_fit.growth_ml", "saturating_fit.rate_per_day",
          "saturating_fit.plateau_ml", "saturating_fit.half_time_days",
        ],
        source: Source("model of this program", evidence: .unverified))),
  ]

  private static func perDay(
    _ id: String, _ name: String, _ equation: String, _ unit: String, _ key: String,
    _ pitfalls: String, _ source: Source
  ) -> Definition {
    Definition(
      id, .growth, name, equation, unit: unit, inputs: ["flr", "scans[].date"],
      facts: Facts(
        validity: "by two clocks, since the procedure and between the scans; always said which",
        pitfalls: pitfalls,
        keys: ["growth.since_procedure.\(key)", "growth.between_scans.\(key)"], source: source))
  }

  private static let shindoh = Source(
    "Shindoh J, J Am Coll Surg 2013;216:201-209", identifier: "PMC3632508, PMID 23219349",
    evidence: .verified)
  private static let croome = Source(
    "Croome KP, HPB 2015", identifier: "PMC4430776", evidence: .verified)
  private static let slowing = Source(
    "growth slows: 5.4 +- 4 pp in week 1, 1.5 +- 2 pp a week later", identifier: "PMC6414468",
    evidence: .verified)
  private static let arithmetic = Source("arithmetic of this program", evidence: .verified)
}
