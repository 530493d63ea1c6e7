import Testing

@testable import VolumetryCore

/// The best pairing against trying all of them.
@Suite struct OptimalAssignmentTests {
  /// The greatest sum over all pairings of rows from `row` on.
  private static func best(_ weights: [[Double]], _ row: Int = 0, _ taken: Set<Int> = []) -> Double
  {
    guard row < weights.count else { return 0 }
    var most = best(weights, row + 1, taken)
    for column in weights[row].indices where weights[row][column] > 0 && !taken.contains(column) {
      most = max(
        most, weights[row][column] + best(weights, row + 1, taken.union([column])))
    }
    return most
  }

  @Test func noPairingHasAGreaterSum() {
    var random = SeededGenerator(91)
    for round in 0..<3000 {
      let rows = Int.random(in: 0...5, using: &random)
      let columns = Int.random(in: 1...5, using: &random)
      // Whole weights make ties.
      let isWhole = round % 2 == 0
      let weights = (0..<rows).map { _ in
        (0..<columns).map { _ -> Double in
          guard Int.random(in: 0..<3, using: &random) > 0 else { return 0 }
          return isWhole
            ? Double(Int.random(in: 1...4, using: &random))
            : .random(in: 0.001...1, using: &random)
        }
      }
      let edges = weights.enumerated().flatMap { row, weights in
        weights.enumerated().filter { $0.element > 0 }.map {
          OptimalAssignment.Edge(row: row, column: $0.offset, weight: $0.element)
        }
      }
      let assignment = OptimalAssignment(rows: rows, columns: columns, edges: edges)
      var sum = 0.0
      var taken: Set<Int> = []
      for (row, column) in assignment.columns.enumerated() {
        guard let column else { continue }
        #expect(weights[row][column] > 0 && taken.insert(column).inserted)
        sum += weights[row][column]
      }
      #expect(abs(sum - Self.best(weights)) < 1e-12, "round \(round): \(weights)")
    }
  }

  @Test func aLongChainOfChangesIsFound() {
    // Each row would take the column before its own; the last row forces all of them to move on.
    let rows = 500
    var edges = (0..<rows).flatMap { row in
      [
        OptimalAssignment.Edge(row: row, column: row, weight: 2),
        OptimalAssignment.Edge(row: row, column: row + 1, weight: 1.999),
      ]
    }
    edges.append(OptimalAssignment.Edge(row: rows, column: 0, weight: 5))
    let assignment = OptimalAssignment(rows: rows + 1, columns: rows + 1, edges: edges)
    #expect(assignment.columns == (0..<rows).map { $0 + 1 } + [0])
  }
}
