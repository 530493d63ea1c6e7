import ArgumentParser
import Readiness
import Reporting
import VolumetryCore

/// A set of labels on the command line: `1-8`, `2,3`.
struct LabelSetArgument: ExpressibleByArgument {
  let set: LabelSet

  init?(argument: String) {
    guard let set = LabelSet(argument) else { return nil }
    self.set = set
  }
}

/// Which labels play which role.
struct LabelOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Labels of the liver.", valueName: "1-8"))
  var liver: LabelSetArgument?

  @Option(help: ArgumentHelp("Labels of the tumour.", valueName: "9"))
  var tumour: LabelSetArgument?

  @Option(help: ArgumentHelp("Labels of the future liver remnant.", valueName: "2,3"))
  var flr: LabelSetArgument?

  @Option(
    help: ArgumentHelp(
      "A table whose roles stand in for --liver, --tumour and --flr where these are not given: a "
        + "preset (volumetry labels list) or a file, named with a / or a .",
      valueName: "preset|file"))
  var labels: LabelsArgument?

  /// Opens the table, if there is one, and fills in the roles that were not given.
  func resolved() throws -> RoleSets {
    var sets = RoleSets(liver: liver?.set, tumour: tumour?.set, flr: flr?.set)
    guard let labels else { return sets }
    let named = try labels.open()
    sets.liver = sets.liver ?? named.table.liver
    sets.tumour = sets.tumour ?? named.table.tumour
    sets.flr = sets.flr ?? named.table.flr
    guard sets.liver != nil else {
      throw ValidationError(
        "the names \(named.source.words) do not say which labels are liver; say so with --liver")
    }
    sets.table = named
    return sets
  }
}

/// The label sets of the roles, as they were given or as a table states them.
struct RoleSets {
  var liver: LabelSet?
  var tumour: LabelSet?
  var flr: LabelSet?
  /// The table that filled in what was not given.
  var table: NamedLabelTable?

  /// The sets in the notation in which they are given, by role.
  var named: [String: String] {
    var named: [String: String] = [:]
    if let liver { named["liver"] = liver.description }
    if let tumour { named["tumour"] = tumour.description }
    if let flr { named["flr"] = flr.description }
    return named
  }
}

/// One file a role.
struct RoleFileOptions: ParsableArguments {
  @Option(help: "Label map of the liver; every label, or --liver.", completion: .file())
  var liverFile: String?

  @Option(help: "Label map of the tumour; every label, or --tumour.", completion: .file())
  var tumourFile: String?

  @Option(help: "Label map of the FLR; every label, or --flr.", completion: .file())
  var flrFile: String?

  var named: [String: String] {
    var named: [String: String] = [:]
    named["liver"] = liverFile
    named["tumour"] = tumourFile
    named["flr"] = flrFile
    return named
  }

  /// A role without a file of its own is labels of the liver's file.
  func scan(liver: String, labels: LabelOptions) -> RoleScan {
    var paths = [liver]
    func region(_ path: String?, _ set: LabelSet?) -> LiverRoles.Region? {
      guard let path else { return set.map { LiverRoles.Region(volume: 0, labels: $0) } }
      paths.append(path)
      return set.map { LiverRoles.Region(volume: paths.count - 1, labels: $0) }
        ?? LiverRoles.Region(everyLabelOf: paths.count - 1)
    }
    let tumour = region(tumourFile, labels.tumour?.set)
    let flr = region(flrFile, labels.flr?.set)
    let organ =
      labels.liver.map { LiverRoles.Region(volume: 0, labels: $0.set) }
      ?? LiverRoles.Region(everyLabelOf: 0)
    return RoleScan(paths: paths, roles: LiverRoles(liver: organ, tumour: tumour, flr: flr))
  }
}

/// What of the person the formulas read, and which formulas.
struct BodyOptions: ParsableArguments {
  @Option(help: "Body height in cm.")
  var heightCm: Double?

  @Option(help: "Body weight in kg: dry, before stage 1.")
  var weightKg: Double?

  @Option(help: ArgumentHelp("Sex, where a formula reads it.", valueName: "female|male"))
  var sex: SexArgument?

  @Option(help: "Age in completed years, where a formula reads it.")
  var ageYears: Int?

  @Option(help: "Width of the thorax in cm (kokudo-2015).")
  var thoracicWidthCm: Double?

  @Option(
    help: ArgumentHelp(
      "Whether the person counts as Asian, as the formulas' papers use the word.",
      valueName: "yes|no|unknown"))
  var asian: AsianArgument?

  @Option(
    help: ArgumentHelp(
      "Formula of the estimated liver volume: "
        + TotalLiverVolumeFormula.all.map(\.id).joined(separator: ", ") + ".",
      valueName: "id"))
  var telvFormula = BodyEstimate.Choice.defaultFormula

  @Option(
    help: ArgumentHelp(
      "Formula of the body surface area: "
        + BodySurfaceAreaFormula.all.map(\.id).joined(separator: ", ")
        + ". Default: the one the liver formula was fitted with, else mosteller.", valueName: "id"))
  var bsaFormula: String?

  @Option(help: "Density of liver tissue in g/mL, for FLR/BW.")
  var density = GramsPerMillilitre.conventional.value

  var densityValue: GramsPerMillilitre { GramsPerMillilitre(density) }

  var body: BodySize {
    var body = BodySize(
      height: heightCm.map { Centimetres($0) }, weight: weightKg.map { Kilograms($0) },
      sex: sex?.sex, ageYears: ageYears)
    body.thoracicWidth = thoracicWidthCm.map { Centimetres($0) }
    body.isAsian = asian?.isAsian
    return body
  }

  func choice() throws -> BodyEstimate.Choice {
    do throws(BodyEstimate.Choice.Unknown) {
      return try BodyEstimate.Choice(telv: telvFormula, bsa: bsaFormula)
    } catch {
      let flag = error.option == "telv_formula" ? "--telv-formula" : "--bsa-formula"
      throw ValidationError(
        "\(flag) \(error.found): no such formula; known: \(error.known.joined(separator: ", "))")
    }
  }

  /// Whether anything of the body is stated.
  var statesBody: Bool {
    heightCm != nil || weightKg != nil || sex != nil || ageYears != nil || thoracicWidthCm != nil
      || asian != nil
  }

  /// Whether anything is stated of the body or the formulas.
  var statesAnything: Bool {
    statesBody || bsaFormula != nil || telvFormula != BodyEstimate.Choice.defaultFormula
  }

  func checkBody() throws {
    guard density > 0, density.isFinite else {
      throw ValidationError("--density \(density): expected g/mL above 0")
    }
    do throws(TotalLiverVolumeError) { try body.check() } catch {
      throw ValidationError(error.description)
    }
  }
}

/// Yes, no or unknown on the command line, as a case says it; `true` and `false` are the same.
struct AsianArgument: ExpressibleByArgument {
  /// Nil where it is stated to be unknown.
  let isAsian: Bool?

  init?(argument: String) {
    switch argument {
    case "yes", "true": isAsian = true
    case "no", "false": isAsian = false
    case "unknown": isAsian = nil
    default: return nil
    }
  }
}

/// Sex on the command line.
enum SexArgument: String, CaseIterable, ExpressibleByArgument {
  case female, male

  var sex: Sex { self == .female ? .female : .male }
}
