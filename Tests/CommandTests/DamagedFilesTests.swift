import Foundation
import Testing

/// Hundreds of damaged files in one call of the binary that ships: it says of each what it is, in
/// little time and memory.
@Suite struct DamagedFilesTests {
  static let names = [
    "derived/header_variants/q1s1_baseline.nii", "derived/header_variants/nifti2.nii",
    "derived/header_variants/float32_integral_labels.nii",
    "ibsi/ibsi_1_digital_phantom/nifti/mask/mask.nii.gz",
    "totalsegmentator/example_seg_fast/liver.nii.gz",
    "totalsegmentator/example_seg_roi_subset.nii.gz",
  ]
  /// MiB, for the whole process.
  static let mostMemory = 64.0

  @Test func everyFileIsMeasuredOrRefusedInLittleMemory() throws {
    let folder = try TemporaryDirectory()
    let wholes = try Self.names.map { name in
      [UInt8](try Data(contentsOf: URL(filePath: "\(MeasureCommandTests.real)/\(name)")))
    }
    let files = try (0..<600).map { seed in
      var mutator = FileMutator(seed: UInt64(seed))
      let other = wholes[(seed + 1) % wholes.count]
      let damaged = mutator.damaged(wholes[seed % wholes.count], other: other)
      return try folder.write(Data(damaged), to: "\(seed).nii")
    }
    let outcome = try Command.run(["measure", "--format", "json"] + files, limit: 120)
    #expect(outcome.status == 65 && outcome.signal == nil, "seeds 0 to 599")
    #expect(outcome.peakMemoryMebibytes <= Self.mostMemory, "\(outcome.peakMemoryMebibytes) MiB")
    #expect(outcome.seconds < 60, "\(outcome.seconds) s")
    let document = try outcome.jsonObject()
    let scans = try #require(document["scans"] as? [[String: Any]])
    let failures = try #require(document["failures"] as? [[String: Any]])
    let reported = (scans + failures).compactMap { $0["path"] as? String }
    #expect(reported.count == files.count && Set(reported) == Set(files), "each file once")
    #expect(scans.count > 20 && failures.count > 100, "\(scans.count), \(failures.count)")
    for failure in failures {
      let code = try #require(failure["code"] as? String)
      let message = try #require(failure["message"] as? String)
      #expect(code.hasPrefix("E-") && message.count > 5, "\(failure["path"] ?? "")")
    }
    for scan in scans {
      let labels = try #require(scan["labels"] as? [[String: Any]])
      for label in labels {
        let volume = try #require(label["volume_ml"] as? Double, "\(scan["path"] ?? "")")
        #expect(volume.isFinite && volume >= 0)
      }
    }
  }

  /// A header may declare anything; the memory that it costs is that of the file.
  @Test func aHugeDeclarationCostsNothing() throws {
    let folder = try TemporaryDirectory()
    var bytes = [UInt8](
      try Data(contentsOf: URL(filePath: "\(MeasureCommandTests.real)/\(Self.names[0])")))
    // dim = 3, 4096, 4096, 4096: 64 GiB.
    bytes.replaceSubrange(42..<48, with: [0, 16, 0, 16, 0, 16])
    let outcome = try Command.run(["measure", folder.write(Data(bytes), to: "huge.nii")])
    #expect(outcome.status == 65 && outcome.stderr.contains("cut short"))
    #expect(outcome.peakMemoryMebibytes <= Self.mostMemory && outcome.seconds < 1)
  }
}
