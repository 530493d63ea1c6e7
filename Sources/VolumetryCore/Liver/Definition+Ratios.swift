extension Definition {
  static let ratios: [Definition] = [
    Definition(
      "flr-tlv", .ratio, "FLR/TLV, gross", "100*FLR/TLV", unit: "%", inputs: ["flr", "tlv"],
      facts: Facts(
        pitfalls: "TLV holds the tumour: a large tumour makes the remnant look small",
        keys: ["ratios.flr_tlv_pct"],
        source: Source(
          "as the PUMCH trial writes it", identifier: "NCT07142213", evidence: .verified))),
    Definition(
      "flr-tflv", .ratio, "FLR/TFLV, functional", "100*FLR/(TLV - tumour)", unit: "%",
      inputs: ["flr", "tlv", "tumour"],
      facts: Facts(
        population: "liver resections measured by CT",
        pitfalls: "also printed as standardized FLR, which it is not",
        keys: ["ratios.flr_tflv_pct"],
        source: Source(
          "Schindl (residual to total functional liver volume); Shoup, Azoulay, Kubota in a table",
          identifier: "PMC1774834, PMC6422720", evidence: .verified))),
    Definition(
      "sflr", .ratio, "standardized FLR", "100*FLR/TELV", unit: "%", inputs: ["flr", "telv"],
      facts: Facts(
        population: "Western, by the MD Anderson definition",
        validity: "only beside cut-offs that were derived with the same formula for TELV",
        pitfalls: "the formula moves it across 30 % (28 to 40 % for one body)",
        keys: ["ratios.sflr_pct", "estimates[].sflr_pct"],
        source: Source("Vauthey JN, Surgery 2000;127:512-519", evidence: .verified))),
    Definition(
      "flr-bw", .ratio, "FLR to body weight", "FLR*density/(10*W)", unit: "%",
      inputs: ["flr", "weight_kg", "density_g_per_ml"],
      facts: Facts(
        population: "extended resections of livers without cirrhosis",
        validity: "dry weight before stage 1 at every time point; density 1.0 g/mL by convention",
        pitfalls: "a percentage: 0.5 is 5 g per kg, not the fraction 0.5",
        keys: ["ratios.flr_bw_pct"],
        source: Source(
          "Truant S, J Am Coll Surg 2007;204:22-33", identifier: "PMID 17189109",
          evidence: .verified))),
    Definition(
      "flr-bsa", .ratio, "FLR to body surface area", "FLR/BSA", unit: "mL/m2",
      inputs: ["flr", "height_cm", "weight_kg"],
      facts: Facts(
        population: "major hepatectomy with bile-duct resection (below 300 mL/m2: PHLF 22 %, "
          + "else 6.4 %)",
        validity: "the published limit is for that operation only",
        pitfalls: "which formula gives BSA is not stated; the one used is printed",
        keys: ["scans[].flr_bsa_ml_per_m2"],
        source: Source("abstract", identifier: "PMC7893452", evidence: .verified))),
    resected("tlv", of: "FLR/TLV", "flr_tlv_pct"),
    resected("tflv", of: "FLR/TFLV", "flr_tflv_pct"),
    resected("telv", of: "sFLR", "sflr_pct"),
    Definition(
      "denominator-timepoint", .ratio, "denominator at the second scan",
      "FLR2 over TLV or TFLV of the same scan, or of the first", unit: "-",
      inputs: ["denominator_timepoint"],
      facts: Facts(
        validity: "sFLR and FLR/BW do not depend on it",
        pitfalls: "after stage 1 the other lobe changes: one case is 35.3 or 36.9 %",
        keys: ["ratios.denominator_timepoint"],
        source: Source("arithmetic of this program", evidence: .verified))),
  ]

  private static func resected(
    _ denominator: String, of ratio: String, _ key: String
  ) -> Definition {
    Definition(
      "resected-\(denominator)", .ratio, "resected share, by \(ratio)", "100 - \(ratio)", unit: "%",
      inputs: [key],
      facts: Facts(
        validity: "in the denominator that its name says",
        pitfalls: "with a gross denominator the tumour counts as resected liver",
        keys: ["ratios.resected_\(denominator)_pct"],
        source: Source("customary (from memory)", evidence: .unverified)))
  }
}
