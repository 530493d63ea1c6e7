import Testing

@testable import VolumetryCore

/// Worked numbers of ratios, growth and their uncertainty.
@Suite("Clinical vectors of ratios, growth and uncertainty")
struct GrowthVectorTests {
  @Test("core.case1: every ratio and every growth definition of one case")
  func caseOne() throws {
    let vector = try ClinicalVectors.vector("core.case1")
    let scans = try CaseOne(vector)
    let (first, second) = (scans.ratios(scans.first), scans.ratios(scans.second))
    let onFirst = LiverRatios(
      scans.second, denominator: .firstScan(scans.first), body: scans.body)
    let growth = scans.growth(variation: nil)
    let rates = try #require(growth.sinceProcedure)
    try vector.check([
      "flr_tlv_gross_1": [first.flrTLVPercent?.value],
      "flr_tlv_gross_2": [second.flrTLVPercent?.value],
      "flr_tflv_1": [first.flrTFLVPercent?.value],
      "flr_tflv_2": [second.flrTFLVPercent?.value],
      "flr2_over_tflv1": [onFirst.flrTFLVPercent?.value],
      "sflr_1": [first.sflrPercent?.value],
      "sflr_2": [second.sflrPercent?.value],
      "flr_bw_1": [first.flrBWPercent?.value],
      "flr_bw_2": [second.flrBWPercent?.value],
      "dh_pp": [growth.dhPercentagePoints?.value],
      "rel_increase": [growth.relativePercent?.value],
      "abs_increase_ml": [growth.absoluteMillilitres?.value],
      "kgr_ml_day": [rates.millilitresPerDay?.value],
      "kgr_rel_pct_day": [rates.relativePercentPerDay?.value],
      "kgr_pp_day": [rates.dhPercentagePointsPerDay?.value],
      "kgr_pp_week": [rates.dhPercentagePointsPerWeek?.value],
      "kgr_compound_pct_day": [rates.compoundPercentPerDay?.value],
      "doubling_days": [rates.doublingTimeDays?.value],
    ])
    // No variation was stated, so no deviation is.
    #expect(growth.relativePercent?.sd == nil)
    #expect(second.sflrPercent?.sd == nil)
  }

  @Test("core.serial: intervals and cumulative rates, never averaged")
  func serial() throws {
    let vector = try ClinicalVectors.vector("core.serial")
    let days = try vector.numbers("days").map { Int($0) }
    let scans = zip(days, try vector.numbers("flr")).map { day, flr in
      RemnantOnDay(day: CalendarDay(number: day), flr: MeasuredVolume(Millilitres(flr)))
    }
    let serial = SerialGrowth(
      baseline: scans[0], later: Array(scans[1...].reversed()),
      procedure: CalendarDay(number: days[0]), telv: Millilitres(try vector.number("telv")))
    try vector.check([
      "cumulative_pp_week": serial.cumulative.map {
        $0.growth.sinceProcedure?.dhPercentagePointsPerWeek?.value
      },
      "interval_pp_week": serial.intervals.map {
        $0.growth.betweenScans?.dhPercentagePointsPerWeek?.value
      },
      "interval_ml_day": serial.intervals.map {
        $0.growth.betweenScans?.millilitresPerDay?.value
      },
      "interval_rel_pct_day": serial.intervals.map {
        $0.growth.betweenScans?.relativePercentPerDay?.value
      },
    ])
  }

