/// Names for the codes of a header, as the standard gives them.
public enum HeaderWords {
  /// What sform_code and qform_code say of the space (nifti1.h, NIFTI_XFORM).
  public static func transform(_ code: Int) -> String {
    switch code {
    case 0: "not coded"
    case 1: "scanner"
    case 2: "aligned"
    case 3: "Talairach"
    case 4: "MNI 152"
    case 5: "template"
    default: "unknown"
    }
  }

  /// The unit of length in xyzt_units.
  public static func lengthUnit(_ code: Int) -> String {
    switch code & 7 {
    case 0: "not stated"
    case 1: "m"
    case 2: "mm"
    case 3: "um"
    default: "unknown"
    }
  }

  /// The unit of the fourth dimension in xyzt_units.
  public static func timeUnit(_ code: Int) -> String {
    switch code & 56 {
    case 0: "not stated"
    case 8: "s"
    case 16: "ms"
    case 24: "us"
    case 32: "Hz"
    case 40: "ppm"
    case 48: "rad/s"
    default: "unknown"
    }
  }

  /// The order in which slices were acquired (NIFTI_SLICE).
  public static func sliceOrder(_ code: Int) -> String {
    let names = [
      "not stated", "sequential increasing", "sequential decreasing", "alternating increasing",
      "alternating decreasing", "alternating increasing from the second",
      "alternating decreasing from the second",
    ]
    return names.indices.contains(code) ? names[code] : "unknown"
  }

  /// Which voxel axis was frequency, phase and slice of the acquisition (dim_info).
  public static func axes(_ code: Int) -> String {
    let axes = [("frequency", code & 3), ("phase", code >> 2 & 3), ("slice", code >> 4 & 3)]
    let stated = axes.filter { $0.1 > 0 }.map { "\($0.0) along \(["i", "j", "k"][$0.1 - 1])" }
    return stated.isEmpty ? "not stated" : stated.joined(separator: ", ")
  }

  /// What the numbers are meant to be (NIFTI_INTENT).
  public static func intent(_ code: Int) -> String {
    if Header.ciftiIntents.contains(code) { return "CIFTI" }
    for (first, names) in intents where (first..<(first + names.count)).contains(code) {
      return names[code - first]
    }
    return "unknown"
  }

  private static let intents: [(first: Int, names: [String])] = [
    (0, ["none"]),
    (
      2,
      [
        "correlation", "t test", "F test", "z score", "chi-squared", "beta", "binomial", "gamma",
        "Poisson", "normal", "noncentral F test", "noncentral chi-squared", "logistic", "Laplace",
        "uniform", "noncentral t test", "Weibull", "chi", "inverse Gauss", "extreme value",
        "p value", "log p value", "log10 p value",
      ]
    ),
    (
      1001,
      [
        "estimate", "label", "neuron name", "general matrix", "symmetric matrix",
        "displacement vector", "vector", "point set", "triangle", "quaternion", "dimensionless",
      ]
    ),
    (2001, ["time series", "node index", "RGB vector", "RGBA vector", "shape"]),
    (
      2006,
      [
        "FSL displacement field", "FSL cubic spline", "FSL DCT coefficients",
        "FSL quadratic spline",
      ]
    ),
    (2016, ["FSL topup cubic spline", "FSL topup quadratic spline", "FSL topup field"]),
  ]

  /// Who registered an extension's code (nifti1.h, NIFTI_ECODE).
  public static func extensionOwner(_ code: Int) -> String {
    let names = [
      0: "unregistered", 2: "DICOM", 4: "AFNI", 6: "comment", 8: "XCEDE", 10: "JIM",
      12: "workflow", 14: "FreeSurfer", 16: "Python pickle", 18: "MiND", 20: "b value",
      22: "spherical direction", 24: "DT component", 26: "SHC degree and order", 28: "VoxBo",
      30: "Caret", 32: "CIFTI", 34: "variable frame timing", 38: "eval", 40: "MATLAB",
      42: "Quantiphyse", 44: "MRS",
    ]
    return names[code] ?? "code \(code)"
  }
}
