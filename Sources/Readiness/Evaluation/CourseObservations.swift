import VolumetryCore

/// What the course between the stages says: liver failure, infection, complications, vessels.
struct CourseObservations {
  let record: Case

  func infection() -> Observation { stated(record.interstage.infection, "infection") }

  func fact(_ fact: StatedFact?, _ path: String) -> Observation {
    guard let fact, fact != .unknown else {
      var unknown = Observation.unknown([path])
      unknown.isStatedUnknown = fact != nil
      return unknown
    }
    return Observation(value: .word(fact.rawValue))
  }

  /// Of a man, no; else as stated.
  func pregnancyOrLactation() -> Observation {
    let stated = record.patient.pregnantOrLactating
    if record.patient.sex == .male, stated != .yes {
      return Observation(value: .word(StatedFact.no.rawValue), detail: "male")
    }
    var observation = fact(stated, "patient.pregnant_or_lactating")
    if record.patient.sex == .male {
      observation.forced = .unknown
      observation.reasons.append(.conflictingValues)
    }
    return observation
  }

  /// A word of the record; `unknown` is stated not to be known.
  func word(_ word: String?, _ path: String) -> Observation {
    guard let word, word != StatedFact.unknown.rawValue else {
      var unknown = Observation.unknown([path])
      unknown.isStatedUnknown = word != nil
      return unknown
    }
    return Observation(value: .word(word))
  }

  private func stated<Word: RawRepresentable<String>>(_ word: Word?, _ name: String) -> Observation
  {
    guard let word else { return .unknown(["interstage.\(name)"]) }
    return Observation(value: .word(word.rawValue))
  }

  // MARK: Complications

  /// The worst complication by Clavien-Dindo. One that is called serious excludes whatever its
  /// grade; grade IIIa is undecided until it is said whether it was serious (the IIIb cut is the
  /// registry's); a grade that is not stated leaves the course unknown, unless the worst that is
  /// stated is too bad already.
  func worstComplication(_ rule: Rule) -> Observation {
    guard let complications = record.interstage.complications else {
      return .unknown(["interstage.complications"])
    }
    let worst = complications.compactMap(\.clavienDindo).max()
    let value = Observation.Value.word(worst?.rawValue ?? Datum.noComplication)
    if complications.contains(where: { $0.serious == .yes }) {
      return Observation(value: value, detail: "called serious", forced: .notMet)
    }
    guard rule.isMet(by: value) else { return Observation(value: value) }
    var missing: [String] = []
    for (index, complication) in complications.enumerated() {
      let path = "interstage.complications[\(index)]"
      if complication.clavienDindo == nil { missing.append("\(path).clavien_dindo") }
      let isOpen = complication.clavienDindo == .iiia && complication.serious != .no
      if isOpen || complication.serious == .unknown { missing.append("\(path).serious") }
    }
    return missing.isEmpty ? Observation(value: value) : .unknown(missing)
  }
}

extension Sequence where Element: Hashable {
  /// Every element once, in the order of its first occurrence.
  func uniqued() -> [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
