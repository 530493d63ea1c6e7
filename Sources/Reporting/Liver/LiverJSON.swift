public import VolumetryCore

extension Bound {
  /// The sign that stands before a number in text.
  var sign: String {
    switch self {
    case .lower: ">="
    case .upper: "<="
    case .either: "<=>"
    }
  }

  /// What the sign means, and why.
  var words: String {
    switch self {
    case .lower: "lower bound, cut by the field of view"
    case .upper: "upper bound, the liver is cut by the field of view"
    case .either: "no bound, remnant and liver are cut by the field of view"
    }
  }

  /// `bounds` of a scan: which of its numbers are bounds, because the field of view cuts what they
  /// are made of.
  static func json(_ bounds: [String: Bound]) -> JSONValue {
    .object(bounds.mapValues { .string($0.rawValue) })
  }
}

extension Bound? {
  /// A number with the sign of its bound before it; the number alone where it is none.
  func signed(_ number: String) -> String { map { "\($0.sign) \(number)" } ?? number }
}

extension [Notice] {
  /// The codes, each once, in the order in which they first stand.
  var codes: [String] {
    reduce(into: []) { codes, notice in
      if !codes.contains(notice.code) { codes.append(notice.code) }
    }
  }
}

extension LiverVolumes {
  /// `volumes_ml` of the contract.
  var json: JSONValue {
    [
      "tlv": .number(tlv.value),
      "tumour": .optional(tumour?.value),
      "tflv": .optional(tflv?.value),
      "flr": .optional(flr?.value),
      "flr_tumour": .optional(flrTumour?.value),
    ]
  }

  /// What the labels of the liver set contribute, where they were counted.
  var segmentsJSON: JSONValue {
    .array(
      segments.map {
        [
          "label": .integer($0.label.value), "voxels": .whole($0.voxels),
          "volume_ml": .number($0.volume.value),
        ]
      })
  }
}

extension LiverRatios {
  /// `ratios` of the contract, each with its standard deviation where `withSD`.
  func json(withSD: Bool) -> JSONValue {
    var members: [String: JSONValue] = [
      "denominator_timepoint": .string(denominatorTimepoint.rawValue)
    ]
    let values = [
      ("flr_tlv_pct", flrTLVPercent), ("flr_tflv_pct", flrTFLVPercent), ("sflr_pct", sflrPercent),
      ("flr_bw_pct", flrBWPercent),
    ]
    for (key, value) in values {
      members[key] = .optional(value?.value)
      if withSD {
        members["\(key)_sd"] = .optional(value?.sd)
        members["\(key)_ci95"] = value?.intervalJSON ?? .null
      }
    }
    return .object(members)
  }

  /// Why a ratio has no value.
  var notices: [Notice] { undefined.map(\.notice) }
}

extension UndefinedQuantity {
  /// Why a quantity has no value, as every report prints it.
  public var notice: Notice {
    Notice(code: "W-UNDEFINED", message: "\(quantity): \(reason)")
  }
}

extension LiverWarning {
  /// The warning as every report prints it, millilitres included.
  public var notice: Notice {
    let volume = millilitres.map { " (\(FixedDecimal.string($0.value, decimals: 2)) mL)" } ?? ""
    return Notice(
      code: code, message: message + volume,
      figures: millilitres.map { ["volume_ml": .number($0.value)] } ?? [:])
  }
}

/// `telv` of the contract: which formulas, what they read, what they gave.
struct EstimateJSON {
  let formula: TotalLiverVolumeFormula
  let bodySurfaceAreaFormula: BodySurfaceAreaFormula?
  let estimate: TotalLiverVolumeEstimate?

  var json: JSONValue {
    [
      "formula": .string(formula.id),
      "bsa_formula": .optional(bodySurfaceAreaFormula?.id),
      "bsa_m2": .optional(estimate?.bodySurfaceArea?.value),
      "telv_ml": .optional(estimate?.telv.value),
      "equation": .string(formula.equationText),
      "population": .string(formula.population.text),
      "source": formula.source.json,
    ]
  }
}

extension Source {
  /// Citation, identifier and evidence status.
  var json: JSONValue {
    [
      "citation": .string(citation), "identifier": .optional(identifier),
      "evidence": .string(evidence.rawValue),
    ]
  }

  /// One line: citation and identifier.
  var words: String { identifier.map { "\(citation), \($0)" } ?? citation }
}
