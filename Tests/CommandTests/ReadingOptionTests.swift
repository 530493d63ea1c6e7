import Foundation
import Testing

/// What a user may say of a file: it changes the numbers, and the result says so in every layout.
@Suite struct ReadingOptionTests {
  private static let sets = Command.root.appending(path: "phantoms/conformance").path

  private func quirk(_ name: String) -> String { "\(Self.sets)/quirks/files/\(name)" }
  private func own(_ name: String) -> String { "\(Self.sets)/own/\(name)" }

  private func scan(_ arguments: [String]) throws -> [String: Any] {
    let outcome = try Command.run(["measure", "--format", "json"] + arguments)
    #expect(outcome.status == 0, "\(outcome.stderr)")
    let scans = try outcome.jsonObject()["scans"] as? [[String: Any]]
    return try #require(scans?.first)
  }

  private func volumes(_ scan: [String: Any]) -> [Int: Double] {
    let labels = scan["labels"] as? [[String: Any]] ?? []
    return Dictionary(
      uniqueKeysWithValues: labels.compactMap { label in
        (label["label"] as? Int).flatMap { number in
          (label["volume_ml"] as? Double).map { (number, $0) }
        }
      })
  }

  struct Choice: Sendable {
    let file: String
    let refusal: String
    let arguments: [String]
    let warning: String
    let option: String
    /// mL by label.
    let volumes: [Int: Double]
  }

  static let choices: [Choice] = [
    Choice(
      file: "sform_vs_pixdim.nii.gz", refusal: "E-GEOMETRY", arguments: ["--geometry", "qform"],
      warning: "W-GEOMETRY", option: "geometry", volumes: [1: 0.9, 2: 0.288]),
    Choice(
      file: "onehot4d.nii.gz", refusal: "E-4D", arguments: ["--volume", "1"],
      warning: "W-OPTION-VOLUME", option: "volume", volumes: [1: 0.288]),
    Choice(
      file: "onehot4d.nii.gz", refusal: "E-4D", arguments: ["--channels-as-labels"],
      warning: "W-CHANNELS", option: "channels_as_labels", volumes: [1: 0.9, 2: 0.288]),
    Choice(
      file: "f32_nan.nii.gz", refusal: "E-NAN", arguments: ["--nan", "background"],
      warning: "W-NAN", option: "nan", volumes: [1: 0.9, 2: 0.288]),
    Choice(
      file: "f32_frac.nii.gz", refusal: "E-NOT-LABELS", arguments: ["--threshold", "0.5"],
      warning: "W-THRESHOLD", option: "threshold", volumes: [1: 1.278]),
    Choice(
      file: "dim2d.nii.gz", refusal: "E-2D", arguments: ["--allow-2d"], warning: "W-2D",
      option: "allow_2d", volumes: [1: 0.18, 2: 0.0576]),
    Choice(
      file: "analyze75.nii", refusal: "E-ANALYZE", arguments: ["--analyze"], warning: "W-ANALYZE",
      option: "analyze", volumes: [1: 0.9, 2: 0.288]),
    Choice(
      file: "gz_crc.nii.gz", refusal: "E-CRC", arguments: ["--ignore-crc"],
      warning: "W-CRC-IGNORED", option: "ignore_crc", volumes: [1: 0.9, 2: 0.288]),
  ]

  @Test(arguments: choices) func aChoiceIsRecordedBesideItsWarning(_ choice: Choice) throws {
    let path = quirk(choice.file)
    let refused = try Command.run(["measure", "--format", "json", path])
    let failures = try refused.jsonObject()["failures"] as? [[String: Any]]
    #expect(refused.status == 65 && failures?.first?["code"] as? String == choice.refusal)
    let scan = try scan(choice.arguments + [path])
    let found = volumes(scan)
    #expect(Set(found.keys) == Set(choice.volumes.keys))
    for (label, volume) in choice.volumes {
      #expect(abs(try #require(found[label]) - volume) < 1e-6 * volume)
    }
    let options = try #require(scan["options"] as? [String: Any])
    #expect(Array(options.keys) == [choice.option])
    let codes = (scan["warnings"] as? [[String: Any]])?.compactMap { $0["code"] as? String }
    #expect(codes?.contains(choice.warning) == true)
    let row = try Command.run(["measure", "--format", "csv"] + choice.arguments + [path]).lines[1]
    #expect(row.contains("\(choice.option)="))
    let table = try Command.run(["measure"] + choice.arguments + [path]).stdout
    #expect(table.contains("options: \(choice.option)="))
  }

