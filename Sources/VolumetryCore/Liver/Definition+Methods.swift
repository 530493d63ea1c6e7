extension Definition {
  /// Where every standard deviation comes from (card 8).
  static let uncertainty: [Definition] = [
    Definition(
      "cv-model", .uncertainty, "coefficient of variation", "sd = cv * V", unit: "mL",
      inputs: ["uncertainty.flr_cv_percent", "uncertainty.tlv_cv_percent"],
      facts: Facts(
        validity: "assumed where the record states none, and said so",
        pitfalls: "a repeated segmentation does not contain the resection plane",
        keys: ["uncertainty.scans[].cv_sd_ml"], source: CoefficientOfVariation.source)),
    Definition(
      "boundary-model", .uncertainty, "half a voxel around the labels", "sd = S * delta",
      unit: "mL", inputs: ["uncertainty.model"],
      facts: Facts(
        validity: "label maps only; typed volumes have no surface",
        pitfalls: "thin voxels give a small sd although the observer scatters, not the voxel",
        keys: ["uncertainty.scans[].boundary_sd_ml", "uncertainty.scans[].surface_cm2"],
        source: Source("geometry; half a voxel as one sd is ours", evidence: .unverified))),
    Definition(
      "plane-shift", .uncertainty, "shift of the resection plane", "sd = plane area * shift",
      unit: "mL", inputs: ["uncertainty.plane_shift_mm", "uncertainty.plane_area_cm2"],
      facts: Facts(
        validity: "0 mm where nothing is stated, printed as not modelled",
        pitfalls: "the shifts of two scans are taken as independent",
        keys: ["uncertainty.scans[].plane_shift_sd_ml", "uncertainty.scans[].plane_cm2"],
        source: Source("geometry; the shift is the surgeon's", evidence: .unverified))),
    Definition(
      "slice-bias", .uncertainty, "thick slices read too little",
      "FLR-sized volume at 5 mm: -4.6 %", unit: "%", inputs: ["scans[]"],
      facts: Facts(
        population: "20 living donors", validity: "5 mm against at most 1 mm; corrects nothing",
        pitfalls: "the distance of voxels stands for the slice thickness",
        keys: ["uncertainty.slice_bias"], source: SliceBias.source)),
    Definition(
      "ratio-propagation", .uncertainty, "sd of a ratio",
      "FLR/(FLR + D): 100*sqrt((D/T^2 sdF)^2 + (F/T^2 sdD)^2 + (F/T^2 sdTumour)^2 + (plane/T)^2)",
      unit: "%", inputs: ["flr", "tlv", "tumour"],
      facts: Facts(
        validity: "first order; TELV and weight are taken as exact",
        pitfalls: "remnant and liver taken as independent would overstate it",
        keys: ["ratios.flr_tlv_pct_sd", "ratios.sflr_pct_sd"],
        source: Source("error propagation, checked by simulation", evidence: .verified))),
    Definition(
      "growth-propagation", .uncertainty, "sd of growth",
      "DH: 100*sqrt(sd1^2 + sd2^2)/TELV; relative: 100*(1 + g)*sqrt(cv1^2 + cv2^2)", unit: "-",
      inputs: ["flr", "telv"],
      facts: Facts(
        validity: "first order; days are exact",
        pitfalls: "two scans by one observer are not quite independent",
        keys: ["growth.dh_pp_sd", "growth.relative_pct_sd"],
        source: Source("error propagation, checked by simulation", evidence: .verified))),
    Definition(
      "minimum-detectable-change", .uncertainty, "smallest change that can be told",
      "1.96*sqrt(2)*cv", unit: "%", inputs: ["uncertainty.flr_cv_percent"],
      facts: Facts(
        validity: "as good as the cv", pitfalls: "a growth below it is no evidence of growth",
        keys: ["uncertainty.scans[].minimum_detectable_change_pct"],
        source: Source("definition; no figure for remnants in print", evidence: .verified))),
    Definition(
      "telv-spread", .uncertainty, "sFLR by every formula", "lowest to highest sFLR", unit: "%",
      inputs: ["flr", "patient"],
      facts: Facts(
        validity: "stays apart: no sd contains it",
        pitfalls: "larger than any measurement error; moves an FLR across 30 %",
        keys: ["uncertainty.sflr_by_formula_pct.min", "uncertainty.sflr_by_formula_pct.max"],
        source: Source("the formulas' own", evidence: .verified))),
  ]

  /// What labels must satisfy (card 3.7).
  static let checks: [Definition] = LabelPolicyCheck.ID.allCases.map { check in
    Definition(
      check.rawValue, .check, check.statement, check.statement, unit: "mL", inputs: ["labels"],
      facts: Facts(
        validity: "typed volumes have no labels: not known",
        pitfalls: "the policy in force is printed beside it",
        keys: ["scans[].checks[]"], source: LabelPolicyCheck.source))
  }
}
