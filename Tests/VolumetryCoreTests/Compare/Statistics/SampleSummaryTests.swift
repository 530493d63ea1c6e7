import Testing

@testable import VolumetryCore

/// Descriptions of a sample against NumPy, and their laws.
@Suite struct SampleSummaryTests {
  @Test func summariesAreThoseOfNumPy() throws {
    let samples = Oracle.samples["summaries"].list
    #expect(samples.count == 6)
    for sample in samples {
      let summary = try SampleSummary(sample["values"].numbers)
      #expect(summary.count == sample["values"].list.count)
      #expect(summary.mean.isNear(sample["mean"].number))
      #expect(summary.minimum == sample["min"].number)
      #expect(summary.maximum == sample["max"].number)
      #expect(summary.median.isNear(sample["median"].number))
      #expect(summary.lowerQuartile.isNear(sample["q1"].number))
      #expect(summary.upperQuartile.isNear(sample["q3"].number))
      let interval = summary.meanInterval(confidence: 0.9)
      if let sd = sample["sd"].optional {
        #expect(summary.sd?.isNear(sd) == true)
        #expect(interval.value?.isNear(sample["interval"].numbers) == true)
        #expect(interval.value?.confidence == 0.9)
      } else {
        #expect(summary.sd == nil)
        #expect(interval.gap == .tooFewCases(found: 1, expected: 2))
      }
    }
  }

  @Test func theIntervalOfTheMeanOfTheDiceTable() throws {
    let summary = try SampleSummary(Oracle.columns("dice.csv")[0])
    let expected = Oracle.stats["t_interval_mean_dice_A"].numbers
    #expect(summary.meanInterval().value?.isNear(expected) == true)
  }

  @Test func theOrderOfTheCasesChangesNoBit() throws {
    var maker = SampleMaker(3)
    for count in [2, 5, 40] {
      let values = maker.values(count, in: -1e6...1e9)
      let summary = try SampleSummary(values)
      #expect(try SampleSummary(maker.order(count).map { values[$0] }) == summary)
    }
  }

  @Test func equalValuesHaveNoScatterAndTheirOwnMean() throws {
    let summary = try SampleSummary([Double](repeating: 0.1, count: 10))
    #expect(summary.mean == 0.1)
    #expect(summary.sd == 0)
    #expect(summary.median == 0.1)
  }

  @Test func whatIsNoNumberIsRefused() {
    #expect(throws: StatisticGap.tooFewCases(found: 0, expected: 1)) { try SampleSummary([]) }
    #expect(throws: StatisticGap.notFinite(index: 1)) { try SampleSummary([1, .nan]) }
    #expect(throws: StatisticGap.notFinite(index: 0)) { try SampleSummary([.infinity, 2]) }
  }

  @Test func everyGapSaysWhatWasFound() {
    #expect(
      StatisticGap.tooFewCases(found: 1, expected: 2).description == "1 cases, expected 2 or more")
    #expect(StatisticGap.notFinite(index: 0).description == "value 1 is not a finite number")
    #expect(
      StatisticGap.notPositive(found: -2).description == "found -2.0, expected a value above 0")
  }
}
