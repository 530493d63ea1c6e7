public import VolumetryCore

/// The exact volumes of a phantom, as `truth.json` beside it and as a table.
public struct PhantomReport: Sendable {
  private let phantom: TwoStagePhantom
  private let version: String

  /// The schema of `truth.json`, by which an earlier phantom is recognised.
  public static let schema = "volumetry.phantom-truth.v1"

  public init(_ phantom: TwoStagePhantom, version: String) {
    self.phantom = phantom
    self.version = version
  }

  /// Every label and every named volume at both stages, and the growth between them.
  public func writeTruth<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    let growth = phantom.growth
    let document = DocumentHead(command: "phantom-truth", version: version).document([
      "phantom": "two-stage",
      "scans": .array(TwoStagePhantom.Stage.allCases.map(scan)),
      "growth": [
        "flr_before_ml": .number(growth.before.value), "flr_after_ml": .number(growth.after.value),
        "absolute_ml": .number(growth.absolute.value),
        "relative_pct": .number(growth.relativePercent),
        "days_since_procedure": .whole(growth.daysSinceProcedure),
        "days_between_scans": .whole(growth.daysBetweenScans),
      ],
    ])
    try JSONWriter(.pretty).writeLine(document, to: &sink)
  }

  private func scan(_ stage: TwoStagePhantom.Stage) -> JSONValue {
    let truth = phantom.truth(stage)
    return [
      "file": .string(stage.fileName), "timepoint": .string(stage.rawValue),
      "labels": .array(
        truth.labels.map {
          ["label": .integer($0.label.value), "volume_ml": .number($0.volume.value)]
        }),
      "volumes_ml": [
        "tlv": .number(truth.totalLiver.value), "tumour": .number(truth.tumour.value),
        "tflv": .number(truth.totalFunctionalLiver.value),
        "flr": .number(truth.futureLiverRemnant.value),
      ],
    ]
  }

  /// TLV, tumour, TFLV and FLR in closed form at both stages.
  public func writeTable<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    var table = TextTable([
      TextTable.Column("truth"), TextTable.Column("TLV", unit: "mL", alignment: .trailing),
      TextTable.Column("tumour", unit: "mL", alignment: .trailing),
      TextTable.Column("TFLV", unit: "mL", alignment: .trailing),
      TextTable.Column("FLR", unit: "mL", alignment: .trailing),
    ])
    for stage in TwoStagePhantom.Stage.allCases {
      let truth = phantom.truth(stage)
      let volumes = [
        truth.totalLiver, truth.tumour, truth.totalFunctionalLiver, truth.futureLiverRemnant,
      ]
      table.append(
        [stage.fileName] + volumes.map { FixedDecimal.string($0.value, decimals: 2) })
    }
    try table.write(to: &sink)
  }
}
