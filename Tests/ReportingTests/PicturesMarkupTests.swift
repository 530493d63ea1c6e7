import Testing

@testable import Reporting

@Suite struct MarkupTextTests {
  @Test(arguments: [
    ("", ""), ("liver", "liver"), ("肝", "肝"), ("a<b>&\"'", "a&lt;b&gt;&amp;&quot;&#39;"),
    ("&amp;", "&amp;amp;"), ("a\nb\t\u{0}\u{7f}\u{85}", "a\\x0ab\\x09\\x00\\x7f\\x85"),
    ("\u{202e}x\u{2066}\u{200f}", "\\u202ex\\u2066\\u200f"),
    (noCharacters, "\\ufffe\\uffff\\ufdd0\\u1ffff"), ("\u{2028}\u{FEFF}", "\\u2028\\ufeff"),
    ("é\u{301}", "é\u{301}"),
  ])
  func marksAndControlsAreShown(text: String, expected: String) {
    #expect(MarkupText.escaped(text).unicodeScalars.elementsEqual(expected.unicodeScalars))
  }

  @Test(arguments: [
    ("liver", 5, "liver"), ("livers", 5, "live…"), ("肝臓肝", 6, "肝臓肝"), ("肝臓肝臓", 6, "肝臓…"),
    ("ab", 2, "ab"), ("abc", 2, "a…"), ("a\nb", 9, "a\\x0ab"),
  ])
  func longNamesEndWithAMark(text: String, columns: Int, expected: String) {
    #expect(MarkupText.shortened(text, columns: columns) == expected)
  }
}

@Suite struct AxisScaleTests {
  @Test(arguments: [
    ([0.0, 1], 6, 0.0, 1.0, 6, 1, "0.2"), ([0, 0.6], 6, 0, 0.6, 7, 1, "0.1"),
    ([0.41, 0.98], 6, 0.4, 1.0, 7, 1, "0.5"), ([-61.3, 89.7], 6, -100, 100, 5, 0, "-50"),
    ([800, 1790], 6, 800, 1800, 6, 0, "1000"), ([3, 3], 6, 2.7, 3.3, 7, 1, "2.8"),
    ([0, 0], 6, -1, 1, 5, 1, "-0.5"), ([], 6, 0, 1, 6, 1, "0.2"),
    ([0, 1.2e7], 6, 0, 1.2e7, 7, 0, "2000000"), ([0, 2.5e-5], 6, 0, 2.5e-5, 6, 6, "0.000005"),
    ([0, 7], 6, 0, 8, 5, 0, "2"), ([0, 30], 6, 0, 30, 7, 0, "5"),
  ])
  func ticksStandAtRoundNumbersAndCoverAll(
    values: [Double], spaces: Int, lower: Double, upper: Double, count: Int, decimals: Int,
    second: String
  ) {
    let scale = AxisScale(covering: values, from: 100, to: 500, spaces: spaces)
    #expect([scale.lower, scale.upper] == [lower, upper])
    #expect(scale.ticks.count == count)
    #expect(scale.decimals == decimals)
    #expect(scale.label(scale.ticks[1]) == second)
    #expect(scale.place(lower) == 100 && scale.place(upper) == 500)
  }

