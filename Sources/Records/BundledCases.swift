/// The case files that ship with the program, as text.
public enum BundledCases {
  /// The synthetic case of the two-stage phantom; its scans stand beside it.
  public static var twoStagePhantom: String {
    String(decoding: PackageResources.two_stage_case_yaml, as: UTF8.self)
  }

  /// What the labels of the two-stage phantom are called, in our own format.
  public static var twoStageLabels: String {
    String(decoding: PackageResources.two_stage_labels_yaml, as: UTF8.self)
  }
}
