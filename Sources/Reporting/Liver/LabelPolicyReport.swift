import VolumetryCore

/// The label policy in force, and what its checks say of a scan.
enum LabelPolicyReport {
  /// What belongs to each volume, in words.
  static let rules = [
    "tlv: liver, tumour, FLR, cysts and ablated zones, as labelled; what no set names is left out",
    "tflv: tlv less tumour, and less cysts and ablated zones where the record names them",
    "flr: less tumour, cysts and ablated zones in it, and what the plan clears out (flr_minus)",
    "vessels inside the liver: part of it as labelled, never subtracted",
    "resected: working liver that is not FLR",
  ]

  /// One line for a table.
  static let words =
    "Policy: TFLV and FLR are net of tumour, and of cysts and ablated zones the record names;\n"
    + "vessels inside the liver stay; FLR is also net of what the plan clears out of it."

  static var json: JSONValue {
    ["rules": .strings(rules), "source": LabelPolicyCheck.source.json]
  }

  /// Every check with its result and the millilitres against it.
  static func checks(_ volumes: LiverVolumes) -> JSONValue {
    .array(
      volumes.policyChecks.map {
        [
          "id": .string($0.id.rawValue), "statement": .string($0.id.statement),
          "result": .string($0.result.rawValue), "volume_ml": .optional($0.volume?.value),
        ]
      })
  }

  /// Tissues that the record sets apart, in mL; an object without keys where it names none.
  static func special(_ volumes: LiverVolumes) -> JSONValue {
    .object(
      Dictionary(
        uniqueKeysWithValues: volumes.special.map { ($0.rawValue, JSONValue.number($1.value)) }))
  }
}
