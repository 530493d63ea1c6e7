import Glibc

/// The voxel volume and the affine that a header may be believed to state: rules R1 to R5.
///
/// 1. Every *coded* transform is read: the sform with its determinant, the qform with the product
///    of its pixdim. With neither coded, pixdim alone (method 1 of the standard).
/// 2. Both coded: accepted when their volumes agree, or when the column norms of the sform equal
///    pixdim axis by axis (a sheared CT, whose volume is the determinant's). Otherwise refused: no
///    order of precedence is right for every writer.
/// 3. Only the sform coded: it is used, and a pixdim that differs is a warning; but an sform into a
///    template space (code 2 and above) whose scale differs from pixdim is not the patient,
///    refused.
/// 4. No spacing is ever invented.
struct GeometryReading {
  let fields: HeaderFields
  private(set) var warnings: [VolumeWarning] = []

  /// Two lengths or volumes closer than this, relatively, are the same.
  static let agreement = 1e-3
  /// Codes from here on map into another space than the scanner's: aligned, Talairach, MNI,
  /// template.
  static let firstTemplateCode = 2
  /// Relative excess of the column norms' product over the determinant from which a grid is
  /// sheared.
  static let shear = 1e-4
  /// Cosine of the largest tilt that a gantry may have, 45 degrees: ours, beyond what scanners do
  /// (30). A larger shear is another transform, not a tilt.
  static let leastSquareness = 0.5.squareRoot()
  /// A field of view outside this range, in mm along an axis, is implausible for a body scan.
  static let plausibleFieldOfView = 50.0...2000.0
  /// No scanner's voxels are outside this, in mm; within it every later product stays finite.
  static let possibleSpacing = 1e-6...1e6
  /// No position is further from the origin than this, in mm.
  static let mostOffset = 1e9
  /// How far b² + c² + d² may exceed 1 by rounding of float32.
  static let quaternionSlack = 1e-6

  init(fields: HeaderFields) { self.fields = fields }

  /// The grid, or a refusal with every reading and how far they are apart.
  ///
  /// - Parameter choice: the transform that the user says is right; nil follows the rules above.
  mutating func grid(
    of shape: GridShape, choosing choice: GeometrySource?
  ) throws(VolumeError) -> Grid {
    let unit = millimetresPerUnit()
    let pixdim = spacing(unit)
    let sform = sformAffine(unit)
    let source: GeometrySource
    if let choice {
      source = try chosen(choice, sform: sform, pixdim: pixdim)
    } else {
      source = try accepted(sform: sform, pixdim: pixdim)
    }
    let candidate = accept(source, sform: sform, pixdim: pixdim, unit: unit)
    let grid = Grid(shape: shape, candidate)
    checkPlausibility(grid)
    return grid
  }

  /// What each transform says that can be read at all, whether or not the rules accept it.
  func candidates() -> [GeometryCandidate] {
    var reading = self
    let unit = reading.millimetresPerUnit()
    let (sform, pixdim) = (reading.sformAffine(unit), reading.spacing(unit))
    let qform = pixdim.flatMap { reading.qformAffine($0, unit: unit) }
    return GeometrySource.allCases.compactMap { source in
      if source == .qform, fields.qformCode <= 0 { return nil }
      return candidate(source, sform: sform, qform: qform, pixdim: pixdim)
    }
  }

  // MARK: Readings

  /// READER row 11: only the low three bits are the unit of length.
  private mutating func millimetresPerUnit() -> Double {
    switch fields.units & 7 {
    case 1: return 1000
    case 2: return 1
    case 3: return 1e-3
    case let unit:
      warn(.units, "the unit of length is not stated (code \(unit)); millimetres were taken")
      return 1
    }
  }

