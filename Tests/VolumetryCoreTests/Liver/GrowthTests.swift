import Testing

@testable import VolumetryCore

@Suite("Growth of the remnant")
struct GrowthTests {
  static func measured(_ volume: Double, _ percent: Double? = nil) throws -> MeasuredVolume {
    guard let percent else { return MeasuredVolume(Millilitres(volume)) }
    let variation: CoefficientOfVariation = try #require(.init(percent: percent))
    return MeasuredVolume(Millilitres(volume), variation: variation)
  }

  static func growth(
    _ before: Double, _ after: Double, telv: Double? = 1500, since: Int? = nil,
    between: Int? = nil
  ) throws -> Growth {
    Growth(
      before: try measured(before), after: try measured(after),
      telv: telv.map { Millilitres($0) },
      clocks: Growth.Clocks(sinceProcedure: since, betweenScans: between))
  }

  @Test("Both clocks are told apart, and a week is seven days of the same rate")
  func clocks() throws {
    let growth = try Self.growth(300, 450, since: 5, between: 10)
    let (since, between) = (
      try #require(growth.sinceProcedure), try #require(growth.betweenScans)
    )
    #expect(since.days == 5)
    #expect(between.days == 10)
    #expect(since.millilitresPerDay?.value == 30)
    #expect(between.millilitresPerDay?.value == 15)
    #expect(since.dhPercentagePointsPerDay?.value == 2)
    #expect(abs(try #require(since.dhPercentagePointsPerWeek?.value) - 14) < 1e-12)
    #expect(since.undefined.isEmpty)
    let unclocked = try Self.growth(300, 450)
    #expect(unclocked.sinceProcedure == nil)
    #expect(unclocked.betweenScans == nil)
    #expect(unclocked.relativePercent?.value == 50)
  }

  @Test("Without TELV there is no degree of hypertrophy, with the reason in both places")
  func withoutTELV() throws {
    let growth = try Self.growth(300, 450, telv: nil, since: 7)
    #expect(growth.dhPercentagePoints == nil)
    #expect(growth.undefined == [UndefinedQuantity("dh_pp", reason: "telv is not known")])
    let rates = try #require(growth.sinceProcedure)
    #expect(rates.dhPercentagePointsPerWeek == nil)
    #expect(rates.relativePercentPerDay != nil)
    #expect(rates.undefined.map(\.quantity) == ["dh_pp_per_day", "dh_pp_per_week"])
    #expect(rates.undefined.allSatisfy { $0.reason == "telv is not known" })
    #expect(try Self.growth(300, 450, telv: 0).dhPercentagePoints == nil)
  }

