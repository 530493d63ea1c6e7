/// Differences of two measurements of the same things against their means, with the mean difference
/// and the limits of agreement. Bland and Altman 1986, doi:10.1016/S0140-6736(86)90837-8.
///
/// It computes nothing: bias, limits and intervals come in as numbers, and what does not come is
/// not drawn and said to be missing. The same picture serves differences in a unit, in per cent and
/// as ratios: only the words and `noDifference` change.
public struct BlandAltmanPicture: Hashable, Sendable {
  /// One thing measured twice.
  public struct Point: Hashable, Sendable {
    /// Which case; shown when the pointer rests on the point, and beside those outside the limits.
    public let name: String
    /// Mean of the two measurements and their difference; without both the case is counted and not
    /// drawn.
    public let mean: Double?
    public let difference: Double?

    public init(name: String, mean: Double?, difference: Double?) {
      self.name = name
      self.mean = mean
      self.difference = difference
    }
  }

  /// A number and the ends of its interval, where there is one.
  public struct Estimate: Hashable, Sendable {
    public let value: Double
    public let interval: ClosedRange<Double>?

    public init(_ value: Double, interval: ClosedRange<Double>? = nil) {
      self.value = value
      self.interval = interval
    }
  }

  /// The words and the form of the numbers.
  public struct Words: Hashable, Sendable {
    /// What is compared, such as `liver volume`.
    public let title: String
    /// Titles of the axes, each with its unit.
    public let meanTitle: String
    public let differenceTitle: String
    /// Unit of the differences, behind each number; empty where they have none.
    public let unit: String
    /// What the intervals are, such as `95 % CI`.
    public let intervalTitle: String
    /// Decimals of the differences.
    public let decimals: Int
    /// The difference of equal measurements: 0, and 1 for ratios.
    public let noDifference: Double

    /// The words for differences, and with 1 as `noDifference` for ratios.
    public init(
      title: String, meanTitle: String, differenceTitle: String, unit: String,
      intervalTitle: String = "95 % CI", decimals: Int = 1, noDifference: Double = 0
    ) {
      self.title = title
      self.meanTitle = meanTitle
      self.differenceTitle = differenceTitle
      self.unit = unit
      self.intervalTitle = intervalTitle
      self.decimals = decimals
      self.noDifference = noDifference
    }
  }

  /// Mean difference and limits of agreement; nil where too few cases define them.
  public struct Agreement: Hashable, Sendable {
    public let bias: Estimate?
    public let lowerLimit: Estimate?
    public let upperLimit: Estimate?

    public init(bias: Estimate?, lowerLimit: Estimate?, upperLimit: Estimate?) {
      self.bias = bias
      self.lowerLimit = lowerLimit
      self.upperLimit = upperLimit
    }
  }

  let words: Words
  let points: [Point]
  let agreement: Agreement

  /// Every number is finite.
  public init(words: Words, points: [Point], agreement: Agreement) {
    self.words = words
    self.points = points
    self.agreement = agreement
  }

  // MARK: - Layout

  static let width = 720.0
  /// The field of the points: left, right, top and bottom edge.
  static let field = (left: 74.0, right: 516.0, top: 48.0, bottom: 318.0)
  private static let mostNames = 6

