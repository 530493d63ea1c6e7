public import VolumetryCore

/// What `volumetry compare --define` prints: each metric with its exact definition.
public struct DefinitionsReport: DocumentReport, Sendable {
  let head: DocumentHead
  let metrics: [ComparisonMetric]
  let request: ComparisonRequest

  /// The metrics that a request gives.
  public init(head: DocumentHead, request: ComparisonRequest) {
    self.head = head
    self.request = request
    metrics = ComparisonMetric.table(request)
  }

  /// Writes the definitions in one of the layouts.
  public func write<Sink: TextSink>(
    _ format: OutputFormat, to sink: inout Sink
  ) throws(Sink.Failure) { try layOut(format, to: &sink) }

  var document: [String: JSONValue] {
    [
      "definitions": .array(metrics.map(\.json)),
      "compat": request.compat.map { $0.json(request) } ?? .null,
    ]
  }

  /// The numbers of another program, by its own names; empty without one.
  private var peers: [PeerMetric] { request.compat.map { $0.metrics(request) } ?? [] }

  var columns: [String] { ["id", "title", "unit", "better", "family", "definition", "source"] }

  func writeRows<Sink: TextSink>(
    _ writer: DelimitedWriter, to sink: inout Sink
  ) throws(Sink.Failure) {
    for metric in metrics {
      try writer.writeRow(
        [
          .text(metric.id), .text(metric.title), .optional(metric.unit),
          .text(metric.better.rawValue), .text(metric.family.rawValue), .text(metric.definition),
          .optional(metric.source),
        ], to: &sink)
    }
    for peer in peers {
      try writer.writeRow(
        [
          .text(peer.column), .text(peer.name), .absent, .absent, .text(peer.family.rawValue),
          .text(peer.definition), .optional(request.compat?.source),
        ], to: &sink)
    }
  }

  func writeTable<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    if let preset = request.compat {
      try sink.write("\(preset.title) \(preset.version), \(preset.source)\n")
      for line in TextWrap.lines(preset.summary, width: 76) { try sink.write("    \(line)\n") }
    }
    for metric in metrics {
      let unit = metric.unit.map { ", \($0)" } ?? ""
      let better =
        switch metric.better {
        case .higher: ", higher is better"
        case .lower: ", lower is better"
        case .zero: ", nearer to 0 is better"
        case .neither: ""
        }
      try sink.write("\(metric.id)  (\(metric.title)\(unit)\(better))\n")
      let words = metric.source.map { "\(metric.definition) \($0)." } ?? metric.definition
      for line in TextWrap.lines(words, width: 76) { try sink.write("    \(line)\n") }
    }
    for peer in peers {
      try sink.write("\(peer.column)\n")
      for line in TextWrap.lines(peer.definition, width: 76) { try sink.write("    \(line)\n") }
    }
  }
}
