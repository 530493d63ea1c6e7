import Testing
import VolumetryCore

@testable import Readiness

@Suite("Kinetics: formulas compared, the saturating curve, published growth")
struct GrowthContextTests {
  /// Kinetics of the complete case with these scans after stage 1, by day and FLR in mL.
  static func kinetics(
    _ after: [(day: Int, flr: Double)], procedures: String = "  - {kind: alpps, date: 2026-03-02}",
    patient: (String, String) = ("weight_kg: 60", "weight_kg: 60"), telv: String? = nil
  ) throws -> Kinetics {
    let scans = after.map { scan in
      "  - {date: 2026-03-\(scan.day + 2 < 10 ? "0" : "")\(scan.day + 2), "
        + "timepoint: after-stage-1, volumes_ml: {tlv: 1560, tumour: 200, flr: \(scan.flr)}}"
    }.joined(separator: "\n")
    let record = try CompleteCase.changed(
      ("  - {kind: alpps, date: 2026-03-02}", procedures), patient,
      (
        "  - {date: 2026-03-09, timepoint: after-stage-1, "
          + "volumes_ml: {tlv: 1560, tumour: 200, flr: 480}}", scans
      ))
    let measured = try record.scans.enumerated().map { index, scan -> MeasuredScan in
      guard case .volumes(let typed)? = scan.source, let tlv = typed.tlv else {
        return MeasuredScan(index: index, scan: scan, volumes: nil)
      }
      return MeasuredScan(
        index: index, scan: scan,
        volumes: try LiverVolumes(tlv: tlv, tumour: typed.tumour, flr: typed.flr))
    }
    return Kinetics(
      record, scans: measured, choice: try BodyEstimate.Choice(telv: telv, bsa: nil),
      decision: nil)
  }

  @Test("Three scans give a curve from day 0, two do not")
  func saturation() throws {
    let serial = try Self.kinetics([(7, 390), (14, 430), (28, 450)])
    let curve = try #require(serial.saturation.curve)
    #expect(curve.points == 4)
    #expect(serial.saturation.reason == nil)
    // The baseline of 24 February stands on the day of stage 1: the same curve by hand.
    let variation = try #require(CoefficientOfVariation(percent: 5))
    let twin = try SaturatingGrowth(
      [(0, 300.0), (7, 390), (14, 430), (28, 450)].map {
        SaturatingGrowth.Point(
          day: $0, flr: MeasuredVolume(Millilitres($1), variation: variation))
      })
    #expect(curve == twin)
    let two = try Self.kinetics([(7, 480)])
    #expect(two.saturation.curve == nil)
    #expect(two.saturation.reason == "scans of 2 days, expected 3 or more")
    let sameDay = try Self.kinetics([(0, 390), (7, 430)])
    #expect(sameDay.saturation.reason == "a scan after stage 1 has no later day than it")
    let undated = try Self.kinetics([(7, 390), (14, 430)], procedures: "  - {kind: alpps}")
    #expect(undated.saturation.reason == "the day of stage 1 is not known")
  }

