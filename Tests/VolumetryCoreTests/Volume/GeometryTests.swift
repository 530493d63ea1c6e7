import Testing

@testable import VolumetryCore

/// Rules R1 to R5 and the READER rows on geometry: the volume is right or the file is refused.
@Suite struct GeometryTests {
  static let payload = [UInt8](repeating: 1, count: 24)

  private func scan(
    _ choice: GeometrySource? = nil, _ change: (inout NIfTIBuilder) -> Void
  ) throws -> ScanMeasurement {
    var builder = NIfTIBuilder()
    builder.pixdim = [1, 20, 30, 40, 0, 0, 0, 0]
    change(&builder)
    return try measure(builder.file(Self.payload), options: ReadingOptions { $0.geometry = choice })
  }

  private func refused(
    _ choice: GeometrySource? = nil, _ change: (inout NIfTIBuilder) -> Void
  ) -> VolumeError? {
    var builder = NIfTIBuilder()
    change(&builder)
    return refusal(builder.file(Self.payload), options: ReadingOptions { $0.geometry = choice })
  }

  /// diag(a, b, c).
  private func diagonal(_ a: Double, _ b: Double, _ c: Double) -> [[Double]] {
    [[a, 0, 0, 0], [0, b, 0, 0], [0, 0, c, 0]]
  }

  @Test func bothCodedAndDisagreeingIsRefusedWithBothNumbers() throws {
    let error = refused { $0.rows = diagonal(10, 10, 10) }
    guard case .geometry(let conflict)? = error else {
      Issue.record("expected a conflict, found \(String(describing: error))")
      return
    }
    #expect(conflict.candidates[.sform]?.value == 1000)
    #expect(conflict.candidates[.qform]?.value == 24000)
    #expect(error?.message.contains("2300") == true, "the difference in per cent is named")
    #expect(try scan(.sform) { $0.rows = diagonal(10, 10, 10) }.volume(1) == 24)
    #expect(try scan(.qform) { $0.rows = diagonal(10, 10, 10) }.volume(1) == 576)
    #expect(try scan(.pixdim) { $0.rows = diagonal(10, 10, 10) }.headerCodes == ["W-GEOMETRY"])
  }

  @Test func agreementIsOneInAThousand() throws {
    #expect(try scan { $0.rows = diagonal(20, 30, 40.039) }.grid.source == .sform)
    #expect(refused { $0.rows = diagonal(20, 30, 40.05) }?.code == "E-GEOMETRY")
  }

  @Test func theOnlyCodedSformWinsOverUncodedPixdim() throws {
    let scan = try scan {
      ($0.qform, $0.rows, $0.pixdim) = (0, diagonal(20, 30, 40), [1, 1, 1, 1, 0, 0, 0, 0])
    }
    #expect(scan.volume(1) == 576)
    #expect(scan.headerCodes == ["W-PIXDIM"])
    for bad in [0, Double.nan, .infinity] {
      let scan = try self.scan {
        ($0.qform, $0.rows, $0.pixdim[3]) = (0, diagonal(20, 30, 40), bad)
      }
      #expect(scan.volume(1) == 576)
      #expect(scan.headerCodes == ["W-PIXDIM"])
    }
  }

