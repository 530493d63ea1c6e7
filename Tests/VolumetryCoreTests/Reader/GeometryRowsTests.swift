import Foundation
import Testing

@testable import VolumetryCore

/// Rows of the reader's list on where voxels lie and how large they are.
@Suite struct GeometryRowsTests {
  private func scan(
    _ options: ReadingOptions = ReadingOptions(), _ change: (inout NIfTIBuilder) -> Void
  ) throws -> ScanMeasurement {
    try measure(ReaderRow.file(change), options: options)
  }

  private func refused(_ change: (inout NIfTIBuilder) -> Void) -> VolumeError? {
    refusal(ReaderRow.file(change))
  }

  @Test("row 1: NIfTI-2 in both byte orders", arguments: [false, true])
  func nifti2(bigEndian: Bool) throws {
    let scan = try scan { ($0.version, $0.bigEndian) = (2, bigEndian) }
    try ReaderRow.expectTruth(scan)
    #expect(scan.version == 2)
  }

  @Test("row 2: big-endian NIfTI-1; pairs by either name, gzipped or not", arguments: ["", ".gz"])
  func pairs(ending: String) throws {
    try ReaderRow.expectTruth(try scan { ($0.bigEndian, $0.datatype) = (true, 4) })
    let builder = ReaderRow.builder { ($0.magic, $0.offset) = (Array("ni1\0".utf8), 0) }
    let folder = TemporaryFolder()
    let (header, voxels) = (builder.header(), builder.payload(ReaderRow.voxels))
    let isGzip = !ending.isEmpty
    let names = [
      folder.write(isGzip ? gzip(header) : header, as: "a.hdr\(ending)"),
      folder.write(isGzip ? gzip(voxels) : voxels, as: "a.img\(ending)"),
    ]
    for name in names { try ReaderRow.expectTruth(try ScanMeasurement(path: name)) }
    try FileManager.default.removeItem(atPath: names[1])
    let error = #expect(throws: VolumeError.self) { try ScanMeasurement(path: names[0]) }
    #expect(error?.code == "E-MATE-MISSING")
  }

  @Test("row 3: sform and pixdim disagree, both coded: refused with both numbers")
  func conflict() throws {
    let change: (inout NIfTIBuilder) -> Void = { $0.rows = ReaderRow.diagonal(20, 30, 25) }
    let error = try #require(refused(change))
    #expect(error.code == "E-GEOMETRY")
    #expect(error.message.contains("15000.0 mm³") && error.message.contains("24000.0 mm³"))
    #expect(error.figures["sform_mm3"] == .number(15000))
    #expect(error.figures["qform_mm3"] == .number(24000))
    guard case .number(let difference)? = error.figures["difference_pct"] else {
      Issue.record("no difference")
      return
    }
    #expect(abs(difference - 60) < 1e-9 && error.message.contains("60.0 % apart"))
    for (choice, millilitres) in [(GeometrySource.sform, 75.0), (.qform, 120), (.pixdim, 120)] {
      let scan = try scan(ReadingOptions { $0.geometry = choice }, change)
      #expect(scan.volume(1) == millilitres)
      #expect(scan.codes == ["W-GEOMETRY"])
      #expect(scan.options.given.map(\.name) == ["geometry"])
    }
  }

  @Test("row 4: the only coded transform is the sform; pixdim 1, 1, 1 is a warning")
  func sformOnly() throws {
    let scan = try scan {
      ($0.rows, $0.qform) = (ReaderRow.diagonal(20, 30, 40), 0)
      $0.pixdim = [1, 1, 1, 1, 0, 0, 0, 0]
    }
    try ReaderRow.expectTruth(scan, warnings: ["W-PIXDIM"])
    #expect(scan.warnings.first?.figures["sform_mm3"] == .number(24000))
    #expect(scan.warnings.first?.figures["pixdim_mm3"] == .number(1))
  }

