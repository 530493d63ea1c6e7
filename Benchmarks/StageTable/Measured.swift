import StageCases

/// One case, measured: every contender in turn, round after round.
struct Measured {
  let stageCase: StageCase
  let bytes: Int
  let results: [Result]

  struct Result {
    let kind: Contender.Kind
    let seconds: Spread
    /// Its time divided by ours of the same round.
    let ratio: Spread
  }

  struct Spread {
    let median: Double
    let lowest: Double
    let highest: Double

    init(_ values: [Double]) {
      let sorted = values.sorted()
      let middle = sorted.count / 2
      median =
        sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
      (lowest, highest) = (sorted[0], sorted[sorted.count - 1])
    }
  }

  /// Rounds of every contender; the plain twin, which is slow and no rival, has fewer, and so have
  /// all where one of them takes long.
  static let rounds = 11
  static let slowRounds = 3
  static let long = 1.0

  /// Checks the answers of all contenders, which warms every cache, and then measures.
  init(_ stageCase: StageCase, inputs: String) throws {
    self.stageCase = stageCase
    let prepared = try stageCase.prepare(inputs: inputs)
    bytes = prepared.bytes
    let answer = try prepared.contenders[0].run()
    var rounds = Self.rounds
    for contender in prepared.contenders {
      let start = ContinuousClock.now
      let found = try contender.run()
      let isLong = (ContinuousClock.now - start) / .seconds(1) > Self.long
      if isLong, contender.kind != .plain { rounds = Self.slowRounds }
      precondition(
        contender.kind == .limit || found == answer,
        "\(stageCase.name): \(contender.kind) answers \(found), ours \(answer)")
    }
    var seconds = [[Double]](repeating: [], count: prepared.contenders.count)
    for round in 0..<rounds {
      for (index, contender) in prepared.contenders.enumerated()
      where contender.kind != .plain || round < Self.slowRounds {
        let start = ContinuousClock.now
        let found = try contender.run()
        seconds[index].append((ContinuousClock.now - start) / .seconds(1))
        precondition(contender.kind == .limit || found == answer, "the answer of the first time")
      }
    }
    results = prepared.contenders.indices.map { index in
      Result(
        kind: prepared.contenders[index].kind, seconds: Spread(seconds[index]),
        ratio: Spread(zip(seconds[index], seconds[0]).map { $0 / $1 }))
    }
  }

  func result(_ kind: Contender.Kind) -> Result? { results.first { $0.kind == kind } }

  // MARK: The record

  static let header = [
    "case", "contender", "bytes", "median_ms", "min_ms", "max_ms", "ratio", "ratio_min",
    "ratio_max", "asked",
  ].joined(separator: "\t")

  /// A line a contender, for the record.
  var lines: [String] {
    results.map { result in
      let times = [result.seconds.median, result.seconds.lowest, result.seconds.highest]
      let ratios = [result.ratio.median, result.ratio.lowest, result.ratio.highest]
      var words = [stageCase.name, result.kind.rawValue, "\(bytes)"]
      words += times.map { Row.decimal($0 * 1000, places: 3) }
      words += ratios.map { Row.decimal($0, places: 3) }
      words.append(stageCase.asked.map { Row.decimal($0, places: 1) } ?? "-")
      return words.joined(separator: "\t")
    }
  }
}
