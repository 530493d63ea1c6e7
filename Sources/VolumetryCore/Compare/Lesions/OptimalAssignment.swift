/// Pairs rows with columns, each at most once, so that the weights of the pairs sum to the most.
///
/// In words: take the rows one by one. From the new row walk the cheapest chain of changes, a row
/// takes a column, the row that had it takes another, and so on, to a column that nobody has or to
/// a row that goes without; then make these changes. Prices of rows and columns keep the cost of
/// every step from being negative, so that the cheapest chain is found as a shortest path (Jonker
/// and Volgenant 1987, doi:10.1007/BF02278710).
///
/// Memory grows with the pairs that have a weight, not with rows × columns. Where several pairings
/// have the same sum, one is taken, the same for the same order of rows and edges.
struct OptimalAssignment {
  /// A pair that may be made.
  struct Edge: Hashable, Sendable {
    let row: Int
    let column: Int
    /// Above 0.
    let weight: Double
  }

  /// The column of each row; nil where the row goes without.
  private(set) var columns: [Int?]

  private var edges: [[(column: Int, cost: Double)]]
  private var rowOfColumn: [Int?]
  private var rowPrices: [Double]
  private var columnPrices: [Double]
  /// Of the search that goes on: the length of the way to each column, and the row before it.
  private var lengths: [Double]
  private var rowBefore: [Int]
  /// Whether the shortest way to a column is known. It then stays: rounding can make a later one
  /// look shorter, and the way back would run in a circle.
  private var isClosed: [Bool]

  init(rows: Int, columns: Int, edges: [Edge]) {
    self.columns = Array(repeating: nil, count: rows)
    self.edges = Array(repeating: [], count: rows)
    for edge in edges {
      precondition(edge.weight > 0 && edge.weight.isFinite)
      self.edges[edge.row].append((edge.column, -edge.weight))
    }
    rowOfColumn = Array(repeating: nil, count: columns)
    rowPrices = Array(repeating: 0, count: rows)
    columnPrices = Array(repeating: 0, count: columns)
    lengths = Array(repeating: .infinity, count: columns)
    rowBefore = Array(repeating: -1, count: columns)
    isClosed = Array(repeating: false, count: columns)
    for row in 0..<rows where !self.edges[row].isEmpty { insert(row) }
  }

  private mutating func insert(_ newRow: Int) {
    var open: [Int] = []
    var closed: [Int] = []
    var (row, length) = (newRow, 0.0)
    // A row that goes without is the end of a way, too.
    var (lastRow, shortest) = (newRow, Double.infinity)
    var end: Int?
    while true {
      if length - rowPrices[row] < shortest { (lastRow, shortest) = (row, length - rowPrices[row]) }
      for (column, cost) in edges[row] where !isClosed[column] {
        let way = length + cost - rowPrices[row] - columnPrices[column]
        guard way < lengths[column] else { continue }
        if lengths[column] == .infinity { open.append(column) }
        (lengths[column], rowBefore[column]) = (way, row)
      }
      guard let next = open.indices.min(by: { lengths[open[$0]] < lengths[open[$1]] }),
        lengths[open[next]] < shortest
      else { break }
      let column = open[next]
      guard let owner = rowOfColumn[column] else {
        end = column
        shortest = lengths[column]
        break
      }
      open.remove(at: next)
      closed.append(column)
      isClosed[column] = true
      (row, length) = (owner, lengths[column])
    }
    for column in closed {
      if let owner = rowOfColumn[column] { rowPrices[owner] += shortest - lengths[column] }
      columnPrices[column] += lengths[column] - shortest
    }
    rowPrices[newRow] += shortest
    change(from: newRow, to: end, orWithout: lastRow)
    for column in open + closed { (lengths[column], isClosed[column]) = (.infinity, false) }
  }

  /// Goes the way back and hands every column to the row before it.
  private mutating func change(from newRow: Int, to end: Int?, orWithout lastRow: Int) {
    var column = end
    if end == nil {
      // The last row goes without; the column that it leaves is the end of the way.
      column = columns[lastRow]
      columns[lastRow] = nil
    }
    while let given = column {
      let row = rowBefore[given]
      column = row == newRow ? nil : columns[row]
      columns[row] = given
      rowOfColumn[given] = row
    }
  }
}
