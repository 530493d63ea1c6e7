/// How the values of one metric are spread over cases: a row for each label and method.
///
/// It computes nothing: quartiles and whiskers come in as numbers. Whiskers are Tukey's, the
/// outermost values within one and a half interquartile ranges of the box, and values beyond them
/// are single points. Fewer than five values are drawn as points and not as a box, which would
/// suggest a spread that they do not show. Undefined values are counted and never drawn.
public struct BoxPicture: Hashable, Sendable {
  /// The value of one case; nil where it is undefined there.
  public struct Value: Hashable, Sendable {
    public let name: String
    public let value: Double?

    public init(name: String, value: Double?) {
      self.name = name
      self.value = value
    }
  }

  /// The five numbers of a box, each not below the one before.
  public struct Box: Hashable, Sendable {
    public let lowerWhisker: Double
    public let lowerQuartile: Double
    public let median: Double
    public let upperQuartile: Double
    public let upperWhisker: Double

    /// Numbers that are not in order are our own bug.
    public init(
      lowerWhisker: Double, lowerQuartile: Double, median: Double, upperQuartile: Double,
      upperWhisker: Double
    ) {
      self.lowerWhisker = lowerWhisker
      self.lowerQuartile = lowerQuartile
      self.median = median
      self.upperQuartile = upperQuartile
      self.upperWhisker = upperWhisker
      precondition(zip(numbers, numbers.dropFirst()).allSatisfy { $0 <= $1 }, "in order")
    }

    var numbers: [Double] { [lowerWhisker, lowerQuartile, median, upperQuartile, upperWhisker] }
  }

  /// One label, by one method.
  public struct Row: Hashable, Sendable {
    public let label: String
    /// Which method; nil where there is only one.
    public let method: String?
    public let values: [Value]
    /// Nil where the values do not define it.
    public let box: Box?

    public init(label: String, method: String?, values: [Value], box: Box?) {
      self.label = label
      self.method = method
      self.values = values
      self.box = box
    }
  }

  /// Which values are good ones.
  public enum Direction: Hashable, Sendable, CaseIterable {
    case higherIsBetter, lowerIsBetter, neither
  }

  /// Values of a row below which it has no box. Ours.
  public static let fewestForABox = 5

  let title: String
  let unit: String
  let direction: Direction
  let rows: [Row]

  /// - Parameters:
  ///   - title: the metric.
  ///   - unit: of its values; empty where they have none.
  ///   - rows: in the order in which they are drawn; those of one label stand together.
  public init(title: String, unit: String, direction: Direction, rows: [Row]) {
    self.title = title
    self.unit = unit
    self.direction = direction
    self.rows = rows
  }

  // MARK: - Layout

  static let rowHeight = 30.0
  static let top = 52.0
  static let width = 720.0
  private static let nameColumns = 24

  /// The picture.
  public var drawing: SVGDrawing {
    let bottom = Self.top + Self.rowHeight * Double(max(1, rows.count))
    var drawing = SVGDrawing(
      width: Self.width, height: bottom + 54, title: "\(title), by label",
      summary: rows.map { "\(name(of: $0)): \(counts(of: $0))" }.joined(separator: "; "))
    let left = fieldLeft
    let scale = AxisScale(covering: rows.flatMap(drawnNumbers), from: left, to: Self.fieldRight)
    drawing.text(MarkupText.shortened(title, columns: 70), x: 16, y: 22, "heading")
    drawing.text(directionWords, x: 16, y: 39, "small")
    drawing.rect(
      x: left, y: Self.top, width: Self.fieldRight - left, height: bottom - Self.top, "field")
    for tick in scale.ticks {
      drawing.line((scale.place(tick), Self.top), (scale.place(tick), bottom), "grid")
      drawing.text(scale.label(tick), x: scale.place(tick), y: bottom + 18, anchor: .middle)
    }
    drawing.line((left, bottom), (Self.fieldRight, bottom), "axis")
    drawing.text(
      axisTitle, x: (left + Self.fieldRight) / 2, y: bottom + 38, anchor: .middle, "strong")
    if rows.isEmpty {
      drawing.text("There is no row to draw.", x: left + 8, y: Self.top + 19, "quiet")
    }
    let methods = methods
    for (index, row) in rows.enumerated() {
      let middle = Self.top + Self.rowHeight * (Double(index) + 0.5)
      let isFirst = index == 0 || rows[index - 1].label != row.label
      if isFirst, index > 0 {
        let line = middle - Self.rowHeight / 2
        drawing.line((16, line), (Self.width - 16, line), "grid")
      }
      drawNames(row, at: middle, isFirstOfLabel: isFirst, in: &drawing)
      let colour = row.method.flatMap(methods.firstIndex) ?? methods.startIndex
      draw(row, scale, at: middle, "m\(colour % PictureStyle.methodColours)", in: &drawing)
    }
    return drawing
  }

