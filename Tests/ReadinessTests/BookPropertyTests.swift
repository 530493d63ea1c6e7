import Records
import Testing
import VolumetryCore

@testable import Readiness

/// Laws that hold for every book and for any record.
@Suite struct BookPropertyTests {
  /// A generator that gives the same numbers everywhere (Steele, SplitMix64).
  private struct Dice {
    var state: UInt64

    mutating func roll(_ sides: Int) -> Int {
      state &+= 0x9e37_79b9_7f4a_7c15
      var z = state
      z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
      z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
      return Int((z ^ (z >> 31)) % UInt64(sides))
    }
  }

  private static let deciding = BundledRuleBooks.all.filter { !$0.criteria.isEmpty }

  /// A case that the book lets pass.
  private func passing(_ book: RuleBook) throws -> Case {
    var record = try RowCase(book, book.rules[0]).record
    if book.question == .stageOne {
      record.scans[0].source = .volumes(
        Scan.TypedVolumes(tlv: Millilitres(1500), tumour: Millilitres(200), flr: Millilitres(250)))
    }
    #expect(try answer(book, record).verdict == .go, "\(book.id)")
    return record
  }

  private func answer(_ book: RuleBook, _ record: Case) throws -> Assessment {
    try assess(record, by: book, book.policies[0])
  }

  // MARK: Losing information

  /// Things that can be lost, made old, or stated not to be known.
  private static let losses: [@Sendable (inout Case) -> Void] = [
    { $0.decision?.date = nil }, { $0.decision = nil }, { $0.patient.weight = nil },
    { $0.patient.height = nil }, { $0.patient.sex = nil }, { $0.patient.ageYears = nil },
    { $0.tumour = TumourRecord() }, { $0.tumour.extrahepatic = .unknown },
    { $0.tumour.entity = nil }, { $0.eligibility = Eligibility() },
    { $0.comorbidities = Comorbidities() }, { $0.comorbidities.kidneyFailure = .unknown },
    { $0.parenchyma = Parenchyma() }, { $0.parenchyma.background = nil },
    { $0.parenchyma.metavir = nil }, { $0.parenchyma.metavir = .f4 }, { $0.procedures = [] },
    { record in for index in record.procedures.indices { record.procedures[index].date = nil } },
    { $0.plans = [] }, { $0.scans = [] }, { $0.scans.removeLast() },
    { $0.scans[0].date = nil }, { $0.scans[0].timepoint = nil },
    { $0.laboratory = [] }, { $0.laboratory.removeLast() },
    { record in for index in record.laboratory.indices { record.laboratory[index].inr = nil } },
    { record in for index in record.laboratory.indices { record.laboratory[index].date = nil } },
    { $0.clinical = [] }, { $0.interstage = Interstage() },
    { $0.interstage.complications = nil }, { $0.interstage.infection = nil },
    { $0.interstage.flrInflowNormal = .unknown }, { $0.options.telvFormula = "feng-2017" },
    { $0.options.telvFormula = "noda-1997" }, { $0.options.bsaFormula = "stevenson-cn" },
    { record in
      guard let day = record.decision?.date else { return }
      record.decision?.date = CalendarDay(number: day.number + 20)
    },
    { record in
      for index in record.scans.indices {
        guard let day = record.scans[index].date else { continue }
        record.scans[index].date = CalendarDay(number: day.number - 40)
      }
    },
    { record in
      if let first = record.laboratory.first {
        var other = first
        other.inr = 3
        record.laboratory.append(other)
      }
    },
    { record in
      if var scan = record.scans.first {
        scan.source = .volumes(
          Scan.TypedVolumes(
            tlv: Millilitres(1500), tumour: Millilitres(200), flr: Millilitres(280)))
        record.scans.append(scan)
      }
    },
  ]

  /// However much is lost, go is said only where every criterion that is asked is met by findings
  /// that are met, of a patient whom the book speaks of, on a day that is stated.
  @Test(arguments: deciding) func goIsNeverSaidOfWhatIsNotKnown(_ book: RuleBook) throws {
    let whole = try passing(book)
    var dice = Dice(state: 0x5eed_0005)
    var answers: [Verdict: Int] = [:]
    for _ in 0..<1500 {
      var record = whole
      for _ in 0...dice.roll(3) {
        let loss = Self.losses[dice.roll(Self.losses.count)]
        if !record.scans.isEmpty, !record.laboratory.isEmpty { loss(&record) }
      }
      let assessment = try answer(book, record)
      answers[assessment.verdict, default: 0] += 1
      guard assessment.verdict == .go else { continue }
      #expect(record.decision?.date != nil)
      #expect(book.population.contains(record, body: body(record)) == .yes)
      let results = Dictionary(
        uniqueKeysWithValues: assessment.findings.map { ($0.id, $0.result) })
      for criterion in assessment.criteria where !criterion.criterion.isOnlyWhereStated {
        let own = criterion.reading.rules.map { results[$0] }
        switch criterion.reading.logic {
        case .all: #expect(own.allSatisfy { $0 == .met })
        case .any: #expect(own.contains(.met))
        case .applicable:
          #expect(own.contains(.met))
          #expect(own.allSatisfy { $0 == .met || $0 == .notApplicable })
        }
      }
      for finding in assessment.findings where finding.result == .met {
        #expect(finding.observation.value != nil)
        #expect(!finding.observation.reasons.contains(.stale))
        #expect(!finding.observation.reasons.contains(.unverifiedFormula))
      }
    }
    #expect(answers[.indeterminate, default: 0] > 300, "\(answers)")
  }

