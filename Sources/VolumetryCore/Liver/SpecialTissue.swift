/// Tissue within the liver that a record may name beside tumour (card 3.7).
public enum SpecialTissue: String, Hashable, Sendable, CaseIterable {
  /// Fluid. It is no working liver.
  case cyst
  /// A zone that was ablated, and any other dead tissue. It is no working liver.
  case ablation
  /// Vessels inside the liver: volumetry by counting voxels usually includes them. They are
  /// reported, and never subtracted.
  case vessels

  /// Whether it is subtracted from the functional liver and from the remnant, as tumour is.
  public var isSubtracted: Bool { self != .vessels }
}

extension LiverRoles {
  /// Whether a voxel is of a tissue that is subtracted beside tumour.
  func isNonFunctional(_ combination: [Label]) -> Bool {
    special.contains { $0.isSubtracted && $1.contains(combination[liver.volume]) }
  }
}
