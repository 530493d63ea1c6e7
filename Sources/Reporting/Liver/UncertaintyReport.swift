import Readiness
import VolumetryCore

/// `uncertainty` of the kinetics: where every standard deviation comes from.
struct UncertaintyReport {
  let uncertainty: CaseUncertainty
  /// Days after stage 1 of a scan.
  let day: (CalendarDay?) -> Int?
  /// sFLR of the latest scan by every TELV formula that the record allows. It stays apart: no
  /// standard deviation contains it.
  let sflrRange: ClosedRange<Double>?

  var json: JSONValue {
    let settings = uncertainty.settings
    return [
      "model": [
        "value": .string(settings.model.value.rawValue),
        "assumed": .boolean(settings.model.isAssumed),
      ],
      "flr_cv_percent": json(settings.flrCVPercent),
      "tlv_cv_percent": json(settings.tlvCVPercent),
      "tumour_cv_percent": json(settings.tumourCVPercent),
      "cv_source": CoefficientOfVariation.source.json,
      "plane_shift_mm": [
        "value": .number(settings.planeShift.value.value),
        "assumed": .boolean(settings.planeShift.isAssumed),
      ],
      "plane_area_cm2": .optional(settings.statedPlaneArea?.value),
      "scans": .array(uncertainty.scans.map(json)),
      "slice_bias": uncertainty.sliceBias.map(json) ?? .null,
      "sflr_by_formula_pct": sflrRange.map {
        ["min": .number($0.lowerBound), "max": .number($0.upperBound)]
      } ?? .null,
    ]
  }

  private func json(_ value: Assumable<Double>) -> JSONValue {
    ["value": .number(value.value), "assumed": .boolean(value.isAssumed)]
  }

  private func json(_ scan: ScanUncertainty) -> JSONValue {
    let error = scan.error
    return [
      "index": .whole(scan.scan.index),
      "day": .optional(day(scan.scan.scan.date)),
      "flr_ml": .optional(scan.remnant?.volume.value),
      "flr_compromised_ml": .optional(scan.scan.scan.flrCompromised?.value),
      "model": .string(error.model.rawValue),
      "sd_ml": .optional(scan.remnant?.sd?.value),
      "sd_is_lower_bound": .boolean(error.isLowerBound),
      "cv_sd_ml": .optional(error.cvSD?.value),
      "boundary_sd_ml": .optional(error.boundarySD?.value),
      "surface_cm2": .optional(error.surface?.value),
      "plane_cm2": .optional(error.planeArea?.value),
      "plane_source": .optional(planeSource(error)),
      "plane_shift_sd_ml": .optional(error.planeShift?.value),
      "minimum_detectable_change_pct": .optional(scan.minimumDetectableChangePercent),
      "slice_thickness_mm": .optional(scan.scan.shape.sliceThickness?.value),
      "reasons": .array(
        scan.reasons.map { ["quantity": .string($0.quantity), "reason": .string($0.reason)] }),
    ]
  }

  private func planeSource(_ error: RemnantError) -> String? {
    guard error.planeArea != nil else { return nil }
    return error.isPlaneStated ? "stated" : "measured"
  }

  private func json(_ growth: SliceBiasedGrowth) -> JSONValue {
    [
      "id": .string(SliceBias.id),
      "before_mm": .number(growth.before.value),
      "after_mm": .number(growth.after.value),
      "row_thickness_mm": .number(growth.row.thickness.value),
      "row_region": .string(growth.row.region.rawValue),
      "row_bias_pct": .number(growth.row.percent),
      "relative_pct_if_biased": .number(growth.relativePercent),
      "source": SliceBias.source.json,
    ]
  }

  // MARK: Text

  /// A table of the scans, and a line a model and a doubt.
  func write<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    try sink.write("\nStandard deviation of the FLR; * is the model used\n")
    try table.write(to: &sink)
    for line in lines { try sink.write(line + "\n") }
  }

  private var table: TextTable {
    var table = TextTable([
      TextTable.Column("day", alignment: .trailing),
      TextTable.Column("FLR", unit: "mL", alignment: .trailing),
      TextTable.Column("by cv", unit: "mL", alignment: .trailing),
      TextTable.Column("by boundary", unit: "mL", alignment: .trailing),
      TextTable.Column("surface", unit: "cm2", alignment: .trailing),
      TextTable.Column("plane", unit: "cm2", alignment: .trailing),
      TextTable.Column("plane shift", unit: "mL", alignment: .trailing),
      TextTable.Column("sd", unit: "mL", alignment: .trailing),
      TextTable.Column("detectable", unit: "%", alignment: .trailing),
      TextTable.Column("slices", unit: "mm", alignment: .trailing),
    ])
    func cell(_ value: Double?, _ decimals: Int) -> String? {
      value.map { FixedDecimal.string($0, decimals: decimals) }
    }
    for scan in uncertainty.scans {
      let error = scan.error
      func marked(_ value: Millilitres?, _ model: Uncertainty.Model) -> String? {
        cell(value?.value, 1).map { error.model == model ? "*\($0)" : $0 }
      }
      let bound: Bound? = error.isLowerBound ? .lower : nil
      table.append([
        day(scan.scan.scan.date).map(String.init), cell(scan.remnant?.volume.value, 1),
        marked(error.cvSD, .cv), marked(error.boundarySD, .boundary), cell(error.surface?.value, 1),
        cell(error.planeArea?.value, 1), cell(error.planeShift?.value, 1),
        cell(scan.remnant?.sd?.value, 1).map { bound.signed($0) },
        cell(scan.minimumDetectableChangePercent, 1),
        cell(scan.scan.shape.sliceThickness?.value, 2),
      ])
    }
    return table
  }

  private var lines: [String] {
    let settings = uncertainty.settings
    func words<Value>(_ value: Assumable<Value>, _ text: String) -> String {
      value.isAssumed ? "\(text) (assumed)" : text
    }
    let shift = settings.planeShift.value.value
    var lines = [
      "cv of FLR \(words(settings.flrCVPercent, "\(settings.flrCVPercent.value) %")), TLV "
        + "\(words(settings.tlvCVPercent, "\(settings.tlvCVPercent.value) %")), tumour "
        + words(settings.tumourCVPercent, "\(settings.tumourCVPercent.value) %"),
      shift > 0
        ? "plane shift \(shift) mm, taken as one sd"
        : "resection plane as drawn: shift not modelled",
    ]
    if let range = sflrRange {
      lines.append(
        "sFLR by TELV formula \(FixedDecimal.string(range.lowerBound, decimals: 1)) to "
          + "\(FixedDecimal.string(range.upperBound, decimals: 1)) %: apart, in no sd")
    }
    if let bias = uncertainty.sliceBias {
      lines.append(
        "slices \(bias.before.value) and \(bias.after.value) mm: if the thicker scan reads "
          + "the FLR \(-bias.row.percent) % too small")
      lines.append(
        "  (\(SliceBias.source.words)), the growth is "
          + "\(FixedDecimal.string(bias.relativePercent, decimals: 2)) %; nothing is corrected")
    }
    return lines
  }
}