  @Test("core.limax_alpps_case: the published case, with its percentages as volumes of 100 mL")
  func publishedCase() throws {
    let vector = try ClinicalVectors.vector("core.limax_alpps_case")
    let first = try vector.number("flr_pct_1")
    let growth = Growth(
      before: MeasuredVolume(Millilitres(first)),
      after: MeasuredVolume(Millilitres(try vector.number("flr_pct_2"))), telv: Millilitres(100),
      clocks: Growth.Clocks(sinceProcedure: Int(try vector.number("days"))))
    // The weight at which the first remnant is the published share of the body.
    let weight = Kilograms(first / (10 * (try vector.number("flr_bw_1"))))
    let second = LiverRatios(
      try LiverVolumes(tlv: Millilitres(100), flr: growth.after.volume),
      body: LiverRatios.Body(weight: weight))
    try vector.check([
      "rel_increase": [growth.relativePercent?.value],
      "kgr_pp_day": [growth.sinceProcedure?.dhPercentagePointsPerDay?.value],
      "kgr_rel_pct_day": [growth.sinceProcedure?.relativePercentPerDay?.value],
      "flr_bw_2": [second.flrBWPercent?.value],
      "d_flr_tlv_pp": [growth.dhPercentagePoints?.value],
    ])
  }

  @Test("growth: rates by each clock, and degree of hypertrophy scales with 1/TELV")
  func growthClocks() throws {
    let vectors = try ClinicalVectors.family("growth")
    for vector in vectors {
      let before = MeasuredVolume(Millilitres(try vector.number("flr1_ml")))
      let after = MeasuredVolume(Millilitres(try vector.number("flr2_ml")))
      let telv = Millilitres(try vector.number("telv_ml"))
      guard vector.inputs["days"] != nil else {
        let growth = Growth(before: before, after: after, telv: telv)
        try vector.check(["dh_pp": [growth.dhPercentagePoints?.value]])
        continue
      }
      let days = Int(try vector.number("days"))
      let byProcedure = vector.id.hasSuffix("since_procedure")
      let clocks =
        byProcedure
        ? Growth.Clocks(sinceProcedure: days) : Growth.Clocks(betweenScans: days)
      let growth = Growth(before: before, after: after, telv: telv, clocks: clocks)
      let rates = byProcedure ? growth.sinceProcedure : growth.betweenScans
      try vector.check([
        "ml_per_day": [rates?.millilitresPerDay?.value],
        "relative_pct_per_day": [rates?.relativePercentPerDay?.value],
        "dh_pp_per_week": [rates?.dhPercentagePointsPerWeek?.value],
      ])
      #expect((byProcedure ? growth.betweenScans : growth.sinceProcedure) == nil)
    }
    #expect(vectors.count == 3)
  }

