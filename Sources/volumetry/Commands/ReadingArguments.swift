import ArgumentParser
import VolumetryCore

/// What the user says of files that leave something open, or would be refused.
struct ReadingArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Which transform is right where a file's transforms disagree.",
      valueName: "auto|sform|qform|pixdim"))
  var geometry: GeometryChoice = .auto

  @Option(help: ArgumentHelp("Read this volume of a 4-D file, counted from 0.", valueName: "k"))
  var volume: Int?

  @Option(
    help: ArgumentHelp("Count NaN voxels as background.", valueName: "background")
  )
  var nan: NaNChoice?

  @Option(
    help: ArgumentHelp(
      "Voxels at or above this number are label 1 (probability maps).", valueName: "number"))
  var threshold: Double?

  @Flag(
    name: .customLong("allow-2d"),
    help: "Measure a 2-D image as one slice, as thick as its transform says.")
  var allowTwoDimensions = false

  @Flag(help: "Accept ANALYZE 7.5 headers: no orientation, no units (mm are taken).")
  var analyze = false

  @Flag(name: .customLong("ignore-crc"), help: "Do not verify the checksums of gzip data.")
  var ignoreChecksums = false

  /// The options of the core.
  var options: ReadingOptions {
    var options = ReadingOptions()
    options.geometry = geometry.source
    if let volume { options.volumes = .index(volume) }
    options.nanIsBackground = nan != nil
    options.allowsTwoDimensions = allowTwoDimensions
    options.acceptsANALYZE = analyze
    options.ignoresChecksums = ignoreChecksums
    if let threshold { options.content = .threshold(threshold) }
    return options
  }

  /// Nothing is said.
  var isPlain: Bool {
    geometry == .auto && volume == nil && nan == nil && threshold == nil && !allowTwoDimensions
      && !analyze && !ignoreChecksums
  }

  /// The user says nothing.
  static var none: ReadingArguments {
    var arguments = ReadingArguments()
    arguments.geometry = .auto
    (arguments.volume, arguments.nan, arguments.threshold) = (nil, nil, nil)
    (arguments.allowTwoDimensions, arguments.analyze) = (false, false)
    arguments.ignoreChecksums = false
    return arguments
  }

  func validate() throws {
    if let volume, volume < 0 {
      throw ValidationError("--volume \(volume): expected a number from 0")
    }
    if let threshold, !threshold.isFinite {
      throw ValidationError("--threshold \(threshold): expected a finite number")
    }
  }
}

/// What the user takes NaN for.
enum NaNChoice: String, CaseIterable, ExpressibleByArgument {
  case background

  // As for `StreamFormat`.
  static let allValueStrings = allCases.map { $0.rawValue }
  static let allValueDescriptions: [String: String] = [:]
}

/// The transform to be used: the reader's rules, or one that the user says is right.
enum GeometryChoice: String, CaseIterable, ExpressibleByArgument {
  case auto, sform, qform, pixdim

  // As for `StreamFormat`.
  static let allValueStrings = allCases.map { $0.rawValue }
  static let allValueDescriptions: [String: String] = [:]

  var source: GeometrySource? { GeometrySource(rawValue: rawValue) }
}
