extension TwoStagePhantom {
  /// Everything that defines a two-stage phantom: plain values, checked by `TwoStagePhantom.init`.
  ///
  /// Lengths of solids are in the *liver frame*: millimetres, axes parallel to RAS+ (x to the
  /// patient's right, y anterior, z superior), origin on the umbilical plane where the axis of the
  /// liver meets it. They describe the liver before stage 1;
  /// `StageOne` says what the operation does.
  public struct Specification: Hashable, Sendable {
    public var scan: Scan
    public var liver: Liver
    /// Segment 1, carved out of the medial sector.
    public var caudate: Caudate
    /// Each strictly inside one segment of the part that is resected.
    public var tumours: [Tumour]
    public var stageOne: StageOne

    public init(
      scan: Scan, liver: Liver, caudate: Caudate, tumours: [Tumour], stageOne: StageOne
    ) {
      self.scan = scan
      self.liver = liver
      self.caudate = caudate
      self.tumours = tumours
      self.stageOne = stageOne
    }
  }
}

extension TwoStagePhantom.Specification {
  /// The voxel grid, with axes to the left, posterior and superior (LPS), as a CT is stored.
  public struct Scan: Hashable, Sendable {
    public var shape: GridShape
    /// Distance of voxel centres along i, j and k in mm; finite and positive.
    public var spacing: SIMD3<Double>
    /// The middle of the scanned block in RAS+ mm.
    public var centre: SIMD3<Double>
    /// Where the origin of the liver frame lies, in RAS+ mm.
    public var liverOrigin: SIMD3<Double>

    public init(
      shape: GridShape, spacing: SIMD3<Double>, centre: SIMD3<Double>, liverOrigin: SIMD3<Double>
    ) {
      self.shape = shape
      self.spacing = spacing
      self.centre = centre
      self.liverOrigin = liverOrigin
    }
  }

  /// The body of the liver: an ellipsoid cut off at the umbilical plane x = 0, continued to the
  /// left by half an ellipsoid of the same cross-section, and the planes between its sectors.
  public struct Liver: Hashable, Sendable {
    /// Of the right body along x, y and z, in mm.
    public var rightSemiAxes: SIMD3<Double>
    /// x of the right body's centre; at least 0 and less than its first semi-axis.
    public var rightCentre: Millimetres
    /// Of the left lateral part along x.
    public var leftSemiAxis: Millimetres
    /// x of the plane between the medial sector (segment 4) and the anterior one (5, 8).
    public var cantliePlane: Millimetres
    /// x of the plane between the anterior and the posterior sector (6, 7).
    public var rightHepaticVeinPlane: Millimetres

    public init(
      rightSemiAxes: SIMD3<Double>, rightCentre: Millimetres, leftSemiAxis: Millimetres,
      cantliePlane: Millimetres, rightHepaticVeinPlane: Millimetres
    ) {
      self.rightSemiAxes = rightSemiAxes
      self.rightCentre = rightCentre
      self.leftSemiAxis = leftSemiAxis
      self.cantliePlane = cantliePlane
      self.rightHepaticVeinPlane = rightHepaticVeinPlane
    }
  }

  /// Segment 1: a small ellipsoid wholly inside the medial sector.
  public struct Caudate: Hashable, Sendable {
    /// In the liver frame, mm.
    public var centre: SIMD3<Double>
    /// Along x, y and z, in mm.
    public var semiAxes: SIMD3<Double>

    public init(centre: SIMD3<Double>, semiAxes: SIMD3<Double>) {
      self.centre = centre
      self.semiAxes = semiAxes
    }
  }

  /// A ball of tumour strictly inside one segment of the part that is resected.
  public struct Tumour: Hashable, Sendable {
    /// 4 to 8.
    public var segment: Int
    /// In the liver frame, mm.
    public var centre: SIMD3<Double>
    public var radius: Millimetres

    public init(segment: Int, centre: SIMD3<Double>, radius: Millimetres) {
      self.segment = segment
      self.centre = centre
      self.radius = radius
    }
  }

  /// What stage 1 does to the liver, and when it is done and seen.
  ///
  /// Both factors stretch along x away from the umbilical plane, so every volume they touch is
  /// multiplied by exactly the factor and the cross-section on that plane stays shared.
  public struct StageOne: Hashable, Sendable {
    /// Of the left lateral part: 1.6 is a growth of 60 %.
    public var leftFactor: Double
    /// Of everything right of the umbilical plane, segment 1 and the tumours' positions included;
    /// the tumours keep their radius.
    public var rightFactor: Double
    public var scanBefore: CalendarDay
    /// The day of the operation: not before the first scan, and before the second.
    public var day: CalendarDay
    public var scanAfter: CalendarDay

    public init(
      leftFactor: Double, rightFactor: Double, scanBefore: CalendarDay, day: CalendarDay,
      scanAfter: CalendarDay
    ) {
      self.leftFactor = leftFactor
      self.rightFactor = rightFactor
      self.scanBefore = scanBefore
      self.day = day
      self.scanAfter = scanAfter
    }
  }
}