  @Test("row 5: no transform: pixdim, and nothing about left and right")
  func noTransform() throws {
    let scan = try scan { ($0.qform, $0.sform) = (0, 0) }
    try ReaderRow.expectTruth(scan, warnings: ["W-NOXFORM"])
    #expect(scan.grid.source == .pixdim && scan.grid.orientation == nil)
  }

  @Test("row 6: a negative spacing is its size")
  func negativeSpacing() throws {
    try ReaderRow.expectTruth(
      try scan { ($0.pixdim[1], $0.sform) = (-20, 0) }, warnings: ["W-PIXDIM-SIGN"])
  }

  @Test("row 7: pixdim[3] is 0 and the sform right")
  func zeroSpacingBesideSform() throws {
    for qform in [0, 1] {
      let scan = try scan {
        ($0.rows, $0.pixdim[3], $0.qform) = (ReaderRow.diagonal(20, 30, 40), 0, qform)
      }
      try ReaderRow.expectTruth(scan, warnings: ["W-PIXDIM"])
    }
  }

  @Test(
    "row 8: spacing 0, NaN or infinite and no transform",
    arguments: [0, .nan, Double.infinity])
  func noSpacing(_ spacing: Double) {
    let error = refused { ($0.qform, $0.sform, $0.pixdim[3]) = (0, 0, spacing) }
    #expect(error?.code == "E-GEOMETRY")
  }

  @Test("row 9: qfac 0 is 1, another than ±1 a warning; the volume is the same")
  func qfac() throws {
    for (qfac, warnings) in [(0.0, []), (2, ["W-QFAC"]), (-1, [])] {
      let scan = try scan { ($0.pixdim[0], $0.sform) = (qfac, 0) }
      try ReaderRow.expectTruth(scan, warnings: warnings)
      #expect(scan.grid.orientation == (qfac < 0 ? "RAI" : "RAS"))
    }
  }

  @Test("row 10: a quaternion that is no rotation leaves the volume and no orientation")
  func quaternion() throws {
    let scan = try scan { ($0.quaternion, $0.sform) = ([0.9, 0.9, 0.9], 0) }
    try ReaderRow.expectTruth(scan, warnings: ["W-QUATERNION"])
    #expect(scan.grid.orientation == nil)
  }

  @Test("row 11: micrometres and metres are converted; only three bits are the unit")
  func units() throws {
    for (units, factor) in [(3, 1e-3), (1, 1000), (2, 1), (2 | 8, 1), (3 | 16, 1e-3)] {
      let scan = try scan {
        ($0.version, $0.units) = (2, units)
        $0.pixdim = [1, 20 / factor, 30 / factor, 40 / factor, 0, 0, 0, 0]
      }
      try ReaderRow.expectTruth(scan)
    }
    try ReaderRow.expectTruth(try scan { $0.units = 0 }, warnings: ["W-UNITS"])
  }

  @Test("row 12: a field of view that no body has is a warning, never corrected")
  func plausibility() throws {
    let scan = try scan { $0.pixdim = [1, 20_000, 30_000, 40_000, 0, 0, 0, 0] }
    #expect(scan.codes == ["W-SCALE"])
    #expect(scan.volume(1) == 120e9)
    #expect(scan.warnings[0].figures["found_mm"] == .number(80_000))
  }

  @Test("row 30: a sheared grid has the determinant's volume, whatever pixdim[3] is")
  func shear() throws {
    let tilted: [[Double]] = [[20, 0, 0, 0], [0, 30, 20, 0], [0, 0, 40, 0]]
    for (qform, distance) in [(0, 2000.0.squareRoot()), (1, 2000.0.squareRoot()), (1, 40)] {
      let scan = try scan { ($0.rows, $0.qform, $0.pixdim[3]) = (tilted, qform, distance) }
      try ReaderRow.expectTruth(scan, warnings: ["W-SHEAR"])
      guard case .number(let angle)? = scan.warnings[0].figures["angle_deg"] else {
        Issue.record("no angle")
        return
      }
      #expect(abs(angle - atan(0.5) * 180 / .pi) < 1e-4)
    }
  }

