import Foundation
import Testing

/// Which files `compare` takes for one case, and which labels for which scan.
@Suite struct ComparePairingTests {
  /// Folders `ref` and `net` with the files that are named.
  private func folders(_ reference: [String], _ prediction: [String]) throws -> TemporaryDirectory {
    let folder = try TemporaryDirectory()
    for (side, names) in [("ref", reference), ("net", prediction)] {
      for name in names {
        let path = folder.path("\(side)/\(name)")
        try FileManager.default.createDirectory(
          at: URL(filePath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
        if name.hasSuffix(".gz") {
          try FileManager.default.copyItem(
            atPath: CompareCommandTests.reference("c05_single_voxel_345"), toPath: path)
        } else {
          try RowVolume(voxels: 3).write(to: path)
        }
      }
    }
    return folder
  }

  /// The cases that were compared, and the exit status.
  private func cases(
    _ folder: TemporaryDirectory, _ options: [String] = []
  ) throws -> (names: [String?], status: Int32) {
    let outcome = try Command.run(
      ["compare", "--resamples", "100", "-f", "json", folder.path("ref"), folder.path("net")]
        + options)
    let pairs = try #require(outcome.jsonObject()["pairs"] as? [[String: Any]])
    return (pairs.map { $0["case"] as? String }, outcome.status)
  }

  @Test func aPatternNamesOneCaseWithinOneName() throws {
    // What stands before and behind the case may not share a letter, and a case has a name.
    let names = ["ab17ba.nii", "aba.nii", "abba.nii"]
    let overlapping = try cases(
      try folders(names, names),
      ["--reference-pattern", "ab{case}ba.nii", "--prediction-pattern", "ab{case}ba.nii"])
    #expect(overlapping.names == ["17"] && overlapping.status == 0)
    // A case is no path.
    let nested = try cases(
      try folders(["17.nii", "old/17.nii"], ["17.nii"]),
      ["--reference-pattern", "{case}.nii", "--prediction-pattern", "{case}.nii"])
    #expect(nested.names == ["17"] && nested.status == 0)
    let folder = try folders(["17.nii"], ["17.nii"])
    for pattern in ["{case}_{case}.nii", "all.nii", "{case"] {
      let outcome = try Command.run([
        "compare", "--reference-pattern", pattern, folder.path("ref"), folder.path("net"),
      ])
      #expect(outcome.status == 64, "\(pattern)")
    }
  }

  @Test func aCaseThatTwoFilesClaimIsNotCompared() throws {
    let doubled = try cases(try folders(["17.nii", "18.nii"], ["17.nii", "17.nii.gz", "18.nii"]))
    #expect(doubled.names == ["18"] && doubled.status == 65)
    let halves = try cases(try folders(["17.nii"], ["17.hdr"]))
    #expect(halves.names == ["17"] && halves.status == 0, "a header and its image are one scan")
  }

  /// The phantom case in `demo`, and labels without growth as `late`.
  private func clinical() throws -> TemporaryDirectory {
    let folder = try TemporaryDirectory()
    #expect(try Command.run(["phantom", "two-stage", "-o", folder.path("demo")]).status == 0)
    for name in ["grown", "late"] {
      try copy("before.nii.gz", "\(name)/before.nii.gz", folder)
      try copy(
        name == "late" ? "before.nii.gz" : "after.nii.gz", "\(name)/after.nii.gz", folder)
    }
    return folder
  }

  private func copy(_ from: String, _ path: String, _ folder: TemporaryDirectory) throws {
    try FileManager.default.createDirectory(
      at: URL(filePath: folder.path(path)).deletingLastPathComponent(),
      withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      atPath: folder.path("demo/\(from)"), toPath: folder.path(path))
  }

  private func flipped(_ caseFile: String, _ folders: [String]) throws -> [Bool?] {
    let outcome = try Command.run(["compare", "-f", "json", "--case", caseFile] + folders)
    #expect(outcome.status == 0, "\(outcome.stderr)")
    let found = try #require(try outcome.jsonObject()["clinical"] as? [String: Any])
    return try #require(found["cases"] as? [[String: Any]]).map { $0["flipped"] as? Bool }
  }

  @Test func goWithoutTheReferencesGoIsWrong() throws {
    let folder = try clinical()
    for (reference, prediction, isWrong) in [("late", "grown", true), ("grown", "late", false)] {
      let call = [
        "compare", "--case", folder.path("demo/case.yaml"), folder.path(reference),
        folder.path(prediction),
      ]
      let document = try Command.run(call + ["-f", "json"]).jsonObject()
      let clinical = try #require(document["clinical"] as? [String: Any])
      let found = try #require((clinical["cases"] as? [[String: Any]])?.first)
      #expect(found["flipped"] as? Bool == true && found["wrong_go"] as? Bool == isWrong)
      let method = try #require((clinical["methods"] as? [[String: Any]])?.first)
      #expect(method["wrong_go"] as? Int == (isWrong ? 1 : 0) && method["flipped"] as? Int == 1)
      let numbers = try #require(found["numbers"] as? [[String: Any]])
      var differences = 0
      for number in numbers {
        guard let one = number["reference"] as? Double, let other = number["prediction"] as? Double
        else { continue }
        let difference = try #require(number["difference"] as? Double)
        #expect(abs(difference - (other - one)) < 1e-9)
        differences += difference == 0 ? 0 : 1
      }
      #expect(differences > 2, "growth makes a difference")
      let rows = NamedRows(try Command.run(call + ["-f", "csv"]).stdout).rows
      #expect(rows.count == numbers.count)
      for (row, number) in zip(rows, numbers) {
        #expect(row["flipped"] == "true" && row["wrong_go"] == (isWrong ? "true" : "false"))
        #expect(row["verdict_prediction"] == found["verdict_prediction"] as? String)
        #expect(row["verdict_reference"] == found["verdict_reference"] as? String)
        for key in ["reference", "prediction", "difference"] {
          #expect(NamedRows.isSame(row[key], number[key]), "\(key)")
        }
      }
    }
  }

  /// Labels of the right name lie elsewhere, too, and would flip the answer.
  @Test func labelsAreTakenFromWhereTheCaseSaysFirst() throws {
    let folder = try clinical()
    let text = try String(contentsOfFile: folder.path("demo/case.yaml"), encoding: .utf8)
    func write(_ path: String, _ after: String, _ before: String) throws {
      try Data(
        text.replacingOccurrences(of: "after.nii.gz", with: after)
          .replacingOccurrences(of: "before.nii.gz", with: before).utf8
      ).write(to: URL(filePath: folder.path(path)))
    }
    // The same path within the folder comes before the same name.
    try copy("after.nii.gz", "demo/scan/after.nii.gz", folder)
    try write("demo/nested.yaml", "scan/after.nii.gz", "before.nii.gz")
    try copy("after.nii.gz", "late/scan/after.nii.gz", folder)
    #expect(try flipped(folder.path("demo/nested.yaml"), [folder.path("late")]) == [false])
    // A path that leads out of the folder is not followed.
    try copy("before.nii.gz", "after.nii.gz", folder)
    try copy("after.nii.gz", "demo/cases/own.nii.gz", folder)
    try write("demo/cases/case.yaml", "../after.nii.gz", "../before.nii.gz")
    #expect(try flipped(folder.path("demo/cases/case.yaml"), [folder.path("grown")]) == [false])
  }
}
