public import VolumetryCore

extension CaretExtension {
  /// A table as the XML of a header extension: numbers and names, and nothing else that a file may
  /// have said. One table has one text, so what we wrote can be told from what others wrote.
  public static func bytes(of table: LabelTable) -> [UInt8] {
    var text = """
      <?xml version="1.0" encoding="UTF-8"?>
      <CaretExtension>
      <VolumeInformation Index="0">
      <LabelTable>

      """
    for entry in table.entries {
      // Workbench asks for a colour; none is known.
      text += "<Label Key=\"\(entry.label)\" Red=\"1\" Green=\"1\" Blue=\"1\" Alpha=\"1\">"
      text += "\(escaped(entry.name))</Label>\n"
    }
    return Array((text + "</LabelTable>\n</VolumeInformation>\n</CaretExtension>\n").utf8)
  }

  /// Whether an extension is what `bytes(of:)` makes of the table in it, padding aside: then it
  /// holds numbers and names of labels only.
  public static func isPlainTable(_ extension: [UInt8]) -> Bool {
    do throws(RecordError) {
      guard let table = try table(extension: `extension`) else { return false }
      let plain = bytes(of: table)
      return `extension`.starts(with: plain)
        && `extension`.dropFirst(plain.count).allSatisfy { $0 == 0 }
    } catch { return false }
  }

  private static func escaped(_ name: String) -> String {
    var text = ""
    for character in name.unicodeScalars {
      switch character {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      default: text.unicodeScalars.append(character)
      }
    }
    return text
  }
}