  @Test("row 31: axes that are not quite square are measured by the determinant")
  func notQuiteOrthogonal() throws {
    let rows: [[Double]] = [[20, 0.03, 0, 0], [0.02, 30, 0, 0], [0, 0, 40, 0]]
    let scan = try scan { ($0.rows, $0.qform) = (rows, 0) }
    #expect(scan.codes.isEmpty)
    let expected = 5 * (20.0 * 30 - 0.0006) * 40 / 1000
    #expect(abs(try #require(scan.volume(1)) - expected) < 1e-4)
  }

  @Test("row 32: sform and qform that mirror each other: the volume is right, and it is said")
  func mirrored() throws {
    let scan = try scan { $0.rows = ReaderRow.diagonal(-20, 30, 40) }
    try ReaderRow.expectTruth(scan, warnings: ["W-ORIENTATION"])
  }

  @Test("row 33: an sform of zeros")
  func zeroSform() throws {
    let zeros = ReaderRow.diagonal(0, 0, 0)
    #expect(refused { ($0.rows, $0.qform) = (zeros, 0) }?.code == "E-GEOMETRY")
    try ReaderRow.expectTruth(try scan { $0.rows = zeros }, warnings: ["W-SFORM"])
  }

  @Test("row 34: an sform of NaN")
  func nanSform() throws {
    let rows = ReaderRow.diagonal(.nan, 30, 40)
    #expect(refused { ($0.rows, $0.qform) = (rows, 0) }?.code == "E-GEOMETRY")
    try ReaderRow.expectTruth(try scan { $0.rows = rows }, warnings: ["W-SFORM"])
  }

  @Test("row 54: scans on different grids are each measured")
  func differentGrids() throws {
    let one = try scan { $0.pixdim = [1, 20, 30, 40, 0, 0, 0, 0] }
    let two = try scan { $0.pixdim = [1, 10, 60, 40, 0, 0, 0, 0] }
    #expect(one.volume(1) == two.volume(1))
    #expect(one.grid != two.grid)
  }

  @Test("row 55: files read together must be on one grid; the difference is told in mm")
  func pairMismatch() throws {
    let folder = TemporaryFolder()
    let first = folder.write(ReaderRow.file(), as: "a.nii")
    for (shift, turned, isAligned) in [(0.0005, 0.0, true), (0, 5e-5, true), (3, 0, false)] {
      let rows: [[Double]] = [[20, 0, 0, shift], [0, 30, 30 * turned, 0], [0, 0, 40, 0]]
      let second = folder.write(ReaderRow.file { $0.rows = rows }, as: "b.nii")
      do throws(AlignedScansError) {
        _ = try AlignedScans(paths: [first, second])
        #expect(isAligned)
      } catch {
        #expect(!isAligned)
        #expect(error.code == "E-GRID" && error.index == 1)
        #expect(error.message.contains("first voxels 3.0 mm apart"))
        #expect(error.figures["origin_mm"] == .number(3))
        #expect(error.figures["spacing_mm"] == .number(0))
      }
    }
    let turned: [[Double]] = [
      [20, 0, 0, 0], [0, 30 * cos(0.01), -40 * sin(0.01), 0],
      [0, 30 * sin(0.01), 40 * cos(0.01), 0],
    ]
    let third = folder.write(ReaderRow.file { $0.rows = turned }, as: "c.nii")
    let error = #expect(throws: AlignedScansError.self) { try AlignedScans(paths: [first, third]) }
    guard case .number(let angle)? = error?.figures["angle_deg"] else {
      Issue.record("no angle")
      return
    }
    #expect(abs(angle - 0.01 * 180 / .pi) < 1e-4)
  }
}
