import Testing
import VolumetryCore

@testable import Readiness

/// Every edge of every band: on it, just below it, just above it. The table is written down once
/// more here, so that an edge that moves is seen.
@Suite struct ScoreBandTests {
  struct Edge: Sendable {
    let id: ScoreDefinition.ID
    let at: Double
    let below, on, above: String

    init(
      _ id: ScoreDefinition.ID, _ at: Double, _ below: String, _ on: String, _ above: String
    ) {
      self.id = id
      self.at = at
      self.below = below
      self.on = on
      self.above = above
    }
  }

  static let edges = [
    Edge(.albi, -2.60, "grade 1", "grade 1", "grade 2"),
    Edge(.albi, -1.39, "grade 2", "grade 2", "grade 3"),
    Edge(.fib4, 1.45, "advanced fibrosis unlikely", "indeterminate", "indeterminate"),
    Edge(.fib4, 3.25, "indeterminate", "indeterminate", "advanced fibrosis likely"),
    Edge(.apri, 0.5, "significant fibrosis unlikely", "indeterminate", "indeterminate"),
    Edge(.apri, 1.5, "indeterminate", "indeterminate", "significant fibrosis likely"),
    Edge(.steatosis, 5, "none: below 5 %", "mild: 5 to 33 %", "mild: 5 to 33 %"),
    Edge(
      .steatosis, 33, "mild: 5 to 33 %", "mild: 5 to 33 %", "moderate: above 33 to 66 %"),
    Edge(
      .steatosis, 66, "moderate: above 33 to 66 %", "moderate: above 33 to 66 %",
      "severe: above 66 %"),
    Edge(
      .remnantFunction, 2.69, "at or below the cut-off 2.69", "at or below the cut-off 2.69",
      "above the cut-off 2.69"),
    Edge(
      .remnantUptake, 8.5, "at or below 8.5", "at or below 8.5", "above 8.5: 7 % liver failure"),
    Edge(.hibaIndex, 15, "at or below 15 %", "at or below 15 %", "above 15 %"),
    Edge(.limax, 140, "low", "medium", "medium"), Edge(.limax, 315, "medium", "medium", "normal"),
    Edge(.limaxAfter, 80, "38.1 % died", "10.5 % died", "10.5 % died"),
    Edge(.limaxAfter, 100, "10.5 % died", "10.5 % died", "1.0 % died"),
    Edge(.icgRetention, 10, "normal", "raised", "raised"),
    Edge(.icgRemnant, 0.05, "below 0.05", "at least 0.05", "at least 0.05"),
    Edge(
      .makuuchi, 10, "up to trisectionectomy", "left hepatectomy, sectionectomy",
      "left hepatectomy, sectionectomy"),
    Edge(
      .makuuchi, 20, "left hepatectomy, sectionectomy", "segmentectomy", "segmentectomy"),
    Edge(.makuuchi, 30, "segmentectomy", "limited resection", "limited resection"),
    Edge(.makuuchi, 40, "limited resection", "enucleation", "enucleation"),
    Edge(
      .capra, 4.70, "below the cut-off 4.70", "not below the cut-off 4.70",
      "not below the cut-off 4.70"),
    Edge(
      .peakBilirubin, 7, "not above 7 mg/dL on the days recorded",
      "not above 7 mg/dL on the days recorded", "above 7 mg/dL"),
  ]

  @Test(arguments: edges)
  func anEdgeBelongsToTheRightSide(edge: Edge) {
    let row = ScoreDefinition.row(edge.id)
    #expect(row.band(of: edge.at.nextDown)?.meaning == edge.below)
    #expect(row.band(of: edge.at)?.meaning == edge.on)
    #expect(row.band(of: edge.at.nextUp)?.meaning == edge.above)
  }

  /// Points and stages are whole numbers: their bands are tried one by one.
  static let whole: Set<ScoreDefinition.ID> = [.childPugh, .lineckerStageOne, .kidneyInjury]

  @Test func everyEdgeOfARowStandsInTheTable() {
    for row in ScoreDefinition.all where !Self.whole.contains(row.id) {
      let stated = Set(row.bands.flatMap { [$0.bounds.lower, $0.bounds.upper] }.compactMap { $0 })
      #expect(stated == Set(Self.edges.filter { $0.id == row.id }.map(\.at)), "\(row.id)")
      #expect(row.bands.isEmpty || row.bands.first?.bounds.lower == nil, "\(row.id)")
      #expect(row.bands.isEmpty || row.bands.last?.bounds.upper == nil, "\(row.id)")
      for value in stated {
        for near in [value.nextDown, value, value.nextUp] {
          #expect(row.bands.filter { $0.bounds.contains(near) }.count == 1, "no gap, no overlap")
        }
      }
    }
  }

  @Test func wholeNumbersHaveOneBandEach() {
    let classes = (5...15).map { ScoreDefinition.row(.childPugh).band(of: Double($0))?.meaning }
    #expect(
      classes == ["class A", "class A", "class B", "class B", "class B"]
        + Array(repeating: "class C", count: 6))
    let risks = (0...5).map { ScoreDefinition.row(.lineckerStageOne).band(of: Double($0)) }
    #expect(
      risks.compactMap { $0?.meaning }
        == ["2.7", "4.9", "8.6", "15", "24", "37"].map { "risk \($0) % (published table)" })
    let stages = (0...3).map { ScoreDefinition.row(.kidneyInjury).band(of: Double($0))?.meaning }
    #expect(
      stages == ["no stage by these values", "at least stage 1", "at least stage 2", "stage 3"])
  }

  /// Limits that decide a word and are no band of a value.
  @Test func limitsWithoutABand() {
    func sides(_ bounds: ScoreBounds, _ value: Double) -> [Bool] {
      [value.nextDown, value, value.nextUp].map { bounds.contains($0) }
    }
    #expect(sides(StopRule.meld, 10) == [false, false, true])
    #expect(sides(AlppsRisk.highAge, 67) == [false, true, true])
    #expect(sides(Huiskens.age, 67) == [false, true, true])
    #expect(sides(Huiskens.flrBodyWeight, 0.40) == [true, false, false])
    #expect(sides(Huiskens.bilirubin, 50) == [false, false, true])
    #expect(sides(FailureAfterSurgery.index, 50) == [true, false, false])
    #expect(sides(FailureAfterSurgery.bilirubin, 50) == [false, false, true])
    #expect(sides(KidneyInjury.highCreatinine, 353.6) == [false, true, true])
    #expect(sides(MakuuchiTree.normalBilirubin, 1) == [true, false, false])
  }

  @Test func everyScoreHasOneRowThatSaysWhereItComesFrom() {
    #expect(ScoreDefinition.all.map(\.id).count == ScoreDefinition.ID.allCases.count)
    #expect(Set(ScoreDefinition.all.map(\.id)) == Set(ScoreDefinition.ID.allCases))
    for row in ScoreDefinition.all {
      for text in [row.name, row.equation, row.inputs, row.population, row.pitfalls] {
        #expect(!text.isEmpty, "\(row.id)")
      }
      #expect(!row.source.citation.isEmpty && !row.windows.isEmpty)
    }
    let unverified = ScoreDefinition.all.filter { $0.source.evidence == .unverified }
    #expect(
      Set(unverified.map(\.id)) == [
        .lineckerStageOne, .hibaIndex, .icgRate, .icgDisappearance, .icgRetention, .icgRemnant,
        .makuuchi, .clavienDindo, .metavir, .steatosis, .kidneyInjury,
      ])
  }
}
