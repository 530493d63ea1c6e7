import Foundation
import Testing

@testable import VolumetryCore

/// Twenty thousand damaged files: each is measured right or refused.
///
/// Right is what `PlainTwin` reads from the damaged bytes and what `ScanLaws` demand. A plain file
/// has no checksum, so damage to a voxel is another voxel, for the twin as for the reader.
@Suite struct MutatedFilesTests {
  /// A file that is damaged, and how often. What is costly to measure is damaged less often.
  struct Victim: CustomStringConvertible, Sendable {
    let name: String
    let rounds: Int
    var description: String { name }

    var bytes: [UInt8] {
      get throws {
        let folder = testData.appendingPathComponent("real/files")
        return Array(try Data(contentsOf: folder.appendingPathComponent(name)))
      }
    }
  }

  /// Kinds: version 1 and 2, bytes, int16 and floats, scaling, no transform, plain and gzip, with
  /// and without a header extension, one label and many.
  static let victims = [
    Victim(name: "derived/header_variants/q1s1_baseline.nii", rounds: 4000),
    Victim(name: "derived/header_variants/nifti2.nii", rounds: 3000),
    Victim(name: "derived/header_variants/float32_integral_labels.nii", rounds: 3000),
    Victim(name: "derived/header_variants/scl_slope_2_inter_1.nii", rounds: 2000),
    Victim(name: "derived/header_variants/q0s0_pixdim_only.nii", rounds: 1000),
    Victim(name: "ibsi/ibsi_1_digital_phantom/nifti/mask/mask.nii.gz", rounds: 3000),
    Victim(name: "nibabel/nibabel/tests/data/standard.nii.gz", rounds: 3000),
    Victim(name: "pyradiomics/nifti_converted/breast1_label.nii.gz", rounds: 300),
    Victim(name: "totalsegmentator/example_seg_fast/liver.nii.gz", rounds: 300),
    Victim(name: "totalsegmentator/example_seg_roi_subset.nii.gz", rounds: 200),
  ]
  /// The same voxels in the byte order and the pair of files that no small real file has.
  static let derivedRounds = 200

  @Test func thereAreTenFilesAndTwentyThousandRounds() {
    #expect(Self.victims.count == 10)
    let rounds = Self.victims.reduce(2 * Self.derivedRounds) { $0 + $1.rounds }
    #expect(rounds >= 20_000)
  }

  @Test(arguments: victims.indices)
  func aDamagedFileIsMeasuredRightOrRefused(_ index: Int) throws {
    let victim = Self.victims[index]
    let whole = try victim.bytes
    let other = try Self.victims[(index + 1) % Self.victims.count].bytes
    let attempt = Attempt()
    #expect(attempt.broken(header: whole) == nil, "the whole file")
    #expect(attempt.measured == 1, "the whole file is measured")
    for round in 0..<victim.rounds {
      let seed = UInt64(index) << 32 | UInt64(round)
      var mutator = FileMutator(seed: seed)
      let bytes = mutator.damaged(whole, other: other)
      if let law = attempt.broken(header: bytes) {
        Issue.record("\(victim), seed \(seed): \(law)")
        return
      }
    }
    // Both ways are taken: damage is noticed, and what a plain file may hold is still measured.
    #expect(attempt.refused * 10 > victim.rounds, "\(attempt.refused) of \(victim.rounds) refused")
    let isPlain = victim.name.hasSuffix(".nii")
    #expect(attempt.measured > (isPlain ? victim.rounds / 20 : 0), "\(attempt.measured) measured")
  }

  @Test func aDamagedFileOfTheOtherByteOrderIsMeasuredRightOrRefused() throws {
    let voxels = try Self.victims[0].bytes[352...]
    var builder = NIfTIBuilder()
    (builder.bigEndian, builder.datatype) = (true, 4)
    builder.dim = [3, 5, 4, 4, 1, 1, 1, 1]
    let whole = builder.file(builder.payload(voxels.map(Double.init)))
    let attempt = Attempt()
    for seed in 0..<UInt64(Self.derivedRounds) {
      var mutator = FileMutator(seed: seed)
      let law = attempt.broken(header: mutator.damaged(whole, other: whole.reversed()))
      #expect(law == nil, "big-endian, seed \(seed)")
    }
    #expect(attempt.measured > 10 && attempt.refused > 10)
  }

