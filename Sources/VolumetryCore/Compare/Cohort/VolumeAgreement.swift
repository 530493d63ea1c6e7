/// How well the volumes of one structure agree over the cases of one method: the reference's first,
/// the prediction's second.
///
/// Cases in which either volume lacks the structure are left out, and counted: a volume of 0 mL is
/// a miss, not a measurement.
public struct VolumeAgreement: Sendable {
  public let method: String
  public let structure: ComparedStructure
  /// Case, reference and prediction in mL.
  public let volumes: [(caseName: String, reference: Millilitres, prediction: Millilitres)]
  /// Cases left out.
  public let missed: Int
  /// Of prediction − reference, in mL.
  public let blandAltman: Statistic<BlandAltman>
  /// Of the differences in per cent of the mean of both.
  public let percentBlandAltman: Statistic<BlandAltman>
  /// Of prediction over reference.
  public let ratio: Statistic<RatioOfAgreement>
  public let concordance: Statistic<Concordance>
  /// Of reference and prediction as two raters.
  public let intraclass: Statistic<IntraclassCorrelation>

  init(_ cohort: ComparedCohort, of structure: ComparedStructure, by method: String) {
    self.method = method
    self.structure = structure
    let found = cohort.comparisons(of: structure, by: method)
    let volumes = found.filter { $0.comparison.state == .both }.map {
      (
        caseName: $0.caseName, reference: $0.comparison.referenceVolume,
        prediction: $0.comparison.predictionVolume
      )
    }
    self.volumes = volumes
    missed = found.count - volumes.count
    let sample = Result { () throws(StatisticGap) in
      try PairedSample(volumes.map(\.reference.value), volumes.map(\.prediction.value))
    }
    func agreement<Value>(
      _ make: (PairedSample) throws(StatisticGap) -> Value
    ) -> Statistic<Value> {
      switch sample {
      case .failure(let gap): .failure(gap)
      case .success(let sample): Result { () throws(StatisticGap) in try make(sample) }
      }
    }
    blandAltman = agreement { sample throws(StatisticGap) in try BlandAltman(sample) }
    percentBlandAltman = agreement { sample throws(StatisticGap) in
      try BlandAltman(percentOfMean: sample)
    }
    ratio = agreement { sample throws(StatisticGap) in try RatioOfAgreement(sample) }
    concordance = agreement { sample throws(StatisticGap) in try Concordance(sample) }
    intraclass = Result { () throws(StatisticGap) in
      try IntraclassCorrelation(volumes.map { [$0.reference.value, $0.prediction.value] })
    }
  }
}

extension ComparedCohort {
  /// The agreement of volumes, for every structure and method.
  public var volumeAgreements: [VolumeAgreement] {
    structures.flatMap { structure in
      methods.map { VolumeAgreement(self, of: structure, by: $0) }
    }
  }
}
