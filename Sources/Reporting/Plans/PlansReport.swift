public import Readiness
import VolumetryCore

/// What `volumetry plans` prints: every plan of a case side by side.
public struct PlansReport: Sendable, DocumentReport {
  let head: DocumentHead
  let record: Case
  let plans: [PlanReading]
  /// What reading the record and the scans said.
  public let warnings: [Notice]

  /// - Parameter warnings: what reading the record and the scans said
  public init(head: DocumentHead, record: Case, plans: [PlanReading], warnings: [Notice]) {
    self.head = head
    self.record = record
    self.plans = plans
    var notices = warnings
    for plan in plans {
      let own =
        plan.planned.refusals.map { refusal in
          Notice(
            code: refusal.code,
            message: "plan \(plan.plan.id), scans[\(refusal.index)]: \(refusal.message)")
        } + plan.kinetics.body.warnings.map(\.notice)
        + [plan.segmentOneWarning].compactMap { $0 }.map {
          Notice(code: $0.code, message: $0.message)
        }
      for notice in own where !notices.contains(notice) { notices.append(notice) }
    }
    if let reason = plans.first?.kinetics.body.reason {
      notices.append(Notice(code: "W-TELV", message: reason))
    }
    self.warnings = notices
  }

  /// Writes the report in one of the layouts.
  public func write<Sink: TextSink>(
    _ format: OutputFormat, to sink: inout Sink
  ) throws(Sink.Failure) {
    try layOut(format, to: &sink)
  }

  // MARK: Delimited

  var columns: [String] { Self.columnNames }

  private static let columnNames = [
    "case", "plan", "scan", "day", "quantity", "value", "sd", "bound",
  ]

  func writeRows<Sink: TextSink>(
    _ writer: DelimitedWriter, to sink: inout Sink
  ) throws(Sink.Failure) {
    for plan in plans {
      for scan in plan.scans {
        for row in scan.rows {
          try writer.writeRow(
            [
              .optional(record.id), .text(plan.plan.id), .text(scan.window.rawValue),
              .optional(scan.day), .text(row.key), .optional(row.value?.value),
              .optional(row.value?.sd), .optional(row.bound?.rawValue),
            ], to: &sink)
        }
      }
      for row in plan.growthRows {
        try writer.writeRow(
          [
            .optional(record.id), .text(plan.plan.id), .text("growth"), .optional(row.days),
            .text(row.key), .optional(row.value?.value), .optional(row.value?.sd),
            .optional(row.bound?.rawValue),
          ], to: &sink)
      }
      for spare in plan.spares {
        try writer.writeRow(
          [
            .optional(record.id), .text(plan.plan.id), .text("\(spare.book):\(spare.rule.id)"),
            .absent, .text("spare_ml"), .number(spare.volume.spare.value), .absent, .absent,
          ], to: &sink)
      }
    }
  }

  // MARK: JSON

  var document: [String: JSONValue] {
    let body = plans.first?.kinetics.body
    return [
      "case": .optional(record.id),
      "inputs": plans.first.map { CaseInputs(record, $0.kinetics).json } ?? .null,
      "plans": .array(plans.map(json)),
      "policy": LabelPolicyReport.json,
      "telv": body.map {
        EstimateJSON(
          formula: $0.formula, bodySurfaceAreaFormula: $0.bodySurfaceAreaFormula,
          estimate: $0.estimate
        ).json
      } ?? .null,
      "warnings": .array(warnings.map(\.json)),
    ]
  }

  private func json(_ plan: PlanReading) -> JSONValue {
    [
      "id": .string(plan.plan.id),
      "decides": .boolean(plan.index == 0),
      "flr_labels": .optional(plan.plan.flr?.description),
      "segment_1": .optional(plan.plan.segment1?.rawValue),
      "flr_minus": .array(
        plan.plan.flrMinus.map {
          [
            "kind": .optional($0.kind), "volume_ml": .number($0.volume.value),
            "done": .string($0.done.rawValue),
          ]
        }),
      "scans": .array(plan.scans.map(\.json)),
      "growth": plan.kinetics.latest?.json(plan.kinetics.latestBounds) ?? .null,
      "first_growth": plan.kinetics.first?.json(plan.kinetics.firstBounds) ?? .null,
      "spare": .array(plan.spares.map(\.json)),
      "books": .array(
        plan.answers.map {
          [
            "book": .string($0.book.id), "policy": .string($0.policy.id),
            "answer": .string($0.verdict.rawValue),
            "reasons": .strings($0.reasons.map(\.rawValue)), "missing": .strings($0.missing),
          ]
        }),
      "refusals": .array(
        plan.planned.refusals.map {
          [
            "scan": .whole($0.index), "code": .string($0.code), "message": .string($0.message),
          ]
        }),
      "missing": .strings(plan.missing),
    ]
  }
}

