public import VolumetryCore

/// What `volumetry inspect` prints: one file after the other, in the order given.
///
/// What a file's text fields and extensions say is written only where `showsText` is true.
public struct InspectReport: Sendable {
  /// A file beside the inspected one.
  public struct Sidecar: Hashable, Sendable {
    public let path: String
    public let bytes: Int

    public init(path: String, bytes: Int) {
      self.path = path
      self.bytes = bytes
    }
  }

  /// One file as it was named, and what came of it.
  public struct Entry: Sendable {
    public let path: String
    public let outcome: Result<Inspection, VolumeError>
    /// What its labels are called and where that was found.
    public let naming: LabelNaming
    public let sidecars: [Sidecar]

    public init(
      path: String, outcome: Result<Inspection, VolumeError>, naming: LabelNaming,
      sidecars: [Sidecar]
    ) {
      self.path = path
      self.outcome = outcome
      self.naming = naming
      self.sidecars = sidecars
    }
  }

  private let head: DocumentHead
  private let showsText: Bool
  private let isJSON: Bool
  private var files: [JSONValue] = []
  private var failures: [JSONValue] = []
  private var isFirst = true

  /// - Parameters:
  ///   - isJSON: one document, instead of tables.
  ///   - showsText: whether texts from the file are repeated.
  public init(head: DocumentHead, isJSON: Bool, showsText: Bool) {
    self.head = head
    self.isJSON = isJSON
    self.showsText = showsText
  }

  /// Adds the next file. Tables are written at once.
  public mutating func add<Sink: TextSink>(
    _ entry: Entry, to sink: inout Sink
  ) throws(Sink.Failure) {
    guard isJSON else {
      if !isFirst { try sink.write("\n") }
      isFirst = false
      try InspectTables(entry, showsText: showsText).write(to: &sink)
      return
    }
    switch entry.outcome {
    case .success(let found): files.append(json(found, entry))
    case .failure(let error): failures.append(error.notice(path: entry.path).json)
    }
  }

  /// Ends the report.
  public func finish<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    guard isJSON else { return }
    let document = head.document(["files": .array(files), "failures": .array(failures)])
    try JSONWriter(.pretty).writeLine(document, to: &sink)
  }

  // MARK: JSON

  private func json(_ found: Inspection, _ entry: Entry) -> JSONValue {
    let header = found.header.numbers.map {
      ($0.name, $0.value.json(first: showsText ? nil : $0.shown))
    }
    return [
      "path": .string(entry.path),
      "format": .string(found.header.format.rawValue),
      "magic": .optional(found.header.magic),
      "byte_order": .string(found.header.byteOrder),
      "header": .object(Dictionary(uniqueKeysWithValues: header)),
      "meanings": .object(
        Dictionary(uniqueKeysWithValues: found.header.meanings).mapValues(JSONValue.string)),
      "readings": .array(GeometrySource.allCases.map { reading($0, found) }),
      "reference_reading": .optional(found.reference?.source.rawValue),
      "grid": found.grid?.json ?? .null,
      "refusal": found.refusal.map { Self.notice($0).json } ?? .null,
      "labelled_voxels": .optional(found.labelledVoxels),
      "labels": found.labels.map { JSONValue.array($0.map { .integer($0.value) }) } ?? .null,
      "damage": found.damage.map { Self.notice($0).json } ?? .null,
      "read_to_its_end": .boolean(found.isReadToItsEnd),
      "extensions": .array(found.extensions.map(json)),
      "text_fields": .array(found.header.texts.map { $0.json(showsText: showsText) }),
      "gzip": gzip(found),
      "sidecars": .array(
        entry.sidecars.map { ["path": .string($0.path), "bytes": .whole($0.bytes)] }),
      "options": found.options.json,
      "label_source": entry.naming.source.json,
      "label_names": .array(
        entry.naming.table.entries.map {
          ["label": .integer($0.label.value), "name": .string($0.name)]
        }),
      "warnings": .array((found.warnings.map(\.notice) + entry.naming.notices).map(\.json)),
    ]
  }

  private func reading(_ source: GeometrySource, _ found: Inspection) -> JSONValue {
    let candidate = found.candidates.first { $0.source == source }
    let view = candidate.flatMap { candidate in
      found.shape.map { candidate.fieldOfView(of: $0).map(\.value) }
    }
    let code = found.header.code(of: source)
    return [
      "source": .string(source.rawValue),
      "code": .optional(code),
      "code_name": .optional(code.map(HeaderWords.transform)),
      "voxel_volume_mm3": .optional(candidate?.voxelVolume.value),
      "labelled_volume_ml": .optional(candidate.flatMap(found.labelledVolume)?.value),
      "difference_pct": .optional(candidate.flatMap(found.differencePercent)),
      "spacing_mm": candidate.map { JSONValue.numbers($0.spacing.map(\.value)) } ?? .null,
      "orientation": .optional(candidate?.orientation),
      "affine": candidate.map { $0.affine.json } ?? .null,
      "field_of_view_mm": view.map { JSONValue.numbers($0) } ?? .null,
      "accepted": .boolean(found.grid?.source == source),
    ]
  }

  private func json(_ item: HeaderExtension) -> JSONValue {
    var members: [String: JSONValue] = [
      "code": .whole(item.code), "code_name": .string(item.owner), "bytes": .whole(item.size),
    ]
    if showsText { members["text"] = .string(String(decoding: item.content, as: UTF8.self)) }
    return .object(members)
  }

  private func gzip(_ found: Inspection) -> JSONValue {
    guard let notes = found.gzip else { return .null }
    return [
      "members": .whole(notes.members),
      "header_fields": .array(notes.texts.map { $0.json(showsText: showsText) }),
    ]
  }

  static func notice(_ error: VolumeError) -> Notice {
    Notice(code: error.code, message: error.message, figures: error.figures)
  }
}

extension HeaderImage {
  /// Of every number in the file.
  var byteOrder: String { isBigEndian ? "big-endian" : "little-endian" }

  /// The code of a transform; nil where there is none.
  func code(of source: GeometrySource) -> Int? {
    switch source {
    case .sform: whole("sform_code")
    case .qform: whole("qform_code")
    case .pixdim: nil
    }
  }

  /// What the codes of the header mean, by the field that holds the code.
  var meanings: [(String, String)] {
    var meanings: [(String, String)] = []
    func add(_ field: String, _ name: String, _ words: (Int) -> String) {
      if let code = whole(field) { meanings.append((name, words(code))) }
    }
    add("datatype", "datatype", Datatype.name(ofCode:))
    add("intent_code", "intent_code", HeaderWords.intent)
    add("qform_code", "qform_code", HeaderWords.transform)
    add("sform_code", "sform_code", HeaderWords.transform)
    add("xyzt_units", "length_unit", HeaderWords.lengthUnit)
    add("xyzt_units", "time_unit", HeaderWords.timeUnit)
    add("slice_code", "slice_code", HeaderWords.sliceOrder)
    add("dim_info", "dim_info", HeaderWords.axes)
    return meanings
  }
}
