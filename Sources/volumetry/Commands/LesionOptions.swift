import ArgumentParser
import VolumetryCore

/// What a lesion is, and what makes two the same.
struct LesionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Which voxels touch: those that share a face, an edge, a corner.", valueName: "6|18|26"))
  var connectivity: ConnectivityChoice = .corners

  @Option(
    help: ArgumentHelp("How two lesions are compared.", valueName: "iou|dice|shared-voxels"))
  var lesionScore: LesionScoreChoice = .iou

  @Option(
    help: ArgumentHelp(
      "The score above which two lesions may be the same; unless told 0.5, for shared-voxels 0.",
      valueName: "number"))
  var lesionThreshold: Double?

  @Flag(help: "A score equal to the threshold suffices.")
  var lesionThresholdEnough = false

  @Option(
    help: ArgumentHelp(
      "Which of the pairs that may be the same are: "
        + LesionAssignment.allCases.map(\.rawValue).joined(separator: ", ") + ".",
      valueName: "rule"))
  var lesionAssignment: LesionAssignmentChoice = .init(.greatestTotal)

  @Option(
    help: ArgumentHelp(
      "Reference lesions of at most this volume are neither found nor missed.", valueName: "mm3"))
  var ignoreLesionsMm3: Double = 0

  @Option(
    help: ArgumentHelp("Predicted lesions of at most this volume are left out.", valueName: "mm3"))
  var dropLesionsMm3: Double = 0

  @Option(
    help: ArgumentHelp(
      "Bound between sizes for recall by size, repeatable; unless told 0.1, 1 and 10.",
      valueName: "mL"))
  var lesionSizeMl: [Double] = []

  /// Nothing is said of lesions.
  var isPlain: Bool { rules == LesionRules() && lesionSizeMl.isEmpty }

  func check() throws {
    for (name, value) in [
      ("--lesion-threshold", lesionThreshold), ("--ignore-lesions-mm3", ignoreLesionsMm3),
      ("--drop-lesions-mm3", dropLesionsMm3),
    ] {
      guard let value else { continue }
      guard value.isFinite, value >= 0 else {
        throw ValidationError("\(name) \(value): expected 0 or more")
      }
    }
    if let lesionThreshold, lesionScore != .sharedVoxels, lesionThreshold > 1 {
      throw ValidationError(
        "--lesion-threshold \(lesionThreshold): expected 0 to 1, the range of --lesion-score "
          + lesionScore.rawValue)
    }
    guard lesionSizeMl.allSatisfy({ $0.isFinite && $0 > 0 }),
      zip(lesionSizeMl, lesionSizeMl.dropFirst()).allSatisfy({ $0 < $1 })
    else { throw ValidationError("--lesion-size-ml: expected rising volumes above 0") }
  }

  var rules: LesionRules {
    LesionRules(
      connectivity: connectivity.connectivity, score: lesionScore.score,
      threshold: lesionThreshold ?? (lesionScore == .sharedVoxels ? 0 : 0.5),
      isThresholdEnough: lesionThresholdEnough, assignment: lesionAssignment.assignment,
      ignoredReference: CubicMillimetres(ignoreLesionsMm3),
      droppedPrediction: CubicMillimetres(dropLesionsMm3))
  }
}

/// How many neighbours a voxel has.
enum ConnectivityChoice: String, CaseIterable, ExpressibleByArgument {
  case faces = "6"
  case edges = "18"
  case corners = "26"

  var connectivity: Connectivity {
    switch self {
    case .faces: .faces
    case .edges: .edges
    case .corners: .corners
    }
  }
}

/// How two lesions are compared, on the command line.
enum LesionScoreChoice: String, CaseIterable, ExpressibleByArgument {
  case iou, dice
  case sharedVoxels = "shared-voxels"

  var score: LesionScore {
    switch self {
    case .iou: .intersectionOverUnion
    case .dice: .dice
    case .sharedVoxels: .sharedVoxels
    }
  }
}

/// The rule of matching, on the command line.
struct LesionAssignmentChoice: ExpressibleByArgument {
  let assignment: LesionAssignment

  init(_ assignment: LesionAssignment) { self.assignment = assignment }

  init?(argument: String) {
    guard let assignment = LesionAssignment(rawValue: argument) else { return nil }
    self.assignment = assignment
  }

  var defaultValueDescription: String { assignment.rawValue }

  static var allValueStrings: [String] { LesionAssignment.allCases.map(\.rawValue) }
}
