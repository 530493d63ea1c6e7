import Foundation
import Testing

/// A remnant that the field of view cuts is a bound wherever `kinetics` and `readiness` print what
/// is made of it. The phantom is cut by painting labels onto its first plane.
@Suite struct BoundCommandTests {
  let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
    let made = try Command.run(["phantom", "two-stage", "--output-dir", folder.path("demo")])
    #expect(made.status == 0, "\(made.stderr)")
  }

  /// The phantom's case with one row of `label` at the edge of each of the named scans.
  private func caseFile(cut scans: [String], label: UInt8 = 2) throws -> String {
    var text = try String(contentsOfFile: folder.path("demo/case.yaml"), encoding: .utf8)
    for scan in scans {
      let (packed, plain) = (folder.path("demo/\(scan).nii.gz"), folder.path("demo/\(scan).nii"))
      let unpacked = try Command.run(
        executable: "/bin/sh", ["-c", "gzip -dc '\(packed)' > '\(plain)'"])
      try #require(unpacked.status == 0)
      var bytes = try Data(contentsOf: URL(filePath: plain))
      let voxels = 352
      for index in voxels..<(voxels + 20) { bytes[index] = label }
      _ = try folder.write(bytes, to: "demo/\(scan).nii")
      try #require(text.contains("\(scan).nii.gz"))
      text = text.replacing("\(scan).nii.gz", with: "\(scan).nii")
    }
    text += "options: {target_sflr_pct: 60}\n"
    return try folder.write(text, to: "demo/cut-\(scans.joined())-\(label).yaml")
  }

  struct Cut: Sendable, CustomTestStringConvertible {
    let scans: [String]
    let before: String?
    let after: String?
    let growth: String?
    let time: String?
    var testDescription: String { scans.joined(separator: "+") }
  }

  static let cuts = [
    Cut(scans: [], before: nil, after: nil, growth: nil, time: nil),
    Cut(scans: ["before"], before: "lower", after: nil, growth: "upper", time: "lower"),
    Cut(scans: ["after"], before: nil, after: "lower", growth: "lower", time: "upper"),
    Cut(
      scans: ["before", "after"], before: "lower", after: "lower", growth: "either",
      time: "either"),
  ]

  private static let rates = [
    "ml_per_day", "relative_pct_per_day", "compound_pct_per_day", "dh_pp_per_day",
    "dh_pp_per_week",
  ]

  @Test(arguments: cuts) func everyGrowthInJSONSaysWhatItIs(_ cut: Cut) throws {
    let outcome = try Command.run(
      ["kinetics", "--format", "json", try caseFile(cut: cut.scans)])
    try #require(outcome.status == 0, "\(outcome.stderr)")
    #expect(outcome.stderr.contains("W-EDGE") == !cut.scans.isEmpty)
    let document = try outcome.jsonObject()
    var own = ["flr_before_ml": cut.before, "flr_after_ml": cut.after].compactMapValues { $0 }
    for key in ["absolute_ml", "relative_pct", "dh_pp"] { own[key] = cut.growth }
    var ofRates: [String: String] = ["doubling_time_days": cut.time].compactMapValues { $0 }
    for key in Self.rates { ofRates[key] = cut.growth }
    let lists = try ["intervals", "cumulative"].map {
      try #require((document[$0] as? [[String: Any]])?.first)
    }
    let single = try ["growth", "latest"].map { try #require(document[$0] as? [String: Any]) }
    for growth in single + lists {
      #expect(growth["bounds"] as? [String: String] == own)
      for clock in ["since_procedure", "between_scans"] where growth[clock] != nil {
        let rates = try #require(growth[clock] as? [String: Any])
        #expect(rates["bounds"] as? [String: String] == ofRates)
      }
    }
    let target = try #require(document["time_to_target"] as? [String: Any])
    #expect(target["weeks"] is Double)
    #expect(target["bound"] as? String == cut.time)
  }

  @Test(arguments: cuts) func everyRowOfGrowthInCSVSaysWhatItIs(_ cut: Cut) throws {
    let outcome = try Command.run(["kinetics", "--format", "csv", try caseFile(cut: cut.scans)])
    #expect(outcome.stderr.contains("W-EDGE") == !cut.scans.isEmpty)
    let rows = outcome.lines.map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    #expect(rows[0].dropLast(3).suffix(4) == ["value", "sd", "bound", "warnings"])
    #expect(rows.count > 20)
    for row in rows.dropFirst() {
      let expected =
        switch row[4] {
        case "flr_before_ml": cut.before
        case "flr_after_ml": cut.after
        case "doubling_time_days": cut.time
        default: cut.growth
        }
      #expect(String(row[7]) == expected ?? "", "\(row)")
      #expect(row[8].contains("W-EDGE") == !cut.scans.isEmpty)
    }
  }

  @Test(arguments: zip(cuts, ["", "<= ", ">= ", "<=> "]))
  func theTableSignsWhatIsABound(_ cut: Cut, _ sign: String) throws {
    let text = try Command.run(["kinetics", try caseFile(cut: cut.scans)]).stdout
    let line = try #require(
      text.split(separator: "\n").first { $0.hasPrefix("relative_pct ") }.map(String.init))
    let value = try #require(line.firstMatch(of: #/relative_pct +((?:[<=>]+ )?)\d+\.\d\d /#))
    #expect(value.1 == sign, "\(line)")
    #expect(text.contains("<=> no bound") == !cut.scans.isEmpty, "what the signs mean")
  }

  @Test(
    arguments: zip(
      cuts, ["FLR N -> N mL", "FLR >= N -> N mL", "FLR N -> >= N mL", "FLR >= N -> >= N mL"]))
  func theFirstScreenMarksTheSideThatIsCut(_ cut: Cut, _ words: String) throws {
    let screen = try firstScreen(try caseFile(cut: cut.scans))
    #expect(screen.replacing(/\d+/, with: "N").contains(words), "\(screen)")
    #expect(screen.contains(/sFLR >= \d/) == cut.scans.contains("after"), "\(screen)")
  }

  /// A liver that is cut beside a whole remnant: its share is an upper bound, the sFLR exact.
  @Test func theShareOfACutLiverIsAnUpperBound() throws {
    let screen = try firstScreen(try caseFile(cut: ["after"], label: 5))
    let shares = #/FLR/TLV <= \d+\.\d %; FLR/TFLV <= \d+\.\d %; sFLR \d/#
    #expect(screen.contains(shares), "\(screen)")
  }

  private func firstScreen(_ path: String) throws -> String {
    let outcome = try Command.run(["readiness", path])
    try #require(outcome.status == 0, "\(outcome.stderr)")
    let screen = outcome.stdout.components(separatedBy: "\n\n")[0]
    let lines = screen.components(separatedBy: "\n")
    #expect(lines.count <= 24 && lines.allSatisfy { $0.count <= 80 }, "\(screen)")
    // A row may break anywhere.
    return screen.replacing(/\s+/, with: " ")
  }

  @Test(arguments: ["csv", "json"]) func readinessTellsProgramsOfTheEdge(_ format: String) throws {
    let outcome = try Command.run(
      ["readiness", "--format", format, try caseFile(cut: ["after"])])
    #expect(outcome.stderr.contains("W-EDGE"))
    #expect(outcome.stdout.contains("W-EDGE"))
    guard format == "csv" else { return }
    #expect(outcome.lines[0].contains(",sd,bound,probability_met,"))
    #expect(outcome.lines[0].hasSuffix(",source,warnings"))
    #expect(outcome.lines.filter { $0.contains(",lower,") }.count == 2, "growth and FLR/BW")
  }
}
