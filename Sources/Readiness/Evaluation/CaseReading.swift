import VolumetryCore

/// What one set of labels makes of a case: the numbers that a decision rests on, and the answer.
public struct CaseReading: Hashable, Sendable {
  /// One number of the case.
  public struct Number: Hashable, Sendable {
    /// `flr_ml`, `flr_tlv_pct`, … as other commands name it.
    public let id: String
    public let unit: String
    /// Which scan of the record it is of; nil for growth, which is between two.
    public let scan: Int?
    /// Nil where the labels do not give it.
    public let value: Double?
  }

  /// The same ids in the same order for every reading of a case.
  public let numbers: [Number]
  public let verdict: Verdict
  public let reasons: [Observation.Reason]

  /// - Parameters:
  ///   - kinetics: of the measured scans.
  ///   - assessment: by the book that is asked.
  public init(_ kinetics: Kinetics, scans: [MeasuredScan], _ assessment: Assessment) {
    var numbers: [Number] = []
    for scan in scans {
      let ratios = kinetics.ratios[scan.index]
      numbers += [
        Number(
          id: "tlv_ml", unit: "mL", scan: scan.index, value: scan.volumes?.tlv.value),
        Number(id: "flr_ml", unit: "mL", scan: scan.index, value: scan.flr?.value),
        Number(
          id: "flr_tlv_pct", unit: "%", scan: scan.index, value: ratios?.flrTLVPercent?.value),
        Number(id: "sflr_pct", unit: "%", scan: scan.index, value: ratios?.sflrPercent?.value),
        Number(id: "flr_bw_pct", unit: "%", scan: scan.index, value: ratios?.flrBWPercent?.value),
      ]
    }
    let growth = kinetics.latest
    numbers += [
      Number(id: "relative_pct", unit: "%", scan: nil, value: growth?.relativePercent?.value),
      Number(id: "dh_pp", unit: "pp", scan: nil, value: growth?.dhPercentagePoints?.value),
      Number(
        id: "dh_pp_per_week", unit: "pp/week", scan: nil,
        value: growth?.sinceProcedure?.dhPercentagePointsPerWeek?.value),
    ]
    self.numbers = numbers
    verdict = assessment.verdict
    reasons = assessment.reasons
  }
}

/// How the answer of a case depends on whose labels are taken.
public struct ClinicalAgreement: Hashable, Sendable {
  public let caseName: String
  /// What made the other labels.
  public let method: String
  public let reference: CaseReading
  public let prediction: CaseReading

  /// - Precondition: both read one case.
  public init(
    caseName: String, method: String, reference: CaseReading, prediction: CaseReading
  ) {
    precondition(
      reference.numbers.map(\.id) == prediction.numbers.map(\.id), "both read one case")
    self.caseName = caseName
    self.method = method
    self.reference = reference
    self.prediction = prediction
  }

  /// Whether the two sets of labels lead to different answers.
  public var isFlipped: Bool { reference.verdict != prediction.verdict }

  /// Whether the prediction says go where the reference does not: the error that costs lives.
  public var isWrongGo: Bool { prediction.verdict == .go && reference.verdict != .go }

  /// Prediction minus reference of each number; nil where one of them has none.
  public var differences: [Double?] {
    zip(reference.numbers, prediction.numbers).map { one, other in
      one.value.flatMap { a in other.value.map { $0 - a } }
    }
  }
}

/// How many answers a method changes.
public struct FlippedVerdicts: Hashable, Sendable {
  public let method: String
  /// Cases by the answer with the reference's labels, then by that with the method's.
  public let counts: [[Int]]

  /// The answers in the order of `counts`.
  public static let verdicts: [Verdict] = [.go, .noGo, .indeterminate]

  public init(_ agreements: [ClinicalAgreement], method: String) {
    self.method = method
    let own = agreements.filter { $0.method == method }
    counts = Self.verdicts.map { one in
      Self.verdicts.map { other in
        own.count { $0.reference.verdict == one && $0.prediction.verdict == other }
      }
    }
  }

  public var cases: Int { counts.reduce(0) { $0 + $1.reduce(0, +) } }
  /// Cases whose answer differs.
  public var flipped: Int { cases - Self.verdicts.indices.reduce(0) { $0 + counts[$1][$1] } }
  /// Cases that become go.
  public var wrongGo: Int { counts.dropFirst().reduce(0) { $0 + $1[0] } }
}
