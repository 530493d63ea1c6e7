import Foundation
import Testing

/// `volumetry formulas`, and what `kinetics` shows beside growth, by the binary itself.
@Suite struct FormulasCommandTests {
  private func document(_ arguments: [String]) throws -> [String: Any] {
    let outcome = try Command.run(["formulas", "--format", "json"] + arguments)
    #expect(outcome.status == 0, "\(outcome.stderr)")
    return try outcome.jsonObject()
  }

  private func rows(_ document: [String: Any], _ key: String) throws -> [[String: Any]] {
    try #require(document[key] as? [[String: Any]])
  }

  private let body = [
    "--height-cm", "170", "--weight-kg", "70", "--sex", "male", "--age-years", "60",
  ]

  @Test func everyRowHasItsFields() throws {
    let found = try document([])
    #expect(found["schema"] as? String == "volumetry.formulas.v1")
    #expect(found["estimates"] == nil, "no body was described")
    let rows = try rows(found, "formulas")
    #expect(Set(rows.compactMap { $0["id"] as? String }).count == rows.count)
    for row in rows {
      #expect(
        Set(row.keys) == [
          "id", "kind", "name", "equation", "unit", "inputs", "population", "validity",
          "bsa_formula", "pitfalls", "json_keys", "source", "evidence",
        ])
    }
    let counts = Dictionary(grouping: rows) { $0["kind"] as? String }.mapValues(\.count)
    #expect(
      counts == [
        "bsa": 12, "telv": 21, "ratio": 9, "growth": 16, "uncertainty": 8, "check": 6,
        "expected": 8, "window": 6, "score": 31,
      ])
    let ratios = try self.rows(try document(["--kind", "ratio"]), "formulas")
    #expect(ratios.count == 9 && ratios.allSatisfy { $0["kind"] as? String == "ratio" })
  }

  @Test(arguments: ["table", "csv", "tsv"]) func everyLayout(_ format: String) throws {
    let list = try Command.run(["formulas", "-f", format])
    #expect(list.status == 0)
    #expect(list.stdout.contains("kgr-shindoh"))
    #expect(list.stdout.contains("unverified"))
    let estimates = try Command.run(["formulas", "-f", format, "--flr-ml", "450"] + body)
    #expect(estimates.status == 0)
    #expect(estimates.stdout.contains("chouker-2004"))
    for line in (list.stdout + estimates.stdout).split(separator: "\n") where format == "table" {
      #expect(line.count <= 100, "\(line)")
    }
  }

  @Test func oneRowIsPrintedInFull() throws {
    let text = try Command.run(["formulas", "kgr-shindoh"]).stdout
    #expect(text.contains("kgr_first_assessment.pp_per_week"))
    #expect(text.split(whereSeparator: \.isWhitespace).contains("23219349"))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    #expect(try rows(try document(["kgr-shindoh"]), "formulas").count == 1)
  }

  @Test func aBodyGivesEveryEstimate() throws {
    let found = try document(body + ["--flr-ml", "450"])
    let estimates = try rows(found, "estimates")
    #expect(estimates.count == 21)
    let first = try #require(estimates.first)
    #expect(first["formula"] as? String == "vauthey-2002-bsa")
    #expect(first["bsa_formula"] as? String == "mosteller")
    #expect(abs(try #require(first["telv_ml"] as? Double) - 1509.655448) < 1e-6)
    #expect(abs(try #require(first["sflr_pct"] as? Double) - 29.808126) < 1e-6)
    #expect(first["difference_pct"] as? Double == 0 && first["may_decide"] as? Bool == true)
    let kokudo = try #require(estimates.first { $0["formula"] as? String == "kokudo-2015" })
    #expect(kokudo["telv_ml"] is NSNull && kokudo["reason"] is String)
    let unverified = estimates.filter { $0["may_decide"] as? Bool == false }
    #expect(unverified.count == 10, "nine from memory, one without its inputs")
    #expect(try rows(found, "thresholds").count == 4)
    #expect(try rows(found, "warnings").isEmpty)
  }

  @Test func otherFormulasAndPeopleAreWarnedOf() throws {
    func codes(_ arguments: [String]) throws -> [String] {
      try rows(try document(body + arguments), "warnings").compactMap { $0["code"] as? String }
    }
    #expect(try codes(["--asian", "yes"]) == ["W-TELV-POPULATION", "W-TELV-THRESHOLD"])
    #expect(try codes(["--asian", "unknown"]).isEmpty)
    #expect(try codes(["--telv-formula", "feng-2017"]) == ["W-TELV-THRESHOLD"])
    #expect(
      try codes(["--telv-formula", "lin-1998"]) == ["W-FORMULA-UNVERIFIED", "W-TELV-THRESHOLD"])
    #expect(try codes(["--bsa-formula", "du-bois"]) == ["W-TELV-THRESHOLD"])
  }

  @Test(arguments: [
    ["no-such-row"], ["dh", "--kind", "growth"], ["dh", "--height-cm", "170"],
    ["--flr-ml", "300"], ["--flr-ml", "-1", "--height-cm", "170"], ["--height-cm", "1.7"],
    ["--case", "a.yaml", "--height-cm", "170"], ["--case", "a.yaml", "--flr-ml", "300"],
    ["--case", "a.yaml", "--telv-formula", "tu-2007"], ["--kind", "telv", "--weight-kg", "70"],
    ["--kind", "scores"], ["--asian", "perhaps", "--height-cm", "170"],
  ])
  func wrongCallsAreRefused(_ arguments: [String]) throws {
    #expect(try Command.run(["formulas"] + arguments).status == 64)
  }

  @Test func aCaseGivesBodyFormulasAndLatestRemnant() throws {
    let folder = try TemporaryDirectory()
    let path = try folder.write(Self.serialCase, to: "case.yaml")
    let found = try document(["--case", path])
    #expect(found["flr_ml"] as? Double == 450)
    let chosen = try #require(found["chosen"] as? [String: Any])
    #expect(chosen["formula"] as? String == "feng-2017")
    #expect(try Command.run(["formulas", "--case", folder.path("none.yaml")]).status == 66)
    let output = try Command.run(["formulas", "--case", path, "-o", path])
    #expect(output.status == 64, "the case would be destroyed")
  }

  private static let serialCase = """
    patient: {age_years: 61, sex: female, height_cm: 170, weight_kg: 70, asian: no}
    procedures: [{kind: alpps, date: 2026-03-02}]
    options: {telv_formula: feng-2017}
    scans:
      - {date: 2026-02-24, volumes_ml: {tlv: 1500, tumour: 200, flr: 300}}
      - {date: 2026-03-08, volumes_ml: {tlv: 1560, tumour: 200, flr: 390}}
      - {date: 2026-03-16, volumes_ml: {tlv: 1560, tumour: 200, flr: 430}}
      - {date: 2026-03-30, volumes_ml: {tlv: 1560, tumour: 200, flr: 450}}
    """

  // MARK: kinetics

  @Test func kineticsPutsAnIntervalBesideEveryDeviation() throws {
    let folder = try TemporaryDirectory()
    let path = try folder.write(Self.serialCase, to: "case.yaml")
    let outcome = try Command.run(["kinetics", "--format", "json", path])
    #expect(outcome.status == 0, "\(outcome.stderr)")
    let found = try outcome.jsonObject()
    var deviations = 0
    func look(_ value: Any) {
      if let list = value as? [Any] { list.forEach(look) }
      guard let members = value as? [String: Any] else { return }
      for (key, member) in members {
        look(member)
        guard key.hasSuffix("_sd") else { continue }
        deviations += 1
        let name = String(key.dropLast(3))
        let interval = members["\(name)_ci95"] as? [Double]
        guard let sd = member as? Double, let middle = members[name] as? Double else {
          #expect(interval == nil, "\(name)")
          continue
        }
        guard name != "doubling_time_days" else { continue }
        #expect(interval?.count == 2, "\(name)")
        guard let interval, interval.count == 2 else { continue }
        #expect(abs(interval[0] - (middle - 1.96 * sd)) < 1e-9, "\(name)")
        #expect(abs(interval[1] - (middle + 1.96 * sd)) < 1e-9, "\(name)")
      }
    }
    look(found)
    #expect(deviations > 100)
  }

  @Test func theFirstAssessmentHasANameOfItsOwn() throws {
    let folder = try TemporaryDirectory()
    let path = try folder.write(Self.serialCase, to: "case.yaml")
    let found = try Command.run(["kinetics", "--format", "json", path]).jsonObject()
    let first = try #require(found["kgr_first_assessment"] as? [String: Any])
    let telv = 758.259 * (170.0 * 70 / 3600).squareRoot() - 124.272
    let rate = try #require(first["pp_per_week"] as? Double)
    #expect(abs(rate - 100 * 90 / telv / 6 * 7) < 1e-9)
    #expect(first["days"] as? Int == 6 && first["definition"] as? String == "kgr-shindoh")
    let latest = try #require(
      (found["latest"] as? [String: Any])?["since_procedure"] as? [String: Any])
    #expect(abs(try #require(latest["dh_pp_per_week"] as? Double) - rate) > 1)
    let codes = try rows(found, "warnings").compactMap { $0["code"] as? String }
    #expect(codes.contains("W-WINDOW-EARLY"))
    #expect(codes.contains("W-TELV-THRESHOLD"))
    #expect(codes.contains("W-TELV-POPULATION"))
    #expect(first["same_procedure"] as? Bool == false, "derived after embolisation")
    let text = try Command.run(["kinetics", path]).stdout
    #expect(text.components(separatedBy: "kgr-shindoh").count == 2, "once, for the first scan")
    #expect(text.contains("kgr-cumulative") && text.contains("kgr-baseline-scan"))
    for line in text.split(separator: "\n") where !line.hasPrefix("W-") {
      #expect(line.count <= 100, "\(line)")
    }
  }

  /// Every key that a definition names stands in a document, with a value for this case.
  @Test func definitionsNameTheKeysOfTheirNumbers() throws {
    let folder = try TemporaryDirectory()
    let path = try folder.write(
      Self.serialCase.replacing("feng-2017}", with: "feng-2017, target_sflr_pct: 40}"),
      to: "case.yaml")
    var found = try Command.run(["kinetics", "--format", "json", path]).jsonObject()
    let scan = try #require(try rows(found, "scans").first)
    found["ratios"] = scan["ratios"]
    found["estimates"] = try document(["--case", path])["estimates"]
    for kind in ["ratio", "growth"] {
      for row in try rows(try document(["--kind", kind]), "formulas") {
        for key in try #require(row["json_keys"] as? [String]) {
          var place: Any? = found
          for step in key.split(separator: ".") {
            let isList = step.hasSuffix("[]")
            let members = place as? [String: Any]
            place = members?[String(isList ? step.dropLast(2) : step)]
            if isList { place = (place as? [Any])?.first }
          }
          #expect(place is Double || place is String, "\(row["id"] ?? "?"): \(key)")
        }
      }
    }
  }

  @Test func theCurveIsExploratoryAndNullWithAReason() throws {
    let folder = try TemporaryDirectory()
    let path = try folder.write(Self.serialCase, to: "case.yaml")
    let found = try Command.run(["kinetics", "--format", "json", path]).jsonObject()
    let fit = try #require(found["saturating_fit"] as? [String: Any])
    #expect(fit["status"] as? String == "exploratory" && fit["reason"] is NSNull)
    #expect(fit["assumption"] is String)
    for key in ["flr0_ml", "growth_ml", "rate_per_day", "plateau_ml", "half_time_days"] {
      #expect(fit[key] is Double && fit["\(key)_se"] is Double, "\(key)")
    }
    #expect(fit["scans"] as? Int == 4 && fit["degrees_of_freedom"] as? Int == 1)
    let two = try folder.write(
      Self.serialCase.split(separator: "\n").dropLast(2).joined(separator: "\n"), to: "two.yaml")
    let short = try Command.run(["kinetics", "--format", "json", two]).jsonObject()
    let none = try #require(short["saturating_fit"] as? [String: Any])
    #expect(none["plateau_ml"] is NSNull)
    #expect(none["reason"] as? String == "scans of 2 days, expected 3 or more")
    #expect(try rows(found, "expected").count == 4)
    #expect(try rows(found, "windows").count == 3)
  }
}
