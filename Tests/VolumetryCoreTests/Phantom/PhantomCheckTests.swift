import Testing
import VolumetryCore

/// A specification that the closed forms do not cover is refused, naming the field.
@Suite struct PhantomCheckTests {
  typealias Specification = TwoStagePhantom.Specification

  /// One change to the standard specification and the field that must be named; nil is accepted.
  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let field: String?
    let change: @Sendable (inout Specification) -> Void

    init(
      _ law: String, _ field: String?, _ change: @escaping @Sendable (inout Specification) -> Void
    ) {
      (testDescription, self.field, self.change) = (law, field, change)
    }
  }

  private func refused(_ row: Row) -> String? {
    var specification = Specification.standard
    row.change(&specification)
    do throws(PhantomError) {
      _ = try TwoStagePhantom(specification)
      return nil
    } catch {
      guard case .specification(let field, let expected, let found) = error else {
        return "another error: \(error)"
      }
      return expected.isEmpty || found.isEmpty ? "an empty reason" : field
    }
  }

  @Test(arguments: scans + livers + solids + courses)
  func aSpecificationIsRefusedAtTheFieldAtFaultOrAccepted(row: Row) {
    #expect(refused(row) == row.field)
  }

  static let scans: [Row] = [
    Row("the standard itself passes", nil) { _ in },
    Row("spacing 0", "scan.spacing") { $0.scan.spacing.x = 0 },
    Row("spacing below 0", "scan.spacing") { $0.scan.spacing.z = -2.5 },
    Row("spacing not a number", "scan.spacing") { $0.scan.spacing.y = .nan },
    Row("spacing infinite", "scan.spacing") { $0.scan.spacing.y = .infinity },
    Row("spacing whose product is 0", "scan.spacing") {
      $0.scan.spacing = SIMD3(repeating: 1e-200)
    },
    Row("centre not a number", "scan.centre") { $0.scan.centre.y = .nan },
    Row("liver origin infinite", "scan.liverOrigin") { $0.scan.liverOrigin.x = .infinity },
    Row("liver moved out of the scan", "scan.shape") { $0.scan.liverOrigin.z += 60 },
    Row("liver moved out on the other side", "scan.shape") { $0.scan.liverOrigin.z -= 60 },
    // The lower pole lies at −62 mm; voxel centres reach from −48.75 − 40 = −88.75 mm, the second
    // lies at −86.25 mm: a shift of 24.25 mm is the last with a voxel of margin.
    Row("a margin of exactly one voxel", nil) { $0.scan.liverOrigin.z -= 24.25 },
    Row("a margin of less than one voxel", "scan.shape") { $0.scan.liverOrigin.z -= 24.26 },
  ]

  static let livers: [Row] = [
    Row("right semi-axis 0", "liver.rightSemiAxes") { $0.liver.rightSemiAxes.y = 0 },
    Row("right semi-axis not a number", "liver.rightSemiAxes") { $0.liver.rightSemiAxes.x = .nan },
    Row("right centre left of the umbilical plane", "liver.rightCentre") {
      $0.liver.rightCentre = Millimetres(-1)
    },
    Row("right centre a whole semi-axis away", "liver.rightCentre") {
      $0.liver.rightCentre = Millimetres(80)
    },
    Row("right centre not a number", "liver.rightCentre") {
      $0.liver.rightCentre = Millimetres(.nan)
    },
    Row("left semi-axis 0", "liver.leftSemiAxis") { $0.liver.leftSemiAxis = Millimetres(0) },
    Row("left semi-axis infinite", "liver.leftSemiAxis") {
      $0.liver.leftSemiAxis = Millimetres(.infinity)
    },
    Row("planes swapped", "liver.cantliePlane") { $0.liver.cantliePlane = Millimetres(75) },
    Row("Cantlie plane on the umbilical plane", "liver.cantliePlane") {
      $0.liver.cantliePlane = Millimetres(0)
    },
    Row("right hepatic vein plane beyond the liver", "liver.rightHepaticVeinPlane") {
      $0.liver.rightHepaticVeinPlane = Millimetres(128)
    },
    Row("right hepatic vein plane not a number", "liver.rightHepaticVeinPlane") {
      $0.liver.rightHepaticVeinPlane = Millimetres(.nan)
    },
  ]

  static let solids: [Row] = [
    Row("caudate without extent", "caudate.semiAxes") { $0.caudate.semiAxes.x = 0 },
    Row("caudate nowhere", "caudate.centre") { $0.caudate.centre.x = .nan },
    Row("caudate across the umbilical plane", "caudate") { $0.caudate.centre.x = 11 },
    Row("caudate across the Cantlie plane", "caudate") { $0.caudate.centre.x = 20 },
    Row("caudate through the surface", "caudate") { $0.caudate.centre.y = -50 },
    Row("tumour in the remnant", "tumours[1].segment") { $0.tumours[1].segment = 3 },
    Row("tumour in segment 1", "tumours[0].segment") { $0.tumours[0].segment = 1 },
    Row("tumour in no segment", "tumours[0].segment") { $0.tumours[0].segment = 9 },
    Row("tumour without extent", "tumours[2].radius") { $0.tumours[2].radius = Millimetres(0) },
    Row("tumour inside out", "tumours[2].radius") { $0.tumours[2].radius = Millimetres(-3) },
    Row("tumour nowhere", "tumours[3].centre") { $0.tumours[3].centre.z = .infinity },
    Row("tumour in the half above the one named", "tumours[0]") { $0.tumours[0].segment = 5 },
    Row("tumour in the half below the one named", "tumours[1]") { $0.tumours[1].segment = 8 },
    Row("tumour in the sector beside the one named", "tumours[0]") { $0.tumours[0].segment = 7 },
    Row("tumour that touches z = 0", "tumours[0]") { $0.tumours[0].centre.z = 19 },
    // Before stage 1 it fits between 30 and 75; after it, between 27 and 67.5 with the same radius.
    Row("tumour that fits before stage 1 only", "tumours[0]") {
      $0.tumours[0].radius = Millimetres(20.3)
    },
    Row("tumour through the surface", "tumours[2]") { $0.tumours[2].centre.z = 45 },
    Row("tumour twice in one place", "tumours[4]") { $0.tumours.append($0.tumours[3]) },
    Row("tumour in segment 4 over segment 1", "tumours[4]") {
      $0.tumours.append(
        Specification.Tumour(segment: 4, centre: SIMD3(15, -5, 0), radius: Millimetres(10)))
    },
    Row("tumour in segment 4 beside segment 1", nil) {
      $0.tumours.append(
        Specification.Tumour(segment: 4, centre: SIMD3(15, 25, 0), radius: Millimetres(10)))
    },
    Row("no tumour", nil) { $0.tumours = [] },
  ]

  static let courses: [Row] = [
    Row("left factor 0", "stageOne.leftFactor") { $0.stageOne.leftFactor = 0 },
    Row("left factor not a number", "stageOne.leftFactor") { $0.stageOne.leftFactor = .nan },
    Row("right factor below 0", "stageOne.rightFactor") { $0.stageOne.rightFactor = -0.9 },
    Row("growth out of the scan", "scan.shape") { $0.stageOne.leftFactor = 3 },
    Row("no growth", nil) { $0.stageOne.leftFactor = 1 },
    Row("a remnant that shrinks", nil) { $0.stageOne.leftFactor = 0.8 },
    Row("first scan on the day of stage 1", nil) { $0.stageOne.scanBefore = $0.stageOne.day },
    Row("first scan after stage 1", "stageOne.day") {
      $0.stageOne.scanBefore = CalendarDay(number: $0.stageOne.day.number + 1)
    },
    Row("second scan on the day of stage 1", "stageOne.scanAfter") {
      $0.stageOne.scanAfter = $0.stageOne.day
    },
  ]
}
