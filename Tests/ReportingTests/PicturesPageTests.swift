import Testing

@testable import Reporting

@Suite struct ComparisonPageTests {
  private func page(_ name: String = "liver") throws -> ComparisonPage {
    let dice = ComparisonPage.Definition(
      id: "dice", title: "Dice \(name)", unit: "", definition: "2 TP / …", source: "doi:1")
    let distance = ComparisonPage.Definition(
      id: "hd95_mm", title: "HD95", unit: "mm", definition: name, source: name)
    var page = ComparisonPage(
      title: "Comparison \(name)", version: "1.2.3",
      facts: [.init("reference", name), .init(name, "x")], definitions: [dice, distance])
    page.summaries = [
      .init(
        definition: distance, decimals: 1, intervalTitle: "95 % CI",
        rows: [
          .init(
            label: name, method: nil, count: 12, undefined: 3, mean: 4.25,
            meanInterval: 3.04...5.06, standardDeviation: 1.5, median: 4, quartiles: 3...5,
            extremes: 1...9),
          .init(label: "spleen", method: nil, count: 1, undefined: 14, mean: 2.0),
        ])
    ]
    let box = BoxPicture(
      title: name, unit: "", direction: .neither,
      rows: [.init(label: name, method: nil, values: [.init(name: name, value: 1)], box: nil)])
    page.sections = [.init(title: name, note: name, drawings: [box.drawing, box.drawing])]
    let slice = try disagreement([2...9, 2...7, 2...2], [2...5, 2...5, 2...2])
    page.worstCases = [
      .init(
        title: name, note: nil,
        cases: [slice, nil].enumerated().map { index, slice in
          WorstCasePicture(
            words: .init(
              rank: index + 1, count: 2, caseName: name, label: name, method: nil, metric: "HD95",
              value: "undefined"), slice: slice)
        })
    ]
    page.warnings = [Notice(code: "W-X", message: name, path: name)]
    page.failures = [Notice(code: "E-X", message: name), Notice(code: "E-Y", message: name)]
    return page
  }

  private func html(_ page: ComparisonPage) -> String {
    var text = ""
    page.write(to: &text)
    return text
  }

  @Test func itHoldsEverythingItIsGiven() throws {
    let elements = try PictureElements(html(try page()))
    #expect(elements.named("h1").map(\.text) == ["Comparison liver"])
    #expect(elements.named("dt").map(\.text) == ["reference", "liver"])
    #expect(elements.named("svg").count == 3, "two boxes and the one case that has a slice")
    let cells = elements.named("td").map(\.text)
    #expect(
      cells.prefix(9)
        == ["liver", "12", "3", "4.3", "3.0 to 5.1", "1.5", "4.0", "3.0 to 5.0", "1.0 to 9.0"])
    #expect(
      cells.dropFirst(9).prefix(9) == ["spleen", "1", "14", "2.0", "–", "–", "–", "–", "–"])
    #expect(cells.contains("2 of 2") && cells.contains("E-Y") && cells.contains("W-X"))
    let use = elements.named("p", "use").map(\.text)
    #expect(use == [ComparisonPage.use] && ComparisonPage.use.contains("not a medical device"))
    let links = elements.named("a").compactMap { $0.attributes["href"] }
    #expect(links == ["#failures", "#warnings", "#definition-2"])
    #expect(elements.named("a").map(\.text) == ["2 not compared", "1 warning", "HD95 (mm)"])
  }

  @Test func everyLinkLeadsSomewhereAndNoNameIsGivenTwice() throws {
    let elements = try PictureElements(html(try page()))
    let ids = elements.all.compactMap { $0.attributes["id"] }
    #expect(Set(ids).count == ids.count)
    for link in elements.named("a").compactMap({ $0.attributes["href"] }) {
      #expect(ids.contains(String(link.dropFirst())))
    }
    for picture in elements.named("svg") {
      for key in ["aria-labelledby", "aria-describedby"] {
        #expect(ids.contains(try #require(picture.attributes[key])))
      }
    }
  }

  @Test(arguments: ["liver"] + hostileNames)
  func itNeedsNothingElseAndRunsNothing(name: String) throws {
    let text = html(try page(name))
    let elements = try PictureElements(text)
    #expect(
      Set(elements.all.map(\.name)).isDisjoint(with: [
        "script", "img", "link", "iframe", "object", "embed", "form", "base", "use", "image",
      ]))
    let attributes = Set(elements.all.flatMap(\.attributes.keys))
    #expect(!attributes.contains { $0.hasPrefix("on") })
    #expect(attributes.isDisjoint(with: ["src", "style", "xlink:href", "srcset", "action"]))
    let policy = elements.named("meta").filter {
      $0.attributes["http-equiv"] == "Content-Security-Policy"
    }
    #expect(
      policy.map { $0.attributes["content"] }
        == ["default-src 'none'; style-src 'unsafe-inline'"])
    for style in elements.named("style") {
      #expect(!style.text.contains("url(") && !style.text.contains("@import"))
    }
    #expect(elements.named("style").count == 1)
    #expect(!text.unicodeScalars.contains { $0.isControl && $0 != "\n" })
    #expect(!text.unicodeScalars.contains { $0 == "\u{202e}" || $0 == "\u{2028}" })
  }

  @Test func anEmptyPageIsAPage() throws {
    let page = ComparisonPage(title: "Nothing", version: "1", facts: [], definitions: [])
    let elements = try PictureElements(html(page))
    #expect(elements.named("table").isEmpty && elements.named("svg").isEmpty)
    #expect(elements.named("p", "use").count == 1)
    #expect(elements.named("p", "alert").isEmpty)
  }

  @Test func theSameInputGivesTheSameBytes() throws {
    #expect(html(try page()) == html(try page()))
  }
}
