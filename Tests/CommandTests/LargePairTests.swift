import Foundation
import Testing

/// `volumetry compare` of volumes of the size of a CT, whose answer is known in closed form.
@Suite struct LargePairTests {
  static let voxels = [512, 512, 400]
  static let spacing: [Float] = [0.75, 0.75, 1.5]

  /// Two boxes, the second three voxels further along i: distances are 0 or have a closed form.
  @Test(arguments: [false, true])
  func aPairOfTheSizeOfACT(compressed: Bool) throws {
    let folder = try TemporaryDirectory()
    let boxes = [
      [100..<400, 120..<380, 60..<310], [103..<403, 120..<380, 60..<310],
    ]
    let paths = try zip(boxes, ["ref.nii", "pred.nii"]).map { box, name in
      let path = try BigVolume.writeBox(
        box, voxels: Self.voxels, spacing: Self.spacing, into: folder, as: name)
      return compressed ? try BigVolume.compress(path, in: folder) : path
    }
    let outcome = try Command.run(["compare", "-f", "json"] + paths)
    #expect(outcome.status == 0, "\(outcome.stderr)")
    let pairs = try #require(outcome.jsonObject()["pairs"] as? [[String: Any]])
    let label = try #require((pairs[0]["labels"] as? [[String: Any]])?.first)
    #expect(label["dice"] as? Double == 297.0 / 300)
    #expect(label["volume_reference_ml"] as? Double == 16_453.125)
    #expect(label["volume_difference_ml"] as? Double == 0)
    // A corner of the front face has its nearest on the other box, three voxels away.
    #expect(label["hd_mm"] as? Double == 2.25)
    // All of the two faces across the shift is 2.25 mm away, but for a rim of the face within the
    // other box, which loses what the sides beyond it gain; the rest of the sides is common.
    let (face, sides) = (195.0 * 375, 225.0 * 2 * (195 + 375))
    let found = try #require(label["assd_mm"] as? Double)
    #expect(abs(found - 2.25 * 2 * face / (2 * face + sides)) < 0.01, "\(found)")
    // The box has 300 × 260 × 250 voxels, an eighth of a byte each, a few times over.
    #expect(outcome.peakMemoryMebibytes <= 64, "\(outcome.peakMemoryMebibytes) MiB")
  }

  @Test func aFileComparedWithItselfIsTold() throws {
    let folder = try TemporaryDirectory()
    let path = CompareCommandTests.reference("c02_spheres_iso")
    let link = folder.path("link.nii.gz")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    for other in [path, link] {
      let outcome = try Command.run(["compare", "-f", "json", path, other])
      #expect(outcome.status == 0)
      #expect(outcome.stderr.contains("[W-SAME-FILE]"))
      #expect(outcome.stdout.contains("\"W-SAME-FILE\""))
    }
    let copy = folder.path("copy.nii.gz")
    try FileManager.default.copyItem(atPath: path, toPath: copy)
    let outcome = try Command.run(["compare", "-f", "json", path, copy])
    #expect(!outcome.stdout.contains("W-SAME-FILE"), "equal files are not one file")
  }

  @Test func noScoreLiesAboveOne() throws {
    let files = [
      CompareCommandTests.reference("c13_multi_lesion"),
      CompareCommandTests.prediction("c13_multi_lesion"),
    ]
    for (score, status) in [("iou", 64), ("dice", 64), ("shared-voxels", 0)] {
      let outcome = try Command.run(
        ["compare", "--metrics", "lesions", "--lesion-score", score, "--lesion-threshold", "2"]
          + files)
      #expect(outcome.status == Int32(status), "\(score)")
    }
  }
}
