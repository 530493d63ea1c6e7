public import VolumetryCore

/// What `volumetry strip` prints: what the copy no longer holds, never what it said.
public struct CleanCopyReport: Sendable {
  private let head: DocumentHead
  private let input: String
  private let output: String
  private let copy: CleanCopy
  private let tooLong: HeaderExtension?

  /// - Parameter tooLong: a table of label names that the copy does not hold, since it could not be
  ///   read back; nil where there is none.
  public init(
    head: DocumentHead, input: String, output: String, copy: CleanCopy,
    tooLong: HeaderExtension? = nil
  ) {
    self.head = head
    self.input = input
    self.output = output
    self.copy = copy
    self.tooLong = tooLong
  }

  /// Writes the report, as one JSON document or for people.
  public func write<Sink: TextSink>(json: Bool, to sink: inout Sink) throws(Sink.Failure) {
    guard json else { return try writeTable(to: &sink) }
    let document = head.document([
      "input": .string(input), "output": .string(output),
      "removed": .array(copy.removed.map { $0.json(showsText: false) }),
      "extensions_written": .array(copy.written.map(Self.json)),
      "extension_too_long": tooLong.map(Self.json) ?? .null,
      "padding_bytes": .whole(copy.paddingBytes),
      "voxel_bytes": .whole(copy.voxelBytes),
    ])
    try JSONWriter(.pretty).writeLine(document, to: &sink)
  }

  private static func json(_ item: HeaderExtension) -> JSONValue {
    ["code": .whole(item.code), "code_name": .string(item.owner), "bytes": .whole(item.size)]
  }

  private func writeTable<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    try sink.write("\(DisplayWidth.printable(input)) -> \(DisplayWidth.printable(output))\n")
    if copy.removed.isEmpty, copy.paddingBytes == 0 {
      try sink.write("nothing was there to remove\n")
    } else if !copy.removed.isEmpty {
      try sink.write("removed:\n")
      try FreeText.table(copy.removed, showsText: false).write(to: &sink)
    }
    if copy.paddingBytes > 0 {
      try sink.write("dropped: \(copy.paddingBytes) zero bytes behind the voxels\n")
    }
    if let tooLong {
      try sink.write(
        "not written anew: extension \(tooLong.owner), \(tooLong.size) bytes; at most "
          + "\(CleanCopy.mostExtensionBytes) are read\n")
    }
    for item in copy.written {
      try sink.write("written anew: extension \(item.owner), \(item.size) bytes\n")
    }
    try sink.write("\(copy.voxelBytes) bytes of voxels, unchanged\n")
  }
}
