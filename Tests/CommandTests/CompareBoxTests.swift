import Foundation
import Testing

/// One structure whose box is beyond any body, in a pair that is else fit to compare.
@Suite struct CompareBoxTests {
  /// Label 2 in the first voxel and label 1 in the last of a grid of bytes.
  private func ends(_ sizes: [Int], _ name: String, _ folder: TemporaryDirectory) throws -> String {
    var file = [UInt8](repeating: 0, count: 352 + sizes.reduce(1, *))
    func put<Number>(_ value: Number, _ offset: Int) {
      withUnsafeBytes(of: value) { file.replaceSubrange(offset..<(offset + $0.count), with: $0) }
    }
    put(Int32(348), 0)
    for (index, size) in ([3] + sizes + [1, 1, 1, 1]).enumerated() {
      put(Int16(size), 40 + 2 * index)
    }
    put(Int16(2), 70)
    put(Int16(8), 72)
    for index in 0..<4 {
      put(Float(1), 76 + 4 * index)
      if index < 3 { put(Float(1), 280 + 20 * index) }
    }
    put(Float(352), 108)
    put(UInt8(2), 123)
    put(Int16(1), 254)
    file.replaceSubrange(344..<348, with: Array("n+1\0".utf8))
    (file[352], file[file.count - 1]) = (2, 1)
    return try folder.write(Data(file), to: name)
  }

  @Test func aBoxBeyondAnyBodyCostsItsStructureTheSurfaceAlone() throws {
    let folder = try TemporaryDirectory()
    let outcome = try Command.run([
      "compare", "-f", "json", try ends([30_000, 1, 1], "bar.nii", folder),
      try ends([1, 500, 500], "plate.nii", folder),
    ])
    #expect(outcome.status == 0 && outcome.stderr.contains("[W-TOO-LARGE]"))
    let pair = try #require((outcome.jsonObject()["pairs"] as? [[String: Any]])?.first)
    let labels = try #require(pair["labels"] as? [[String: Any]])
    let codes = try #require(pair["warnings"] as? [[String: Any]]).compactMap {
      $0["code"] as? String
    }
    #expect(codes.contains("W-TOO-LARGE"))
    let (far, near) = (try #require(labels.first), try #require(labels.last))
    #expect(far["label"] as? Int == 1 && near["label"] as? Int == 2)
    #expect(far["dice"] as? Double == 0 && far["volume_reference_ml"] as? Double == 0.001)
    #expect(far["hd_mm"] is NSNull && near["hd_mm"] as? Double == 0)
    #expect(far["undefined"] as? [String: String] == ["surface": "too-large"])
    #expect(near["undefined"] == nil && near["dice"] as? Double == 1)
  }
}
