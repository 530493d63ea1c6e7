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

  /// - Precondition: `validate` of the command passed.
  func pairs(reference: String?, predictions: [String]) throws -> ComparisonPairs {
    guard let reference else {
      guard let path = pairs else { preconditionFailure("a table is named where no file is") }
      let bytes = try TextFile.bytes(path)
      let table: PairsTable
      do throws(RecordError) {
        table = try PairsTable(bytes: bytes)
      } catch {
        throw CommandFailure(error.faults.map { "\(path): \($0)" }, .dataError)
      }
      return try ComparisonPairs(table: table, path: path)
    }
    let areFolders = ([reference] + predictions).map(Folder.exists)
    if areFolders.allSatisfy({ $0 }) {
      return try ComparisonPairs(
        references: reference, predictions: predictions, names: method,
        patterns: NamePatterns(reference: referencePattern, prediction: predictionPattern))
    }
    if let absent = ([reference] + predictions).first(where: { !Folder.isThere($0) }),
      areFolders.contains(true)
    {
      throw CommandFailure(
        absent, Notice(code: "E-NOT-FOUND", message: "no such folder"), .noInput)
    }
    guard !areFolders.contains(true) else {
      throw ValidationError("name files, or folders, not both")
    }
    guard referencePattern == nil, predictionPattern == nil else {
      throw ValidationError("--reference-pattern and --prediction-pattern go with folders")
    }
    return ComparisonPairs(reference: reference, predictions: predictions, names: method)
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
      && compat == nil
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
  }

  var request: ComparisonRequest {
    var request = ComparisonRequest()
    if !metrics.isEmpty { request.families = Set(metrics.flatMap(\.families)) }
    if !toleranceMm.isEmpty {
      request.tolerances = Set(toleranceMm).sorted().map { Millimetres($0) }
    }
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