  /// The picture.
  public var drawing: SVGDrawing {
    var drawing = SVGDrawing(
      width: Self.width, height: Self.field.bottom + 52 + 15 * Double(missing.count),
      title: "Bland–Altman: \(words.title)",
      summary: summary)
    let field = Self.field
    let drawn = shown
    let lines = lines
    let x = AxisScale(covering: drawn.map(\.mean), from: field.left, to: field.right)
    let y = AxisScale(
      covering: drawn.map(\.difference) + lines.flatMap(\.extent)
        + (drawn.isEmpty && lines.isEmpty ? [] : [words.noDifference]),
      from: field.bottom, to: field.top)
    drawing.text(
      MarkupText.shortened("Bland–Altman: \(words.title)", columns: 76), x: field.left, y: 22,
      "heading")
    drawing.text(counts, x: field.left, y: 39, "small")
    drawField(in: &drawing)
    if !drawn.isEmpty || !lines.isEmpty { drawAxes(x, y, in: &drawing) }
    drawLines(lines, y, in: &drawing)
    for point in drawn {
      drawing.circle(
        x: x.place(point.mean), y: y.place(point.difference), radius: 3.6,
        name: "\(point.name): \(text(point.difference)) at \(number(point.mean))", "point")
    }
    drawNames(drawn, x, y, in: &drawing)
    for (index, note) in missing.enumerated() {
      drawing.text(note, x: field.left, y: field.bottom + 58 + 15 * Double(index), "quiet")
    }
    return drawing
  }

  private var shown: [(name: String, mean: Double, difference: Double)] {
    points.compactMap { point in
      guard let mean = point.mean, let difference = point.difference else { return nil }
      return (point.name, mean, difference)
    }
  }

  private struct Line {
    let title: String
    let style: String
    let estimate: Estimate

    var extent: [Double] {
      [estimate.value] + (estimate.interval.map { [$0.lowerBound, $0.upperBound] } ?? [])
    }
  }

  /// From the upper one down.
  private var lines: [Line] {
    let all = [
      ("upper limit", "limit", agreement.upperLimit), ("bias", "bias", agreement.bias),
      ("lower limit", "limit", agreement.lowerLimit),
    ]
    return all.compactMap { title, style, estimate in
      estimate.map { Line(title: title, style: style, estimate: $0) }
    }
  }

  private var counts: String {
    let (drawn, all) = (shown.count, points.count)
    return drawn == all ? "n = \(all)" : "n = \(drawn), \(all - drawn) more undefined and not drawn"
  }

  /// What a reader looks for and does not find.
  private var missing: [String] {
    var notes: [String] = []
    if shown.isEmpty { notes.append("No case has both measurements: there is no point to draw.") }
    if agreement.bias == nil { notes.append("The mean difference is not defined here.") }
    if agreement.lowerLimit == nil || agreement.upperLimit == nil {
      let reason = shown.count < 2 ? "; they need two cases at least." : "."
      notes.append("Limits of agreement are not defined here\(reason)")
    }
    return notes
  }

  private var summary: String {
    let numbers = lines.map { "\($0.title) \(text($0.estimate.value))" }
    return (["\(words.differenceTitle) against \(words.meanTitle)", counts] + numbers)
      .joined(separator: "; ")
  }

  private func drawField(in drawing: inout SVGDrawing) {
    let field = Self.field
    let middle = (x: (field.left + field.right) / 2, y: (field.top + field.bottom) / 2)
    drawing.rect(
      x: field.left, y: field.top, width: field.right - field.left,
      height: field.bottom - field.top, "field")
    drawing.text(
      words.meanTitle, x: middle.x, y: field.bottom + 38, anchor: .middle, "strong")
    drawing.text(
      words.differenceTitle, x: 18, y: middle.y, anchor: .middle, "strong", upwards: true)
  }

  private func drawAxes(_ x: AxisScale, _ y: AxisScale, in drawing: inout SVGDrawing) {
    let field = Self.field
    for tick in y.ticks {
      let place = y.place(tick)
      drawing.line((field.left, place), (field.right, place), "grid")
      drawing.text(y.label(tick), x: field.left - 8, y: place + 4, anchor: .end)
    }
    for tick in x.ticks {
      let place = x.place(tick)
      drawing.line((place, field.bottom), (place, field.bottom + 5), "axis")
      drawing.text(x.label(tick), x: place, y: field.bottom + 19, anchor: .middle)
    }
    drawing.line((field.left, field.bottom), (field.right, field.bottom), "axis")
    if (y.lower...y.upper).contains(words.noDifference) {
      let zero = y.place(words.noDifference)
      drawing.line((field.left, zero), (field.right, zero), "zero")
    }
  }

