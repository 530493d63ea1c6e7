import VolumetryCore

/// What the course between the stages says: liver failure, infection, complications, vessels.
struct CourseObservations {
  let record: Case

  func infection() -> Observation { stated(record.interstage.infection, "infection") }

  func fact(_ fact: StatedFact?, _ name: String) -> Observation {
    guard let fact, fact != .unknown else { return .unknown(["interstage.\(name)"]) }
    return Observation(value: .word(fact.rawValue))
  }

  private func stated<Word: RawRepresentable<String>>(_ word: Word?, _ name: String) -> Observation
  {
    guard let word else { return .unknown(["interstage.\(name)"]) }
    return Observation(value: .word(word.rawValue))
  }

  // MARK: Complications

  /// The worst complication by Clavien-Dindo. One that is called serious excludes whatever its
  /// grade; grade IIIa is undecided until it is said whether it was serious (the IIIb cut is the
  /// registry's); a grade that is not stated leaves the course unknown.
  func worstComplication(below limit: String) -> Observation {
    guard let complications = record.interstage.complications else {
      return .unknown(["interstage.complications"])
    }
    let grades = complications.compactMap(\.clavienDindo)
    let worst = grades.max()
    let value = Observation.Value.word(worst?.rawValue ?? Datum.noComplication)
    if complications.contains(where: { $0.serious == .yes }) {
      return Observation(value: value, detail: "called serious", forced: .notMet)
    }
    if let worst, worst.rawValue == limit || worst > .iiia { return Observation(value: value) }
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
