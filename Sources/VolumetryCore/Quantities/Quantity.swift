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
