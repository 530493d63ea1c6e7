public import VolumetryCore

/// The pictures of a comparison, each with the name of its file, and the page that holds them.
public struct ComparisonPictures: Sendable {
  /// Where two volumes of a structure differ most, by case, method and structure.
  public struct Key: Hashable, Sendable {
    public let caseName: String
    public let method: String
    public let structure: ComparedStructure

    public init(caseName: String, method: String, structure: ComparedStructure) {
      self.caseName = caseName
      self.method = method
      self.structure = structure
    }
  }

  private let report: ComparisonReport
  private let summary: CohortSummary
  private let slices: [Key: DisagreementSlice]
  private let names: [ComparedStructure: String]

  /// Metrics that have a picture of their distribution: those of the table, one unit a picture.
  private static let worstMetrics = ["dice", "hd95_mm"]
  /// Cases of a worst list.
  private static let worstCases = 8

  /// - Parameter report: with a summary, also of one pair.
  public init?(_ report: ComparisonReport, slices: [Key: DisagreementSlice]) {
    guard let summary = report.summary else { return nil }
    self.report = report
    self.summary = summary
    self.slices = slices
    names = ComparisonReport.names(report.pairs)
  }

  /// Every picture with the name of its file, without ending.
  public var files: [(name: String, drawing: SVGDrawing)] {
    agreements.enumerated().map { ("volumes-\($0 + 1)", $1) }
      + boxes.map { ("box-\($0.id)", $0.drawing) }
      + worst.flatMap { list in
        list.cases.enumerated().map { ("worst-\(list.id)-\($0 + 1)", $1.drawing) }
      }
  }

  /// Everything on one page.
  public var page: ComparisonPage {
    var page = ComparisonPage(
      title: "Comparison of segmentations", version: report.head.version, facts: facts,
      definitions: report.metrics.map(Self.definition))
    page.summaries = shown.map { metric in
      ComparisonPage.Summary(
        definition: Self.definition(metric), decimals: metric.unit == nil ? 4 : 2,
        intervalTitle: "95 % CI (BCa)",
        rows: rows(of: metric).map(row))
    }
    page.sections = [
      ComparisonPage.Section(
        title: "Volumes",
        note: "Prediction - reference against their mean; cases that lack the structure on one "
          + "side are left out and counted.", drawings: agreements),
      ComparisonPage.Section(
        title: "Distributions", note: nil, drawings: boxes.map(\.drawing)),
    ]
    page.worstCases = worst.map {
      ComparisonPage.WorstCases(
        title: "Worst cases by \($0.title)",
        note: "The worst first; a structure that one volume lacks comes before all others.",
        cases: $0.cases)
    }
    page.warnings = ComparisonReport.notices(of: report.pairs).map { pair, notice in
      Notice(
        code: notice.code, message: notice.message,
        path: notice.path ?? "\(pair.caseName), \(pair.method)", figures: notice.figures)
    }
    page.failures = report.failures
    return page
  }

  private var hasMethods: Bool { summary.cohort.methods.count > 1 }

  private var facts: [ComparisonPage.Fact] {
    let cases = Set(report.pairs.map(\.caseName)).count
    return [
      ComparisonPage.Fact("cases", "\(cases)"),
      ComparisonPage.Fact("methods", summary.cohort.methods.joined(separator: ", ")),
      ComparisonPage.Fact(
        "structures", summary.cohort.structures.map(name).joined(separator: ", ")),
      ComparisonPage.Fact(
        "undefined values",
        summary.empty == .skip
          ? "left out of means, and counted" : "counted as the worst there is"),
      ComparisonPage.Fact(
        "intervals",
        "\(summary.plan.resamples) resamples of cases, seed \(summary.plan.seed), SplitMix64"),
    ]
  }

  private func name(_ structure: ComparedStructure) -> String {
    structure.words(named: names[structure])
  }

  // MARK: Summaries and distributions

  /// Metrics of the table for people that can be better or worse.
  private var shown: [ComparisonMetric] {
    report.metrics.filter { $0.isShown && $0.better != .neither }
  }

  private func rows(of metric: ComparisonMetric) -> [MetricSummary] {
    summary.metrics.filter { $0.metric.id == metric.id }
  }

