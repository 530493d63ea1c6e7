import Glibc
public import VolumetryCore

/// Response of measured target lesions by RECIST 1.1 (Eisenhauer 2009, PMC2755245): sums of longest
/// axial diameters. New lesions and non-target lesions are not its business.
public enum RECIST {
  /// What the sum says.
  public enum Response: String, Hashable, Sendable, CaseIterable {
    case complete = "CR"
    case partial = "PR"
    case stable = "SD"
    case progressive = "PD"
  }

  /// Smallest shrinkage below the baseline that is a partial response, per cent.
  static let partialPercent = 30.0
  /// Smallest growth above the nadir that is progression, per cent.
  static let progressionPercent = 20.0
  /// Smallest growth above the nadir that is progression, in mm as well as in per cent.
  static let progression = Millimetres(5)
  /// Where the numbers come from.
  public static let source = Source(
    "Eisenhauer EA, Eur J Cancer 2009;45:228-247, table 3", identifier: "PMC2755245",
    evidence: .verified)

  /// Progression is asked first, then complete and partial response. 100 → 70 mm is partial, 70.1
  /// stable; 60 at nadir → 72 mm progression; 20 → 24.9 mm stable, for 4.9 mm are not 5.
  ///
  /// - Parameter nadir: the smallest sum so far, the baseline among them
  /// - Returns: nil where there was nothing at baseline, or a sum is negative or not finite
  public static func response(
    baseline: Millimetres, nadir: Millimetres, current: Millimetres
  ) -> Response? {
    let sums = [baseline, nadir, current]
    guard sums.allSatisfy({ $0.value.isFinite && $0 >= .zero }), baseline > .zero else {
      return nil
    }
    let growth = current - nadir
    if growth >= progression, percent * growth.value >= progressionPercent * nadir.value {
      return .progressive
    }
    if current == .zero { return .complete }
    let shrinkage = baseline - current
    return percent * shrinkage.value >= partialPercent * baseline.value ? .partial : .stable
  }

  /// Volume of a ball of this diameter: 1 cm is 523.599 mm³.
  public static func volume(ofBall diameter: Millimetres) -> CubicMillimetres {
    CubicMillimetres(Double.pi / sixthsOfACube * pow(diameter.value, cube))
  }

  private static let percent = 100.0
  /// A ball fills π/6 of its cube.
  private static let sixthsOfACube = 6.0
  private static let cube = 3.0
}

/// Tumour burden score: √(largest diameter² + number²), the diameter in cm (card 7.8).
public enum TumourBurdenScore {
  /// Where the definition was read; its cut-offs differ by disease and paper.
  public static let source = Source(
    "tumour burden score; cut-offs differ", identifier: "doi:10.1007/s00423-023-02869-6",
    evidence: .verified)

  /// 4 cm and 3 lesions give 5; nil where a number is negative or not finite.
  public static func value(largest diameter: Centimetres, lesions: Int) -> Double? {
    guard diameter.value.isFinite, diameter >= .zero, lesions >= 0 else { return nil }
    let (size, count) = (diameter.value, Double(lesions))
    return (size * size + count * count).squareRoot()
  }
}