  /// |pixdim[1...3]| in mm, nil where one is 0 or not finite.
  private mutating func spacing(_ unit: Double) -> [Double]? {
    let stated = Array(fields.pixdim[1...3])
    guard stated.allSatisfy({ Self.possibleSpacing.contains(abs($0) * unit) }) else { return nil }
    if stated.contains(where: { $0 < 0 }) {
      warn(
        .pixdimSign, "pixdim \(stated) holds a negative spacing; its absolute value was used",
        ["found_pixdim": .numbers(stated)])
    }
    return stated.map { abs($0) * unit }
  }

  /// The sform in mm, nil where it is not coded, not finite or singular.
  private func sformAffine(_ unit: Double) -> Affine? {
    guard fields.sformCode > 0, fields.sform.joined().allSatisfy(\.isFinite) else { return nil }
    let affine = Affine(rows: fields.sform.map { $0.map { $0 * unit } })
    guard affine.columnNorms.allSatisfy(Self.possibleSpacing.contains),
      affine.rows.allSatisfy({ abs($0[3]) <= Self.mostOffset }),
      abs(affine.determinant) > 1e-9 * affine.columnNorms.reduce(1, *)
    else { return nil }
    return affine
  }

  private func volume(_ spacing: [Double]) -> Double { spacing[0] * spacing[1] * spacing[2] }

  private func agree(_ a: Double, _ b: Double) -> Bool {
    abs(a - b) <= Self.agreement * max(abs(a), abs(b))
  }

  private func hasScale(_ affine: Affine, of spacing: [Double]) -> Bool {
    if agree(abs(affine.determinant), volume(spacing)) { return true }
    let squareness = abs(affine.determinant) / affine.columnNorms.reduce(1, *)
    return squareness >= Self.leastSquareness
      && zip(affine.columnNorms, spacing).allSatisfy { agree($0, $1) }
  }

  // MARK: Decision

  private mutating func accepted(
    sform: Affine?, pixdim: [Double]?
  ) throws(VolumeError) -> GeometrySource {
    switch (fields.sformCode > 0, fields.qformCode > 0) {
    case (true, true): return try bothCoded(sform: sform, pixdim: pixdim)
    case (true, false): return try onlySform(sform, pixdim: pixdim)
    case (false, true):
      guard pixdim != nil else {
        throw refuse("the qform needs pixdim \(statedPixdim)", sform, nil)
      }
      return .qform
    case (false, false):
      guard pixdim != nil else {
        throw refuse("no transform is coded and pixdim is \(statedPixdim)", sform, nil)
      }
      warn(
        .noTransform,
        "the file states no transform: volumes are by pixdim, left and right are unknown")
      return .pixdim
    }
  }

  private mutating func bothCoded(
    sform: Affine?, pixdim: [Double]?
  ) throws(VolumeError) -> GeometrySource {
    switch (sform, pixdim) {
    case (nil, nil):
      throw refuse("the sform is not usable and pixdim is \(statedPixdim)", nil, nil)
    case (nil, .some):
      warn(.sform, "the sform is coded but zero, singular or not finite; the qform was used")
      return .qform
    case (.some(let affine), nil):
      guard fields.sformCode < Self.firstTemplateCode else {
        throw refuse(
          "the sform maps into another space (code \(fields.sformCode)) and pixdim is "
            + "\(statedPixdim)", affine, nil)
      }
      warn(.pixdim, "pixdim is \(statedPixdim); the sform was used", against(affine, nil))
      return .sform
    case (.some(let affine), .some(let spacing)):
      guard hasScale(affine, of: spacing) else {
        throw refuse("sform and qform are both coded and disagree", affine, spacing)
      }
      return .sform
    }
  }

  private mutating func onlySform(
    _ sform: Affine?, pixdim: [Double]?
  ) throws(VolumeError) -> GeometrySource {
    guard let affine = sform else {
      throw refuse(
        "the only coded transform, the sform, is zero, singular or not finite", nil, pixdim)
    }
    if let spacing = pixdim, hasScale(affine, of: spacing) { return .sform }
    guard fields.sformCode < Self.firstTemplateCode else {
      throw refuse(
        "the sform maps into another space (code \(fields.sformCode)) with another scale than "
          + "pixdim \(statedPixdim)", affine, pixdim)
    }
    warn(
      .pixdim, "pixdim is \(statedPixdim) and uncoded; the sform was used", against(affine, pixdim))
    return .sform
  }

