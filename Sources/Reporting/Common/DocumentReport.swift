/// A result that is laid out as one JSON document, as rows for other programs, or as a table for
/// people.
protocol DocumentReport {
  var head: DocumentHead { get }
  /// Members of the JSON document beside those of its head.
  var document: [String: JSONValue] { get }
  /// Columns of the delimited layouts, in their order.
  var columns: [String] { get }

  /// Every row, in the order of `columns`; the header is written.
  func writeRows<Sink: TextSink>(
    _ writer: DelimitedWriter, to sink: inout Sink
  ) throws(Sink.Failure)

  /// Everything that a person reads.
  func writeTable<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure)
}

extension DocumentReport {
  /// Writes the report in one of the layouts.
  func layOut<Sink: TextSink>(
    _ format: OutputFormat, to sink: inout Sink
  ) throws(Sink.Failure) {
    switch format {
    case .json, .jsonl:
      let writer = JSONWriter(format == .json ? .pretty : .compact)
      try writer.writeLine(head.document(document), to: &sink)
    case .csv, .tsv:
      guard let notation = format.notation else { preconditionFailure("a delimited format") }
      let writer = DelimitedWriter(notation, columns: columns)
      try writer.writeHeader(to: &sink)
      try writeRows(writer, to: &sink)
    case .table: try writeTable(to: &sink)
    }
  }
}
