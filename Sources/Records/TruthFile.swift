import Readiness
public import VolumetryCore

/// The `truth.json` of a conformance set: its files in the order of the text.
///
/// ```json
/// {"slope2": {"path": "files/slope2.nii.gz", "truth": {"2": 900, "4": 288}, "note": "slope 2"},
///  "cut": {"path": "files/cut.nii.gz", "truth": null}}
/// ```
///
/// `truth` gives the mm³ of every label but the background, `{}` where no voxel carries one, null
/// where the file must be refused. It is never left out: a forgotten truth must not read as null.
/// `phantom` is for people: how `volumetry phantom` made the file.
public struct TruthFile: Hashable, Sendable {
  /// Never empty.
  public let files: [KnownFile]

  /// Reads the bytes of a `truth.json`, which may be YAML too.
  public init(bytes: [UInt8]) throws(RecordError) {
    let reading = RecordReading(try YAMLNode(bytes: bytes), kind: .truth)
    let files = reading.document.named("files by their names").map { named in
      named.compactMap { KnownFile(name: $0.name, $0.entry) }
    }
    try reading.finish()
    self.files = files ?? []
  }
}

extension KnownFile {
  fileprivate init?(name: String, _ entry: RecordEntry) {
    guard let fields = entry.mapping(["path", "truth", "note", "options", "row", "phantom"]) else {
      return nil
    }
    let path = fields.required("path")?.pathInside()
    let truth = entry.holdsNull("truth") ? .mustBeRefused : fields.required("truth")?.truth()
    let options = fields["options"].map(ReadingOptions.init) ?? ReadingOptions()
    let note = fields["note"]?.text()
    _ = fields["row"]?.text()
    guard let path, let truth else { return nil }
    self.init(name: name, path: path, truth: truth, options: options, note: note)
  }
}

extension ReadingOptions {
  private static let names = [
    "geometry", "volume", "channels_as_labels", "nan", "allow_2d", "analyze", "ignore_crc",
    "threshold", "soft",
  ]

  /// An option that this program does not know is a fault: without it the file has another truth.
  fileprivate init(_ entry: RecordEntry) {
    self.init()
    guard let fields = entry.mapping(Self.names) else { return }
    geometry = fields["geometry"]?.word(GeometrySource.self)
    if let index = fields["volume"]?.wholeNumber() { volumes = .index(index) }
    if fields["channels_as_labels"]?.fact() == .yes { volumes = .channelsAsLabels }
    nanIsBackground = fields["nan"]?.word(AbsentNumber.self) != nil
    allowsTwoDimensions = fields["allow_2d"]?.fact() == .yes
    acceptsANALYZE = fields["analyze"]?.fact() == .yes
    ignoresChecksums = fields["ignore_crc"]?.fact() == .yes
    let anyNumber = NumberRange(unit: nil, lower: -.infinity, includesLower: true, upper: nil)
    if let threshold = fields["threshold"]?.number(anyNumber) { content = .threshold(threshold) }
    if fields["soft"]?.fact() == .yes { content = .probability }
    let pairs = [
      ("volume", "channels_as_labels"), ("threshold", "soft"), ("channels_as_labels", "soft"),
    ]
    for (one, other) in pairs where fields[one] != nil {
      fields[other]?.fault(
        .value, "\(one) and \(other) exclude each other", found: other, expected: "one of them")
    }
  }

  /// What NaN may be taken for.
  private enum AbsentNumber: String, CaseIterable { case background }
}

extension RecordEntry {
  /// The values of a mapping whose keys are names; at least one.
  fileprivate func named(_ what: String) -> [(name: String, entry: RecordEntry)]? {
    guard case .mapping(let entries) = node.content, !entries.isEmpty else {
      fault(.type, "no mapping", found: shown, expected: what)
      return nil
    }
    return entries.map { entry in
      let place = RecordEntry.Place(
        path: printable(place.child(entry.key), limit: 200), line: entry.line,
        column: entry.value.column)
      return (entry.key, reading.entry(entry.value, place))
    }
  }

  /// Whether a mapping has the key and says null: another thing than having no such key.
  fileprivate func holdsNull(_ key: String) -> Bool {
    guard case .mapping(let entries) = node.content else { return false }
    return entries.contains { $0.key == key && $0.value.isNull }
  }

  /// A relative path that stays inside its folder.
  fileprivate func pathInside() -> String? {
    guard let text = text() else { return nil }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }) else {
      fault(
        .path, "the path leaves the folder or is not plain", found: shown,
        expected: "a path relative to this file, without .. and empty parts")
      return nil
    }
    return text
  }

  /// Labels with their volumes in mm³.
  fileprivate func truth() -> KnownFile.Truth? {
    guard case .mapping(let entries) = node.content else {
      fault(.type, "no truth", found: shown, expected: "null, or mm³ by label as {\"1\": 900}")
      return nil
    }
    var volumes: [Label: CubicMillimetres] = [:]
    for entry in entries {
      let place = RecordEntry.Place(
        path: printable(place.child(entry.key), limit: 200), line: entry.line,
        column: entry.value.column)
      guard let label = Label(written: entry.key), label != .background else {
        reading.fault(
          .labels, at: place, "no label of a structure", found: "\"\(printable(entry.key))\"",
          expected: "an integer from -2^63 to 2^64-1, not the background 0")
        continue
      }
      let volume = reading.entry(entry.value, place).number(.knownVolume)
      volumes[label] = volume.map { CubicMillimetres($0) }
    }
    return .volumes(volumes)
  }
}

extension NumberRange {
  fileprivate static let knownVolume = NumberRange(
    unit: "mm³", lower: 0, includesLower: false, upper: nil)
}

extension Label {
  /// A label as JSON keys write it: decimal, without leading zeros or a plus.
  fileprivate init?(written text: String) {
    guard let value = Int128(text), String(value) == text,
      (Int128(Int64.min)...Int128(UInt64.max)).contains(value)
    else { return nil }
    self.init(value)
  }
}
