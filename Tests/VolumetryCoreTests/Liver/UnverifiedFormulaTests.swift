import Testing

@testable import VolumetryCore

@Suite("Formulas known from memory only, and surface areas of one sex")
struct UnverifiedFormulaTests {
  static let person = BodySize(
    height: Centimetres(170), weight: Kilograms(70), sex: .female, ageYears: 60)

  static func codes(_ id: String, bsa: String? = nil, body: BodySize = person) throws -> [String] {
    let formula = try #require(TotalLiverVolumeFormula(id: id))
    let area = try bsa.map { try #require(BodySurfaceAreaFormula(id: $0)) }
    return try formula.estimate(body, bsa: area).warnings.map(\.code)
  }

  @Test("Of both formulas each unverified one is warned of, and then nothing may be decided")
  func warnings() throws {
    #expect(try Self.codes("vauthey-2002-bw") == ["W-FORMULA-UNVERIFIED"])
    #expect(try Self.codes("vauthey-2002-bsa").isEmpty)
    #expect(try Self.codes("vauthey-2002-bsa", bsa: "stevenson-cn") == ["W-FORMULA-UNVERIFIED"])
    #expect(
      try Self.codes("hashimoto-2006", bsa: "stevenson-cn")
        == ["W-FORMULA-UNVERIFIED", "W-FORMULA-UNVERIFIED"])
    let formula = TotalLiverVolumeFormula.vauthey2002
    #expect(try formula.estimate(Self.person).mayDecide)
    #expect(try !formula.estimate(Self.person, bsa: .stevenson).mayDecide)
    let weight = try #require(TotalLiverVolumeFormula(id: "vauthey-2002-bw"))
    #expect(try !weight.estimate(Self.person).mayDecide)
  }

  @Test(
    "Yuan's age code changes after 40 and after 60 years",
    arguments: [
      (39, 1), (40, 1), (41, 2), (60, 2), (61, 3), (130, 3),
    ])
  func ageCode(age: Int, code: Int) throws {
    let formula = try #require(TotalLiverVolumeFormula(id: "yuan-2008"))
    var body = Self.person
    body.ageYears = age
    let telv = try formula.estimate(body).telv.value
    let bsa = (170.0 * 70 / 3600).squareRoot()
    #expect(abs(telv - (949.7 * bsa - 48.3 * Double(code) - 247.4)) < 1e-9)
  }

  @Test("A surface area of one sex asks for the sex and refuses the other")
  func sex() throws {
    let female = BodySurfaceAreaFormula.schlichFemale
    // 0.000975482 * 70^0.46 * 170^1.08, worked by another program.
    #expect(abs(try female.checkedArea(of: Self.person).value - 1.765425) < 1e-6)
    var other = Self.person
    other.sex = .male
    #expect(throws: TotalLiverVolumeError.otherSex(formula: "schlich-female", expected: .female)) {
      try female.checkedArea(of: other)
    }
    #expect(
      abs(try BodySurfaceAreaFormula.schlichMale.checkedArea(of: other).value - 1.697976) < 1e-6)
    other.sex = nil
    #expect(throws: TotalLiverVolumeError.missing(["sex"])) { try female.checkedArea(of: other) }
    #expect(throws: TotalLiverVolumeError.missing(["sex"])) {
      try TotalLiverVolumeFormula.vauthey2002.estimate(other, bsa: female)
    }
    #expect(throws: TotalLiverVolumeError.missing(["height_cm", "weight_kg", "sex"])) {
      try female.checkedArea(of: BodySize())
    }
    #expect(female.inputs == ["height_cm", "weight_kg", "sex"])
    #expect(BodySurfaceAreaFormula.livingstonLee.inputs == ["weight_kg"])
  }

  @Test(
    "Surface areas without a vector, by hand for 170 cm and 70 kg",
    arguments: [
      ("shuter-aslani", 1.78607), ("livingston-lee", 1.82953),
    ])
  func areas(id: String, expected: Double) throws {
    let formula = try #require(BodySurfaceAreaFormula(id: id))
    #expect(abs(try formula.checkedArea(of: Self.person).value - expected) < 1e-5)
  }

  @Test("A straight line for the surface area has no area for a very small body")
  func smallBody() throws {
    let formula = BodySurfaceAreaFormula.stevenson
    // 0.0061*20 + 0.0128*2 - 0.1529 = -0.0053; with 3 kg 0.0075.
    let small = BodySize(height: Centimetres(20), weight: Kilograms(2))
    do throws(TotalLiverVolumeError) {
      _ = try formula.checkedArea(of: small)
      Issue.record("an area below 0 was given")
    } catch {
      guard case .areaNotPositive("stevenson-cn", let found) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(abs(found.value + 0.0053) < 1e-12)
    }
    let larger = BodySize(height: Centimetres(20), weight: Kilograms(3))
    #expect(abs(try formula.checkedArea(of: larger).value - 0.0075) < 1e-12)
  }

  @Test("A body too small for Lin's line gets no volume")
  func notPositive() throws {
    let lin = try #require(TotalLiverVolumeFormula(id: "lin-1998"))
    // 13*100 + 12*W - 1530 crosses 0 at 19.1667 kg.
    #expect(throws: TotalLiverVolumeError.self) {
      try lin.estimate(BodySize(height: Centimetres(100), weight: Kilograms(19.16)))
    }
    let telv = try lin.estimate(BodySize(height: Centimetres(100), weight: Kilograms(19.17))).telv
    #expect(abs(telv.value - 0.04) < 1e-9)
  }

  @Test("Children's formulas are warned of in adults, Asian ones in others")
  func population() throws {
    #expect(
      try Self.codes("noda-1997") == ["W-FORMULA-UNVERIFIED", "W-TELV-POPULATION"])
    var child = Self.person
    child.ageYears = 17
    #expect(try Self.codes("noda-1997", body: child) == ["W-FORMULA-UNVERIFIED"])
    var other = Self.person
    other.isAsian = false
    #expect(try Self.codes("hashimoto-2006", body: other).contains("W-TELV-POPULATION"))
    #expect(try !Self.codes("deland-north-1968", body: other).contains("W-TELV-POPULATION"))
  }

  @Test("Thresholds speak of Vauthey, Mosteller and Western patients; each difference is said")
  func thresholds() throws {
    func messages(_ id: String, _ bsa: BodySurfaceAreaFormula?, asian: Bool? = nil) throws
      -> [String]
    {
      var body = Self.person
      body.isAsian = asian
      let formula = try #require(TotalLiverVolumeFormula(id: id))
      let warnings = ThresholdBasis.warnings(formula: formula, bodySurfaceArea: bsa, body: body)
      #expect(warnings.allSatisfy { $0.code == "W-TELV-THRESHOLD" })
      return warnings.map(\.message)
    }
    #expect(try messages("vauthey-2002-bsa", .mosteller).isEmpty)
    #expect(try messages("vauthey-2002-bsa", .mosteller, asian: false).isEmpty)
    let asian = try messages("vauthey-2002-bsa", .mosteller, asian: true)
    #expect(asian.count == 1 && asian[0].contains("on Western patients"))
    let area = try messages("vauthey-2002-bsa", .duBois)
    #expect(area.count == 1 && area[0].contains("with mosteller"))
    let formula = try messages("urata-1995", .duBois, asian: true)
    #expect(formula.count == 2 && formula[0].contains("with vauthey-2002-bsa"))
    #expect(formula[0].contains("KGR 2.0 pp/week"))
    #expect(try messages("tu-2007", nil).count == 1)
  }
}
