import ArgumentParser
import Records
import Reporting
import VolumetryCore

/// Which files belong together.
struct PairingOptions: ParsableArguments {
  @Option(
    help: "A table of pairs: columns reference and prediction, and case and method if wanted.",
    completion: .file())
  var pairs: String?

  @Option(
    help: ArgumentHelp("What a prediction is called; once for each.", valueName: "name"))
  var method: [String] = []

  @Option(
    help: ArgumentHelp(
      "How the references of a folder are named, as {case}_gt.nii.gz.", valueName: "pattern"))
  var referencePattern: NamePattern?

  @Option(
    help: ArgumentHelp(
      "How the predictions of a folder are named, as {case}/mask.nii.gz.", valueName: "pattern"))
  var predictionPattern: NamePattern?

  var hasNoPattern: Bool { referencePattern == nil && predictionPattern == nil }

  var plan: PairingPlan {
    PairingPlan(
      table: pairs, names: method,
      patterns: NamePatterns(reference: referencePattern, prediction: predictionPattern))
  }
}

/// What of the files is compared.
struct ComparisonOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Compare these labels as one structure, and only what is named so; repeatable.",
      valueName: "liver=1-8"))
  var labelSet: [NamedSetArgument] = []

  @Option(
    help: ArgumentHelp(
      "A table of label names: a preset (volumetry labels list) or a file, named with a / or a .",
      valueName: "preset|file"))
  var labels: LabelsArgument?

  @Option(
    help: ArgumentHelp(
      "Families of metrics, repeatable; unless told overlap and surface.",
      valueName: "overlap|surface|lesions|centreline|all"))
  var metrics: [MetricsChoice] = []

  @Option(
    help: ArgumentHelp("Tolerance of the NSD, repeatable; unless told 1.", valueName: "mm"))
  var toleranceMm: [Double] = []

  @Flag(help: "Distances over every point of the voxels' faces, with margins; slower.")
  var exact = false

  @Option(
    help: ArgumentHelp(
      "The numbers that another program would print, its conventions for empty masks included.",
      valueName: "program"))
  var compat: CompatArgument?

  @OptionGroup(title: "Lesions") var lesions: LesionOptions

  /// Nothing is said of what is compared.
  var isPlain: Bool {
    labelSet.isEmpty && labels == nil && metrics.isEmpty && toleranceMm.isEmpty && !exact
      && compat == nil && lesions.isPlain
  }

  func check() throws {
    try lesions.check()
    try compat?.check(metrics, isExact: exact)
    for tolerance in toleranceMm where !(tolerance.isFinite && tolerance >= 0) {
      throw ValidationError("--tolerance-mm \(tolerance): expected mm, 0 or more")
    }
    let names = labelSet.map(\.name)
    guard Set(names).count == names.count else {
      throw ValidationError("--label-set: two sets have one name")
    }
    try labels?.check()
    guard lesions.isPlain || request.families.contains(.lesions) else {
      throw ValidationError("options of lesions go with --metrics lesions")
    }
  }

  var request: ComparisonRequest {
    var request = ComparisonRequest()
    request.choose(metrics, tolerances: toleranceMm)
    request.isExact = exact
    if let preset = compat?.preset {
      request.compat = preset
      request.families =
        metrics.isEmpty ? preset.families : request.families.intersection(preset.families)
    }
    request.lesionRules = lesions.rules
    if !lesions.lesionSizeMl.isEmpty {
      request.lesionSizes = lesions.lesionSizeMl.map { Millilitres($0) }
    }
    return request
  }
}

/// `liver=1-8`.
struct NamedSetArgument: ExpressibleByArgument {
  let name: String
  let set: LabelSet

  init?(argument: String) {
    guard let equals = argument.firstIndex(of: "="), equals > argument.startIndex,
      let set = LabelSet(argument[argument.index(after: equals)...]), !set.contains(.background)
    else { return nil }
    name = String(argument[..<equals])
    guard !name.allSatisfy(\.isWhitespace) else { return nil }
    self.set = set
  }

  var structure: ComparedStructure { ComparedStructure(name: name, members: set) }
}

/// A family of metrics on the command line.
enum MetricsChoice: String, CaseIterable, ExpressibleByArgument {
  case overlap, surface, lesions, centreline, all

  var families: [MetricFamily] {
    switch self {
    case .overlap: [.overlap]
    case .surface: [.surface]
    case .lesions: [.lesions]
    case .centreline: [.centreline]
    case .all: MetricFamily.allCases
    }
  }
}
