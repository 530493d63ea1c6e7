public import VolumetryCore

/// Every score of a case, each at the times at which it makes sense, in the order of the rows.
///
/// A score that cannot be computed is there too, without a value and with what it lacks.
public struct ScoreSheet: Hashable, Sendable {
  public let entries: [ScoreEntry]

  /// - Parameters:
  ///   - scans: every scan of the case with its volumes for the first plan; nil where they could
  ///     not be read, which only the scores that need a volume then say.
  ///   - bodySurfaceArea: the formula that the record asks for; nil takes Mosteller's, said to be
  ///     assumed.
  ///   - only: the scores that are asked for; nil takes all.
  public init(
    _ record: Case, scans: [MeasuredScan]?, bodySurfaceArea: BodySurfaceAreaFormula? = nil,
    only: ScoreDefinition.ID? = nil
  ) {
    let context = ScoreContext(record, scans: scans, bodySurfaceArea: bodySurfaceArea)
    entries = ScoreDefinition.all.filter { only == nil || $0.id == only }.flatMap { row in
      context.times(row).map { context.entry(row, $0) }
    }
  }

  /// How old a value may be in each window.
  public static var ages: Windows { ScoreContext.ages }
}

extension ScoreContext {
  /// The times at which a row is computed for this record.
  fileprivate func times(_ row: ScoreDefinition) -> [ScoreWindow] {
    isWithoutStageOne && !row.needsStageOne ? [.latest] : row.windows
  }

  fileprivate func entry(_ row: ScoreDefinition, _ window: ScoreWindow) -> ScoreEntry {
    var gathering = ScoreGathering(self, window)
    let isOutOfTime = isWithoutStageOne && row.needsStageOne
    if isOutOfTime { gathering.miss("procedures") }
    let outcome = isOutOfTime ? nil : compute(row, &gathering)
    return ScoreEntry(
      definition: row, window: window, value: outcome?.value, raw: outcome?.raw,
      meaning: outcome?.meaning, bandSource: outcome?.bandSource, inputs: gathering.inputs,
      derived: gathering.derived, observedOn: gathering.oldest, missing: gathering.missing,
      reasons: gathering.reasons,
      evidence: row.source.evidence.weakened(by: outcome?.evidence))
  }

  private func compute(
    _ row: ScoreDefinition, _ gathering: inout ScoreGathering
  ) -> ScoreOutcome? {
    switch row.id {
    case .meld: gathering.meld()
    case .meldSodium: gathering.meldSodium()
    case .meldThree: gathering.meldThree()
    case .childPugh: gathering.childPugh(row)
    case .albi: gathering.albi(row)
    case .fib4: gathering.fib4(row)
    case .apri: gathering.apri(row)
    case .metavir: gathering.metavir()
    case .steatosis: gathering.steatosis(row)
    case .remnantFunction: gathering.remnantFunction(row)
    case .remnantUptake: gathering.remnantUptake(row)
    case .hibaIndex: gathering.hibaIndex(row)
    case .limax, .limaxAfter: gathering.limax(row)
    case .remnantLimax: gathering.remnantLimax(row)
    case .icgRate, .icgDisappearance, .icgRetention: gathering.indocyanine(row)
    case .icgRemnant: gathering.icgRemnant(row)
    case .makuuchi: gathering.makuuchi(row)
    case .schadde: gathering.stopRule()
    case .lineckerStageOne: gathering.lineckerStageOne(row)
    case .lineckerStageTwo: gathering.lineckerStageTwo()
    case .capra: gathering.capra(row)
    case .huiskens: gathering.huiskens()
    case .isglsPHLF: gathering.isgls()
    case .fiftyFifty: gathering.fiftyFifty()
    case .peakBilirubin: gathering.peakBilirubin(row)
    case .kidneyInjury: gathering.kidneyInjury(row)
    case .clavienDindo: gathering.clavienDindo()
    case .cci: gathering.cci()
    }
  }
}