  @Test("A clock of no or negative days gives no rate and a warning", arguments: [0, -3])
  func noDays(days: Int) throws {
    let growth = try Self.growth(300, 450, since: days)
    let rates = try #require(growth.sinceProcedure)
    #expect(rates.days == days)
    #expect(rates.millilitresPerDay == nil)
    #expect(rates.doublingTimeDays == nil)
    #expect(
      rates.undefined.map(\.quantity) == [
        "ml_per_day", "relative_pct_per_day", "compound_pct_per_day", "dh_pp_per_day",
        "dh_pp_per_week", "doubling_time_days",
      ])
    #expect(growth.warnings.map(\.code) == ["W-INTERVAL-NOT-POSITIVE"])
    #expect(growth.absoluteMillilitres?.value == 150)
  }

  @Test("One day is the shortest clock: all rates per day equal the growth")
  func oneDay() throws {
    let rates = try #require(try Self.growth(300, 450, since: 1).sinceProcedure)
    #expect(rates.relativePercentPerDay?.value == 50)
    #expect(abs(try #require(rates.compoundPercentPerDay?.value) - 50) < 1e-12)
  }

  @Test("A remnant that does not grow has no doubling time; one that doubles has its days")
  func doubling() throws {
    for after in [300.0, 299, 0] {
      let rates = try #require(try Self.growth(300, after, since: 7).sinceProcedure)
      #expect(rates.doublingTimeDays == nil)
      #expect(rates.undefined.contains { $0.reason == "the flr does not grow" })
    }
    let doubled = try #require(try Self.growth(300, 600, since: 9).sinceProcedure)
    #expect(abs(try #require(doubled.doublingTimeDays?.value) - 9) < 1e-12)
  }

  @Test("From nothing there is no relative growth, to nothing it is -100 %")
  func zeroVolumes() throws {
    let fromNothing = try Self.growth(0, 300, since: 7)
    #expect(fromNothing.absoluteMillilitres?.value == 300)
    #expect(fromNothing.relativePercent == nil)
    #expect(fromNothing.undefined.map(\.quantity) == ["relative_pct"])
    #expect(fromNothing.sinceProcedure?.compoundPercentPerDay == nil)
    let toNothing = try Self.growth(300, 0, since: 7)
    #expect(toNothing.relativePercent?.value == -100)
    #expect(toNothing.sinceProcedure?.compoundPercentPerDay == nil)
  }

  @Test("What is no volume gives no growth at all", arguments: [-1, Double.nan, .infinity])
  func noVolume(value: Double) throws {
    for growth in [
      try Self.growth(value, 300, since: 7), try Self.growth(300, value, since: 7),
    ] {
      #expect(growth.absoluteMillilitres == nil)
      #expect(growth.relativePercent == nil)
      #expect(growth.dhPercentagePoints == nil)
      #expect(growth.sinceProcedure?.undefined.count == 6)
      #expect(growth.undefined.count == 3)
    }
  }

  @Test("Alarms: fast growth, shrinking and long intervals, each just beyond its bound")
  func plausibility() throws {
    func codes(_ before: Double, _ after: Double, since: Int? = nil, between: Int? = nil) throws
      -> [String]
    { try Self.growth(before, after, since: since, between: between).warnings.map(\.code) }
    #expect(try codes(100, 300, since: 14).isEmpty)
    #expect(try codes(100, 301, since: 14) == ["W-GROWTH-FAST"])
    #expect(try codes(100, 301, since: 15).isEmpty)
    #expect(try codes(100, 301, since: 7, between: 30) == ["W-GROWTH-FAST"])
    #expect(try codes(100, 301).isEmpty)
    #expect(try codes(100, 90, since: 7).isEmpty)
    #expect(try codes(100, 89.9, since: 7) == ["W-FLR-SHRANK"])
    #expect(try codes(100, 150, since: 84).isEmpty)
    #expect(try codes(100, 150, since: 85) == ["W-INTERVAL-LONG"])
    #expect(
      try codes(100, 150, since: 0, between: -2) == [
        "W-INTERVAL-NOT-POSITIVE", "W-INTERVAL-NOT-POSITIVE",
      ])
  }

  @Test("A deviation needs both variations, and unequal ones add in squares")
  func deviations() throws {
    let one = Growth(before: try Self.measured(300, 5), after: try Self.measured(480))
    #expect(one.absoluteMillilitres?.sd == nil)
    #expect(one.relativePercent?.sd == nil)
    let both = Growth(before: try Self.measured(300, 4), after: try Self.measured(480, 3))
    #expect(abs(try #require(both.relativePercent?.sd) - 100 * 1.6 * 0.05) < 1e-9)
    let expected = (12.0 * 12 + 14.4 * 14.4).squareRoot()
    #expect(abs(try #require(both.absoluteMillilitres?.sd) - expected) < 1e-9)
  }

  @Test("Deviations of every rate agree with 200 000 simulated measurements")
  func simulation() throws {
    var generator = SeededGenerator(99)
    let days = 7
    let growth = Growth(
      before: try Self.measured(300, 3), after: try Self.measured(480, 2),
      telv: Millilitres(1500), clocks: Growth.Clocks(sinceProcedure: days))
    var spreads = Array(repeating: Spread(), count: 6)
    for _ in 0..<200_000 {
      let simulated = try Self.growth(
        300 * (1 + 0.03 * generator.normal()), 480 * (1 + 0.02 * generator.normal()),
        since: days)
      let values = Self.rates(simulated).map { $0?.value }
      for index in values.indices { spreads[index].add(try #require(values[index])) }
    }
    for (rate, spread) in zip(Self.rates(growth), spreads) {
      let sd = try #require(rate?.sd)
      #expect(abs(spread.sd / sd - 1) < 0.04, "\(sd) against \(spread.sd)")
    }
  }

  private static func rates(_ growth: Growth) -> [UncertainValue?] {
    let rates = growth.sinceProcedure
    return [
      rates?.millilitresPerDay, rates?.relativePercentPerDay, rates?.compoundPercentPerDay,
      rates?.dhPercentagePointsPerDay, rates?.dhPercentagePointsPerWeek, rates?.doublingTimeDays,
    ]
  }

  @Test("A coefficient of variation is finite and not negative, and the assumed ones are marked")
  func variation() {
    #expect(CoefficientOfVariation(percent: 5) == .assumedRemnant)
    #expect(CoefficientOfVariation(percent: 2) == .assumedLiver)
    #expect(CoefficientOfVariation(percent: 0)?.fraction == 0)
    for percent in [-0.1, .nan, .infinity] {
      #expect(CoefficientOfVariation(percent: percent) == nil)
    }
    #expect(CoefficientOfVariation.source.evidence == .unverified)
  }
}

@Suite("Serial growth and time to target")
struct SerialGrowthTests {
  static func scan(_ day: Int, _ flr: Double) -> RemnantOnDay {
    RemnantOnDay(day: CalendarDay(number: day), flr: MeasuredVolume(Millilitres(flr)))
  }

  @Test("With no later scan there is no step")
  func empty() {
    let serial = SerialGrowth(
      baseline: Self.scan(0, 300), later: [], procedure: nil, telv: nil)
    #expect(serial.intervals.isEmpty)
    #expect(serial.cumulative.isEmpty)
  }

  @Test("Steps go from scan to scan and from the baseline, each by its own clock")
  func steps() throws {
    let serial = SerialGrowth(
      baseline: Self.scan(-6, 300), later: [Self.scan(14, 430), Self.scan(7, 390)],
      procedure: CalendarDay(number: 0), telv: nil)
    #expect(serial.intervals.map(\.from.number) == [-6, 7])
    #expect(serial.intervals.map(\.to.number) == [7, 14])
    #expect(serial.intervals.map { $0.growth.betweenScans?.days } == [13, 7])
    #expect(serial.intervals.allSatisfy { $0.growth.sinceProcedure == nil })
    #expect(serial.cumulative.map(\.from.number) == [-6, -6])
    #expect(serial.cumulative.map { $0.growth.sinceProcedure?.days } == [7, 14])
    #expect(serial.cumulative.map { $0.growth.betweenScans?.days } == [13, 20])
    #expect(serial.cumulative.map { $0.growth.absoluteMillilitres?.value } == [90, 130])
    #expect(serial.intervals.map { $0.growth.absoluteMillilitres?.value } == [90, 40])
  }

  @Test("Without a day of the procedure there is no clock from it")
  func noProcedure() {
    let serial = SerialGrowth(
      baseline: Self.scan(0, 300), later: [Self.scan(7, 390)], procedure: nil, telv: nil)
    #expect(serial.cumulative[0].growth.sinceProcedure == nil)
    #expect(serial.cumulative[0].growth.betweenScans?.days == 7)
  }

  @Test("Two scans of one day keep their order and give an interval without rates")
  func sameDay() {
    let serial = SerialGrowth(
      baseline: Self.scan(0, 300), later: [Self.scan(7, 390), Self.scan(7, 400)],
      procedure: nil, telv: nil)
    let second = serial.intervals[1].growth
    #expect(second.absoluteMillilitres?.value == 10)
    #expect(second.betweenScans?.millilitresPerDay == nil)
    #expect(second.warnings.map(\.code) == ["W-INTERVAL-NOT-POSITIVE"])
  }

  @Test(
    "From 22 to 30 % takes the weeks of the worked course examples",
    arguments: [(3.0, 8.0 / 3), (2.5, 3.2), (2.0, 4.0)])
  func timeToTarget(rate: Double, weeks: Double) throws {
    let time = try #require(TimeToTarget(target: 30, present: 22, ratePerWeek: rate))
    #expect(abs(time.weeks - weeks) < 1e-12)
    #expect(TimeToTarget.method == "linear extrapolation")
  }

  @Test("A remnant that does not grow gets no date, one at or beyond the target gets no wait")
  func noTime() {
    for rate in [0, -1, Double.nan, .infinity] {
      #expect(TimeToTarget(target: 30, present: 22, ratePerWeek: rate) == nil)
    }
    #expect(TimeToTarget(target: 30, present: 30, ratePerWeek: 2)?.weeks == 0)
    #expect(TimeToTarget(target: 30, present: 31, ratePerWeek: 2)?.weeks == 0)
    #expect(TimeToTarget(target: .nan, present: 22, ratePerWeek: 2) == nil)
    #expect(TimeToTarget(target: 30, present: 22, ratePerWeek: .leastNonzeroMagnitude) == nil)
  }
}
