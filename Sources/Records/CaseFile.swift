public import Readiness

/// A case as its file gave it, with what a later message needs to name a place in that file.
///
/// Everything may be absent; the file is refused for what it says, never for what it leaves out.
public struct CaseFile: Hashable, Sendable {
  public private(set) var `case`: Case
  /// What is unusual but possible, in the order of the text.
  public let warnings: [RecordWarning]
  /// Line of every path of the text, down to single values, as `scans[1].volumes_ml.flr`; the first
  /// line is 1.
  public let lines: [String: Int]

  /// Reads a case from YAML or JSON.
  public init(yaml text: String) throws(RecordError) {
    try self.init(YAMLNode(text))
  }

  /// Reads a case from the bytes of a YAML or JSON file.
  public init(bytes: [UInt8]) throws(RecordError) {
    try self.init(YAMLNode(bytes: bytes))
  }

  private init(_ node: YAMLNode) throws(RecordError) {
    let reading = RecordReading(node, kind: .caseFile)
    let `case` = Case(reading.document)
    try reading.finish()
    `case`.checkDays(reading)
    try reading.finish()
    self.case = `case`
    warnings = reading.warnings.sorted { $0.line < $1.line }
    lines = reading.lines
  }

  /// The same case with other label files for its scans.
  ///
  /// - Parameter moved: gives the new path for a path of the record.
  public func takingLabels<Failure>(
    from moved: (String) throws(Failure) -> String
  ) throws(Failure) -> CaseFile {
    var file = self
    for index in file.case.scans.indices {
      switch file.case.scans[index].source {
      case .segmentation(let path): file.case.scans[index].source = .segmentation(try moved(path))
      case .files(var files):
        if let path = files.liver { files.liver = try moved(path) }
        if let path = files.tumour { files.tumour = try moved(path) }
        if let path = files.flr { files.flr = try moved(path) }
        file.case.scans[index].source = .files(files)
      case .volumes, nil: break
      }
    }
    return file
  }

  /// The line of `path`; where the text does not hold it, of its nearest part that is there.
  public func line(of path: String) -> Int { lines.line(ofPath: path) }
}

extension Case {
  /// Reads a case from YAML or JSON, without places and warnings; see `CaseFile`.
  public init(yaml text: String) throws(RecordError) {
    self = try CaseFile(yaml: text).case
  }
}