  @Test("flr: growth compares net with net, and the weight's date moves FLR/BW across 0.5 %")
  func remnant() throws {
    let vectors = try ClinicalVectors.family("flr")
    for vector in vectors where vector.id != "flr.planned_wedge" {
      let volumes = try LiverVolumes(
        tlv: Millilitres(1500), flr: Millilitres(try vector.number("flr_ml")))
      let body = LiverRatios.Body(weight: Kilograms(try vector.number("weight_kg")))
      try vector.check(["flr_bw_pct": [LiverRatios(volumes, body: body).flrBWPercent?.value]])
    }
    #expect(vectors.count == 4)
    let vector = try ClinicalVectors.vector("flr.planned_wedge")
    let gross = try LiverVolumes(
      tlv: Millilitres(1500), flr: Millilitres(try vector.number("flr1_ml")))
    let net = try gross.removingFromRemnant(Millilitres(try vector.number("wedge_ml")))
    let after = MeasuredVolume(Millilitres(try vector.number("flr2_ml")))
    func relative(_ first: LiverVolumes) throws -> Double? {
      Growth(before: MeasuredVolume(try #require(first.flr)), after: after).relativePercent?.value
    }
    try vector.check([
      "gross_to_net_pct": [try relative(gross)], "net_to_net_pct": [try relative(net)],
    ])
  }

  @Test("slice.bias: a thick second scan hides a fifth of the growth")
  func sliceBias() throws {
    let vector = try ClinicalVectors.vector("slice.bias")
    let biased = try vector.number("flr2_true_ml") * (1 + (try vector.number("bias_pct")) / 100)
    let growth = Growth(
      before: MeasuredVolume(Millilitres(try vector.number("flr1_ml"))),
      after: MeasuredVolume(Millilitres(biased)))
    try vector.check(["apparent_increase_pct": [growth.relativePercent?.value]])
  }

  @Test("unc.case1_cv3: standard deviations of sFLR, degree of hypertrophy, increase and rate")
  func caseOneUncertainty() throws {
    let vector = try ClinicalVectors.vector("unc.case1_cv3")
    let cv = try #require(
      CoefficientOfVariation(percent: 100 * (try vector.number("cv"))))
    let scans = try CaseOne(try ClinicalVectors.vector("core.case1"))
    let ratios = LiverRatios(
      scans.second, body: scans.body, variation: LiverRatios.Variation(remnant: cv, liver: cv))
    let growth = scans.growth(variation: cv)
    let dh = try #require(growth.dhPercentagePoints)
    let sd = try #require(dh.sd)
    // 95 % of a normal distribution lie within 1.96 sd.
    try vector.check([
      "sflr2_sd_pp": [ratios.sflrPercent?.sd],
      "dh_sd_pp": [sd],
      "rel_sd_pp": [growth.relativePercent?.sd],
      "kgr_week_sd_pp": [growth.sinceProcedure?.dhPercentagePointsPerWeek?.sd],
      "dh_ci95": [dh.value - 1.96 * sd, dh.value + 1.96 * sd],
    ])
  }

  @Test("unc.flr_tflv_corr: the remnant is part of its denominator")
  func correlatedUncertainty() throws {
    let vector = try ClinicalVectors.vector("unc.flr_tflv_corr")
    let (f, d) = (try vector.number("F"), try vector.number("D"))
    let cv = try #require(
      CoefficientOfVariation(percent: 100 * (try vector.number("cv"))))
    let volumes = try LiverVolumes(
      tlv: Millilitres(f + d + 200), tumour: Millilitres(200), flr: Millilitres(f))
    let ratio = LiverRatios(
      volumes, variation: LiverRatios.Variation(remnant: cv, liver: cv)
    ).flrTFLVPercent
    try vector.check([
      "ratio": [ratio?.value], "sd_corr_pp": [ratio?.sd], "sd_naive_pp": [Self.naive(f, d, cv)],
    ])
  }

  /// Card 8.6's counter-example: F and T taken as independent, T = F + D.
  private static func naive(_ f: Double, _ d: Double, _ cv: CoefficientOfVariation) -> Double {
    let total = f + d
    let sdTotal = independentSum(cv.fraction * f, cv.fraction * d)
    return 100 * f / total * independentSum(cv.fraction, sdTotal / total)
  }
}

/// The two scans of `core.case1`.
struct CaseOne {
  let first: LiverVolumes
  let second: LiverVolumes
  let body: LiverRatios.Body
  let days: Int

  init(_ vector: ClinicalVector) throws {
    func volume(_ key: String) throws -> Millilitres { Millilitres(try vector.number(key)) }
    first = try LiverVolumes(
      tlv: try volume("tlv1"), tumour: try volume("tumour1"), flr: try volume("flr1"))
    second = try LiverVolumes(
      tlv: try volume("tlv2"), tumour: try volume("tumour2"), flr: try volume("flr2"))
    let weight = Kilograms(try vector.number("weight_kg"))
    let person = BodySize(height: Centimetres(try vector.number("height_cm")), weight: weight)
    let telv = try TotalLiverVolumeFormula.vauthey2002.estimate(person, bsa: .mosteller).telv
    body = LiverRatios.Body(telv: telv, weight: weight)
    days = Int(try vector.number("days"))
  }

  func ratios(_ volumes: LiverVolumes) -> LiverRatios { LiverRatios(volumes, body: body) }

  func growth(variation: CoefficientOfVariation?) -> Growth {
    func measured(_ volumes: LiverVolumes) -> MeasuredVolume {
      MeasuredVolume(volumes.flr ?? Millilitres(-1), variation: variation)
    }
    return Growth(
      before: measured(first), after: measured(second), telv: body.telv,
      clocks: Growth.Clocks(sinceProcedure: days))
  }
}
