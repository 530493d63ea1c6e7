import Glibc

/// A total liver volume estimated from body size, with the names of both formulas in it.
public struct TotalLiverVolumeEstimate: Hashable, Sendable {
  /// The estimate; always positive and finite.
  public let telv: Millilitres
  /// The formula the estimate comes from.
  public let formula: TotalLiverVolumeFormula
  /// Nil where the formula reads no surface area.
  public let bodySurfaceAreaFormula: BodySurfaceAreaFormula?
  /// Nil where the formula reads no surface area.
  public let bodySurfaceArea: SquareMetres?
  /// `W-TELV-POPULATION`: the person is outside the people the formula was fitted on.
  /// `W-TELV-MASS`: the formula gives grams, read as millilitres at 1.0 g/mL.
  /// `W-FORMULA-UNVERIFIED`: coefficients of one of the two formulas were seen in no source.
  public let warnings: [LiverWarning]

  /// Whether an answer may rest on it: the coefficients of both formulas were read in a source.
  public var mayDecide: Bool { formula.mayDecide && bodySurfaceAreaFormula?.mayDecide ?? true }
}

/// Why there is no estimate.
public enum TotalLiverVolumeError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What the formula reads and nobody gave, by the names at the door (`height_cm`).
  case missing([String])
  /// A value that no person has; `height_cm` below 3 is a height in metres.
  case impossible(field: String, found: Double, expected: ClosedRange<Double>)
  /// The formula is not defined there: Chouker 2004 outside 16 to 70 years.
  case outsideDerivation(formula: String, field: String, found: Double, expected: String)
  /// The formula gives no positive, finite volume for this body.
  case notPositive(formula: String, found: Millilitres)
  /// The formula's coefficients belong to another surface area than the one chosen.
  case bodySurfaceAreaMismatch(formula: String, found: String, expected: String)
  /// The surface area formula is for the other sex.
  case otherSex(formula: String, expected: Sex)
  /// The surface area formula gives nothing above 0 for this body.
  case areaNotPositive(formula: String, found: SquareMetres)

  /// One line with what was expected and what was found.
  public var description: String {
    switch self {
    case .missing(let fields):
      "no estimated liver volume: missing \(fields.joined(separator: ", "))"
    case .impossible(let field, let found, let expected) where found < expected.lowerBound:
      expected.lowerBound == .leastNonzeroMagnitude
        ? "\(field) is \(found), expected above 0"
        : "\(field) is \(found), expected at least \(expected.lowerBound)"
    case .impossible(let field, let found, let expected):
      expected.upperBound == .greatestFiniteMagnitude
        ? "\(field) is \(found), expected a finite number"
        : "\(field) is \(found), expected at most \(expected.upperBound)"
    case .outsideDerivation(let formula, let field, let found, let expected):
      "\(formula) is not defined for \(field) \(found), only for \(expected)"
    case .notPositive(let formula, let found):
      "\(formula) gives \(found.value) mL for this body, expected above 0"
    case .bodySurfaceAreaMismatch(let formula, let found, let expected):
      "\(formula) was fitted with the body surface area \(expected), found \(found)"
    case .otherSex(let formula, let expected):
      "\(formula) is defined for sex \(expected.rawValue) only"
    case .areaNotPositive(let formula, let found):
      "\(formula) gives \(found.value) m2 for this body, expected above 0"
    }
  }
}

extension BodySurfaceAreaFormula {
  /// The surface area of a person of whom anything may be missing; always positive and finite.
  ///
  /// For 170 cm and 70 kg Mosteller gives 1.818119 m². Throws what is missing, a body that no
  /// person has, the wrong sex for a formula of one, and an area that is not above 0. Height and
  /// weight are asked for also by a formula that reads the weight alone.
  public func checkedArea(of body: BodySize) throws(TotalLiverVolumeError) -> SquareMetres {
    try body.check()
    var needed: [BodyField] = [.height, .weight]
    if sex != nil { needed.append(.sex) }
    let missing = needed.filter { !body.states($0) }
    guard let height = body.height, let weight = body.weight, missing.isEmpty else {
      throw .missing(missing.map(\.rawValue))
    }
    if let sex, body.sex != sex { throw .otherSex(formula: id, expected: sex) }
    let area = area(height: height, weight: weight)
    guard area.value > 0, area.value.isFinite else {
      throw .areaNotPositive(formula: id, found: area)
    }
    return area
  }
}

extension TotalLiverVolumeFormula {
  /// Estimates the total liver volume of a person.
  ///
  /// For 170 cm and 70 kg, Vauthey 2002 with Mosteller gives 1509.6554 mL. `bsa` is ignored by a
  /// formula that reads no surface area; nil takes `defaultBodySurfaceArea`.
  public func estimate(
    _ body: BodySize, bsa chosen: BodySurfaceAreaFormula? = nil
  ) throws(TotalLiverVolumeError) -> TotalLiverVolumeEstimate {
    try body.check()
    let area = try bodySurfaceArea(of: body, by: chosen)
    let reading = TermReading(body: body, bodySurfaceArea: area?.value)
    let raw = try value(of: reading)
    let telv = Millilitres(raw * millilitresPerOutputUnit)
    guard telv.value > 0, telv.value.isFinite else {
      throw .notPositive(formula: id, found: telv)
    }
    return TotalLiverVolumeEstimate(
      telv: telv, formula: self, bodySurfaceAreaFormula: area?.formula,
      bodySurfaceArea: area?.value, warnings: warnings(for: body, area: area?.formula))
  }

