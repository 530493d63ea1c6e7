import Testing

@testable import VolumetryCore

@Suite("Formulas for body surface area and total liver volume")
struct FormulaTests {
  static let person = BodySize(
    height: Centimetres(170), weight: Kilograms(70), sex: .female, ageYears: 60)

  static func error(
    _ id: String, _ body: BodySize, bsa: BodySurfaceAreaFormula? = nil
  ) throws -> TotalLiverVolumeError? {
    let formula = try #require(TotalLiverVolumeFormula(id: id))
    do {
      _ = try formula.estimate(body, bsa: bsa)
      return nil
    } catch { return error }
  }

  @Test("Ids are unique, every row is found by its id; what is unverified stands last")
  func rows() {
    let areas = BodySurfaceAreaFormula.all
    #expect(
      areas.map(\.id) == [
        "mosteller", "du-bois", "haycock", "gehan-george", "boyd", "fujimoto", "takahira",
        "stevenson-cn", "shuter-aslani", "schlich-male", "schlich-female", "livingston-lee",
      ])
    for row in areas { #expect(BodySurfaceAreaFormula(id: row.id) == row) }
    #expect(
      areas.map(\.mayDecide) == Array(repeating: true, count: 7) + Array(repeating: false, count: 5)
    )
    let volumes = TotalLiverVolumeFormula.all
    #expect(Set(volumes.map(\.id)).count == 21)
    #expect(volumes.first?.id == "vauthey-2002-bsa")
    #expect(
      volumes.map(\.mayDecide)
        == Array(repeating: true, count: 12) + Array(repeating: false, count: 9))
    for row in volumes {
      #expect(TotalLiverVolumeFormula(id: row.id) == row)
      #expect(row.mayDecide == (row.source.evidence != .unverified))
      #expect(!row.population.text.isEmpty)
      #expect(!row.inputs.isEmpty)
    }
    #expect(BodySurfaceAreaFormula(id: "Mosteller") == nil)
    #expect(TotalLiverVolumeFormula(id: "") == nil)
  }

  @Test("Each formula asks for exactly what its equation reads")
  func inputs() {
    let inputs = Dictionary(
      uniqueKeysWithValues: TotalLiverVolumeFormula.all.map { ($0.id, $0.inputs) })
    let size = ["height_cm", "weight_kg"]
    #expect(
      inputs == [
        "vauthey-2002-bsa": size, "urata-1995": size, "heinemann-1999": size,
        "johnson-2005": size, "yu-2004": size, "um-2015-mosteller": size,
        "um-2015-du-bois": size, "feng-2017": size, "tu-2007": ["weight_kg"],
        "chan-2006": ["weight_kg", "sex"], "chouker-2004": ["weight_kg", "sex", "age_years"],
        "kokudo-2015": ["age_years", "thoracic_width_cm", "asian"],
        "vauthey-2002-bw": ["weight_kg"], "yoshizumi-2003": size, "hashimoto-2006": size,
        "lin-1998": size, "fu-gui-2009": ["weight_kg"], "yuan-2008": size + ["age_years"],
        "poovathumkadavil-2010": ["weight_kg"], "deland-north-1968": size,
        "noda-1997": ["weight_kg"],
      ])
  }

  @Test(
    "A formula without its inputs names all of them", arguments: TotalLiverVolumeFormula.all)
  func missing(formula: TotalLiverVolumeFormula) throws {
    #expect(try Self.error(formula.id, BodySize()) == .missing(formula.inputs))
  }

  @Test("Only what is missing is named")
  func partlyMissing() throws {
    let tall = BodySize(height: Centimetres(170))
    #expect(try Self.error("vauthey-2002-bsa", tall) == .missing(["weight_kg"]))
    #expect(try Self.error("chan-2006", tall) == .missing(["weight_kg", "sex"]))
    let old = BodySize(weight: Kilograms(70), ageYears: 60)
    #expect(try Self.error("chouker-2004", old) == nil)
    let young = BodySize(weight: Kilograms(70), ageYears: 45)
    #expect(try Self.error("chouker-2004", young) == .missing(["sex"]))
  }

  @Test(
    "Chouker 2004 exists from 16 to 70 years, and changes its equation between 50 and 51",
    arguments: [(15, nil), (16, 1619.4), (50, 2022.3), (51, 1849.94), (70, 1605.6), (71, nil)])
  func ageBands(age: Int, expected: Double?) throws {
    var body = Self.person
    body.ageYears = age
    guard let expected else {
      let error = try Self.error("chouker-2004", body)
      #expect(
        error
          == .outsideDerivation(
            formula: "chouker-2004", field: "age_years", found: Double(age),
            expected: "16-50 or 51-70 years"))
      return
    }
    // Female, 70 kg; equations of card 2.13 worked by hand.
    let formula = try #require(TotalLiverVolumeFormula(id: "chouker-2004"))
    #expect(abs(try formula.estimate(body).telv.value - expected) < 1e-9)
  }

  @Test("An estimate carries both names; where no surface area is read it carries none")
  func names() throws {
    let vauthey = try TotalLiverVolumeFormula.vauthey2002.estimate(Self.person, bsa: .haycock)
    #expect(vauthey.formula.id == "vauthey-2002-bsa")
    #expect(vauthey.bodySurfaceAreaFormula == .haycock)
    let area = try #require(vauthey.bodySurfaceArea)
    #expect(abs(area.value - 1.825677) < 1e-6)
    let tu = try #require(TotalLiverVolumeFormula(id: "tu-2007"))
    let estimate = try tu.estimate(Self.person, bsa: .haycock)
    #expect(estimate.bodySurfaceAreaFormula == nil)
    #expect(estimate.bodySurfaceArea == nil)
    #expect(tu.defaultBodySurfaceArea == nil)
  }

  @Test("Without a choice Mosteller is used; a formula fitted with another area takes only that")
  func requiredSurfaceArea() throws {
    let um = try #require(TotalLiverVolumeFormula(id: "um-2015-du-bois"))
    #expect(try um.estimate(Self.person).bodySurfaceAreaFormula == .duBois)
    #expect(
      try Self.error("um-2015-du-bois", Self.person, bsa: .mosteller)
        == .bodySurfaceAreaMismatch(
          formula: "um-2015-du-bois", found: "mosteller", expected: "du-bois"))
    #expect(
      try Self.error("um-2015-mosteller", Self.person, bsa: .duBois)
        == .bodySurfaceAreaMismatch(
          formula: "um-2015-mosteller", found: "du-bois", expected: "mosteller"))
    let vauthey = try TotalLiverVolumeFormula.vauthey2002.estimate(Self.person)
    #expect(vauthey.bodySurfaceAreaFormula == .mosteller)
  }

  @Test("A body too small for Vauthey's line gets no volume, a little larger one does")
  func notPositive() throws {
    // The line crosses 0 at 0.62686 m²: with Mosteller and 100 cm at 14.146 kg.
    let small = BodySize(height: Centimetres(100), weight: Kilograms(14.14))
    guard case .notPositive(let formula, let found)? = try Self.error("vauthey-2002-bsa", small)
    else {
      Issue.record("a volume below 0 was stated")
      return
    }
    #expect(formula == "vauthey-2002-bsa")
    #expect(found < .zero)
    let larger = BodySize(height: Centimetres(100), weight: Kilograms(14.15))
    #expect(try Self.error("vauthey-2002-bsa", larger) == nil)
  }

  @Test("Metres typed as centimetres and other impossible bodies are refused; bounds are not")
  func impossible() throws {
    for height in [1.7, 2.99, 0, -170, 300.01, .nan, .infinity] {
      let body = BodySize(height: Centimetres(height), weight: Kilograms(70))
      guard case .impossible("height_cm", _, _)? = try Self.error("urata-1995", body) else {
        Issue.record("height \(height)")
        continue
      }
    }
    for weight in [0, -1, .nan, .infinity] {
      let body = BodySize(height: Centimetres(170), weight: Kilograms(weight))
      guard case .impossible("weight_kg", _, _)? = try Self.error("urata-1995", body) else {
        Issue.record("weight \(weight)")
        continue
      }
    }
    for age in [-1, 131] {
      guard
        case .impossible("age_years", _, _)? = try Self.error(
          "urata-1995", BodySize(ageYears: age))
      else {
        Issue.record("age \(age)")
        continue
      }
    }
    for height in [3.0, 300] {
      try BodySize(height: Centimetres(height), ageYears: 0).check()
    }
    try BodySize(ageYears: 130).check()
    try BodySize().check()
  }

  @Test("Unusual bodies are warned of, usual bounds are not")
  func unusual() {
    func codes(_ height: Double, _ weight: Double) -> [String] {
      BodySize(height: Centimetres(height), weight: Kilograms(weight)).warnings.map(\.code)
    }
    #expect(codes(120, 30).isEmpty)
    #expect(codes(220, 200).isEmpty)
    #expect(codes(119.9, 29.9) == ["W-HEIGHT-PLAUSIBILITY", "W-WEIGHT-PLAUSIBILITY"])
    #expect(codes(220.1, 200.1) == ["W-HEIGHT-PLAUSIBILITY", "W-WEIGHT-PLAUSIBILITY"])
    #expect(BodySize().warnings.isEmpty)
  }

  @Test("People outside the derivation and masses read as volumes are warned of")
  func warnings() throws {
    func codes(_ id: String, age: Int = 60, asian: Bool? = nil) throws -> [String] {
      var body = Self.person
      body.ageYears = age
      body.isAsian = asian
      let formula = try #require(TotalLiverVolumeFormula(id: id))
      return try formula.estimate(body).warnings.map(\.code)
    }
    #expect(try codes("vauthey-2002-bsa", age: 17) == ["W-TELV-POPULATION"])
    #expect(try codes("vauthey-2002-bsa", age: 18).isEmpty)
    #expect(try codes("vauthey-2002-bsa", asian: true) == ["W-TELV-POPULATION"])
    #expect(try codes("vauthey-2002-bsa", asian: false).isEmpty)
    #expect(try codes("feng-2017", age: 70).isEmpty)
    #expect(try codes("feng-2017", age: 71) == ["W-TELV-POPULATION"])
    #expect(try codes("chan-2006") == ["W-TELV-MASS"])
    #expect(try codes("chan-2006", asian: false) == ["W-TELV-POPULATION", "W-TELV-MASS"])
  }

  @Test("Messages of refusals name what was found and what was expected")
  func messages() throws {
    let metres = try Self.error("urata-1995", BodySize(height: Centimetres(1.7)))
    #expect(metres?.description == "height_cm is 1.7, expected at least 3.0")
    let weight = try Self.error("urata-1995", BodySize(weight: Kilograms(0)))
    #expect(weight?.description == "weight_kg is 0.0, expected above 0")
    let infinite = try Self.error("urata-1995", BodySize(weight: Kilograms(.infinity)))
    #expect(infinite?.description == "weight_kg is inf, expected a finite number")
  }
}