  private func body(_ record: Case) -> BodyEstimate? {
    Assessment.Question(record: record, scans: []).body
  }

  // MARK: Adding information

  /// What supports a go, or has nothing to do with it, never takes it away.
  @Test(arguments: deciding) func addingFavourableInformationKeepsGo(_ book: RuleBook) throws {
    let whole = try passing(book)
    let older = CalendarDay(number: RowCase.before.number - 3)
    let additions: [(String, (inout Case) -> Void)] = [
      (
        "older laboratory",
        { record in
          var row = LaboratoryRecord(date: older)
          row.bilirubin = Concentration(80, .micromolesPerLitre)
          row.inr = 2
          record.laboratory.append(row)
        }
      ),
      (
        "older scan",
        { record in
          record.scans.append(
            Scan(
              date: older, timepoint: .beforeStageOne,
              source: .volumes(
                Scan.TypedVolumes(
                  tlv: Millilitres(1500), tumour: Millilitres(200), flr: Millilitres(100)))))
        }
      ),
      ("a name", { $0.id = "another name" }),
      ("a second plan", { $0.plans.append(Plan(id: "second")) }),
      ("ancestry", { $0.patient.asian = .no }),
      (
        "bedside",
        { record in
          record.clinical.append(
            ClinicalRecord(
              date: RowCase.before, ascites: .absent, encephalopathy: .absent,
              biliaryObstruction: .absent))
        }
      ),
      ("the weight's day", { $0.patient.weightDate = RowCase.before }),
      ("the same values again", { $0.laboratory.append($0.laboratory[0]) }),
      ("a function test", { $0.function.append(FunctionRecord(date: RowCase.before)) }),
      (
        "a failed embolisation before",
        { record in
          guard record.procedures.first?.kind == .alpps else { return }
          record.procedures.insert(Procedure(kind: .tace, date: older), at: 0)
        }
      ),
    ]
    for (name, add) in additions {
      var record = whole
      add(&record)
      #expect(try answer(book, record).verdict == .go, "\(book.id) with \(name)")
    }
  }

  // MARK: What changes nothing

  @Test(arguments: deciding) func theOrderOfRowsInTheRecordChangesNothing(_ book: RuleBook) throws {
    var record = try passing(book)
    record.laboratory.append(LaboratoryRecord(date: RowCase.before))
    record.scans.append(Scan(date: CalendarDay(number: RowCase.before.number - 9)))
    let before = try answer(book, record)
    for _ in 0..<3 {
      record.scans.append(record.scans.removeFirst())
      record.laboratory.append(record.laboratory.removeFirst())
      record.clinical.append(record.clinical.removeFirst())
      record.function.append(record.function.removeFirst())
      let after = try answer(book, record)
      #expect(after.verdict == before.verdict)
      #expect(after.findings.map(\.observation.value) == before.findings.map(\.observation.value))
      #expect(after.findings.map(\.observation.sd) == before.findings.map(\.observation.sd))
      #expect(after.findings.map(\.result) == before.findings.map(\.result))
    }
  }

  @Test(arguments: [0.5, 0.999, 1.25, 3]) func scalingAllVolumesLeavesRatiosUnchanged(
    _ factor: Double
  ) throws {
    let rules = book.rules.filter {
      [.flrRelativeIncrease, .flrTotalLiver].contains($0.datum)
    }
    #expect(rules.count == 2)
    for rule in rules {
      let plain = try RowCase(book, rule)
      var scaled = plain
      for index in scaled.record.scans.indices {
        guard case .volumes(var volumes)? = scaled.record.scans[index].source else { continue }
        volumes.tlv = volumes.tlv.map { $0 * factor }
        volumes.tumour = volumes.tumour.map { $0 * factor }
        volumes.flr = volumes.flr.map { $0 * factor }
        scaled.record.scans[index].source = .volumes(volumes)
      }
      guard case .number(let a)? = try plain.finding().observation.value,
        case .number(let b)? = try scaled.finding().observation.value
      else {
        Issue.record("a number")
        continue
      }
      #expect(abs(a - b) < 1e-9)
      let (sd, other) = (try plain.finding().observation.sd, try scaled.finding().observation.sd)
      #expect(abs(try #require(sd) - (try #require(other))) < 1e-9)
    }
  }

  /// The numbers of labels mean nothing by themselves.
  @Test func renamingLabelsChangesNothing() throws {
    let voxels: [Label: Int] = [1: 30, 2: 300, 3: 210, 5: 900, 9: 120]
    func volumes(_ rename: (Label) -> Label) throws -> LiverVolumes {
      func set(_ labels: [Label]) -> LabelSet { LabelSet(labels.map(rename)) }
      return try LiverVolumes(
        JointCensus(
          voxels.map { JointCensus.Combination(labels: [rename($0.key)], voxels: $0.value) }),
        voxelVolume: CubicMillimetres(1.5),
        roles: LiverRoles(liver: set([1, 2, 3, 5]), tumour: set([9]), flr: set([2, 3])))
    }
    let plain = try volumes { $0 }
    for offset in [1, 40, 250] {
      let renamed = try volumes { Label(Int128(offset) * 7 + Int128(99 - $0.value)) }
      #expect(renamed.tlv == plain.tlv && renamed.tumour == plain.tumour)
      #expect(renamed.flr == plain.flr && renamed.tflv == plain.tflv)
      #expect(renamed.resected == plain.resected)
    }
  }
}
