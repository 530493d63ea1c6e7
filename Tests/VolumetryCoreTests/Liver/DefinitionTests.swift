import Testing

@testable import VolumetryCore

@Suite("Definitions, published growth, intervals and small ratios")
struct DefinitionTests {
  @Test("The rows are those of the cards, each complete and found by its id")
  func rows() {
    #expect(
      Definition.all.map(\.id) == [
        "flr-tlv", "flr-tflv", "sflr", "flr-bw", "flr-bsa", "resected-tlv", "resected-tflv",
        "resected-telv", "denominator-timepoint", "dh", "dh-croome", "relative-increase",
        "absolute-increase", "kgr-shindoh", "kgr-leung", "ml-per-day", "relative-per-day",
        "pp-per-day", "compound-per-day", "doubling-time", "kgr-interval", "kgr-cumulative",
        "kgr-baseline-scan",
        "time-to-target", "saturating-fit", "cv-model", "boundary-model", "plane-shift",
        "slice-bias", "ratio-propagation", "growth-propagation", "minimum-detectable-change",
        "telv-spread", "flr-inside-liver", "tumour-inside-liver", "parts-sum-to-tlv",
        "no-label-overlap", "same-grid", "voxels-present",
      ])
    for row in Definition.all {
      #expect(Definition(id: row.id) == row)
      #expect(!row.keys.isEmpty && !row.inputs.isEmpty && !row.equationText.isEmpty)
      #expect(!row.pitfalls.isEmpty && !row.source.citation.isEmpty)
    }
    #expect(Definition(id: "flr") == nil)
    #expect(Definition(id: "kgr-leung")?.source.evidence == .unverified)
    #expect(Definition(id: "resected-tlv")?.source.evidence == .unverified)
    #expect(Definition(id: "kgr-shindoh")?.source.evidence == .verified)
  }

  @Test("Published growth by technique; a rescue has its own series, embolisation no ALPPS ones")
  func expected() throws {
    func ids(_ technique: GrowthTechnique) -> [String] {
      ExpectedGrowth.rows(for: technique).map(\.id)
    }
    #expect(
      ids(.alpps) == [
        "expected-alpps-registry", "expected-alpps-scintigraphy", "expected-alpps-croome",
        "expected-alpps-first-series",
      ])
    #expect(ids(.rescueALPPS) == ["expected-rescue-alpps"])
    #expect(ids(.pve) == ["expected-pve", "expected-pve-croome"])
    #expect(ids(.pvl).isEmpty)
    #expect(ids(.lvd) == ["expected-lvd"])
    let registry = ExpectedGrowth.all[0]
    #expect(registry.relativePercent?.middle == 80 && registry.days?.middle == 7)
    let rescue = try #require(ExpectedGrowth.rows(for: .rescueALPPS).first)
    #expect(rescue.absoluteMillilitres == PublishedNumber(209, 87...314))
    #expect(rescue.relativePercent == PublishedNumber(61.8, 19.3...120))
    let lvd = try #require(ExpectedGrowth.rows(for: .lvd).first)
    #expect(lvd.relativePercent == nil && lvd.source.evidence == .unverified)
    // Mean +- sd of the paper: 84.3 +- 7.8 %, 32.7 +- 13.6 mL and 10.8 +- 4.5 % a day.
    let croome = try #require(ExpectedGrowth.all.first { $0.id == "expected-alpps-croome" })
    let spread = try #require(croome.millilitresPerDay?.spread)
    #expect(abs(spread.lowerBound - (32.7 - 13.6)) < 1e-9)
    #expect(abs(spread.upperBound - (32.7 + 13.6)) < 1e-9)
  }

  @Test("The registry's window holds day 7 and day 84; day 6 and day 85 are warned of, not refused")
  func window() throws {
    func growth(_ days: Int) throws -> Growth { try GrowthTests.growth(300, 450, since: days) }
    for (days, codes) in [
      (1, ["W-WINDOW-EARLY"]), (6, ["W-WINDOW-EARLY"]), (7, []), (84, []),
      (85, ["W-INTERVAL-LONG"]), (0, ["W-INTERVAL-NOT-POSITIVE"]),
    ] {
      #expect(try growth(days).warnings.map(\.code) == codes, "day \(days)")
    }
    #expect(try growth(6).sinceProcedure?.millilitresPerDay?.value == 25)
    // Only the clock from the procedure has a window: an old baseline scan proves nothing.
    #expect(try GrowthTests.growth(300, 450, between: 3).warnings.isEmpty)
    #expect(GrowthWindow.rows(for: .pve).map(\.id).contains("window-pve-volumetry"))
    #expect(!GrowthWindow.rows(for: .alpps).map(\.id).contains("window-pve-volumetry"))
    #expect(GrowthWindow.all.first { $0.id == "window-pve-volumetry" }?.days == 21...28)
  }

  @Test("unc.case1_cv3: the 95 % interval of the degree of hypertrophy")
  func interval() throws {
    let vector = try ClinicalVectors.vector("unc.case1_cv3")
    let cv = try #require(CoefficientOfVariation(percent: 100 * (try vector.number("cv"))))
    let scans = try CaseOne(try ClinicalVectors.vector("core.case1"))
    let dh = try #require(scans.growth(variation: cv).dhPercentagePoints)
    let found = try #require(dh.interval95)
    guard case .numbers(let expected)? = vector.expected["dh_ci95"] else {
      Issue.record("the vector has an interval")
      return
    }
    #expect(abs(found.lowerBound - expected[0]) < 1e-6)
    #expect(abs(found.upperBound - expected[1]) < 1e-6)
    #expect(UncertainValue(3).interval95 == nil)
  }

  @Test("A doubling time's interval is that of its rate turned round, open where the rate may be 0")
  func reciprocalInterval() throws {
    // Rate 0.1 a day with sd 0.02: time 10 days, sd 2; rate from 0.0608 to 0.1392.
    let interval = try #require(UncertainValue(10, sd: 2).reciprocalInterval95)
    #expect(abs(interval.lowerBound - 1 / 0.1392) < 1e-9)
    #expect(abs(interval.upperBound - 1 / 0.0608) < 1e-9)
    #expect(UncertainValue(10, sd: 10 / 1.96).reciprocalInterval95 == nil)
    #expect(UncertainValue(10, sd: 5.1).reciprocalInterval95 != nil)
    #expect(UncertainValue(10).reciprocalInterval95 == nil)
  }

  @Test("Resected shares are what the ratios lack to 100 %, with the same deviation")
  func resected() throws {
    let cv = try #require(CoefficientOfVariation(percent: 3))
    let volumes = try LiverVolumes(
      tlv: Millilitres(1500), tumour: Millilitres(200), flr: Millilitres(300))
    let ratios = LiverRatios(
      volumes, body: LiverRatios.Body(telv: Millilitres(1200)),
      variation: LiverRatios.Variation(remnant: cv, liver: cv))
    #expect(ratios.resectedTLVPercent?.value == 80)
    #expect(abs(try #require(ratios.resectedTFLVPercent?.value) - 76.923077) < 1e-6)
    #expect(ratios.resectedTELVPercent?.value == 75)
    #expect(ratios.resectedTLVPercent?.sd == ratios.flrTLVPercent?.sd)
    #expect(ratios.flrTLVPercent?.sd != nil)
    #expect(LiverRatios(volumes).resectedTELVPercent == nil)
  }

  @Test("FLR over surface area, and sFLR without a liver")
  func body() throws {
    let cv = try #require(CoefficientOfVariation(percent: 5))
    let flr = MeasuredVolume(Millilitres(540), variation: cv)
    let value = try #require(LiverRatios.flrBodySurface(flr, area: SquareMetres(1.8)))
    #expect(abs(value.value - 300) < 1e-9)
    #expect(abs(try #require(value.sd) - 15) < 1e-9)
    #expect(LiverRatios.flrBodySurface(flr, area: SquareMetres(0)) == nil)
    let vector = try ClinicalVectors.vector("core.case1")
    let telv = try CaseOne(vector).body.telv
    let share = LiverRatios.standardized(
      MeasuredVolume(Millilitres(480)), telv: try #require(telv))
    #expect(abs(try #require(share?.value) - 31.795335) < 1e-6)
    #expect(LiverRatios.standardized(flr, telv: .zero) == nil)
    #expect(LiverRatios.standardized(MeasuredVolume(Millilitres(-1)), telv: Millilitres(9)) == nil)
  }
}
