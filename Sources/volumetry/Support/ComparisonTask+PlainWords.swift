import VolumetryCore

extension ComparisonTask {
  /// Reads the words that most calls are made of, files, a layout, and what is compared, without
  /// ArgumentParser, which finds out about every option, and about the type of each, before it
  /// reads a word: 3 of the 10 milliseconds of a pair of label maps. Whatever else is said, or
  /// wrong, it is ArgumentParser that reads it. Law: the task is the one that the command would
  /// have made (`DirectCommandTests`).
  ///
  /// - Returns: nil where a word may be anything else, or is wrong.
  init?(plainWords words: [String]) {
    var (files, format) = ([String](), StreamFormat.table)
    var (metrics, tolerances, sets) = ([MetricsChoice](), [Double](), [ComparedStructure]())
    var rest = words[...]
    while let word = rest.popFirst() {
      switch word {
      case "-f", "--format":
        guard let found = rest.popFirst().flatMap(StreamFormat.init(rawValue:)) else { return nil }
        format = found
      case "--metrics":
        guard let found = rest.popFirst().flatMap(MetricsChoice.init(rawValue:)) else { return nil }
        metrics.append(found)
      case "--label-set":
        guard let found = rest.popFirst(), found.utf8.first != UInt8(ascii: "-"),
          let set = NamedSetArgument(argument: found),
          !sets.contains(where: { $0.name == set.name })
        else { return nil }
        sets.append(set.structure)
      case "--tolerance-mm":
        guard let found = rest.popFirst(), let tolerance = Double(found), tolerance.isFinite,
          tolerance >= 0, found.utf8.first != UInt8(ascii: "-")
        else { return nil }
        tolerances.append(tolerance)
      default:
        guard word.utf8.first != UInt8(ascii: "-") else { return nil }
        files.append(word)
      }
    }
    let predictions = Array(files.dropFirst())
    guard let reference = files.first, !predictions.isEmpty,
      !predictions.indices.contains(where: { predictions[..<$0].contains(predictions[$0]) })
    else { return nil }
    self.init(reference: reference, predictions: predictions)
    request.choose(metrics, tolerances: tolerances)
    (self.sets, self.format) = (sets, format.format)
  }
}

extension ComparisonRequest {
  /// Takes what the user says; what is empty stays as it is.
  mutating func choose(_ metrics: [MetricsChoice], tolerances: [Double]) {
    if !metrics.isEmpty { families = Set(metrics.flatMap(\.families)) }
    if !tolerances.isEmpty { self.tolerances = Set(tolerances).sorted().map { Millimetres($0) } }
  }
}
