/// A number with its unit in the type: adding millilitres to kilograms does not compile.
///
/// `value` is in the unit that the type names, never in a multiple of it. Quantities are finite
/// wherever they come from the readers of this package; arithmetic on them is plain `Double`.
public struct Quantity<Unit>: Hashable, Comparable, Sendable {
  public var value: Double

  public init(_ value: Double) { self.value = value }

  public static func < (a: Self, b: Self) -> Bool { a.value < b.value }
  public static func + (a: Self, b: Self) -> Self { Self(a.value + b.value) }
  public static func - (a: Self, b: Self) -> Self { Self(a.value - b.value) }
  public static func * (a: Self, factor: Double) -> Self { Self(a.value * factor) }
  public static func / (a: Self, b: Self) -> Double { a.value / b.value }
  public static var zero: Self { Self(0) }
}

/// mL.
public enum MillilitreUnit {}
/// mm³.
public enum CubicMillimetreUnit {}
/// mm.
public enum MillimetreUnit {}
/// cm.
public enum CentimetreUnit {}
/// kg.
public enum KilogramUnit {}
/// m².
public enum SquareMetreUnit {}
/// cm².
public enum SquareCentimetreUnit {}
/// mm².
public enum SquareMillimetreUnit {}

/// Volume of tissue. 1 mL = 1 cm³ = 1000 mm³.
public typealias Millilitres = Quantity<MillilitreUnit>
/// Volume of voxels, as the affine of a scan gives it.
public typealias CubicMillimetres = Quantity<CubicMillimetreUnit>
/// Length in scanner space.
public typealias Millimetres = Quantity<MillimetreUnit>
/// Body height.
public typealias Centimetres = Quantity<CentimetreUnit>
/// Body weight.
public typealias Kilograms = Quantity<KilogramUnit>
/// Area of a surface in the body.
public typealias SquareCentimetres = Quantity<SquareCentimetreUnit>
/// Area of a surface of voxels.
public typealias SquareMillimetres = Quantity<SquareMillimetreUnit>
/// Body surface area.
public typealias SquareMetres = Quantity<SquareMetreUnit>

/// 1 mL = 1 cm³ = 1000 mm³. The only place where this factor is written.
private let cubicMillimetresPerMillilitre = 1000.0

extension Millilitres {
  /// The same volume in mL.
  public init(_ volume: CubicMillimetres) {
    self.init(volume.value / cubicMillimetresPerMillilitre)
  }
}

extension CubicMillimetres {
  /// The same volume in mm³.
  public init(_ volume: Millilitres) { self.init(volume.value * cubicMillimetresPerMillilitre) }
}

/// 1 cm² = 100 mm².
private let squareMillimetresPerSquareCentimetre = 100.0
/// 1 cm = 10 mm.
private let millimetresPerCentimetre = 10.0

extension SquareCentimetres {
  /// The same area in cm².
  public static func of(squareMillimetres: Double) -> Self {
    Self(squareMillimetres / squareMillimetresPerSquareCentimetre)
  }

  /// The volume of a shell of this area, so thin that its two sides are alike: 80 cm² × 3 mm are
  /// 24 mL.
  public func shell(_ thickness: Millimetres) -> Millilitres {
    Millilitres(value * thickness.value / millimetresPerCentimetre)
  }
}
