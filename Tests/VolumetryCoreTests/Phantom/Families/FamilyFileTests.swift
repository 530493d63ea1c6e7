import Foundation
import Testing

@testable import VolumetryCore

/// The files of the families: read back by the reader, whole or absent, the same bytes every time.
@Suite struct FamilyFileTests {
  let folder = TemporaryFolder()

  private func path(_ name: String) -> String { "\(folder.path)/\(name)" }

  private func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: path(name))))
  }

  private func written(_ order: PhantomOrder, _ name: String = "a") throws -> [UInt8] {
    try Phantom(order).write(to: path(name))
    return try bytes(name)
  }

  private func plain(_ order: PhantomOrder) throws -> [UInt8] {
    var order = order
    order.packing = .plain
    return try written(order, "plain")
  }

  /// The reader's census against the truth, label by label and exactly.
  private func check(_ order: PhantomOrder) throws {
    let phantom = try Phantom(order)
    let truth = try phantom.write(to: path("a"))
    #expect(truth == phantom.truth())
    let scan = try ScanMeasurement(path: path("a"))
    let expected = truth.labels.filter { $0.voxels > 0 }
    #expect(
      scan.counts == Dictionary(uniqueKeysWithValues: expected.map { ($0.label.value, $0.voxels) }))
    for row in expected { #expect(scan.volume(row.label) == row.volume.value) }
    #expect(scan.grid == phantom.grid)
    #expect(scan.datatype == order.datatype)
    let expectedWarnings: Set<VolumeWarning.Code> =
      order.scaling == .none ? [.noBackground] : [.noBackground, .scaling]
    #expect(Set(scan.warnings.map(\.code)).isSubset(of: expectedWarnings))
  }

  @Test(arguments: PhantomFamily.allCases)
  func theReaderFindsTheTruthOfEveryFamily(family: PhantomFamily) throws {
    try check(FamilyPaintingTests.order(family, seed: 5))
  }

  /// As many labels as a family can have are labels to the reader, not the values of an image.
  @Test func theReaderTakesTheMostLabelsThatCanBeHad() throws {
    var noise = PhantomOrder(.noise)
    (noise.shape, noise.spacing) = (SIMD3(60, 50, 40), SIMD3(2, 2, 2))
    (noise.labels, noise.datatype) = (256, .uint16)
    try check(noise)
    var cubes = PhantomOrder(.cubes)
    (cubes.shape, cubes.labels, cubes.datatype) = (SIMD3(128, 80, 80), 4095, .int16)
    try check(cubes)
    #expect(try Phantom(cubes).truth().labels.allSatisfy { $0.voxels > 0 })
  }

  @Test(arguments: Datatype.allCases, PhantomOrder.ByteOrder.allCases)
  func everyDatatypeAndByteOrderIsMeasuredAlike(
    datatype: Datatype, byteOrder: PhantomOrder.ByteOrder
  ) throws {
    var order = FamilyPaintingTests.order(.denseBody)
    order.datatype = datatype
    order.byteOrder = byteOrder
    try check(order)
    #expect(try Inspection(path: path("a")).header.isBigEndian == (byteOrder == .big))
    order.scaling = PhantomOrder.Scaling(slope: 0.5, intercept: -3)
    try check(order)
    order.packing = .plain
    try check(order)
  }

  // MARK: Packing

  static let packings =
    (0...9).map { PhantomOrder.Gzip(level: $0) }
    + PhantomOrder.Strategy.allCases.flatMap { strategy in
      [1, 6].map { PhantomOrder.Gzip(level: $0, strategy: strategy) }
    } + [2, 3, 7, 500].map { PhantomOrder.Gzip(level: 1, members: $0) }

  @Test(arguments: packings)
  func whateverPacksItUnpacksToThePlainFile(gzip: PhantomOrder.Gzip) throws {
    var order = FamilyPaintingTests.order(.sparseLiver)
    order.datatype = .uint16
    order.packing = .gzip(gzip)
    let packed = try written(order)
    #expect(try unzipped(path("a")) == plain(order))
    #expect(packed.starts(with: [0x1f, 0x8b, 8]))
    #expect(try Inspection(path: path("a")).gzip?.members == gzip.members)
    try check(order)
  }

  /// Levels and strategies do what they are called: a stored block is as long as its bytes, what is
  /// not compressed by matches is longer, and the first block of the fixed code says so.
  @Test func levelsAndStrategiesReachZlib() throws {
    var order = FamilyPaintingTests.order(.denseBody)
    func size(_ gzip: PhantomOrder.Gzip) throws -> Int {
      order.packing = .gzip(gzip)
      return try written(order).count
    }
    let plainSize = try plain(order).count
    #expect(try size(PhantomOrder.Gzip(level: 0)) > plainSize)
    #expect(try size(PhantomOrder.Gzip(level: 9)) < size(PhantomOrder.Gzip(level: 1)))
    let huffman = try size(PhantomOrder.Gzip(strategy: .huffmanOnly))
    #expect(try huffman > size(PhantomOrder.Gzip(strategy: .runLength)))
    #expect(try size(PhantomOrder.Gzip(strategy: .runLength)) > size(PhantomOrder.Gzip()))
    order.packing = .gzip(PhantomOrder.Gzip(strategy: .fixed))
    // Bits 1 and 2 of the first byte after the 10 of the header: 01, fixed (RFC 1951, 3.2.3).
    #expect(try written(order)[10] >> 1 & 3 == 1)
  }

  /// Members may be as many as bytes.
  @Test func aByteAMemberIsTheMost() throws {
    var order = PhantomOrder(.noise)
    order.shape = SIMD3(3, 2, 1)
    order.packing = .gzip(PhantomOrder.Gzip(members: 358))
    try Phantom(order).write(to: path("a"))
    #expect(try unzipped(path("a")) == plain(order))
    order.packing = .gzip(PhantomOrder.Gzip(members: 359))
    #expect(throws: PhantomError.self) { try Phantom(order) }
  }

  // MARK: The same bytes

  /// CRC-32 of the plain file of `FamilyPaintingTests.order`. What changes one of these changes
  /// every benchmark that was ever recorded with the family: then say so in the changelog.
  static let pinned: [(family: PhantomFamily, crc: UInt32)] = [
    (.sparseLiver, 0xa5a2_dfc6),
    (.denseBody, 0x89cd_c1e2),
    (.denseTrunk, 0x45cc_af13),
    (.segments104, 0xeb2a_d69d),
    (.noise, 0x8895_1074),
    (.spheres, 0x78ae_a787),
    (.ellipsoids, 0x4fd0_f36c),
    (.cubes, 0xcacf_cc09),
    (.slantedSlabs, 0xe743_01e0),
    (.thinPlates, 0xcd09_69a5),
    (.nestedShells, 0xdd9b_e7fd),
    (.tubes, 0xff27_8a23),
  ]

  @Test func theSameOrderGivesTheSameBytesForEver() throws {
    #expect(Self.pinned.map(\.family) == PhantomFamily.allCases)
    for (family, crc) in Self.pinned {
      let bytes = try plain(FamilyPaintingTests.order(family))
      #expect(GzipMember.checksum(bytes) == crc, "\(family)")
    }
  }

  @Test(arguments: PhantomFamily.allCases)
  func twoWritesGiveIdenticalBytesAndReplaceWhatWasThere(family: PhantomFamily) throws {
    let order = FamilyPaintingTests.order(family)
    try Data("something else".utf8).write(to: URL(filePath: path("a")))
    #expect(try written(order) == written(order, "b"))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["a", "b"])
  }

  // MARK: Refusals

  /// A change of a good order, and a word of what is said of it.
  static let refusals: [(field: String, change: @Sendable (inout PhantomOrder) -> Void)] = [
    ("shape", { $0.shape = SIMD3(0, 5, 5) }),
    ("shape", { $0.shape = SIMD3(5, 5, -1) }),
    ("shape", { $0.shape = SIMD3(5, 32768, 5) }),
    ("shape", { $0.shape = SIMD3(32767, 32767, 32767) }),
    ("spacing", { $0.spacing.x = 0 }),
    ("spacing", { $0.spacing.y = -1 }),
    ("spacing", { $0.spacing.z = .nan }),
    ("spacing", { $0.spacing.z = .infinity }),
    ("spacing", { $0.spacing.z = 0.9e-6 }),
    ("spacing", { $0.spacing.z = 1.1e6 }),
    ("number of labels", { $0.labels = 0 }),
    ("number of labels", { $0.labels = 257 }),
    (
      "number of labels",
      {
        $0 = PhantomOrder(.sparseLiver)
        $0.labels = 10
      }
    ),
    (
      "number of labels",
      {
        $0 = PhantomOrder(.denseBody)
        $0.labels = 39
      }
    ),
    (
      "number of labels",
      {
        $0 = PhantomOrder(.denseBody)
        $0.labels = 105
      }
    ),
    (
      "stored number of label 128",
      {
        $0.labels = 128
        $0.datatype = .int8
      }
    ),
    ("stored number of label 256", { $0.labels = 256 }),
    ("stored number of label 0", { $0.scaling.intercept = 1 }),
    ("stored number of label 1", { $0.scaling.slope = 3 }),
    ("slope", { $0.scaling.slope = 0 }),
    ("slope", { $0.scaling.slope = .nan }),
    ("slope", { $0.scaling.slope = 1e-60 }),
    ("intercept", { $0.scaling.intercept = .infinity }),
    ("density", { $0.density = 0 }),
    ("density", { $0.density = 1.01 }),
    ("density", { $0.density = .nan }),
    (
      "density",
      {
        $0 = PhantomOrder(.sparseLiver)
        $0.density = 0.02
      }
    ),
    (
      "density",
      {
        $0 = PhantomOrder(.spheres)
        $0.density = 0.53
      }
    ),
    (
      "density",
      {
        $0 = PhantomOrder(.tubes)
        $0.density = 0.8
      }
    ),
    (
      "density",
      {
        $0 = PhantomOrder(.nestedShells)
        $0.density = 0.6
      }
    ),
    (
      "density",
      {
        $0 = PhantomOrder(.ellipsoids)
        $0.density = 0.13
      }
    ),
    ("gzip level", { $0.packing = .gzip(PhantomOrder.Gzip(level: 11)) }),
    ("gzip level", { $0.packing = .gzip(PhantomOrder.Gzip(level: -1)) }),
    ("number of gzip members", { $0.packing = .gzip(PhantomOrder.Gzip(members: 0)) }),
    ("number of gzip members", { $0.packing = .gzip(PhantomOrder.Gzip(members: 100_001)) }),
  ]

  @Test func whatCannotBePaintedOrStoredIsRefusedWithItsField() throws {
    for (index, refusal) in Self.refusals.enumerated() {
      var order = PhantomOrder(.noise)
      order.shape = SIMD3(5, 5, 5)
      _ = try Phantom(order)
      refusal.change(&order)
      do throws(PhantomError) {
        _ = try Phantom(order)
        Issue.record("refusal \(index), of \(refusal.field), was none")
      } catch {
        guard case .specification(let field, _, _) = error else {
          Issue.record("refusal \(index): \(error)")
          continue
        }
        #expect(field == refusal.field, "refusal \(index)")
      }
    }
  }

  @Test func whereNoFileCanBeNothingIsLeftBehind() throws {
    let phantom = try Phantom(FamilyPaintingTests.order(.cubes))
    #expect(throws: PhantomError.output(.create, path: folder.path, errorNumber: EISDIR)) {
      try phantom.write(to: folder.path)
    }
    let missing = path("not-there/a.nii")
    #expect(throws: PhantomError.output(.create, path: missing, errorNumber: ENOENT)) {
      try phantom.write(to: missing)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  /// The temporary file is made to be `/dev/full`, where creating works and writing does not.
  @Test(arguments: [1, 5])
  func aDiskThatIsFullLeavesWhatWasThereBefore(members: Int) throws {
    var order = FamilyPaintingTests.order(.noise)
    order.packing = .gzip(PhantomOrder.Gzip(members: members))
    try Data("before".utf8).write(to: URL(filePath: path("a")))
    try FileManager.default.createSymbolicLink(
      atPath: path("a.partial-\(getpid())"), withDestinationPath: "/dev/full")
    #expect(throws: PhantomError.output(.write, path: path("a"), errorNumber: ENOSPC)) {
      try Phantom(order).write(to: path("a"))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a"])
    #expect(try Data(contentsOf: URL(filePath: path("a"))) == Data("before".utf8))
  }
}
