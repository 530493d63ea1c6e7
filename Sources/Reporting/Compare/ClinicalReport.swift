public import Readiness
import VolumetryCore

/// What `volumetry compare --case` prints: each case with either set of labels, and how many answers
/// flip.
public struct ClinicalReport: DocumentReport, Sendable {
  let head: DocumentHead
  /// Id of the rule book and of its reading.
  let book: (id: String, policy: String)
  let agreements: [ClinicalAgreement]
  let methods: [FlippedVerdicts]
  let failures: [Notice]

  /// - Parameter methods: the names of the predictions, in the order in which they are printed.
  public init(
    head: DocumentHead, book: (id: String, policy: String), agreements: [ClinicalAgreement],
    methods: [String], failures: [Notice]
  ) {
    self.head = head
    self.book = book
    self.agreements = agreements
    self.methods = methods.map { FlippedVerdicts(agreements, method: $0) }
    self.failures = failures
  }

  /// Writes the report in one of the layouts.
  public func write<Sink: TextSink>(
    _ format: OutputFormat, to sink: inout Sink
  ) throws(Sink.Failure) { try layOut(format, to: &sink) }

  var document: [String: JSONValue] {
    [
      "clinical": [
        "protocol": ["id": .string(book.id), "policy": .string(book.policy)],
        "cases": .array(agreements.map(\.json)), "methods": .array(methods.map(\.json)),
      ],
      "failures": .array(failures.map(\.json)),
    ]
  }

  var columns: [String] {
    [
      "case", "method", "verdict_reference", "verdict_prediction", "flipped", "wrong_go", "scan",
      "number", "unit", "reference", "prediction", "difference",
    ]
  }

  func writeRows<Sink: TextSink>(
    _ writer: DelimitedWriter, to sink: inout Sink
  ) throws(Sink.Failure) {
    for found in agreements {
      for row in found.rows {
        try writer.writeRow(
          [
            .foreign(found.caseName), .foreign(found.method),
            .text(found.reference.verdict.rawValue), .text(found.prediction.verdict.rawValue),
            .boolean(found.isFlipped), .boolean(found.isWrongGo), .optional(row.reference.scan),
            .text(row.reference.id), .text(row.reference.unit), .optional(row.reference.value),
            .optional(row.prediction.value), .optional(row.difference),
          ], to: &sink)
      }
    }
  }

  func writeTable<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    try sink.write("Research use. States whether written criteria are met. Not advice to operate.\n")
    try sink.write(
      DisplayWidth.printable("Rule book \(book.id), reading \(book.policy).") + "\n")
    for found in agreements {
      let flip = found.isFlipped ? "FLIPPED" : "same answer"
      try sink.write("\n")
      try sink.write(
        DisplayWidth.printable(
          "\(found.caseName), \(found.method): \(found.reference.verdict.rawValue) with the "
            + "reference, \(found.prediction.verdict.rawValue) with the prediction: \(flip)") + "\n")
      var table = TextTable([
        TextTable.Column("scan", alignment: .trailing), TextTable.Column("number"),
        TextTable.Column("reference", alignment: .trailing),
        TextTable.Column("prediction", alignment: .trailing),
        TextTable.Column("difference", alignment: .trailing),
      ])
      for row in found.rows {
        func cell(_ value: Double?) -> String? {
          value.map { FixedDecimal.string($0, decimals: 2) }
        }
        table.append([
          row.reference.scan.map(String.init), row.reference.id, cell(row.reference.value),
          cell(row.prediction.value), row.difference.map { FixedDecimal.signed($0, decimals: 2) },
        ])
      }
      try table.write(to: &sink)
    }
    try sink.write("\n")
    for method in methods {
      try sink.write(
        DisplayWidth.printable(
          "\(method.method): \(method.flipped) of \(method.cases) answers flip, "
            + "\(method.wrongGo) of them to go") + "\n")
    }
    for failure in failures {
      let place = failure.path.map { "\($0): " } ?? ""
      try sink.write(DisplayWidth.printable("\(place)not compared [\(failure.code)]") + "\n")
    }
  }
}

extension ClinicalAgreement {
  fileprivate var rows:
    [(reference: CaseReading.Number, prediction: CaseReading.Number, difference: Double?)]
  {
    zip(zip(reference.numbers, prediction.numbers), differences).map { ($0.0, $0.1, $1) }
  }

  fileprivate var json: JSONValue {
    [
      "case": .string(caseName), "method": .string(method),
      "verdict_reference": .string(reference.verdict.rawValue),
      "verdict_prediction": .string(prediction.verdict.rawValue),
      "reasons_reference": .strings(reference.reasons.map(\.rawValue)),
      "reasons_prediction": .strings(prediction.reasons.map(\.rawValue)),
      "flipped": .boolean(isFlipped), "wrong_go": .boolean(isWrongGo),
      "numbers": .array(
        rows.map { row in
          [
            "scan": .optional(row.reference.scan), "id": .string(row.reference.id),
            "unit": .string(row.reference.unit), "reference": .optional(row.reference.value),
            "prediction": .optional(row.prediction.value),
            "difference": .optional(row.difference),
          ]
        }),
    ]
  }
}

extension FlippedVerdicts {
  fileprivate var json: JSONValue {
    [
      "method": .string(method), "n": .whole(cases), "flipped": .whole(flipped),
      "wrong_go": .whole(wrongGo),
      "verdicts": .strings(Self.verdicts.map(\.rawValue)),
      "counts": .array(counts.map(JSONValue.integers)),
    ]
  }
}
