extension TwoStagePhantom {
  /// The phantom that the demonstration writes; `phantoms/two-stage/specification.yaml` lists it.
  ///
  /// Worked numbers: total 1512.5 → 1573.0 mL, remnant 302.5 → 484.0 mL: 20 % of the total before,
  /// 30.8 % after, a relative growth of exactly 60 % in 7 days.
  public static let standard: TwoStagePhantom = {
    do throws(PhantomError) {
      return try TwoStagePhantom(.standard)
    } catch {
      preconditionFailure("the standard phantom satisfies its own check: \(error)")
    }
  }()
}

extension TwoStagePhantom.Specification {
  /// Chosen so that every plane x = const falls on voxel faces at both stages, and z = 0 too: only
  /// curved surfaces are then approximated by voxels. The ratio of the volumes right and left of
  /// the umbilical plane is exactly 4: 80 (2/3 + 0.6 − 0.6³/3) = 4 · 56 · (2/3) (1 − 0.6²).
  public static let standard = TwoStagePhantom.Specification(
    scan: Scan(
      shape: standardShape, spacing: SIMD3(1.5, 1.5, 2.5), centre: SIMD3(31.5, 5, 40),
      liverOrigin: SIMD3(12, 5.4, 40)),
    liver: Liver(
      rightSemiAxes: SIMD3(80, 65, 62), rightCentre: Millimetres(48),
      leftSemiAxis: Millimetres(56), cantliePlane: Millimetres(30),
      rightHepaticVeinPlane: Millimetres(75)),
    caudate: Caudate(centre: SIMD3(15, -24, 0), semiAxes: SIMD3(11, 20, 26)),
    tumours: [
      Tumour(segment: 8, centre: SIMD3(52.5, 10, 24), radius: Millimetres(19)),
      Tumour(segment: 5, centre: SIMD3(52.5, -5, -25), radius: Millimetres(18)),
      Tumour(segment: 7, centre: SIMD3(94, -6, 20), radius: Millimetres(16)),
      Tumour(segment: 6, centre: SIMD3(95, 8, -20), radius: Millimetres(15)),
    ],
    stageOne: StageOne(
      leftFactor: 1.6, rightFactor: 0.9, scanBefore: day(2026, 2, 24), day: day(2026, 3, 2),
      scanAfter: day(2026, 3, 9)))

  private static var standardShape: GridShape {
    guard let shape = GridShape(192, 128, 72) else {
      preconditionFailure("the standard grid is small")
    }
    return shape
  }

  private static func day(_ year: Int, _ month: Int, _ day: Int) -> CalendarDay {
    guard let day = CalendarDay(year: year, month: month, day: day) else {
      preconditionFailure("the standard days exist")
    }
    return day
  }
}
