extension Measure {
  /// Reads the words that nearly every call is made of, files and a layout, without ArgumentParser.
  ///
  /// ArgumentParser finds out about every option by reflection before it reads a word: `measure`
  /// of a sparse scan 3.93 -> 2.82 ms. Whatever else is said, or wrong, it is ArgumentParser that
  /// reads it. Law: the command is the one that it would have made (`DirectCommandTests`).
  ///
  /// - Returns: nil where a word may be anything else than a file or a layout.
  init?(plainWords words: [String]) {
    var (files, format) = ([String](), StreamFormat.table)
    var rest = words[...]
    while let word = rest.popFirst() {
      if word == "-f" || word == "--format" {
        guard let layout = rest.popFirst().flatMap(StreamFormat.init(rawValue:)) else { return nil }
        format = layout
      } else if word.utf8.first == UInt8(ascii: "-") {
        return nil
      } else {
        files.append(word)
      }
    }
    guard !files.isEmpty else { return nil }
    self.init()
    (self.files, self.format) = (files, format)
    (labels, expect) = (nil, nil)
    (background, shape, channelsAsLabels, soft) = (false, false, false, false)
    (reading, outputOptions) = (.none, .none)
  }
}
