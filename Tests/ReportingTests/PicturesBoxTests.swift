import Testing

@testable import Reporting

@Suite struct BoxPictureTests {
  private func values(_ numbers: [Double?]) -> [BoxPicture.Value] {
    numbers.enumerated().map { BoxPicture.Value(name: "case-\($0.offset)", value: $0.element) }
  }

  private let box = BoxPicture.Box(
    lowerWhisker: 0.5, lowerQuartile: 0.6, median: 0.7, upperQuartile: 0.8, upperWhisker: 0.9)

  private func picture(_ rows: [BoxPicture.Row]) -> BoxPicture {
    BoxPicture(title: "Dice", unit: "", direction: .higherIsBetter, rows: rows)
  }

  /// Label of one letter, no method: the field begins at 16 + 7 + 12 + 8 = 43 and ends at 560; the
  /// axis runs from 0 to 1.
  @Test func boxWhiskersAndOutliersStandWhereAHandPutsThem() throws {
    let row = BoxPicture.Row(
      label: "A", method: nil, values: values([0, 0.5, 0.6, 0.7, 0.8, 0.9, 1]), box: box)
    let elements = try PictureElements(picture([row]).drawing.document)
    func x(_ value: Double) -> Double { ((43 + 517 * value) * 100).rounded() / 100 }
    let rect = try #require(elements.named("rect", "box").first)
    #expect(rect.number("x") == x(0.6) && rect.number("width") == 103.4)
    #expect(rect.number("y") == 58 && rect.number("height") == 18)
    #expect(elements.named("line", "median").map { $0.number("x1") } == [x(0.7)])
    let ends = elements.named("line", "box").flatMap { [$0.number("x1"), $0.number("x2")] }
    #expect(ends == [x(0.5), x(0.6), x(0.8), x(0.9), x(0.5), x(0.5), x(0.9), x(0.9)])
    #expect(elements.named("circle").map { $0.number("cx") } == [x(0), x(1)], "outliers only")
    #expect(elements.texts.contains("n = 7"))
    #expect(elements.texts.contains("higher is better →"))
  }

  @Test(arguments: [0, 1, 4, 5])
  func fewValuesArePointsAndNoBox(count: Int) throws {
    let row = BoxPicture.Row(
      label: "A", method: nil, values: values(Array(repeating: 0.7, count: count) + [nil, nil]),
      box: box)
    let elements = try PictureElements(picture([row]).drawing.document)
    #expect(elements.named("rect", "box").count == (count < 5 ? 0 : 1))
    #expect(elements.named("circle").count == (count < 5 ? count : 0))
    #expect(elements.texts.contains("n = \(count), 2 undefined"))
  }

  @Test func manyValuesWithoutABoxArePoints() throws {
    let row = BoxPicture.Row(
      label: "A", method: nil, values: values([0.1, 0.2, 0.3, 0.4, 0.5, 0.6]), box: nil)
    let elements = try PictureElements(picture([row]).drawing.document)
    #expect(elements.named("circle").count == 6)
    #expect(elements.named("line", "median").isEmpty)
  }

  @Test func methodsHaveColoursInTheOrderOfTheirFirstRow() throws {
    let rows = [("A", "x"), ("A", "y"), ("B", "y"), ("B", "x")].map {
      BoxPicture.Row(label: $0.0, method: $0.1, values: values([0.5]), box: nil)
    }
    let elements = try PictureElements(picture(rows).drawing.document)
    #expect(elements.named("circle").map { $0.styles.last } == ["m0", "m1", "m1", "m0"])
    #expect(elements.texts.count { $0 == "A" } == 1, "a label is named once")
    #expect(elements.texts.count { $0 == "x" } == 2)
    #expect(elements.named("circle").map { $0.number("cy") } == [67, 97, 127, 157])
  }

  @Test func nothingToDrawIsSaid() throws {
    let elements = try PictureElements(picture([]).drawing.document)
    #expect(elements.texts.contains("There is no row to draw."))
    #expect(elements.named("circle").isEmpty)
  }

  @Test func theDirectionIsSaid() throws {
    let words = try BoxPicture.Direction.allCases.map { direction in
      let picture = BoxPicture(title: "HD", unit: "mm", direction: direction, rows: [])
      let texts = try PictureElements(picture.drawing.document).texts
      #expect(texts.contains("HD (mm)"))
      return texts[1]
    }
    #expect(words == ["higher is better →", "← lower is better", ""])
  }

  @Test(arguments: hostileNames)
  func namesAreOnlyText(name: String) throws {
    let row = BoxPicture.Row(
      label: name, method: name, values: [.init(name: name, value: 0.5)], box: nil)
    let picture = BoxPicture(title: name, unit: "mm", direction: .neither, rows: [row])
    let elements = try PictureElements(picture.drawing.document)
    #expect(
      Set(elements.all.map(\.name)).isSubset(of: [
        "svg", "title", "desc", "style", "rect", "line", "circle", "text",
      ]))
    #expect(elements.named("circle").count == 1)
  }

  @Test func numbersOutOfOrderTrap() async {
    await #expect(processExitsWith: .failure) {
      _ = BoxPicture.Box(
        lowerWhisker: 0.5, lowerQuartile: 0.7, median: 0.6, upperQuartile: 0.8, upperWhisker: 0.9)
    }
  }
}
