import Foundation
import Testing
import VolumetryCore

/// What is written down under `phantoms/` is what the code says.
@Suite struct PhantomFilesTests {
  // MARK: - The specification

  /// Path of every value in a file of indented keys, flow lists and flow mappings.
  ///
  /// Reads no more YAML than the specification uses; a line it does not understand is a failure.
  private func values(_ text: String) throws -> [String: String] {
    var values: [String: String] = [:]
    var section = ""
    var items = 0
    for line in text.split(separator: "\n") {
      let content = line.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)[0]
      let trimmed = content.trimmingCharacters(in: .whitespaces)
      if trimmed.isEmpty { continue }
      if trimmed.hasPrefix("- {") {
        for match in trimmed.matches(of: /(\w+): (\[[^\]]*\]|[^,}]+)/) {
          values["\(section)[\(items)].\(match.1)"] = String(match.2)
        }
        items += 1
      } else {
        let match = try #require(trimmed.wholeMatch(of: /(\w+):\s*(.*)/), "\(trimmed)")
        if match.2.isEmpty {
          section = String(match.1)
          items = 0
        } else if content.hasPrefix(" ") {
          values["\(section).\(match.1)"] = String(match.2)
        } else {
          values[String(match.1)] = String(match.2)
        }
      }
    }
    return values
  }

  private func list(_ numbers: [Double]) -> String {
    "[" + numbers.map(number).joined(separator: ", ") + "]"
  }
  private func list(_ point: SIMD3<Double>) -> String { list([point.x, point.y, point.z]) }
  private func number(_ value: Double) -> String {
    value == value.rounded() ? String(Int(value)) : String(value)
  }

  @Test func theSpecificationFileHoldsEveryNumberOfTheStandardPhantomAndNoOther() throws {
    let standard = TwoStagePhantom.standard.specification
    let (scan, liver, stageOne) = (standard.scan, standard.liver, standard.stageOne)
    var expected = [
      "phantom": "two-stage",
      "scan.shape": list(scan.shape.sizes.map(Double.init)),
      "scan.spacing_mm": list(scan.spacing),
      "scan.centre_ras_mm": list(scan.centre),
      "scan.liver_origin_ras_mm": list(scan.liverOrigin),
      "liver.right_semi_axes_mm": list(liver.rightSemiAxes),
      "liver.right_centre_x_mm": number(liver.rightCentre.value),
      "liver.left_semi_axis_x_mm": number(liver.leftSemiAxis.value),
      "liver.cantlie_plane_x_mm": number(liver.cantliePlane.value),
      "liver.right_hepatic_vein_plane_x_mm": number(liver.rightHepaticVeinPlane.value),
      "caudate.centre_mm": list(standard.caudate.centre),
      "caudate.semi_axes_mm": list(standard.caudate.semiAxes),
      "stage_one.left_factor": number(stageOne.leftFactor),
      "stage_one.right_factor": number(stageOne.rightFactor),
      "stage_one.scan_before": stageOne.scanBefore.description,
      "stage_one.day": stageOne.day.description,
      "stage_one.scan_after": stageOne.scanAfter.description,
    ]
    for (index, tumour) in standard.tumours.enumerated() {
      expected["tumours[\(index)].segment"] = String(tumour.segment)
      expected["tumours[\(index)].centre_mm"] = list(tumour.centre)
      expected["tumours[\(index)].radius_mm"] = number(tumour.radius.value)
    }
    let written = try values(PhantomFiles.text("two-stage/specification.yaml"))
    #expect(standard.tumours.count == 4)
    for key in Set(expected.keys).union(written.keys).sorted() {
      #expect(written[key] == expected[key], "\(key)")
    }
  }

  // MARK: - The cases

  @Test func theBundledCaseNamesTheScansAndDaysOfThePhantomAndIsNamedSynthetic() throws {
    let text = try PhantomFiles.text("two-stage/case.yaml")
    let course = TwoStagePhantom.standard.specification.stageOne
    for (day, stage) in [
      (course.scanBefore, TwoStagePhantom.Stage.before), (course.scanAfter, .after),
    ] {
      let scan =
        "{date: \(day), timepoint: \(stage.rawValue), segmentation: \(stage.fileName)}"
      #expect(text.contains(scan))
    }
    #expect(text.contains("{kind: alpps, variant: classic, date: \(course.day)}"))
    #expect(text.contains("case: synthetic"))
    #expect(text.contains("flr: [2, 3]"))
  }

  /// Day 7, 0.28 % of 60 kg, 19.3 and 30.8 % of the liver: what the abstract publishes.
  @Test(arguments: ["alpps-limax-9-1", "alpps-limax-9-1-completed-synthetic"])
  func thePublishedCaseHoldsThePublishedRatios(name: String) throws {
    let text = try PhantomFiles.text("published/\(name).yaml")
    #expect(text.contains("case: \(name)\n"))
    #expect(text.contains("PMID 27293483") && text.lowercased().contains("invented"))
    func numbers(_ pattern: Regex<(Substring, Substring)>) throws -> [Double] {
      try text.matches(of: pattern).map { try #require(Double($0.1)) }
    }
    let flr = try numbers(/\bflr: ([0-9.]+)/)
    let tlv = try numbers(/\btlv: ([0-9.]+)/)
    let weight = try numbers(/weight_kg: ([0-9.]+)/)
    try #require(flr.count == 2 && tlv.count == 2 && weight.count == 1)
    func oneDecimal(_ value: Double) -> Double { (value * 10).rounded() / 10 }
    #expect(oneDecimal(100 * flr[0] / tlv[0]) == 19.3)
    #expect(oneDecimal(100 * flr[1] / tlv[1]) == 30.8)
    #expect(abs(flr[0] / (10 * weight[0]) - 0.28) < 1e-12)
    #expect(text.contains("laboratory:") == name.contains("synthetic"))
  }
}