  @Test func partialVolumeIsTheSumOfShares() throws {
    let scan = try scan(["--soft", own("soft.nii")])
    #expect(volumes(scan) == [1: 4.75 * 24])
    let label = try #require((scan["labels"] as? [[String: Any]])?.first)
    #expect(label["probability_sum"] as? Double == 4.75 && label["voxels"] as? Int == 8)
    #expect((scan["options"] as? [String: Bool]) == ["soft": true])
  }

  @Test(arguments: [
    ["--volume", "-1"], ["--volume", "x"], ["--nan", "zero"], ["--threshold", "nan"],
    ["--geometry", "best"], ["--channels-as-labels", "--volume", "0"],
    ["--channels-as-labels", "--soft"], ["--soft", "--threshold", "0.5"],
  ])
  func aChoiceThatIsNoneIsAUsageError(_ arguments: [String]) throws {
    let outcome = try Command.run(["measure"] + arguments + [quirk("baseline.nii.gz")])
    #expect(outcome.status == 64 && outcome.stdout.isEmpty)
  }

  @Test func numbersOfAWarningAreData() throws {
    let scan = try scan([quirk("shear.nii.gz")])
    let warnings = try #require(scan["warnings"] as? [[String: Any]])
    let shear = try #require(warnings.first { $0["code"] as? String == "W-SHEAR" })
    let numbers = try #require(shear["numbers"] as? [String: Double])
    #expect(abs(try #require(numbers["angle_deg"]) - 26.565) < 0.001)
    #expect(abs(try #require(numbers["difference_pct"]) - 11.803) < 0.001)
  }

  @Test func theLiverIsReadBySameChoices() throws {
    let path = quirk("sform_vs_pixdim.nii.gz")
    #expect(try Command.run(["liver", "--liver", "1", path]).status == 65)
    let outcome = try Command.run([
      "liver", "--liver", "1", "--tumour", "2", "--geometry", "qform", "--format", "json", path,
    ])
    #expect(outcome.status == 0)
    let scan = try #require((try outcome.jsonObject()["scans"] as? [[String: Any]])?.first)
    #expect(scan["options"] as? [String: String] == ["geometry": "qform"])
    let csv = try Command.run(["liver", "--liver", "1", "--geometry", "qform", "-f", "csv", path])
    #expect(csv.lines[1].contains("geometry=qform"))
  }

  @Test func aCaseMayNameTheTransformOfAScan() throws {
    let folder = try TemporaryDirectory()
    let path = quirk("sform_vs_pixdim.nii.gz")
    func kinetics(_ reading: String) throws -> Command.Outcome {
      let text = """
        procedures: [{kind: alpps, date: 2026-03-02}]
        labels: {liver: [1, 2]}
        plans: [{id: a, flr: [2]}]
        scans: [{date: 2026-02-24, segmentation: \(path)\(reading)}]
        """
      return try Command.run([
        "kinetics", "--format", "json", try folder.write(text, to: "case.yaml"),
      ])
    }
    let refused = try kinetics("")
    #expect(refused.status == 65 && refused.stderr.contains("reading: {geometry"))
    let chosen = try kinetics(", reading: {geometry: qform}")
    #expect(chosen.status == 0)
    #expect(chosen.stdout.contains("W-GEOMETRY"))
  }

  @Test func expectedLabelsHaveARowAlsoWhereTheyAreAbsent() throws {
    let found = try scan(["--expect", "1-3", quirk("baseline.nii.gz")])
    let rows = try #require(found["labels"] as? [[String: Any]])
    #expect(rows.map { $0["label"] as? Int } == [1, 2, 3])
    #expect(rows[2]["voxels"] as? Int == 0 && rows[2]["volume_ml"] as? Double == 0)
    #expect(rows[2]["bounds"] is NSNull && rows[2]["centroid_mm"] is NSNull)
    let codes = (found["warnings"] as? [[String: Any]])?.compactMap { $0["code"] as? String }
    #expect(codes?.contains("W-LABEL-ABSENT") == true)
    let empty = try scan(["--labels", "lits", quirk("empty.nii.gz")])
    #expect(volumes(empty) == [1: 0, 2: 0])
    let emptyCodes = (empty["warnings"] as? [[String: Any]])?.compactMap { $0["code"] as? String }
    #expect(emptyCodes?.contains("W-EMPTY") == true)
    let csv = try Command.run(["measure", "-f", "csv", "--expect", "7", quirk("empty.nii.gz")])
    #expect(csv.lines[1].contains(",7,,0,0.0,,,,,,,,,,false,"))
    #expect(try Command.run(["measure", "--expect", "1-5000", quirk("empty.nii.gz")]).status == 64)
  }
}
