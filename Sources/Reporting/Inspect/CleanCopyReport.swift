public import VolumetryCore

/// What `volumetry strip` prints: what the copy no longer holds, never what it said.
public struct CleanCopyReport: Sendable {
  private let head: DocumentHead
  private let input: String
  private let output: String
  private let copy: CleanCopy

  public init(head: DocumentHead, input: String, output: String, copy: CleanCopy) {
    self.head = head
    self.input = input
    self.output = output
    self.copy = copy
  }

  /// Writes the report, as one JSON document or for people.
  public func write<Sink: TextSink>(json: Bool, to sink: inout Sink) throws(Sink.Failure) {
    guard json else { return try writeTable(to: &sink) }
    let document = head.document([
      "input": .string(input), "output": .string(output),
      "removed": .array(copy.removed.map { $0.json(showsText: false) }),
      "extensions_written": .array(
        copy.written.map {
          ["code": .whole($0.code), "code_name": .string($0.owner), "bytes": .whole($0.size)]
        }),
      "voxel_bytes": .whole(copy.voxelBytes),
    ])
    try JSONWriter(.pretty).writeLine(document, to: &sink)
  }

  private func writeTable<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    try sink.write("\(DisplayWidth.printable(input)) -> \(DisplayWidth.printable(output))\n")
    if copy.removed.isEmpty {
      try sink.write("nothing was there to remove\n")
    } else {
      try sink.write("removed:\n")
      try FreeText.table(copy.removed, showsText: false).write(to: &sink)
    }
    for item in copy.written {
      try sink.write("written anew: extension \(item.owner), \(item.size) bytes\n")
    }
    try sink.write("\(copy.voxelBytes) bytes of voxels, unchanged\n")
  }
}