  private mutating func chosen(
    _ source: GeometrySource, sform: Affine?, pixdim: [Double]?
  ) throws(VolumeError) -> GeometrySource {
    switch source {
    case .sform where sform == nil:
      throw refuse("the chosen sform is not coded or not usable", sform, pixdim)
    case .qform where fields.qformCode <= 0:
      throw refuse("the chosen qform is not coded", sform, pixdim)
    case .qform where pixdim == nil:
      throw refuse("the chosen qform needs pixdim, which is \(statedPixdim)", sform, pixdim)
    case .pixdim where pixdim == nil:
      throw refuse("the chosen pixdim is \(statedPixdim)", sform, pixdim)
    default:
      warn(
        .geometryChosen,
        "the geometry is that of the \(source.rawValue), by the user's choice"
          + (source == .pixdim ? "; left and right are unknown" : ""))
      return source
    }
  }

  /// A voxel by the sform that was used, and by the pixdim that was not.
  private func against(_ affine: Affine, _ pixdim: [Double]?) -> Figures {
    let used = abs(affine.determinant)
    var figures: Figures = ["sform_mm3": .number(used)]
    if let pixdim {
      figures["pixdim_mm3"] = .number(volume(pixdim))
      figures["difference_pct"] = .percent(from: used, to: volume(pixdim))
    }
    return figures
  }

  private var statedPixdim: String { "\(Array(fields.pixdim[1...3]))" }

  private func refuse(_ reason: String, _ sform: Affine?, _ pixdim: [Double]?) -> VolumeError {
    var candidates: [GeometrySource: CubicMillimetres] = [:]
    if let sform { candidates[.sform] = CubicMillimetres(abs(sform.determinant)) }
    if let pixdim {
      candidates[fields.qformCode > 0 ? .qform : .pixdim] = CubicMillimetres(volume(pixdim))
    }
    return .geometry(GeometryConflict(candidates: candidates, reason: reason))
  }

  // MARK: Result

  private mutating func accept(
    _ source: GeometrySource, sform: Affine?, pixdim: [Double]?, unit: Double
  ) -> GeometryCandidate {
    let qform = pixdim.flatMap { qformAffine($0, unit: unit) }
    guard let candidate = candidate(source, sform: sform, qform: qform, pixdim: pixdim) else {
      preconditionFailure("a source is accepted only with its reading at hand")
    }
    switch source {
    case .sform:
      noteShear(candidate.affine)
      if fields.qformCode > 0, let qform, qform.axisCodes != candidate.affine.axisCodes {
        warn(
          .orientation,
          "the sform points to \(candidate.affine.axisCodes) and the qform to \(qform.axisCodes)")
      }
    case .qform where qform == nil:
      warn(.quaternion, "the quaternion is no rotation; orientation is unknown")
    case .qform, .pixdim: break
    }
    return candidate
  }

  /// What one transform says; nil where it cannot be read.
  private func candidate(
    _ source: GeometrySource, sform: Affine?, qform: Affine?, pixdim: [Double]?
  ) -> GeometryCandidate? {
    switch source {
    case .sform:
      sform.map {
        GeometryCandidate(
          source: .sform, affine: $0, voxelVolume: CubicMillimetres(abs($0.determinant)),
          knowsOrientation: true)
      }
    case .qform:
      pixdim.map {
        GeometryCandidate(
          source: .qform, affine: qform ?? Affine(diagonal: $0),
          voxelVolume: CubicMillimetres(volume($0)), knowsOrientation: qform != nil)
      }
    case .pixdim:
      pixdim.map {
        GeometryCandidate(
          source: .pixdim, affine: Affine(diagonal: $0),
          voxelVolume: CubicMillimetres(volume($0)), knowsOrientation: false)
      }
    }
  }

