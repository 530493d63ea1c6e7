import VolumetryCore

extension CohortSummary {
  /// `summary` of the contract.
  var json: JSONValue {
    [
      "metrics": .array(metrics.map(\.json)),
      "volume_agreement": .array(volumes.map(\.json)),
      "contests": .array(contests.map(\.json)),
      "empty": .string(empty.rawValue),
      "bootstrap": [
        "resamples": .whole(plan.resamples), "seed": .whole(plan.seed),
        "confidence": .number(plan.confidence), "generator": "SplitMix64",
      ],
    ]
  }
}

extension MetricSummary {
  var json: JSONValue {
    [
      "method": .string(method), "label": structure.json, "metric": .string(metric.id),
      "unit": .optional(metric.unit), "n": .whole(count), "undefined": .whole(undefined),
      "counted_as_worst": .whole(worst), "mean": .optional(summary?.mean),
      "sd": .optional(summary?.sd), "median": .optional(summary?.median),
      "q1": .optional(summary?.lowerQuartile), "q3": .optional(summary?.upperQuartile),
      "min": .optional(summary?.minimum), "max": .optional(summary?.maximum),
      "mean_ci_t": meanInterval.json,
      "mean_ci_percentile": bootstrap.flatMap(\.percentile).json,
      "mean_ci_bca": bootstrap.flatMap(\.correctedPercentile).json,
    ]
  }
}

extension VolumeAgreement {
  var json: JSONValue {
    [
      "method": .string(method), "label": structure.json, "n": .whole(volumes.count),
      "missed": .whole(missed),
      "bland_altman_ml": blandAltman.members(\.json),
      "bland_altman_pct_of_mean": percentBlandAltman.members(\.json),
      "ratio": ratio.members(\.json),
      "concordance": concordance.members(\.json),
      "icc": intraclass.members(\.json),
    ]
  }
}

extension MethodContest {
  var json: JSONValue {
    [
      "label": structure.json, "metric": .string(metric.id),
      "values": metric.better == .zero ? "absolute" : "as they are", "methods": .strings(methods),
      "cases": .whole(cases), "pairs": .array(duels.map(\.json)),
      "friedman": friedman.members { friedman in
        [
          "n": .whole(friedman.count), "chi_squared": .number(friedman.chiSquared),
          "degrees_of_freedom": .whole(friedman.degreesOfFreedom), "p": .number(friedman.p),
        ]
      },
      "rankings": .array(zip(Self.schemes, rankings).map { json($0, $1) }),
    ]
  }

  private func json(_ scheme: RankingScheme, _ ranking: Statistic<RankingStability>) -> JSONValue {
    let found: JSONValue = ranking.members { stability in
      [
        "ranks": .integers(stability.ranking.ranks),
        "scores": .array(stability.ranking.scores.map { .optional($0) }),
        "rank_frequencies": .array(stability.frequencies.map(JSONValue.integers)),
        "resamples": .whole(stability.resamples),
        "kendall_tau_b_mean": .optional(stability.agreement.value?.mean),
        "kendall_tau_b_undefined": .whole(stability.undefinedAgreements),
      ]
    }
    return found.merging(["scheme": .string(scheme.word)])
  }
}

extension MethodContest.Duel {
  var json: JSONValue {
    [
      "first": .string(first), "second": .string(second), "n": .whole(cases),
      "difference": "second minus first",
      "wilcoxon": wilcoxon.members { test in
        [
          "statistic": .number(test.statistic), "n_used": .whole(test.count),
          "zeros_dropped": .whole(test.zeros), "has_ties": .boolean(test.hasTies),
          "p_two_sided": .number(test.p.twoSided),
          "method": test.exact == nil ? "normal, continuity corrected" : "exact",
        ]
      },
      "p_holm": .optional(correctedP),
      "t_test": student.members { test in
        [
          "mean_difference": .number(test.meanDifference), "interval": test.interval.json,
          "t": .number(test.t), "degrees_of_freedom": .whole(test.degreesOfFreedom),
          "p_two_sided": .number(test.p.twoSided), "cohen_dz": .number(test.effectSize),
        ]
      },
    ]
  }
}

extension RankingScheme {
  /// How challengeR calls it.
  var word: String {
    switch self {
    case .aggregateThenRank(.mean): "mean-then-rank"
    case .aggregateThenRank(.median): "median-then-rank"
    case .rankThenAggregate(.mean): "rank-then-mean"
    case .rankThenAggregate(.median): "rank-then-median"
    case .testThenRank: "test-then-rank"
    }
  }
}

extension ConfidenceInterval {
  var json: JSONValue { .numbers([lower, upper]) }
}

extension Result where Failure == StatisticGap {
  /// An object with the members of the value, or with the reason why there is none.
  func members(_ json: (Success) -> JSONValue) -> JSONValue {
    switch self {
    case .success(let value): json(value)
    case .failure(let gap): ["undefined": .string(gap.description)]
    }
  }
}

extension Result where Success == ConfidenceInterval, Failure == StatisticGap {
  /// Both ends; null where there is no interval.
  var json: JSONValue { value?.json ?? .null }
}

extension BlandAltman {
  var json: JSONValue {
    [
      "n": .whole(count), "bias": .number(bias), "sd": .number(sd),
      "lower_limit": .number(lowerLimit), "upper_limit": .number(upperLimit),
      "bias_ci": biasInterval.json, "lower_limit_ci": lowerLimitInterval.json,
      "upper_limit_ci": upperLimitInterval.json,
      "proportional_bias": proportionalBias.members { line in
        [
          "slope": .number(line.slope), "slope_error": .number(line.slopeError),
          "p": .optional(line.p),
        ]
      },
    ]
  }
}

extension RatioOfAgreement {
  var json: JSONValue {
    [
      "mean_ratio": .number(meanRatio), "lower_limit": .number(lowerLimit),
      "upper_limit": .number(upperLimit), "mean_ratio_ci": meanRatioInterval.json,
      "lower_limit_ci": lowerLimitInterval.json, "upper_limit_ci": upperLimitInterval.json,
    ]
  }
}

extension Concordance {
  var json: JSONValue {
    [
      "n": .whole(count), "ccc_population": .optional(populationCCC.value),
      "ccc_sample": .optional(sampleCCC.value), "pearson": .optional(pearson.value),
      "mae_ml": .number(meanAbsoluteError), "rmse_ml": .number(rootMeanSquareError),
      "mape_pct": .optional(meanAbsolutePercentageError.value),
      "wcv_pct": .optional(withinSubjectVariation.value),
      "repeatability_coefficient_ml": .number(repeatabilityCoefficient),
    ]
  }
}

extension IntraclassCorrelation {
  var json: JSONValue {
    .array(
      coefficients.enumerated().map { index, found in
        [
          "form": .string(Form.allCases[index].rawValue), "value": .optional(found.value),
          "f": .optional(found.f), "p": .optional(found.p),
          "ci": found.interval?.json ?? .null,
        ]
      })
  }
}