extension PlanSpare {
  fileprivate var json: JSONValue {
    [
      "book": .string(book), "rule": .string(rule.id), "quantity": .string(measure.rawValue),
      "operator": .string(rule.comparison.rawValue), "threshold": .number(threshold),
      "unit": .optional(rule.datum.unit), "flr_ml": .number(flr.value),
      "flr_at_threshold_ml": .number(volume.atThreshold.value),
      "spare_ml": .number(volume.spare.value),
    ]
  }
}

extension PlanScan {
  fileprivate var json: JSONValue {
    [
      "index": .whole(scan.index),
      "scan": .string(window.rawValue),
      "day": .optional(day),
      "flr_gross_ml": .optional(gross?.value),
      "flr_removed_ml": .number(removed.value),
      "flr_ml": .optional(net?.volume.value),
      "flr_ml_sd": .optional(net?.sd?.value),
      "flr_ml_sd_is_lower_bound": .boolean(error.isLowerBound),
      "flr_compromised_ml": .optional(scan.scan.flrCompromised?.value),
      "resected_ml": .optional(scan.volumes?.resected?.value),
      "special_ml": scan.volumes.map { LabelPolicyReport.special($0) } ?? .null,
      "plane_cm2": .optional(error.planeArea?.value),
      "plane_shift_sd_ml": .optional(error.planeShift?.value),
      "ratios": ratios?.json(withSD: true) ?? .null,
      "flr_bw_pct": .optional(flrBWPercent?.value),
      "flr_bw_pct_sd": .optional(flrBWPercent?.sd),
      "flr_bw_later_weight_pct": .optional(flrBWLaterPercent?.value),
      "segment_1": segmentOne.map(json) ?? .null,
      "bounds": Bound.json(bounds),
      "checks": scan.volumes.map { LabelPolicyReport.checks($0) } ?? .null,
    ]
  }

  private func json(_ choice: SegmentOneChoice) -> JSONValue {
    [
      "in_flr": .boolean(choice.isInRemnant),
      "stated": .optional(choice.stated?.rawValue),
      "volume_ml": .number(choice.volume.value),
      "flr_if_other_ml": .number(choice.otherFLR.value),
      "ratio_factor_if_other": .number(choice.factor),
    ]
  }

  /// Volumes and ratios that are bounds, by key.
  var bounds: [String: Bound] {
    (scan.volumes?.bounds ?? [:]).merging(ratios?.bounds ?? [:]) { own, _ in own }
  }

  /// Every number with its deviation, for a table of other programs.
  fileprivate var rows: [GrowthRow] {
    func row(_ key: String, _ value: UncertainValue?) -> GrowthRow {
      GrowthRow(key, value, bounds[key], definition: "")
    }
    func plain(_ value: Millilitres?) -> UncertainValue? { value.map { UncertainValue($0.value) } }
    return [
      row("flr_gross_ml", plain(gross)), row("flr_removed_ml", plain(removed)),
      GrowthRow(
        "flr_ml", net.map { UncertainValue($0.volume.value, sd: $0.sd?.value) }, bounds["flr"],
        definition: ""),
      row("plane_shift_sd_ml", plain(error.planeShift)),
      row("flr_tlv_pct", ratios?.flrTLVPercent), row("flr_tflv_pct", ratios?.flrTFLVPercent),
      row("sflr_pct", ratios?.sflrPercent), row("flr_bw_pct", flrBWPercent),
      row("flr_bw_later_weight_pct", flrBWLaterPercent),
      row("segment_1_ml", plain(segmentOne?.volume)),
      row("flr_if_segment_1_other_ml", plain(segmentOne?.otherFLR)),
    ]
  }
}

extension PlanReading {
  /// Growth to the latest scan, quantity by quantity.
  fileprivate var growthRows: [GrowthRow] {
    (kinetics.latest?.rows(.later, bounds: kinetics.latestBounds) ?? []).map { row in
      GrowthRow(
        [row.key, row.clock].compactMap { $0 }.joined(separator: "."), days: row.days, row.value,
        row.bound, definition: "")
    }
  }
}