  /// Lines with their intervals, and their numbers on the right, pushed apart where they are close.
  private func drawLines(_ lines: [Line], _ y: AxisScale, in drawing: inout SVGDrawing) {
    let field = Self.field
    for line in lines {
      if let interval = line.estimate.interval {
        let top = y.place(interval.upperBound)
        drawing.rect(
          x: field.left, y: top, width: field.right - field.left,
          height: y.place(interval.lowerBound) - top, "band")
      }
    }
    for line in lines {
      let place = y.place(line.estimate.value)
      drawing.line((field.left, place), (field.right, place), line.style)
    }
    let wanted = lines.map { y.place($0.estimate.value) }
    let places = LabelPlaces.apart(wanted, by: 32, within: (field.top + 8)...(field.bottom - 8))
    for (line, place) in zip(lines, places) {
      let value = text(line.estimate.value)
      drawing.text("\(line.title) \(value)", x: field.right + 10, y: place, "strong")
      if let interval = line.estimate.interval {
        let words = "\(self.words.intervalTitle) \(number(interval.lowerBound)) to "
        drawing.text(
          words + number(interval.upperBound), x: field.right + 10, y: place + 14, "small")
      }
    }
  }

  /// Names of the points furthest outside the limits, as far as they do not cover one another.
  private func drawNames(
    _ points: [(name: String, mean: Double, difference: Double)], _ x: AxisScale, _ y: AxisScale,
    in drawing: inout SVGDrawing
  ) {
    guard let lower = agreement.lowerLimit?.value, let upper = agreement.upperLimit?.value else {
      return
    }
    let outside = points.enumerated().map { index, point in
      (index: index, point: point, by: max(lower - point.difference, point.difference - upper))
    }.filter { $0.by > 0 }.sorted { ($1.by, $0.index) < ($0.by, $1.index) }
    var taken: [(x: ClosedRange<Double>, y: Double)] = []
    for candidate in outside where taken.count < Self.mostNames {
      let name = MarkupText.shortened(candidate.point.name, columns: 22)
      let place = (x: x.place(candidate.point.mean), y: y.place(candidate.point.difference))
      let width = 6.5 * Double(DisplayWidth.columns(of: name)) + 8
      let isLeft = place.x + width > Self.field.right
      let reach = isLeft ? (place.x - width)...place.x : place.x...(place.x + width)
      guard !taken.contains(where: { $0.x.overlaps(reach) && abs($0.y - place.y) < 13 }) else {
        continue
      }
      taken.append((reach, place.y))
      drawing.text(
        name, x: place.x + (isLeft ? -7 : 7), y: place.y + 4, anchor: isLeft ? .end : .start,
        "small")
    }
  }

  private func text(_ value: Double) -> String {
    let signed =
      words.noDifference == 0 ? FixedDecimal.signed(value, decimals: words.decimals) : number(value)
    return words.unit.isEmpty ? signed : "\(signed) \(words.unit)"
  }

  private func number(_ value: Double) -> String {
    FixedDecimal.string(value, decimals: words.decimals)
  }
}

/// Places of labels beside a picture.
enum LabelPlaces {
  /// `places`, which rise, moved as little as needed to be `distance` apart and within `range` as
  /// far as they fit.
  static func apart(
    _ places: [Double], by distance: Double, within range: ClosedRange<Double>
  ) -> [Double] {
    var result = places
    for index in result.indices {
      let least = index == 0 ? range.lowerBound : result[index - 1] + distance
      result[index] = max(result[index], least)
    }
    for index in result.indices.reversed() {
      let most = index == result.count - 1 ? range.upperBound : result[index + 1] - distance
      result[index] = min(result[index], most)
    }
    return result
  }
}