  @Test(arguments: [2, 3, 4, 5])
  func aTemplateSformOfAnotherScaleIsNotThePatient(_ code: Int) throws {
    #expect(
      refused { ($0.qform, $0.sform, $0.rows) = (0, code, diagonal(10, 10, 10)) }?.code
        == "E-GEOMETRY")
    #expect(try scan { ($0.qform, $0.sform) = (0, code) }.volume(1) == 576)
    #expect(
      try scan(.sform) { ($0.qform, $0.sform, $0.rows) = (0, code, diagonal(10, 10, 10)) }
        .volume(1) == 24)
  }

  @Test func onlyTheQformCoded() throws {
    let scan = try scan { ($0.sform, $0.rows) = (0, diagonal(1, 1, 1)) }
    #expect(scan.grid.source == .qform)
    #expect(scan.volume(1) == 576)
    for bad in [0, Double.nan, .infinity] {
      #expect(refused { ($0.sform, $0.pixdim[2]) = (0, bad) }?.code == "E-GEOMETRY")
    }
  }

  @Test func noTransformMeansPixdimAndNoOrientation() throws {
    let scan = try scan { ($0.sform, $0.qform, $0.origin) = (0, 0, [5, 6, 7]) }
    #expect(scan.grid.source == .pixdim)
    #expect(scan.grid.orientation == nil)
    #expect(scan.grid.affine == Affine(diagonal: [20, 30, 40]))
    #expect(scan.labels.allSatisfy { $0.centroid == nil })
    #expect(scan.headerCodes.contains("W-NOXFORM"))
    #expect(refused { ($0.sform, $0.qform, $0.pixdim[1]) = (0, 0, 0) }?.code == "E-GEOMETRY")
  }

  @Test func anUnusableSformFallsBackToTheQformOnlyIfCoded() throws {
    for bad in [diagonal(0, 0, 0), diagonal(.nan, 1, 1), diagonal(1, 1, 0)] {
      let scan = try scan { $0.rows = bad }
      #expect(scan.grid.source == .qform)
      #expect(scan.volume(1) == 576)
      #expect(scan.headerCodes == ["W-SFORM"])
      #expect(refused { ($0.rows, $0.qform) = (bad, 0) }?.code == "E-GEOMETRY")
    }
  }

  @Test(arguments: [(1, 1000.0), (2, 1.0), (3, 1e-3), (0, 1.0), (10, 1.0), (9, 1000.0)])
  func unitsOfLengthAreConverted(_ units: Int, _ millimetres: Double) throws {
    let scan = try scan {
      $0.units = units
      $0.pixdim = [1, 20 / millimetres, 30 / millimetres, 40 / millimetres, 0, 0, 0, 0]
    }
    #expect(abs(try #require(scan.volume(1)) / 576 - 1) < 1e-6)
    #expect(scan.headerCodes == (units == 0 ? ["W-UNITS"] : []))
  }

  @Test func aShearedGridHasTheDeterminantsVolumeWhateverPixdimHolds() throws {
    let tilted: [[Double]] = [[20, 0, 0, 0], [0, 30, 20, 0], [0, 0, 40, 0]]
    let slanted = (20.0 * 20 + 40 * 40).squareRoot()
    for (qform, distance) in [(0, slanted), (1, slanted), (1, 40.0)] {
      let scan = try scan { ($0.rows, $0.qform, $0.pixdim[3]) = (tilted, qform, distance) }
      #expect(abs(try #require(scan.volume(1)) - 576) < 1e-9)
      #expect(scan.headerCodes.contains("W-SHEAR"))
    }
  }

  @Test func aNegativeSpacingIsItsAbsoluteValue() throws {
    let scan = try scan { ($0.sform, $0.pixdim[1]) = (0, -20) }
    #expect(scan.volume(1) == 576)
    #expect(scan.headerCodes == ["W-PIXDIM-SIGN"])
  }

  @Test func theQuaternionTurnsAndQfacMirrors() throws {
    // b = 1: 180° about x; y and z run the other way.
    #expect(try scan { ($0.sform, $0.quaternion) = (0, [1, 0, 0]) }.grid.orientation == "RPI")
    #expect(
      try scan { ($0.sform, $0.quaternion, $0.pixdim[0]) = (0, [1, 0, 0], -1) }.grid.orientation
        == "RPS")
    #expect(try scan { ($0.sform, $0.pixdim[0]) = (0, 0) }.headerCodes.isEmpty, "qfac 0 is 1")
    #expect(try scan { ($0.sform, $0.pixdim[0]) = (0, 2) }.headerCodes == ["W-QFAC"])
    let bad = try scan { ($0.sform, $0.quaternion) = (0, [0.9, 0.9, 0.9]) }
    #expect(bad.headerCodes == ["W-QUATERNION"])
    #expect(bad.grid.orientation == nil)
    #expect(bad.volume(1) == 576)
  }

  @Test func aFlippedSformIsAWarningNotAnotherVolume() throws {
    let scan = try scan { $0.rows = diagonal(-20, 30, 40) }
    #expect(scan.volume(1) == 576)
    #expect(scan.grid.orientation == "LAS")
    #expect(scan.headerCodes == ["W-ORIENTATION"])
  }

  @Test func anImplausibleFieldOfViewIsAWarning() throws {
    #expect(try scan { $0.pixdim = [1, 12.4, 30, 40, 0, 0, 0, 0] }.headerCodes == ["W-SCALE"])
    #expect(try scan { $0.pixdim = [1, 12.5, 30, 40, 0, 0, 0, 0] }.headerCodes.isEmpty)
    #expect(try scan { $0.pixdim = [1, 501, 30, 40, 0, 0, 0, 0] }.headerCodes == ["W-SCALE"])
  }

  @Test(arguments: [1e150, 1e-200, 1e-300, 1e308, 1.0001e6, 0.9999e-6, -1e150])
  func spacingsThatNoScannerHasAreNoSpacings(_ spacing: Double) throws {
    for (sform, qform) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
      for units in [1, 2, 3] {
        let change: (inout NIfTIBuilder) -> Void = {
          ($0.version, $0.sform, $0.qform, $0.units) = (2, sform, qform, units)
          $0.pixdim = [1, spacing, spacing, spacing, 0, 0, 0, 0]
        }
        // Micrometres bring 1.0001e6 back into range; all else is refused, nothing traps.
        let inRange = units == 3 && spacing == 1.0001e6 || units == 1 && spacing == 0.9999e-6
        let found = refused(nil, change)?.code
        #expect(found == (inRange ? nil : "E-GEOMETRY"))
      }
    }
    let far = refused {
      ($0.version, $0.qform, $0.rows) = (
        2, 0, [[20, 0, 0, 1e300], [0, 30, 0, 0], [0, 0, 40, 0]]
      )
    }
    #expect(far?.code == "E-GEOMETRY")
  }

  @Test func aTemplateSformWithoutPixdimIsNotThePatientEither() {
    #expect(
      refused {
        ($0.sform, $0.rows) = (4, diagonal(20, 30, 40))
        $0.pixdim[2] = 0
      }?.code == "E-GEOMETRY")
  }

  @Test func theCentroidIsTheMeanOfVoxelCentres() throws {
    let scan = try scan { $0.origin = [-7, 11, 13] }
    let centroid = try #require(scan.labels.first?.centroid).map(\.value)
    // (1.5, 1, 0.5) × (20, 30, 40) from the origin.
    #expect(centroid == [23.0, 41.0, 33.0])
    #expect(scan.labels.first?.touchesEdge == true)
  }
}

extension ScanMeasurement {
  /// The warnings about the header; these volumes have no background on purpose.
  fileprivate var headerCodes: [String] { codes.filter { $0 != "W-NOBACKGROUND" } }
}
