import Testing

@testable import VolumetryCore

/// Agreement of paired volumes against SciPy, NumPy and pingouin, and its laws.
@Suite struct AgreementTests {
  private func check(_ own: BlandAltman, _ oracle: Oracle) {
    #expect(own.bias.isNear(oracle["bias"].number, 1e-11))
    #expect(own.sd.isNear(oracle["sd"].number, 1e-11))
    #expect(own.lowerLimit.isNear(oracle["limits"].numbers[0], 1e-11))
    #expect(own.upperLimit.isNear(oracle["limits"].numbers[1], 1e-11))
    #expect(own.biasInterval.isNear(oracle["bias_interval"].numbers))
    #expect(own.lowerLimitInterval.isNear(oracle["lower_interval"].numbers))
    #expect(own.upperLimitInterval.isNear(oracle["upper_interval"].numbers))
  }

  @Test func moreSamplesAreThoseOfSciPy() throws {
    let samples = Oracle.samples["agreement"].list
    #expect(samples.count == 3)
    for oracle in samples {
      let sample = try PairedSample(oracle["first"].numbers, oracle["second"].numbers)
      let confidence = oracle["confidence"].number
      let absolute = try BlandAltman(sample, confidence: confidence)
      check(absolute, oracle["absolute"])
      check(try BlandAltman(percentOfMean: sample, confidence: confidence), oracle["percent"])
      let ratio = try RatioOfAgreement(sample, confidence: confidence)
      #expect(ratio.meanRatio.isNear(oracle["ratio"]["bias"].number))
      #expect(ratio.lowerLimit.isNear(oracle["ratio"]["limits"].numbers[0]))
      #expect(ratio.upperLimit.isNear(oracle["ratio"]["limits"].numbers[1]))
      #expect(ratio.meanRatioInterval.isNear(oracle["ratio"]["bias_interval"].numbers))
      #expect(ratio.lowerLimitInterval.isNear(oracle["ratio"]["lower_interval"].numbers))
      #expect(ratio.upperLimitInterval.isNear(oracle["ratio"]["upper_interval"].numbers))
      let line = try absolute.proportionalBias.get()
      #expect(line.slope.isNear(oracle["line"]["slope"].number, 1e-9))
      #expect(line.intercept.isNear(oracle["line"]["intercept"].number, 1e-9))
      #expect(line.slopeError.isNear(oracle["line"]["error"].number, 1e-9))
      #expect(line.p?.isNear(oracle["line"]["p"].number, 1e-9) == true)
      #expect(line.correlation?.isNear(oracle["line"]["r"].number, 1e-9) == true)
      let numbers = try Concordance(sample)
      #expect(numbers.populationCCC.value?.isNear(oracle["ccc_population"].number) == true)
      #expect(numbers.sampleCCC.value?.isNear(oracle["ccc_sample"].number) == true)
      #expect(numbers.pearson.value?.isNear(oracle["pearson"].number) == true)
      #expect(numbers.meanAbsoluteError.isNear(oracle["mae"].number))
      #expect(numbers.rootMeanSquareError.isNear(oracle["rmse"].number))
      #expect(numbers.meanAbsolutePercentageError.value?.isNear(oracle["mape"].number) == true)
      #expect(numbers.withinSubjectVariation.value?.isNear(oracle["wcv"].number) == true)
      #expect(numbers.repeatabilityCoefficient.isNear(oracle["repeatability"].number))
    }
  }