  private func row(_ found: MetricSummary) -> ComparisonPage.SummaryRow {
    let interval = found.bootstrap.value?.correctedPercentile.value
    return ComparisonPage.SummaryRow(
      label: name(found.structure), method: hasMethods ? found.method : nil, count: found.count,
      undefined: found.undefined, mean: found.summary?.mean,
      meanInterval: interval.map { $0.lower...$0.upper }, standardDeviation: found.summary?.sd,
      median: found.summary?.median,
      quartiles: found.summary.map { $0.lowerQuartile...$0.upperQuartile },
      extremes: found.summary.map { $0.minimum...$0.maximum })
  }

  private var boxes: [(id: String, drawing: SVGDrawing)] {
    shown.map { metric in
      let direction: BoxPicture.Direction =
        switch metric.better {
        case .higher: .higherIsBetter
        case .lower: .lowerIsBetter
        case .zero, .neither: .neither
        }
      let picture = BoxPicture(
        title: metric.title, unit: metric.unit ?? "", direction: direction,
        rows: rows(of: metric).map { found in
          let undefined = [BoxPicture.Value](
            repeating: BoxPicture.Value(name: "", value: nil), count: found.undefined)
          return BoxPicture.Row(
            label: name(found.structure), method: hasMethods ? found.method : nil,
            values: found.values.map { BoxPicture.Value(name: $0.caseName, value: $0.value) }
              + undefined, box: box(found))
        })
      return (metric.id, picture.drawing)
    }
  }

  private func box(_ found: MetricSummary) -> BoxPicture.Box? {
    guard let summary = found.summary, let whiskers = found.whiskers else { return nil }
    return BoxPicture.Box(
      lowerWhisker: whiskers.lowerBound, lowerQuartile: summary.lowerQuartile,
      median: summary.median, upperQuartile: summary.upperQuartile,
      upperWhisker: whiskers.upperBound)
  }

  // MARK: Volumes

  private var agreements: [SVGDrawing] {
    summary.volumes.map { found in
      let method = hasMethods ? ", \(found.method)" : ""
      func estimate(_ value: Double, _ interval: ConfidenceInterval) -> BlandAltmanPicture.Estimate
      {
        BlandAltmanPicture.Estimate(value, interval: interval.lower...interval.upper)
      }
      let agreement = found.blandAltman.value
      return BlandAltmanPicture(
        words: BlandAltmanPicture.Words(
          title: "Volume of \(name(found.structure))\(method)",
          meanTitle: "mean of reference and prediction, mL",
          differenceTitle: "prediction - reference, mL", unit: "mL"),
        points: found.points.map {
          BlandAltmanPicture.Point(name: $0.caseName, mean: $0.mean, difference: $0.difference)
        },
        agreement: BlandAltmanPicture.Agreement(
          bias: agreement.map { estimate($0.bias, $0.biasInterval) },
          lowerLimit: agreement.map { estimate($0.lowerLimit, $0.lowerLimitInterval) },
          upperLimit: agreement.map { estimate($0.upperLimit, $0.upperLimitInterval) })
      ).drawing
    }
  }

  // MARK: Worst cases

  private var worst: [(id: String, title: String, cases: [WorstCasePicture])] {
    report.metrics.filter { Self.worstMetrics.contains($0.id) }.map { metric in
      let ranked = summary.cohort.worstFirst(metric)
      let cases = ranked.prefix(Self.worstCases).enumerated().map { index, found in
        let key = Key(
          caseName: found.caseName, method: found.method, structure: found.structure)
        let unit = metric.unit.map { " \($0)" } ?? ""
        let value =
          found.value.map { metric.rounded($0) + unit }
          ?? "undefined: \(found.oversized == nil ? found.state.rawValue : OversizedBox.word)"
        return WorstCasePicture(
          words: WorstCasePicture.Words(
            rank: index + 1, count: ranked.count, caseName: found.caseName,
            label: name(found.structure), method: hasMethods ? found.method : nil,
            metric: metric.title, value: value), slice: slices[key])
      }
      return (metric.id, metric.title, cases)
    }
  }

  private static func definition(_ metric: ComparisonMetric) -> ComparisonPage.Definition {
    ComparisonPage.Definition(
      id: metric.id, title: metric.title, unit: metric.unit ?? "",
      definition: metric.definition, source: metric.source ?? "")
  }
}