  @Test(arguments: [
    [0, .leastNonzeroMagnitude], [.leastNonzeroMagnitude, 2 * .leastNonzeroMagnitude], [1e-200],
    [-9e299, 9e299], [9e299], [1e16, 1e16 + 2],
    [-1e-12, 1e12], [0.1, 0.1 + 1e-15],
  ])
  func everyFiniteNumberHasAPlace(values: [Double]) {
    let scale = AxisScale(covering: values, from: 0, to: 100)
    #expect((2...12).contains(scale.ticks.count) && scale.lower < scale.upper)
    for value in values { #expect((-0.001...100.001).contains(scale.place(value))) }
  }

  @Test func anAxisMayRunBackwards() {
    let scale = AxisScale(covering: [0, 10], from: 300, to: 100)
    #expect(scale.place(0) == 300 && scale.place(10) == 100 && scale.place(2.5) == 250)
  }

  @Test(arguments: [
    (80.0, 50.0, 0), (50, 50, 0), (49.9, 20, 0), (20, 20, 0), (19, 10, 0), (9.99, 5, 0),
    (4.9, 2, 0), (1.9, 1, 0), (0.9, 0.5, 1), (0.03, 0.02, 2), (1234, 1000, 0),
  ])
  func aBarHasARoundLengthThatFits(most: Double, value: Double, decimals: Int) {
    let bar = AxisScale.roundNumber(atMost: most)
    #expect(bar.value == value && bar.decimals == decimals)
  }

  @Test func whatIsNoNumberTraps() async {
    await #expect(processExitsWith: .failure) {
      _ = AxisScale(covering: [1, .nan], from: 0, to: 1)
    }
    await #expect(processExitsWith: .failure) {
      _ = AxisScale(covering: [1, .infinity], from: 0, to: 1)
    }
  }
}

@Suite struct SVGDrawingTests {
  private func example() -> SVGDrawing {
    var drawing = SVGDrawing(width: 100, height: 50, title: "a & b", summary: "<c>")
    drawing.line((1, 2), (3.456, 4), "axis")
    drawing.circle(x: 1.005, y: -0.001, radius: 3, name: "case \"1\"", "point")
    drawing.text("<b>", x: 1, y: 2, anchor: .end, "small", upwards: true)
    drawing.outline(
      [[[0, 0], [4, 0], [4, 2], [0, 2]], [[1, 1], [1, 2], [2, 2], [2, 1]]],
      PlaneMatrix(a: 2, b: 0, c: 0, d: -0.5, e: 10, f: 20), "reference")
    return drawing
  }

  @Test func itIsOneWellFormedDocumentWithTitleAndDescription() throws {
    let elements = try PictureElements(example().document)
    let svg = try #require(elements.all.first)
    #expect(svg.name == "svg" && svg.attributes["role"] == "img")
    #expect(
      svg.attributes["viewBox"] == "0.00 0.00 100.00 50.00"
        || svg.attributes["viewBox"] == "0 0 100.00 50.00")
    let title = try #require(elements.named("title").first)
    #expect(title.text == "a & b")
    #expect(svg.attributes["aria-labelledby"] == title.attributes["id"])
    let text = try #require(elements.named("desc").first)
    #expect(text.text == "<c>" && svg.attributes["aria-describedby"] == text.attributes["id"])
    #expect(elements.named("style").count == 1, "a picture of its own has its colours")
    #expect(!example().element(id: "x").contains("<style>"), "in a page they stand once")
  }

  @Test func numbersAreFixedAndPathsAreWhole() throws {
    let elements = try PictureElements(example().document)
    let line = try #require(elements.named("line").first)
    #expect(line.attributes["x2"] == "3.46")
    let circle = try #require(elements.named("circle").first)
    #expect([circle.attributes["cx"], circle.attributes["cy"]] == ["1.00", "0.00"])
    #expect(elements.named("title").last?.text == "case \"1\"")
    let path = try #require(elements.named("path").first)
    #expect(path.attributes["d"] == "M0 0h4v2h-4zM1 1v1h1v-1z")
    #expect(
      path.attributes["transform"]
        == "matrix(2.000000 0.000000 0.000000 -0.500000 10.000000 20.000000)")
    #expect(path.attributes["fill-rule"] == "evenodd")
    let text = try #require(elements.named("text").first)
    #expect(text.attributes["text-anchor"] == "end")
    #expect(text.attributes["transform"] == "rotate(-90 1.00 2.00)")
  }

  @Test func equalDrawingsAreEqualBytes() {
    #expect(example().document == example().document)
    #expect(example() == example())
  }
}
