import Readiness
import VolumetryCore

/// What every volume figure of a case is computed from, so that a reader can compute it again.
struct CaseInputs {
  private let record: Case
  private let kinetics: Kinetics

  init(_ record: Case, _ kinetics: Kinetics) {
    self.record = record
    self.kinetics = kinetics
  }

  private var body: BodyEstimate { kinetics.body }

  private var scans: [MeasuredScan] {
    [kinetics.course.baseline.scan].compactMap { $0 } + kinetics.course.after
  }

  private var denominator: LiverRatios.DenominatorTimepoint {
    record.options.denominatorTimepoint ?? .sameScan
  }

  /// One paragraph for the body and its formulas, one a scan.
  var words: [String] {
    let patient = record.patient
    let weighed = patient.weightDate.map { " on \($0)" } ?? ""
    let parts = [
      patient.weight.map { "weight \(plain($0.value)) kg\(weighed)" },
      patient.height.map { "height \(plain($0.value)) cm" },
      body.surface.map {
        "BSA \(FixedDecimal.string($0.area.value, decimals: 4)) m2 by \($0.formula.id)"
      },
      body.estimate.map {
        "TELV \(FixedDecimal.string($0.telv.value, decimals: 2)) mL by \($0.formula.id)"
      },
      "density \(record.density.value) g/mL",
      "FLR/TLV and FLR/TFLV of "
        + (denominator == .sameScan ? "each scan's own liver" : "the first scan's liver"),
    ]
    return ["Inputs: \(parts.compactMap { $0 }.joined(separator: "; "))"]
      + scans.map { "Inputs of \(place($0)): \(volumes($0))" }
  }

  private func place(_ scan: MeasuredScan) -> String {
    let day = scan.scan.date.flatMap(record.daysAfterStageOne).map { ", day \($0)" }
    return "scans[\(scan.index)]\(day ?? "")"
  }

  private func volumes(_ scan: MeasuredScan) -> String {
    func millilitres(_ volume: Millilitres?) -> String {
      volume.map { "\(FixedDecimal.string($0.value, decimals: 2)) mL" } ?? "not known"
    }
    return "TLV \(millilitres(scan.volumes?.tlv)), tumour \(millilitres(scan.volumes?.tumour)), "
      + "TFLV \(millilitres(scan.volumes?.tflv)), FLR net \(millilitres(scan.flr))"
  }

  private func plain(_ value: Double) -> String {
    value == value.rounded() ? FixedDecimal.string(value, decimals: 0) : "\(value)"
  }

  /// The same for programs, at full precision.
  var json: JSONValue {
    let patient = record.patient
    return [
      "weight_kg": .optional(patient.weight?.value),
      "weight_date": .optional(patient.weightDate?.description),
      "height_cm": .optional(patient.height?.value),
      "bsa_m2": .optional(body.surface?.area.value),
      "bsa_formula": .optional(body.surface?.formula.id),
      "telv_ml": .optional(body.estimate?.telv.value), "telv_formula": .string(body.formula.id),
      "density_g_per_ml": .number(record.density.value),
      "denominator_timepoint": .string(denominator.rawValue),
      "scans": .array(
        scans.map { scan in
          [
            "index": .whole(scan.index),
            "day": .optional(scan.scan.date.flatMap(record.daysAfterStageOne)),
            "tlv_ml": .optional(scan.volumes?.tlv.value),
            "tumour_ml": .optional(scan.volumes?.tumour?.value),
            "tflv_ml": .optional(scan.volumes?.tflv?.value),
            "flr_ml": .optional(scan.flr?.value),
          ]
        }),
    ]
  }
}
