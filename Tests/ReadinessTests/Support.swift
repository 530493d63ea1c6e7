import Foundation
import Records
public import Testing
import VolumetryCore

@testable public import Readiness

/// The root of the repository.
let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent()

/// The bundled rule book.
let book = BundledRuleBooks.all[0]

func policy(_ id: String) throws -> RuleBook.Policy {
  try #require(book.policies.first { $0.id == id })
}

/// A case in which every deciding value is known, normal and far from its threshold.
enum CompleteCase {
  static let text = """
    case: complete
    decision: {date: 2026-03-10, question: stage-2}
    patient: {age_years: 61, sex: female, height_cm: 165, weight_kg: 60}
    parenchyma: {metavir: F1, steatosis_percent: 10}
    procedures:
      - {kind: alpps, date: 2026-03-02}
    scans:
      - date: 2026-02-24
        volumes_ml: {tlv: 1500, tumour: 200, flr: 300}
      - {date: 2026-03-09, timepoint: after-stage-1, volumes_ml: {tlv: 1560, tumour: 200, flr: 480}}
    laboratory:
      - {date: 2026-02-24, bilirubin: 12 umol/L, inr: 1.0, creatinine: 70 umol/L, albumin: 42 g/L}
      - date: 2026-03-09
        bilirubin: 16 umol/L
        inr: 1.1
        creatinine: 72 umol/L
        upper_limits: {bilirubin: 21 umol/L, inr: 1.2}
    clinical:
      - {date: 2026-02-24, ascites: none, encephalopathy: none}
    interstage:
      complications: []
      infection: none
      liver_failure_isgls: none
      flr_inflow_normal: yes
      flr_outflow_normal: yes
      flr_function_normal: yes
    """

  /// The case with pieces of its text replaced; every piece must be there.
  static func changed(_ changes: (String, String)...) throws -> Case {
    var text = text
    for (old, new) in changes {
      try #require(text.contains(old), "the case holds \(old)")
      text = text.replacingOccurrences(of: old, with: new)
    }
    return try Case(yaml: text)
  }
}

/// Assesses a case with typed volumes by the first book.
func assess(
  _ record: Case, _ policyID: String = "literal-conjunction", pointEstimates: Bool = false
) throws -> Assessment {
  try assess(record, by: book, try policy(policyID), pointEstimates: pointEstimates)
}

/// The single place where these tests assess a case with typed volumes.
func assess(
  _ record: Case, by book: RuleBook, _ policy: RuleBook.Policy, pointEstimates: Bool = false,
  choices: [String: String] = [:]
) throws -> Assessment {
  let scans = try record.scans.enumerated().map { index, scan -> MeasuredScan in
    guard case .volumes(let typed)? = scan.source, let tlv = typed.tlv else {
      return MeasuredScan(index: index, scan: scan, volumes: nil)
    }
    let volumes = try LiverVolumes(tlv: tlv, tumour: typed.tumour, flr: typed.flr)
    return MeasuredScan(index: index, scan: scan, volumes: volumes)
  }
  return Assessment(
    Assessment.Question(
      record: record, scans: scans, pointEstimates: pointEstimates, choices: choices), by: book,
    policy: policy)
}

extension Assessment {
  func finding(_ id: String) throws -> Finding {
    try #require((findings + safety).first { $0.id == id }, "\(id) is used")
  }

  func group(_ group: Criterion.Group) throws -> Finding.Result {
    try #require(groups.first { $0.group == group }).result
  }
}

/// A book among the arguments of a test is called by its id, not by everything that is in it.
extension RuleBook: CustomTestStringConvertible {
  public var testDescription: String { id }
}

extension Rule: CustomTestStringConvertible {
  public var testDescription: String { id }
}
