public import VolumetryCore

/// The estimated total liver volume of a patient by the chosen formula, and how far the formulas
/// that the record allows lie apart.
public struct BodyEstimate: Hashable, Sendable {
  public let formula: TotalLiverVolumeFormula
  /// Nil where the formula reads no surface area.
  public let bodySurfaceAreaFormula: BodySurfaceAreaFormula?
  /// Nil where an input is missing or the formula does not apply; `reason` then says why.
  public let estimate: TotalLiverVolumeEstimate?
  /// Why there is no estimate.
  public let reason: String?
  /// Paths in the record of missing inputs.
  public let missing: [String]
  /// Unusual sizes, and a person outside the people the formula was fitted on.
  public let warnings: [LiverWarning]
  /// Every formula that the record allows, with its default surface area; only those whose
  /// coefficients were read in a source.
  public let all: [TotalLiverVolumeEstimate]
  /// `W-TELV-THRESHOLD`: published thresholds for sFLR and its growth were derived with another
  /// formula, or on other people.
  public let thresholdWarnings: [LiverWarning]
  /// Body surface area by the chosen formula, else by the one of the liver formula, else Mosteller;
  /// nil where height or weight is missing or the formula gives none.
  public let surface: Surface?
  /// Why there is no surface area.
  public let surfaceReason: String?

  /// A body surface area and the formula it comes from.
  public struct Surface: Hashable, Sendable {
    public let formula: BodySurfaceAreaFormula
    public let area: SquareMetres
  }

  /// Whether an answer may rest on the estimate; false too where there is none.
  public var mayDecide: Bool { estimate?.mayDecide ?? false }

  /// Which formulas were asked for, by id; nil takes the default.
  public struct Choice: Hashable, Sendable {
    public var telv: TotalLiverVolumeFormula
    public var bodySurfaceArea: BodySurfaceAreaFormula?

    /// An id that names no formula, with those that exist.
    public struct Unknown: Error, Hashable, Sendable {
      /// Key of the option.
      public let option: String
      public let found: String
      public let known: [String]
    }

    /// The formulas of these ids; nil takes the default.
    public init(telv: String?, bsa: String?) throws(Unknown) {
      guard let formula = TotalLiverVolumeFormula(id: telv ?? Self.defaultFormula) else {
        throw Unknown(
          option: "telv_formula", found: telv ?? Self.defaultFormula,
          known: TotalLiverVolumeFormula.all.map(\.id))
      }
      self.telv = formula
      bodySurfaceArea = nil
      if let bsa {
        guard let area = BodySurfaceAreaFormula(id: bsa) else {
          throw Unknown(
            option: "bsa_formula", found: bsa, known: BodySurfaceAreaFormula.all.map(\.id))
        }
        bodySurfaceArea = area
      }
    }

    /// Vauthey 2002: the one with which the published sFLR and KGR cut-offs were derived.
    public static let defaultFormula = "vauthey-2002-bsa"
  }

  /// Estimates by the chosen formula, and by every other that the body allows.
  public init(_ body: BodySize, choice: Choice) {
    formula = choice.telv
    bodySurfaceAreaFormula =
      choice.telv.usesBodySurfaceArea
      ? choice.bodySurfaceArea ?? choice.telv.defaultBodySurfaceArea : nil
    all = TotalLiverVolumeFormula.all.filter(\.mayDecide).compactMap { formula in
      do throws(TotalLiverVolumeError) { return try formula.estimate(body) } catch { return nil }
    }
    thresholdWarnings = ThresholdBasis.warnings(
      formula: choice.telv, bodySurfaceArea: bodySurfaceAreaFormula, body: body)
    let area = choice.bodySurfaceArea ?? choice.telv.defaultBodySurfaceArea ?? .mosteller
    do throws(TotalLiverVolumeError) {
      surface = Surface(formula: area, area: try area.checkedArea(of: body))
      surfaceReason = nil
    } catch {
      surface = nil
      surfaceReason = error.description
    }
    var warnings = body.warnings
    do throws(TotalLiverVolumeError) {
      estimate = try choice.telv.estimate(body, bsa: choice.bodySurfaceArea)
      reason = nil
      missing = []
    } catch {
      estimate = nil
      reason = error.description
      if case .missing(let fields) = error {
        missing = fields.map { "patient.\($0)" }
      } else {
        missing = []
      }
    }
    warnings += estimate?.warnings ?? []
    self.warnings = warnings
  }
}

extension Case {
  /// What the record knows of the body; completed years of age. A stated `unknown` is not known.
  public var bodySize: BodySize {
    var body = BodySize(
      height: patient.height, weight: patient.weight, sex: patient.sex,
      ageYears: patient.ageYears.map { Int($0) })
    body.thoracicWidth = patient.thoracicWidth
    body.isAsian = patient.isAsian
    return body
  }
}
