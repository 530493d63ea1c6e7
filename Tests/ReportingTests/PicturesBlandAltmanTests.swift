import Testing

@testable import Reporting

@Suite struct BlandAltmanPictureTests {
  private typealias Picture = BlandAltmanPicture

  private func words(_ title: String = "liver", noDifference: Double = 0) -> Picture.Words {
    Picture.Words(
      title: title, meanTitle: "Mean (mL)", differenceTitle: "Difference (mL)", unit: "mL",
      noDifference: noDifference)
  }

  private let agreement = Picture.Agreement(
    bias: .init(10, interval: 0...20), lowerLimit: .init(-30, interval: -40...(-20)),
    upperLimit: .init(50, interval: 40...60))

  /// Mean axis 0 … 100 over 74 … 516 pixels, differences −40 … 60 over 318 … 48.
  @Test func pointsAndLinesStandWhereAHandPutsThem() throws {
    let picture = Picture(
      words: words(),
      points: [
        .init(name: "a", mean: 0, difference: -40), .init(name: "b", mean: 25, difference: 10),
        .init(name: "c", mean: 100, difference: 60),
      ], agreement: agreement)
    let elements = try PictureElements(picture.drawing.document)
    let points = elements.named("circle", "point").map { [$0.number("cx"), $0.number("cy")] }
    #expect(points == [[74, 318], [184.5, 183], [516, 48]])
    #expect(elements.named("line", "bias").map { $0.number("y1") } == [183])
    #expect(elements.named("line", "limit").map { $0.number("y1") } == [75, 291])
    #expect(elements.named("line", "zero").map { $0.number("y1") } == [210])
    let bands = elements.named("rect", "band").map { [$0.number("y"), $0.number("height")] }
    #expect(bands == [[48, 54], [156, 54], [264, 54]])
    #expect(elements.texts.contains("upper limit +50.0 mL"))
    #expect(elements.texts.contains("bias +10.0 mL"))
    #expect(elements.texts.contains("95 % CI -40.0 to -20.0"))
    #expect(elements.texts.contains("n = 3"))
    #expect(elements.named("title").map(\.text).contains("b: +10.0 mL at 25.0"))
  }

  @Test func pointsOutsideTheLimitsAreNamedAndNoOthers() throws {
    let picture = Picture(
      words: words(),
      points: [
        .init(name: "inside", mean: 10, difference: 50),
        .init(name: "above", mean: 50, difference: 51),
        .init(name: "below", mean: 90, difference: -31),
      ], agreement: agreement)
    let texts = try PictureElements(picture.drawing.document).texts
    #expect(texts.contains("above") && texts.contains("below") && !texts.contains("inside"))
  }

  @Test func undefinedPairsAreCountedAndNotDrawn() throws {
    let picture = Picture(
      words: words(),
      points: [
        .init(name: "a", mean: 50, difference: 5), .init(name: "no mean", mean: nil, difference: 5),
        .init(name: "no difference", mean: 5, difference: nil),
      ], agreement: agreement)
    let elements = try PictureElements(picture.drawing.document)
    #expect(elements.named("circle").count == 1)
    #expect(elements.texts.contains("n = 1, 2 more undefined and not drawn"))
  }

  @Test(arguments: [0, 1, 2])
  func fewPointsSayWhatIsMissing(count: Int) throws {
    let points = (0..<count).map { Picture.Point(name: "\($0)", mean: 70, difference: 5) }
    let picture = Picture(
      words: words(), points: points,
      agreement: .init(
        bias: count > 0 ? .init(5) : nil, lowerLimit: count > 1 ? .init(5) : nil,
        upperLimit: count > 1 ? .init(5) : nil))
    let elements = try PictureElements(picture.drawing.document)
    #expect(elements.named("circle").count == count)
    #expect(elements.named("line", "bias").count == (count > 0 ? 1 : 0))
    #expect(elements.named("line", "limit").count == (count > 1 ? 2 : 0))
    #expect(elements.named("line", "grid").isEmpty == (count == 0), "no axis of nothing")
    let notes = elements.named("text", "quiet").map(\.text)
    #expect(notes.count == [3, 1, 0][count])
    #expect(notes.contains { $0.hasPrefix("Limits of agreement") } == (count < 2))
    #expect(notes.contains { $0.hasPrefix("No case") } == (count == 0))
    for note in elements.named("text", "quiet") {
      #expect(try #require(note.number("y")) < picture.drawing.height)
    }
  }

  @Test func aRatioIsComparedWithOne() throws {
    let picture = Picture(
      words: words(noDifference: 1), points: [.init(name: "a", mean: 5, difference: 1.5)],
      agreement: .init(bias: .init(1.5), lowerLimit: nil, upperLimit: nil))
    let elements = try PictureElements(picture.drawing.document)
    #expect(elements.named("line", "zero").map { $0.number("y1") } == [318], "1 is the lowest tick")
    #expect(elements.texts.contains("bias 1.5 mL"))
  }

  @Test func labelsAreApartAndInside() {
    #expect(LabelPlaces.apart([10, 100], by: 20, within: 0...200) == [10, 100])
    #expect(LabelPlaces.apart([10, 12, 14], by: 20, within: 0...200) == [10, 30, 50])
    #expect(LabelPlaces.apart([190, 195, 200], by: 20, within: 0...200) == [160, 180, 200])
    #expect(LabelPlaces.apart([], by: 20, within: 0...200) == [])
  }

  @Test(arguments: hostileNames)
  func namesAreOnlyText(name: String) throws {
    let picture = Picture(
      words: words(name), points: [.init(name: name, mean: 5, difference: 100)],
      agreement: agreement)
    let elements = try PictureElements(picture.drawing.document)
    #expect(
      Set(elements.all.map(\.name)).isSubset(of: [
        "svg", "title", "desc", "style", "rect", "line", "circle", "text",
      ]))
    #expect(picture.drawing == picture.drawing)
  }
}
