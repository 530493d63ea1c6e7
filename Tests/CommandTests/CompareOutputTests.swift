import Foundation
import Testing

/// What `compare` and `readers` write: each number in its own column, under its own key.
@Suite struct CompareOutputTests {
  /// Folders `ref` and `net` of four cases whose volumes are 20, 40, 60 and 10 mL, and 24, 46, 68
  /// and 0 mL.
  static func cohort() throws -> TemporaryDirectory {
    let folder = try TemporaryDirectory()
    for name in ["ref", "net"] {
      try FileManager.default.createDirectory(
        atPath: folder.path(name), withIntermediateDirectories: true)
    }
    for (name, one, other) in [("a", 10, 12), ("b", 20, 23), ("c", 30, 34), ("d", 5, 0)] {
      try RowVolume(voxels: one).write(to: folder.path("ref/\(name).nii"))
      try RowVolume(voxels: other).write(to: folder.path("net/\(name).nii"))
    }
    return folder
  }

  private func summary(_ folder: TemporaryDirectory) throws -> [String: Any] {
    let outcome = try Command.run([
      "compare", "--resamples", "200", "-f", "json", folder.path("ref"), folder.path("net"),
    ])
    #expect(outcome.status == 0, "\(outcome.stderr)")
    return try #require(outcome.jsonObject()["summary"] as? [String: Any])
  }

  @Test func everyColumnHoldsTheValueOfItsKey() throws {
    let folder = try TemporaryDirectory()
    let files = [folder.path("ref.nii"), folder.path("pred.nii")]
    // The prediction alone meets the edge, and only the reference has a second lesion.
    try RowVolume("...####....##....").write(to: files[0])
    try RowVolume("#####............").write(to: files[1])
    for options in [["--exact"], [], ["--metrics", "all"]] {
      let call = ["compare"] + options + files
      let document = try Command.run(call + ["-f", "json"]).jsonObject()
      let pair = try #require((document["pairs"] as? [[String: Any]])?.first)
      let label = try #require((pair["labels"] as? [[String: Any]])?.first)
      let text = try Command.run(call + ["-f", "csv"]).stdout
      let row = try #require(NamedRows(text).rows.first)
      #expect(row["reference_touches_edge"] == "false" && row["prediction_touches_edge"] == "true")
      #expect(label["reference_touches_edge"] as? Bool == false)
      #expect(label["prediction_touches_edge"] as? Bool == true)
      var compared = 0
      for (column, field) in row where label[column] is NSNumber {
        guard !column.hasSuffix("_edge") else { continue }
        #expect(NamedRows.isSame(field, label[column]), "\(column)")
        compared += 1
      }
      #expect(compared >= 20)
      #expect(Double(row["hd_mm"] ?? "") == 80)
      let share = try #require((label["nsd"] as? [[String: Any]])?.first)
      #expect(NamedRows.isSame(row["nsd_1mm"], share["value"]))
      if options == ["--exact"] {
        #expect(NamedRows.isSame(row["nsd_1mm_margin"], share["margin"]))
        #expect(try #require(Double(row["hd_mm_margin"] ?? "")) < 1e-3)
      }
    }
  }

  @Test func lesionsAreInMillilitres() throws {
    let folder = try TemporaryDirectory()
    let files = [folder.path("ref.nii"), folder.path("pred.nii")]
    try RowVolume("..####...##......").write(to: files[0])
    try RowVolume("..###........###.").write(to: files[1])
    let document = try Command.run(
      ["compare", "--metrics", "lesions", "-f", "json"] + files
    ).jsonObject()
    let pair = try #require((document["pairs"] as? [[String: Any]])?.first)
    let label = try #require((pair["labels"] as? [[String: Any]])?.first)
    let lesions = try #require(label["lesions"] as? [String: Any])
    func volumes(_ side: String) -> [Double]? {
      (lesions[side] as? [[String: Any]])?.compactMap { $0["volume_ml"] as? Double }
    }
    // Voxels of 2 mL.
    #expect(volumes("reference") == [8, 4] && volumes("prediction") == [6, 6])
    #expect(label["lesion_false_negative_ml"] as? Double == 4)
    #expect(label["lesion_false_positive_ml"] as? Double == 6)
    let sizes = try #require(label["lesion_recall_by_size"] as? [[String: Any]])
    #expect(sizes.map { $0["from_ml"] as? Double } == [0, 0.1, 1, 10])
    #expect(sizes.map { $0["n"] as? Int } == [0, 0, 2, 0])
    #expect(sizes.map { $0["found"] as? Int } == [0, 0, 1, 0])
  }