  /// A gram is a millilitre at the conventional density of 1.0 g/mL; 1 L = 1000 mL.
  private var millilitresPerOutputUnit: Double {
    switch outputUnit {
    case .millilitres: 1
    case .grams: 1 / GramsPerMillilitre.conventional.value
    case .litres: 1000
    }
  }

  private func bodySurfaceArea(
    of body: BodySize, by chosen: BodySurfaceAreaFormula?
  ) throws(TotalLiverVolumeError) -> (formula: BodySurfaceAreaFormula, value: SquareMetres)? {
    guard let formula = chosen ?? defaultBodySurfaceArea, usesBodySurfaceArea else { return nil }
    if let required = requiredBodySurfaceArea, formula != required {
      throw .bodySurfaceAreaMismatch(formula: id, found: formula.id, expected: required.id)
    }
    guard body.height != nil, body.weight != nil else { return nil }
    return (formula, try formula.checkedArea(of: body))
  }

  private func value(of reading: TermReading) throws(TotalLiverVolumeError) -> Double {
    switch equation {
    case .linear(let intercept, let addends):
      return try sum(intercept, addends, reading)
    case .power(let scale, let factors):
      try requireAll(factors.map(\.term), reading)
      var product = scale
      for factor in factors {
        guard let base = reading[factor.term] else { throw .missing(inputs) }
        product *= pow(base, factor.exponent)
      }
      return product
    case .ageBands(let bands):
      guard let age = reading.body.ageYears else {
        try requireAll(bands.flatMap(\.addends).map(\.term), reading, isBanded: true)
        throw .missing([BodyField.age.rawValue])
      }
      guard let band = bands.first(where: { $0.years.contains(age) }) else {
        let expected = bands.map { "\($0.years.lowerBound)-\($0.years.upperBound)" }
        throw .outsideDerivation(
          formula: id, field: BodyField.age.rawValue, found: Double(age),
          expected: expected.joined(separator: " or ") + " years")
      }
      return try sum(band.intercept, band.addends, reading)
    }
  }

  private func sum(
    _ intercept: Double, _ addends: [Addend], _ reading: TermReading
  ) throws(TotalLiverVolumeError) -> Double {
    try requireAll(addends.map(\.term), reading)
    var total = intercept
    for addend in addends {
      guard let value = reading[addend.term] else { throw .missing(inputs) }
      total += addend.coefficient * value
    }
    return total
  }

  /// Throws the names of everything that is missing, not only the first.
  private func requireAll(
    _ terms: [Term], _ reading: TermReading, isBanded: Bool = false
  ) throws(TotalLiverVolumeError) {
    let missing = Self.fields(of: Set(terms), isBanded: isBanded).filter {
      !reading.body.states($0)
    }
    guard missing.isEmpty else { throw .missing(missing.map(\.rawValue)) }
  }

  private func warnings(
    for body: BodySize, area: BodySurfaceAreaFormula?
  ) -> [LiverWarning] {
    var warnings: [LiverWarning] = []
    let unverified = (mayDecide ? [] : [id]) + (area.map { $0.mayDecide ? [] : [$0.id] } ?? [])
    for row in unverified {
      warnings.append(
        LiverWarning(
          code: "W-FORMULA-UNVERIFIED",
          message: "the coefficients of \(row) were seen in no source: shown, never deciding"))
    }
    func outside(_ what: String) {
      warnings.append(
        LiverWarning(
          code: "W-TELV-POPULATION",
          message: "\(id) was derived from other people (\(population.text)): \(what)"))
    }
    if let ages = population.ages, let age = body.ageYears, !ages.contains(age) {
      outside("age_years is \(age)")
    }
    if let theirs = population.isAsian, let ours = body.isAsian, theirs != ours {
      outside("asian is \(ours ? "yes" : "no")")
    }
    if outputUnit == .grams {
      warnings.append(
        LiverWarning(
          code: "W-TELV-MASS",
          message: "\(id) gives grams, read as millilitres at the conventional "
            + "\(GramsPerMillilitre.conventional.value) g/mL"))
    }
    return warnings
  }
}

/// The values of the terms for one body.
private struct TermReading {
  let body: BodySize
  let bodySurfaceArea: SquareMetres?

  subscript(term: TotalLiverVolumeFormula.Term) -> Double? {
    switch term {
    case .bodySurfaceArea: bodySurfaceArea?.value
    case .height: body.height?.value
    case .weight: body.weight?.value
    case .age: body.ageYears.map(Double.init)
    case .ageCode(let bounds):
      body.ageYears.map { age in Double(1 + bounds.count { age > $0 }) }
    case .thoracicWidth: body.thoracicWidth?.value
    case .indicator(let sex): body.sex.map { $0 == sex ? 1 : 0 }
    case .asian: body.isAsian.map { $0 ? 1 : 0 }
    }
  }
}
