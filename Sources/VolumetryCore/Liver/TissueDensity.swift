/// g/mL, equal to kg/L.
public enum GramPerMillilitreUnit {}

/// Mass of liver tissue in a volume.
public typealias GramsPerMillilitre = Quantity<GramPerMillilitreUnit>

extension GramsPerMillilitre {
  /// 1.0 g/mL, the convention under which FLR/BW and the weight formulas are compared. In cirrhosis
  /// 1.1 was measured (PMC3921016); it is used only when it is asked for.
  public static let conventional = GramsPerMillilitre(1)
}