  @Test func rowsWithoutAStructureKeepTheirColumns() throws {
    let folder = try Self.cohort()
    for name in ["ref", "net"] {
      try RowVolume(voxels: 0).write(to: folder.path("\(name)/e.nii"))
    }
    try RowVolume(voxels: 1).write(to: folder.path("net/z.nii"))
    let outcome = try Command.run([
      "compare", "-f", "csv", "--resamples", "100", folder.path("ref"), folder.path("net"),
    ])
    #expect(outcome.status == 65)
    let lines = outcome.stdout.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).count
    }
    #expect(Set(lines).count == 1, "every row has as many fields as the header")
    let rows = NamedRows(outcome.stdout).rows
    let empty = try #require(rows.first { $0["case"] == "e" })
    #expect(empty["label"] == "" && empty["error"] == "" && empty["state"] == "")
    #expect(empty["prediction"] == folder.path("net/e.nii"))
    #expect(empty["warnings"] == "W-SCALE;W-EMPTY;W-SCALE;W-EMPTY")
    let alone = try #require(rows.first { $0["prediction"] == folder.path("net/z.nii") })
    #expect(alone["error"] == "E-UNPAIRED" && alone["warnings"] == "" && alone["case"] == "")
  }

  @Test func aSummaryStandsInItsColumns() throws {
    let folder = try Self.cohort()
    let metrics = try #require(try summary(folder)["metrics"] as? [[String: Any]])
    let text = try Command.run([
      "compare", "--summary", "--resamples", "200", "-f", "csv", folder.path("ref"),
      folder.path("net"),
    ]).stdout
    let rows = NamedRows(text).rows
    #expect(rows.count == metrics.count)
    for (row, metric) in zip(rows, metrics) {
      for key in [
        "metric", "n", "undefined", "counted_as_worst", "mean", "sd", "median", "q1", "q3", "min",
        "max",
      ] {
        #expect(NamedRows.isSame(row[key], metric[key]), "\(row["metric"] ?? "") \(key)")
      }
      for interval in ["t", "percentile", "bca"] {
        let ends = metric["mean_ci_\(interval)"] as? [Double]
        #expect(NamedRows.isSame(row["mean_ci_\(interval)_lower"], ends?.first))
        #expect(NamedRows.isSame(row["mean_ci_\(interval)_upper"], ends?.last))
      }
    }
    // Differences of 4, 6, 8 and -10 mL; quartiles after type 7.
    let volumes = try #require(rows.first { $0["metric"] == "volume_difference_ml" })
    #expect(
      ["n", "mean", "median", "q1", "q3", "min", "max"].map { Double(volumes[$0] ?? "") }
        == [4, 2, 5, 0.5, 6.5, -10, 8])
    // What people read: how many of the cases are behind a mean.
    let table = try Command.run([
      "compare", "--resamples", "200", folder.path("ref"), folder.path("net"),
    ]).stdout.split(separator: "\n")
    let summary = table.drop { !$0.hasPrefix("Over the cases") }
    #expect(summary.contains { $0.contains(" HD95 ") && $0.contains(" 3 of 4 ") })
    #expect(summary.contains { $0.contains(" Dice ") && !$0.contains(" of ") })
  }

  /// Volumes of 20, 40 and 60 mL against 24, 46 and 68: differences of 4, 6 and 8.
  @Test func agreementIsWrittenAsItIs() throws {
    let found = try #require(
      (try summary(Self.cohort())["volume_agreement"] as? [[String: Any]])?.first)
    #expect(found["n"] as? Int == 3 && found["missed"] as? Int == 1)
    let altman = try #require(found["bland_altman_ml"] as? [String: Any])
    for (key, expected) in [
      ("bias", 6.0), ("sd", 2), ("lower_limit", 6 - 1.96 * 2), ("upper_limit", 6 + 1.96 * 2),
    ] {
      #expect(abs(try #require(altman[key] as? Double) - expected) < 1e-12, "\(key)")
    }
    for key in ["bias", "lower_limit", "upper_limit"] {
      let ends = try #require(altman["\(key)_ci"] as? [Double])
      #expect(abs((ends[0] + ends[1]) / 2 - (altman[key] as? Double ?? .nan)) < 1e-12, "\(key)")
    }
    // In per cent of the means of 22, 43 and 64 mL.
    let percent = try #require(found["bland_altman_pct_of_mean"] as? [String: Any])
    let bias = (400.0 / 22 + 600.0 / 43 + 800.0 / 64) / 3
    #expect(abs(try #require(percent["bias"] as? Double) - bias) < 1e-12)
    // Between cases 882 mL², left over 2 mL²: F is 441 with 2 and 2 degrees, p is 1 / (1 + F).
    let forms = try #require(found["icc"] as? [[String: Any]])
    let consistent = try #require(forms.first { $0["form"] as? String == "ICC(C,1)" })
    #expect(abs(try #require(consistent["f"] as? Double) - 441) < 1e-9)
    #expect(abs(try #require(consistent["p"] as? Double) - 1.0 / 442) < 1e-12)
    #expect(abs(try #require(consistent["value"] as? Double) - 440.0 / 442) < 1e-12)
  }

  @Test func readersStandInTheirColumns() throws {
    let folder = try TemporaryDirectory()
    let files = ["one", "two"].map { folder.path("\($0).nii") }
    for (file, voxels) in zip(files, [10, 13]) { try RowVolume(voxels: voxels).write(to: file) }
    let rows = NamedRows(try Command.run(["readers", "-f", "csv"] + files).stdout).rows
    #expect(rows.map { $0["reader"] } == files)
    #expect(rows.map { $0["volume_ml"].flatMap(Double.init) } == [20, 26])
    // One of two says so of three voxels.
    #expect(rows.allSatisfy { $0["tied_ml"].flatMap(Double.init) == 6 })
    let document = try Command.run(["readers", "-f", "json"] + files).jsonObject()
    let label = try #require((document["labels"] as? [[String: Any]])?.first)
    let majority = try #require(label["majority_ml"] as? Double)
    #expect(majority == (document["ties"] as? String == "foreground" ? 26 : 20))
    #expect(rows.allSatisfy { $0["majority_ml"].flatMap(Double.init) == majority })
    #expect(rows.allSatisfy { NamedRows.isSame($0["fleiss_kappa"], label["fleiss_kappa"]) })
  }
}
