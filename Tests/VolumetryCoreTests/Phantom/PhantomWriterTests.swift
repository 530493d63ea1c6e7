import Foundation
import Testing
import VolumetryCore

/// The files of a phantom, read back by hand: every offset here is that of the NIfTI-1 standard.
@Suite struct PhantomWriterTests {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory
      .appending(path: "volumetry-phantom-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func remove() { try? FileManager.default.removeItem(at: folder) }
  private func path(_ name: String) -> String { folder.appending(path: name).path }
  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  private func number<T: BitwiseCopyable>(_ bytes: [UInt8], _ offset: Int, as: T.Type) -> T {
    bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: T.self) }
  }

  @Test func theHeaderStatesSizesTypeAndTheSameGeometryInQformAndSform() throws {
    defer { remove() }
    try TwoStagePhantom.standard.write(.before, to: path("a.nii"), gzipLevel: nil)
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path("a.nii"))))
    #expect(number(bytes, 0, as: Int32.self) == 348)
    #expect(
      (0..<8).map { number(bytes, 40 + 2 * $0, as: Int16.self) } == [3, 192, 128, 72, 1, 1, 1, 1])
    #expect(number(bytes, 70, as: Int16.self) == 2)
    #expect(number(bytes, 72, as: Int16.self) == 8)
    #expect((0..<4).map { number(bytes, 76 + 4 * $0, as: Float.self) } == [1, 1.5, 1.5, 2.5])
    #expect(number(bytes, 108, as: Float.self) == 352)
    #expect(number(bytes, 112, as: Float.self) == 1)
    #expect(number(bytes, 116, as: Float.self) == 0)
    #expect(bytes[123] & 7 == 2)
    #expect(number(bytes, 252, as: Int16.self) == 1)
    #expect(number(bytes, 254, as: Int16.self) == 1)
    #expect(Array(bytes[344..<352]) == [0x6e, 0x2b, 0x31, 0, 0, 0, 0, 0])
    // Half a turn about z: x and y both run backwards.
    #expect((0..<3).map { number(bytes, 256 + 4 * $0, as: Float.self) } == [0, 0, 1])
    let origin: [Float] = [174.75, 100.25, -48.75]
    #expect((0..<3).map { number(bytes, 268 + 4 * $0, as: Float.self) } == origin)
    let sform: [Float] = [-1.5, 0, 0, origin[0], 0, -1.5, 0, origin[1], 0, 0, 2.5, origin[2]]
    #expect((0..<12).map { number(bytes, 280 + 4 * $0, as: Float.self) } == sform)
    let grid = TwoStagePhantom.standard.grid
    #expect(grid.affine.rows.flatMap { $0 }.map { Float($0) } == sform)
  }

  @Test(arguments: TwoStagePhantom.Stage.allCases)
  func theVoxelsInTheFileAreThePaintedOnes(stage: TwoStagePhantom.Stage) throws {
    defer { remove() }
    let phantom = TwoStagePhantom.standard
    try phantom.write(stage, to: path("a.nii"), gzipLevel: nil)
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path("a.nii"))))
    let shape = phantom.grid.shape
    try #require(bytes.count == 352 + shape.voxelCount)
    let painter = PhantomPainter(phantom.specification.scan, phantom.geometry(stage))
    var slice = [UInt8](repeating: 0, count: shape.i * shape.j)
    for k in 0..<shape.k {
      slice.withUnsafeMutableBufferPointer { painter.paint(slice: k, into: $0) }
      let start = 352 + k * slice.count
      try #require(bytes[start..<(start + slice.count)].elementsEqual(slice), "slice \(k)")
    }
  }

  @Test(arguments: [1, 6, 9])
  func theZippedFileUnzipsToThePlainOneAtEveryLevel(level: Int) throws {
    defer { remove() }
    let phantom = TwoStagePhantom.standard
    try phantom.write(.after, to: path("plain.nii"), gzipLevel: nil)
    try phantom.write(.after, to: path("zipped.nii.gz"), gzipLevel: level)
    let plain = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path("plain.nii"))))
    let zipped = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path("zipped.nii.gz"))))
    #expect(zipped.prefix(2) == [0x1f, 0x8b])
    #expect(zipped.count < plain.count / 10)
    #expect(try unzipped(path("zipped.nii.gz")) == plain)
  }

  @Test(arguments: [nil, 6])
  func twoWritesGiveIdenticalBytesAndReplaceWhatWasThere(level: Int?) throws {
    defer { remove() }
    try Data("something else".utf8).write(to: URL(fileURLWithPath: path("a")))
    try TwoStagePhantom.standard.write(.before, to: path("a"), gzipLevel: level)
    try TwoStagePhantom.standard.write(.before, to: path("b"), gzipLevel: level)
    let first = try Data(contentsOf: URL(fileURLWithPath: path("a")))
    #expect(first.count > 352)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path("b"))) == first)
    #expect(try names() == ["a", "b"])
  }

  @Test func theStagesAreDifferentFilesWithDifferentNames() throws {
    #expect(TwoStagePhantom.Stage.before.fileName != TwoStagePhantom.Stage.after.fileName)
    defer { remove() }
    for stage in TwoStagePhantom.Stage.allCases {
      try TwoStagePhantom.standard.write(stage, to: path(stage.fileName))
    }
    let written = try names()
    #expect(written == ["after.nii.gz", "before.nii.gz"])
    let files = try written.map { try Data(contentsOf: folder.appending(path: $0)) }
    #expect(files[0] != files[1])
  }

  @Test func aFolderThatIsNotThereIsRefusedWithItsPathAndErrno() {
    defer { remove() }
    let missing = path("not-there/a.nii")
    #expect(throws: PhantomError.output(.create, path: missing, errorNumber: ENOENT)) {
      try TwoStagePhantom.standard.write(.before, to: missing)
    }
  }

  @Test func aFolderOrADeviceIsNotReplaced() throws {
    defer { remove() }
    #expect(throws: PhantomError.output(.create, path: folder.path, errorNumber: EISDIR)) {
      try TwoStagePhantom.standard.write(.before, to: folder.path)
    }
    let device = path("pipe")
    try #require(mkfifo(device, 0o600) == 0)
    #expect(throws: PhantomError.output(.create, path: device, errorNumber: ENOTSUP)) {
      try TwoStagePhantom.standard.write(.before, to: device)
    }
    #expect(try names() == ["pipe"])
  }

  @Test(arguments: [0, -1, 10])
  func aGzipLevelOutsideOneToNineIsRefusedAndNothingIsWritten(level: Int) throws {
    defer { remove() }
    #expect(throws: PhantomError.gzipLevel(found: level)) {
      try TwoStagePhantom.standard.write(.before, to: path("a.nii.gz"), gzipLevel: level)
    }
    #expect(try names().isEmpty)
  }

  /// The temporary file is made to be `/dev/full`, where creating works and writing does not.
  @Test(arguments: [nil, 6])
  func aDiskThatIsFullLeavesWhatWasThereBefore(level: Int?) throws {
    defer { remove() }
    try Data("before".utf8).write(to: URL(fileURLWithPath: path("a.nii")))
    let partial = path("a.nii.partial-\(getpid())")
    try FileManager.default.createSymbolicLink(
      atPath: partial, withDestinationPath: "/dev/full")
    #expect(throws: PhantomError.output(.write, path: path("a.nii"), errorNumber: ENOSPC)) {
      try TwoStagePhantom.standard.write(.before, to: path("a.nii"), gzipLevel: level)
    }
    #expect(try names() == ["a.nii"])
    #expect(try Data(contentsOf: URL(fileURLWithPath: path("a.nii"))) == Data("before".utf8))
  }
}