  @Test("Published growth is that of the procedure; ALPPS after an occlusion is a rescue as well")
  func context() throws {
    let alpps = try Self.kinetics([(6, 480)]).context
    #expect(alpps.techniques == [.alpps])
    #expect(alpps.expected == ExpectedGrowth.rows(for: .alpps))
    let registry = try #require(alpps.windows.first { $0.row.id == "window-registry" })
    #expect(registry.day == 6 && registry.isInside == false)
    let customary = try #require(alpps.windows.first { $0.row.id == "window-alpps-volumetry" })
    #expect(customary.isInside == true)
    let resection = try #require(alpps.windows.first { $0.row.id == "window-alpps-stage-2" })
    #expect(resection.isInside == nil, "not about scans")
    let rescue = try Self.kinetics(
      [(7, 480)],
      procedures: "  - {kind: pve, date: 2026-01-02}\n  - {kind: alpps, date: 2026-03-02}")
    #expect(rescue.context.techniques == [.rescueALPPS, .alpps])
    #expect(rescue.context.expected.first?.id == "expected-rescue-alpps")
    let ablation = try Self.kinetics(
      [(7, 480)],
      procedures: "  - {kind: tace, date: 2026-01-02}\n  - {kind: alpps, date: 2026-03-02}")
    #expect(ablation.context.techniques == [.alpps])
    let pve = try Self.kinetics([(7, 480)], procedures: "  - {kind: pve, date: 2026-03-02}")
    #expect(pve.context.expected.map(\.id) == ["expected-pve", "expected-pve-croome"])
    #expect(
      pve.context.windows.first { $0.row.id == "window-pve-volumetry" }?.isInside == false)
  }

  @Test("FLR over body surface area of each scan, nothing without a height")
  func perSurface() throws {
    let kinetics = try Self.kinetics([(7, 480)])
    let area = (165.0 * 60 / 3600).squareRoot()
    #expect(abs(try #require(kinetics.flrPerSurface[0]?.value) - 300 / area) < 1e-9)
    #expect(abs(try #require(kinetics.flrPerSurface[1]?.value) - 480 / area) < 1e-9)
    #expect(kinetics.body.surface?.formula == .mosteller)
    let bare = try Self.kinetics([(7, 480)], patient: ("height_cm: 165, ", ""))
    #expect(bare.flrPerSurface.isEmpty)
    #expect(bare.body.surfaceReason?.contains("height_cm") == true)
  }

  @Test("The spread of sFLR is of formulas read in a source; an unverified choice may not decide")
  func verifiedOnly() throws {
    let kinetics = try Self.kinetics([(7, 480)])
    #expect(kinetics.body.all.allSatisfy { $0.mayDecide })
    #expect(kinetics.body.all.count == 11, "kokudo-2015 lacks a thorax")
    #expect(kinetics.body.mayDecide)
    let chosen = try Self.kinetics([(7, 480)], telv: "vauthey-2002-bw")
    #expect(!chosen.body.mayDecide)
    #expect(chosen.body.estimate?.warnings.map(\.code) == ["W-FORMULA-UNVERIFIED"])
    #expect(chosen.sflrRange == kinetics.sflrRange)
    #expect(kinetics.body.thresholdWarnings.isEmpty)
    #expect(chosen.body.thresholdWarnings.map(\.code) == ["W-TELV-THRESHOLD"])
  }

  @Test("A record says whether the person is Asian and how wide the thorax is; unknown is not no")
  func ancestry() throws {
    func body(_ fields: String) throws -> BodySize {
      try CompleteCase.changed(("weight_kg: 60", "weight_kg: 60, \(fields)")).bodySize
    }
    #expect(try body("asian: yes, thoracic_width_cm: 30").isAsian == true)
    #expect(try body("asian: no").isAsian == false)
    #expect(try body("asian: unknown").isAsian == nil)
    let kinetics = try Self.kinetics(
      [(7, 480)], patient: ("weight_kg: 60", "weight_kg: 60, asian: yes, thoracic_width_cm: 30"))
    #expect(kinetics.body.all.count == 12)
    #expect(kinetics.body.thresholdWarnings.count == 1)
    let codes = try #require(kinetics.body.estimate).warnings.map(\.code)
    #expect(codes == ["W-TELV-POPULATION"])
  }

  @Test("Every formula is compared: what it gives, how far from the default, or why nothing")
  func comparison() throws {
    let size = BodySize(height: Centimetres(170), weight: Kilograms(70), sex: .male, ageYears: 60)
    let flr = MeasuredVolume(Millilitres(450))
    let comparison = FormulaComparison(
      size, choice: try BodyEstimate.Choice(telv: nil, bsa: nil), flr: flr)
    #expect(comparison.rows.map(\.formula) == TotalLiverVolumeFormula.all)
    func row(_ id: String) throws -> FormulaComparison.Row {
      try #require(comparison.rows.first { $0.formula.id == id })
    }
    // The spread that the reference prints for this body and 450 mL, in per cent.
    let spread = [
      ("vauthey-2002-bsa", 29.81), ("heinemann-1999", 28.04), ("yoshizumi-2003", 32.06),
      ("urata-1995", 34.98), ("hashimoto-2006", 33.51), ("feng-2017", 35.88),
      ("fu-gui-2009", 39.49), ("chan-2006", 39.82),
    ]
    for (id, percent) in spread {
      #expect(abs(try #require(try row(id).sflrPercent?.value) - percent) < 0.005, "\(id)")
    }
    #expect(try row("vauthey-2002-bsa").differencePercent == 0)
    let chan = try #require(try row("chan-2006").differencePercent)
    #expect(abs(chan - 100 * (1130 / 1509.6554481059247 - 1)) < 1e-9)
    let kokudo = try row("kokudo-2015")
    #expect(kokudo.estimate == nil && kokudo.differencePercent == nil)
    #expect(kokudo.reason?.contains("thoracic_width_cm, asian") == true)
    let area = FormulaComparison(
      size, choice: try BodyEstimate.Choice(telv: nil, bsa: "haycock"), flr: nil)
    #expect(area.rows.first { $0.formula.id == "urata-1995" }?.bodySurfaceArea == .haycock)
    #expect(
      area.rows.first { $0.formula.id == "um-2015-du-bois" }?.bodySurfaceArea == .duBois)
    #expect(area.rows.allSatisfy { $0.sflrPercent == nil })
    #expect(try #require(area.rows[0].differencePercent) > 0, "from the default with Mosteller")
  }
}