  @Test(arguments: [(1, "agreement_ref_vs_A"), (2, "agreement_ref_vs_B")])
  func theVolumeTable(_ column: Int, _ name: String) throws {
    let columns = try Oracle.columns("volumes_ml.csv")
    let oracle = Oracle.stats[name]
    let sample = try PairedSample(columns[0], columns[column])
    let own = try BlandAltman(sample)
    let expected = oracle["bland_altman"]
    #expect(own.bias.isNear(expected["bias"].number, 1e-11))
    #expect(own.sd.isNear(expected["sd_ddof1"].number))
    #expect(own.lowerLimit.isNear(expected["loa_lower"].number))
    #expect(own.upperLimit.isNear(expected["loa_upper"].number))
    #expect(own.biasInterval.isNear(expected["bias_ci95"].numbers))
    #expect(own.lowerLimitInterval.isNear(expected["loa_lower_ci95"].numbers))
    #expect(own.upperLimitInterval.isNear(expected["loa_upper_ci95"].numbers))
    let line = try own.proportionalBias.get()
    let fitted = oracle["proportional_bias_slope(diff~mean)"]
    #expect(line.slope.isNear(fitted["slope"].number, 1e-9))
    #expect(line.slopeError.isNear(fitted["se"].number, 1e-10))
    #expect(line.p?.isNear(fitted["p"].number, 1e-10) == true)
    let percent = try BlandAltman(percentOfMean: sample)
    #expect(percent.bias.isNear(oracle["bland_altman_percent_of_mean"]["bias"].number, 1e-11))
    #expect(percent.sd.isNear(oracle["bland_altman_percent_of_mean"]["sd"].number))
    let ratio = try RatioOfAgreement(sample)
    #expect(ratio.meanRatio.isNear(oracle["log_ratio"]["geometric_mean_ratio"].number))
    #expect(ratio.upperLimit.isNear(oracle["log_ratio"]["loa_ratio"].numbers[1]))
    let numbers = try Concordance(sample)
    #expect(
      numbers.populationCCC.value?.isNear(oracle["ccc_lin_population_variance"].number) == true)
    #expect(numbers.sampleCCC.value?.isNear(oracle["ccc_sample_variance"].number) == true)
    #expect(numbers.pearson.value?.isNear(oracle["pearson"].number) == true)
    #expect(numbers.meanAbsoluteError.isNear(oracle["mae"].number))
    #expect(numbers.rootMeanSquareError.isNear(oracle["rmse"].number))
    #expect(
      numbers.meanAbsolutePercentageError.value?.isNear(oracle["mape_percent"].number) == true)
    #expect(
      numbers.withinSubjectVariation.value?
        .isNear(oracle["within_subject_cv_percent(rms)"].number) == true)
    #expect(numbers.repeatabilityCoefficient.isNear(oracle["repeatability_coefficient"].number))
    let icc = try IntraclassCorrelation(zip(columns[0], columns[column]).map { [$0, $1] })
    for form in IntraclassCorrelation.Form.allCases {
      let row = oracle["icc_pingouin"][form.rawValue]
      #expect(icc[form].value?.isNear(row["ICC"].number) == true)
      #expect(icc[form].f?.isNear(row["F"].number, 1e-11) == true)
      #expect(icc[form].p?.isNear(row["pval"].number, 1e-9) == true)
      // Printed with two decimals there.
      let interval = try #require(icc[form].interval)
      #expect(abs(interval.lower - row["CI95"].numbers[0]) <= 0.005)
      #expect(abs(interval.upper - row["CI95"].numbers[1]) <= 0.005)
    }
  }

  @Test func intraclassCorrelationsAreThoseOfPingouin() throws {
    let tables = Oracle.samples["icc"].list
    #expect(tables.count == 4)
    for table in tables {
      let icc = try IntraclassCorrelation(table["rows"].rows)
      #expect(icc.cases == table["rows"].list.count)
      for form in IntraclassCorrelation.Form.allCases {
        let row = table["forms"][form.rawValue]
        #expect(icc[form].value?.isNear(row["value"].number, 1e-11) == true)
        #expect(icc[form].f?.isNear(row["f"].number, 1e-11) == true)
        #expect(icc[form].p?.isNear(row["p"].number, 1e-9) == true)
        #expect(icc[form].numeratorDegrees == Int(row["df1"].number))
        #expect(icc[form].denominatorDegrees == Int(row["df2"].number))
        let interval = try #require(icc[form].interval)
        #expect(abs(interval.lower - row["interval"].numbers[0]) < 2e-12 * 50)
        #expect(abs(interval.upper - row["interval"].numbers[1]) < 2e-12 * 50)
      }
    }
  }

  @Test func shiftingBothLeavesTheDifferences() throws {
    var maker = SampleMaker(12)
    let first = maker.values(20, in: 800...1600).map { $0.rounded() }
    let second = maker.values(20, in: 800...1600).map { $0.rounded() }
    let own = try BlandAltman(PairedSample(first, second))
    let shifted = try BlandAltman(PairedSample(first.map { $0 + 512 }, second.map { $0 + 512 }))
    #expect(shifted.bias == own.bias)
    #expect(shifted.sd == own.sd)
    let swapped = try BlandAltman(PairedSample(second, first))
    #expect(swapped.bias.isNear(-own.bias))
    #expect(swapped.upperLimit.isNear(-own.lowerLimit))
    let icc = try IntraclassCorrelation(zip(first, second).map { [$0, $1] })
    let moved = try IntraclassCorrelation(zip(first, second).map { [$0 + 512, $1 + 512] })
    let consistent = try IntraclassCorrelation(zip(first, second).map { [$0, $1 + 512] })
    for form in IntraclassCorrelation.Form.allCases {
      #expect(moved[form].value!.isNear(icc[form].value!, 1e-10))
    }
    #expect(consistent[.consistencySingle].value!.isNear(icc[.consistencySingle].value!, 1e-10))
    #expect(consistent[.agreementSingle].value! < icc[.agreementSingle].value!)
  }

  @Test func theOrderOfTheCasesChangesNoBit() throws {
    var maker = SampleMaker(13)
    let first = maker.values(31, in: 300...2000)
    let second = maker.values(31, in: 300...2000)
    let order = maker.order(31)
    let sample = try PairedSample(first, second)
    let shuffled = try PairedSample(order.map { first[$0] }, order.map { second[$0] })
    #expect(try BlandAltman(shuffled) == BlandAltman(sample))
    #expect(try Concordance(shuffled) == Concordance(sample))
    #expect(try RatioOfAgreement(shuffled) == RatioOfAgreement(sample))
    let rows = zip(first, second).map { [$0, $1] }
    #expect(try IntraclassCorrelation(order.map { rows[$0] }) == IntraclassCorrelation(rows))
  }

  @Test func aMethodThatIsTheReferenceAgreesPerfectly() throws {
    let values = [900.5, 1200.25, 1500.125]
    let sample = try PairedSample(values, values)
    let own = try BlandAltman(sample)
    #expect(own.bias == 0 && own.sd == 0 && own.upperLimit == 0)
    #expect(own.proportionalBias.value?.slope == 0)
    #expect(own.proportionalBias.value?.p == nil)
    let numbers = try Concordance(sample)
    #expect(numbers.populationCCC == .success(1))
    #expect(numbers.meanAbsoluteError == 0)
    let icc = try IntraclassCorrelation(values.map { [$0, $0, $0] })
    for form in IntraclassCorrelation.Form.allCases {
      #expect(icc[form].value == 1)
      #expect(icc[form].f == nil && icc[form].p == nil && icc[form].interval == nil)
    }
  }

  @Test func whatIsUndefinedSaysWhy() throws {
    let flat = try PairedSample([5, 5, 5], [5, 5, 5])
    #expect(try Concordance(flat).populationCCC.gap == .noScatter)
    #expect(try Concordance(flat).pearson.gap == .noScatter)
    #expect(try BlandAltman(flat).proportionalBias.gap == .noScatter)
    let two = try PairedSample([1, 2], [2, 4])
    #expect(try BlandAltman(two).proportionalBias.gap == .tooFewCases(found: 2, expected: 3))
    let empty = try PairedSample([0, 2], [1, 3])
    #expect(try Concordance(empty).meanAbsolutePercentageError.gap == .notPositive(found: 0))
    #expect(try Concordance(empty).withinSubjectVariation.gap == .notPositive(found: 0))
    #expect(throws: StatisticGap.notPositive(found: 0)) { try BlandAltman(percentOfMean: empty) }
    #expect(throws: StatisticGap.notPositive(found: 0)) { try RatioOfAgreement(empty) }
    let one = try PairedSample([1], [2])
    #expect(throws: StatisticGap.tooFewCases(found: 1, expected: 2)) { try BlandAltman(one) }
    #expect(throws: StatisticGap.tooFewCases(found: 1, expected: 2)) { try Concordance(one) }
    #expect(throws: StatisticGap.notFinite(index: 1)) { try PairedSample([1, 2], [1, .nan]) }
    #expect(throws: StatisticGap.tooFewRaters(found: 1, expected: 2)) {
      try IntraclassCorrelation([[1], [2]])
    }
    #expect(throws: StatisticGap.tooFewCases(found: 1, expected: 2)) {
      try IntraclassCorrelation([[1, 2]])
    }
    #expect(throws: StatisticGap.noScatter) { try IntraclassCorrelation([[7, 7], [7, 7]]) }
    #expect(throws: StatisticGap.notFinite(index: 1)) {
      try IntraclassCorrelation([[1, 2], [3, .infinity]])
    }
  }
}
