import Testing

@testable import Reporting
@testable import VolumetryCore

@Suite struct WorstCasePictureTests {
  private func words(_ name: String = "case-1") -> WorstCasePicture.Words {
    .init(
      rank: 2, count: 9, caseName: name, label: "liver", method: nil, metric: "HD95",
      value: "31.2 mm")
  }

  private func elements(_ slice: DisagreementSlice?) throws -> PictureElements {
    try PictureElements(
      WorstCasePicture(words: words(), slice: slice).drawing.document)
  }

  /// Where the corner (x, y) of a path is drawn.
  private func place(_ path: PictureElements.Element, _ x: Double, _ y: Double) throws -> [Double] {
    let words = try #require(path.attributes["transform"]).dropFirst(7).dropLast()
    let m = words.split(separator: " ").compactMap { Double($0) }
    try #require(m.count == 6)
    return [m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]].map {
      ($0 * 100).rounded() / 100
    }
  }

  /// A frame of 296 × 260 pixels with 19 on each side is 258 × 222: a box of 24 × 12 mm is drawn
  /// 10.75 pixels a mm, 258 × 129, in the middle of the frame at (160, 196).
  @Test func theSliceFillsTheFrameInItsAspect() throws {
    let slice = try disagreement(
      [2...13, 3...8, 4...4], [2...7, 3...8, 4...4], spacing: [2, 2, 5])
    let elements = try elements(slice)
    let path = try #require(elements.named("path", "reference").first)
    #expect(path.attributes["d"] == "M0 0h12v6h-12z")
    #expect(try place(path, 0, 0) == [31, 131.5])
    #expect(try place(path, 12, 6) == [289, 260.5])
    let other = try #require(elements.named("path", "prediction").first)
    #expect(other.attributes["d"] == "M0 0h6v6h-6z")
    // 80 pixels are 7.4 mm.
    let bar = try #require(elements.named("line", "bar").first)
    #expect(bar.number("x1") == 12 && bar.number("x2") == 12 + 53.75)
    #expect(elements.texts.contains("5 mm"))
    #expect(elements.texts.contains("axial slice k = 4, counted from 0"))
    #expect(elements.texts.contains("voxels here: reference 72, prediction 36,"))
    #expect(elements.texts.contains("in one of the two only 36"))
  }

  /// The reference is a long box, and its first corner is where columns and rows begin: where that
  /// lies in the picture, and the letters on the left, right, top and bottom.
  @Test(arguments: [
    ("LPS", 2, "left top", "RLAP"), ("RPS", 2, "right top", "RLAP"),
    ("LAS", 2, "left bottom", "RLAP"), ("RAI", 2, "right bottom", "RLAP"),
    ("LPS", 1, "left bottom", "RLSI"), ("RPI", 1, "right top", "RLSI"),
    ("LPS", 0, "left bottom", "APSI"), ("LAI", 0, "right top", "APSI"),
    ("PLS", 2, "left top", "RLAP"), ("ALS", 2, "left bottom", "RLAP"),
    ("PRS", 2, "right top", "RLAP"), ("SPL", 1, "left bottom", "RLSI"),
    ("IAL", 2, "right top", "APSI"), ("ISR", 0, "right bottom", "RLSI"),
  ])
  func itLiesAsRadiologistsLook(
    orientation: String, axis: Int, corner: String, letters: String
  ) throws {
    let slice = try disagreement(
      [2...9, 2...9, 2...9], [2...5, 2...5, 2...5], orientation: orientation,
      axis: try #require(DisagreementSlice.Axis(rawValue: axis)))
    let elements = try elements(slice)
    let path = try #require(elements.named("path", "reference").first)
    let first = try place(path, 0, 0)
    #expect(
      "\(first[0] < 160 ? "left" : "right") \(first[1] < 196 ? "top" : "bottom")" == corner)
    // Both ends of a column lie across or below one another, never askew.
    let along = try place(path, 8, 0)
    #expect((along[0] == first[0]) != (along[1] == first[1]))
    let found = elements.named("text", "strong").filter { $0.text.count == 1 }.map(\.text)
    #expect(found.joined() == letters)
  }

  @Test func columnsThatRunFromBackToFrontAreTurnedUpright() throws {
    let slice = try disagreement(
      [2...21, 2...5, 2...2], [2...2, 2...2, 2...2], orientation: "PLS")
    let path = try #require(try elements(slice).named("path", "reference").first)
    let (first, column, row) = (
      try place(path, 0, 0), try place(path, 20, 0), try place(path, 0, 4)
    )
    #expect(column[0] == first[0] && column[1] > first[1], "backwards is down")
    #expect(row[1] == first[1] && row[0] > first[0], "to the left side is to the right")
  }

  @Test func anUnknownOrientationIsSaidAndHasNoLetters() throws {
    let slice = try disagreement([2...9, 2...7, 2...2], [2...5, 2...5, 2...2], orientation: nil)
    let elements = try elements(slice)
    #expect(elements.texts.contains("Orientation unknown: drawn as stored."))
    #expect(elements.texts.contains("slice k = 2, counted from 0"))
    #expect(!elements.texts.contains { ["R", "L", "A", "P", "S", "I"].contains($0) })
    let path = try #require(elements.named("path", "reference").first)
    #expect(try place(path, 0, 0) < (try place(path, 8, 6)), "columns to the right")
  }

  @Test func whatIsMissingIsSaidAndNotDrawn() throws {
    let one = try elements(try disagreement([2...9, 2...7, 2...2], nil))
    #expect(one.texts.contains("The prediction has none in this slice."))
    #expect(one.named("path").count == 1)
    let none = try elements(nil)
    #expect(none.texts.contains("Neither volume holds this structure."))
    #expect(none.named("path").isEmpty && none.named("line", "bar").isEmpty)
  }

  @Test(arguments: [1e-300, 1e-7, 1e6, 1e300])
  func voxelsOfASizeThatNoScanHasAreNotDrawn(spacing: Double) throws {
    let slice = try disagreement(
      [2...9, 2...7, 2...2], [2...5, 2...5, 2...2], spacing: [spacing, 1, 1])
    let elements = try elements(slice)
    #expect(elements.texts.contains("Voxels of this size cannot be drawn."))
    #expect(elements.named("path").isEmpty)
  }

  @Test(arguments: hostileNames)
  func namesAreOnlyText(name: String) throws {
    let slice = try disagreement([2...9, 2...7, 2...2], [2...5, 2...5, 2...2])
    let picture = WorstCasePicture(
      words: .init(
        rank: 1, count: 1, caseName: name, label: name, method: name, metric: name, value: name),
      slice: slice)
    let elements = try PictureElements(picture.drawing.document)
    #expect(
      Set(elements.all.map(\.name)).isSubset(of: [
        "svg", "title", "desc", "style", "rect", "line", "path", "text",
      ]))
    for text in elements.texts { #expect(text.count <= 52, "\(text)") }
  }
}

private func < (a: [Double], b: [Double]) -> Bool { zip(a, b).allSatisfy { $0 < $1 } }