  private static let fieldRight = 560.0

  /// Methods in the order in which they first come.
  private var methods: [String] {
    rows.compactMap(\.method).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  private var labelWidth: Double {
    let columns = rows.map {
      DisplayWidth.columns(of: MarkupText.shortened($0.label, columns: Self.nameColumns))
    }
    return 7 * Double(columns.max() ?? 1)
  }

  private var methodWidth: Double {
    let columns = methods.map {
      DisplayWidth.columns(of: MarkupText.shortened($0, columns: Self.nameColumns))
    }
    return columns.max().map { 6.5 * Double($0) + 12 } ?? 12
  }

  private var fieldLeft: Double { 16 + labelWidth + methodWidth + 8 }

  private var axisTitle: String { unit.isEmpty ? title : "\(title) (\(unit))" }

  private var directionWords: String {
    switch direction {
    case .higherIsBetter: "higher is better →"
    case .lowerIsBetter: "← lower is better"
    case .neither: ""
    }
  }

  private func name(of row: Row) -> String {
    row.method.map { "\(row.label), \($0)" } ?? row.label
  }

  private func counts(of row: Row) -> String {
    let defined = row.values.count { $0.value != nil }
    let undefined = row.values.count - defined
    return undefined == 0 ? "n = \(defined)" : "n = \(defined), \(undefined) undefined"
  }

  /// The box of a row that has enough values to be drawn as one.
  private func box(of row: Row) -> Box? {
    row.values.count { $0.value != nil } < Self.fewestForABox ? nil : row.box
  }

  private func drawnNumbers(_ row: Row) -> [Double] {
    let values = row.values.compactMap(\.value)
    return box(of: row).map { $0.numbers + values } ?? values
  }

  private func drawNames(
    _ row: Row, at middle: Double, isFirstOfLabel: Bool, in drawing: inout SVGDrawing
  ) {
    if isFirstOfLabel {
      drawing.text(
        MarkupText.shortened(row.label, columns: Self.nameColumns), x: 16, y: middle + 4, "strong")
    }
    if let method = row.method {
      drawing.text(
        MarkupText.shortened(method, columns: Self.nameColumns), x: fieldLeft - 8, y: middle + 4,
        anchor: .end)
    }
    drawing.text(counts(of: row), x: Self.fieldRight + 10, y: middle + 4, "small")
  }

  private func draw(
    _ row: Row, _ scale: AxisScale, at middle: Double, _ colour: String,
    in drawing: inout SVGDrawing
  ) {
    let box = box(of: row)
    if let box {
      let half = Self.rowHeight * 0.3
      let places = box.numbers.map(scale.place)
      drawing.line((places[0], middle), (places[1], middle), "box \(colour)")
      drawing.line((places[3], middle), (places[4], middle), "box \(colour)")
      for whisker in [places[0], places[4]] {
        drawing.line((whisker, middle - half / 2), (whisker, middle + half / 2), "box \(colour)")
      }
      drawing.rect(
        x: places[1], y: middle - half, width: places[3] - places[1], height: 2 * half,
        "box \(colour)")
      drawing.line((places[2], middle - half), (places[2], middle + half), "median \(colour)")
    }
    for value in row.values {
      guard let number = value.value else { continue }
      if let box, (box.lowerWhisker...box.upperWhisker).contains(number) { continue }
      drawing.circle(
        x: scale.place(number), y: middle, radius: 3.2,
        name: "\(value.name): \(FixedDecimal.string(number, significant: 4)) \(unit)",
        "dot \(colour)")
    }
  }
}