  /// Method 2 of the standard: rotation from the quaternion, scale from pixdim, qfac on the third
  /// axis. Nil where the quaternion is longer than 1.
  private mutating func qformAffine(_ spacing: [Double], unit: Double) -> Affine? {
    guard fields.qformCode > 0 else { return nil }
    if fields.pixdim[0] != 0, abs(fields.pixdim[0]) != 1 {
      warn(
        .qfac, "qfac (pixdim[0]) is \(fields.pixdim[0]); expected 1 or -1, its sign was used",
        ["found_qfac": .number(fields.pixdim[0])])
    }
    let (b, c, d) = (fields.quaternion[0], fields.quaternion[1], fields.quaternion[2])
    let length: Double = b * b + c * c + d * d
    guard length.isFinite, length <= 1 + Self.quaternionSlack,
      fields.quaternionOffset.allSatisfy({ abs($0) * unit <= Self.mostOffset })
    else { return nil }
    // A rotation by 180° has a = 0; rounding may make b² + c² + d² exceed 1 by a little.
    let scale = length > 1 ? 1 / length.squareRoot() : 1
    return Self.rotation(
      a: max(0, 1 - length).squareRoot(), b: b * scale, c: c * scale, d: d * scale,
      spacing: [spacing[0], spacing[1], fields.pixdim[0] < 0 ? -spacing[2] : spacing[2]],
      offset: fields.quaternionOffset.map { $0 * unit })
  }

  private static func rotation(
    a: Double, b: Double, c: Double, d: Double, spacing: [Double], offset: [Double]
  ) -> Affine {
    let rows: [[Double]] = [
      [a * a + b * b - c * c - d * d, 2 * (b * c - a * d), 2 * (b * d + a * c)],
      [2 * (b * c + a * d), a * a + c * c - b * b - d * d, 2 * (c * d - a * b)],
      [2 * (b * d - a * c), 2 * (c * d + a * b), a * a + d * d - c * c - b * b],
    ]
    return Affine(
      rows: (0..<3).map { r in (0..<3).map { rows[r][$0] * spacing[$0] } + [offset[r]] })
  }

  private mutating func noteShear(_ affine: Affine) {
    let norms = affine.columnNorms.reduce(1, *)
    let excess = norms / abs(affine.determinant) - 1
    guard excess > Self.shear else { return }
    let tilt = acos(min(1, 1 / (1 + excess))) * 180 / .pi
    warn(
      .shear,
      "the grid is sheared (gantry tilt) by \((tilt * 10).rounded() / 10) degrees: the volume is "
        + "the determinant's; the product of the spacings is "
        + "\(((excess * 1000).rounded()) / 10) % more",
      [
        "angle_deg": .number(tilt), "determinant_mm3": .number(abs(affine.determinant)),
        "spacings_mm3": .number(norms), "difference_pct": .number(excess * 100),
      ])
  }

  private mutating func checkPlausibility(_ grid: Grid) {
    let extents = zip(grid.spacing, grid.shape.sizes).map { $0.value * Double($1) }
    guard let odd = extents.first(where: { !Self.plausibleFieldOfView.contains($0) }) else {
      return
    }
    warn(
      .scale,
      "the field of view is \((odd * 10).rounded() / 10) mm along an axis, outside "
        + "\(Int(Self.plausibleFieldOfView.lowerBound)) to "
        + "\(Int(Self.plausibleFieldOfView.upperBound)) mm; are the units right?",
      [
        "found_mm": .number(odd), "lowest_mm": .number(Self.plausibleFieldOfView.lowerBound),
        "highest_mm": .number(Self.plausibleFieldOfView.upperBound),
      ])
  }

  private mutating func warn(
    _ code: VolumeWarning.Code, _ message: String, _ figures: Figures = [:]
  ) {
    warnings.append(VolumeWarning(code, message, figures))
  }
}