  @Test func aDamagedPairIsMeasuredRightOrRefused() throws {
    let voxels = try Array(Self.victims[0].bytes[352...])
    var builder = NIfTIBuilder()
    builder.magic = Array("ni1\0".utf8)
    builder.offset = 0
    builder.dim = [3, 5, 4, 4, 1, 1, 1, 1]
    let header = builder.header() + [0, 0, 0, 0]
    let attempt = Attempt()
    for seed in 0..<UInt64(Self.derivedRounds) {
      var mutator = FileMutator(seed: seed)
      let damagesHeader = Bool.random(using: &mutator)
      let law = attempt.broken(
        header: damagesHeader ? mutator.damaged(header, other: voxels) : header,
        data: damagesHeader ? voxels : mutator.damaged(voxels, other: header))
      #expect(law == nil, "pair, seed \(seed)")
    }
    #expect(attempt.measured > 10 && attempt.refused > 10)
  }

  /// The laws see what they are there for.
  @Test func theTwinNoticesAnotherFile() throws {
    let whole = try Self.victims[0].bytes
    let scan = try measure(whole)
    #expect(ScanLaws.broken(scan, header: whole) == nil)
    var moved = whole
    moved.swapAt(352, try #require(moved[352...].firstIndex { $0 != moved[352] }))
    #expect(ScanLaws.broken(scan, header: moved) != nil, "two voxels exchanged")
    #expect(ScanLaws.broken(scan, header: whole.dropLast()) != nil, "one byte short")
    var stretched = whole
    stretched.replaceSubrange(80..<84, with: [0, 0, 64, 64])
    #expect(ScanLaws.broken(scan, header: stretched) != nil, "another pixdim")
    #expect(ScanLaws.broken(.checksum(reason: "made up"), bytes: gzip(whole)) != nil)
  }
}

/// Files measured one after the other under one name.
private final class Attempt {
  private(set) var measured = 0
  private(set) var refused = 0
  private let folder = TemporaryFolder()

  /// The law that measuring these bytes breaks, nil where they are measured right or refused.
  func broken(header: [UInt8], data: [UInt8]? = nil) -> String? {
    let path = folder.path + (data == nil ? "/a.nii" : "/a.hdr")
    write(header, to: path)
    if let data { write(data, to: folder.path + "/a.img") }
    let began = processorTime()
    let outcome: Result<ScanMeasurement, VolumeError>
    do throws(VolumeError) {
      outcome = .success(try ScanMeasurement(path: path))
    } catch { outcome = .failure(error) }
    guard processorTime() - began < 1 else { return "took \(processorTime() - began) s" }
    switch outcome {
    case .success(let scan):
      measured += 1
      return ScanLaws.broken(scan, header: header, data: data)
    case .failure(let error):
      refused += 1
      return data == nil ? ScanLaws.broken(error, bytes: header) : nil
    }
  }

  /// Files stay open: one that is emptied and closed again is written to the disk each time.
  private var descriptors: [String: Int32] = [:]

  private func write(_ bytes: [UInt8], to path: String) {
    let descriptor = descriptors[path] ?? open(path, O_RDWR | O_CREAT | O_TRUNC, 0o600)
    descriptors[path] = descriptor
    precondition(ftruncate(descriptor, 0) == 0, "\(path) cannot be emptied")
    precondition(pwrite(descriptor, bytes, bytes.count, 0) == bytes.count, "\(path) is cut")
  }

  deinit { for descriptor in descriptors.values { close(descriptor) } }

  /// Seconds that this thread has computed; waiting for a busy machine does not count.
  private func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
