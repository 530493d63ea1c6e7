import VolumetryCore

extension CompareCommand {
  /// Reads the words that most calls are made of, files, a layout, and what is compared, without
  /// ArgumentParser, which spends 2 of the 18 milliseconds of a pair of livers on finding out about
  /// every option before it reads a word. Whatever else is said, or wrong, it is ArgumentParser
  /// that reads it. Law: the command is the one that it would have made (`DirectCommandTests`).
  ///
  /// - Returns: nil where a word may be anything else.
  init?(plainWords words: [String]) {
    var (files, format) = ([String](), StreamFormat.table)
    var what = ComparisonOptions.none
    var rest = words[...]
    while let word = rest.popFirst() {
      switch word {
      case "-f", "--format":
        guard let found = rest.popFirst().flatMap(StreamFormat.init(rawValue:)) else { return nil }
        format = found
      case "--metrics":
        guard let found = rest.popFirst().flatMap(MetricsChoice.init(rawValue:)) else { return nil }
        what.metrics.append(found)
      case "--label-set":
        guard let found = rest.popFirst(), found.utf8.first != UInt8(ascii: "-"),
          let set = NamedSetArgument(argument: found)
        else { return nil }
        what.labelSet.append(set)
      case "--tolerance-mm":
        guard let found = rest.popFirst(), found.utf8.first != UInt8(ascii: "-"),
          let tolerance = Double(found)
        else { return nil }
        what.toleranceMm.append(tolerance)
      default:
        guard word.utf8.first != UInt8(ascii: "-") else { return nil }
        files.append(word)
      }
    }
    guard let reference = files.first else { return nil }
    self.init()
    (self.reference, predictions) = (reference, Array(files.dropFirst()))
    (pairing, self.what, cohort, pictures) = (.none, what, .none, .none)
    (caseFiles, ruleBook, define) = ([], .standard, false)
    (self.format, reading, outputOptions) = (format, .none, .none)
    do { try validate() } catch { return nil }
  }
}

extension PairingOptions {
  /// The user says nothing.
  fileprivate static var none: PairingOptions {
    var options = PairingOptions()
    (options.pairs, options.method) = (nil, [])
    (options.referencePattern, options.predictionPattern) = (nil, nil)
    return options
  }
}

extension ComparisonOptions {
  /// The user says nothing.
  fileprivate static var none: ComparisonOptions {
    var options = ComparisonOptions()
    (options.labelSet, options.labels, options.metrics, options.toleranceMm) = ([], nil, [], [])
    (options.exact, options.compat, options.lesions) = (false, nil, .none)
    return options
  }
}

extension LesionOptions {
  /// The user says nothing.
  fileprivate static var none: LesionOptions {
    var options = LesionOptions()
    (options.connectivity, options.lesionScore) = (.corners, .iou)
    (options.lesionThreshold, options.lesionThresholdEnough) = (nil, false)
    options.lesionAssignment = .init(.greatestTotal)
    (options.ignoreLesionsMm3, options.dropLesionsMm3, options.lesionSizeMl) = (0, 0, [])
    return options
  }
}

extension CohortOptions {
  /// The user says nothing.
  fileprivate static var none: CohortOptions {
    var options = CohortOptions()
    (options.empty, options.summary, options.rank) = (.skip, false, [])
    (options.resamples, options.seed) = (Self.standardResamples, Self.standardSeed)
    return options
  }
}

extension PictureOptions {
  /// The user says nothing.
  fileprivate static var none: PictureOptions {
    var options = PictureOptions()
    (options.html, options.pictures) = (nil, nil)
    return options
  }
}
