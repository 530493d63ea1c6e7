import Foundation
import FoundationXML
import Testing

@testable import Reporting
@testable import VolumetryCore

/// The elements of a document that a strict reader of XML accepts.
final class PictureElements: NSObject, XMLParserDelegate {
  struct Element {
    let name: String
    let attributes: [String: String]
    /// Its own text, without that of elements inside.
    var text = ""

    func number(_ attribute: String) -> Double? { attributes[attribute].flatMap(Double.init) }
    var styles: [Substring] { (attributes["class"] ?? "").split(separator: " ") }
  }

  private(set) var all: [Element] = []
  private var open: [Int] = []

  init(_ document: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    super.init()
    let parser = XMLParser(data: Data(document.utf8))
    parser.delegate = self
    let isWellFormed = parser.parse()
    let fault = "line \(parser.lineNumber): \(String(describing: parser.parserError))"
    try #require(isWellFormed, "\(fault)", sourceLocation: sourceLocation)
  }

  func named(_ name: String, _ style: String? = nil) -> [Element] {
    all.filter { $0.name == name && style.map($0.styles.map(String.init).contains) ?? true }
  }

  var texts: [String] { named("text").map(\.text) }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    open.append(all.count)
    all.append(Element(name: name, attributes: attributes))
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) { open.removeLast() }

  func parser(_ parser: XMLParser, foundCharacters text: String) {
    if let last = open.last { all[last].text += text }
  }
}

/// What Unicode reserves and XML forbids; no literal can hold it.
let noCharacters = String(
  String.UnicodeScalarView([0xFFFE, 0xFFFF, 0xFDD0, 0x1FFFF].compactMap { Unicode.Scalar($0) }))

/// What a file can call a label, and what must not come of it.
let hostileNames = [
  "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "a & b", "' onload='x",
  "]]>", "\u{1b}[2J\nnext", "\u{202e}gpj.iin", noCharacters, "&lt;", "肝臓 \u{2028}x",
  "<!--", "--></style></svg>", String(repeating: "long ", count: 60),
]

/// A slice of boxes in one frame of 40 × 30 × 20 voxels; ranges of voxels along i, j and k.
func disagreement(
  _ reference: [ClosedRange<Int>]?, _ prediction: [ClosedRange<Int>]?,
  orientation: String? = "LPS", axis: DisagreementSlice.Axis = .k,
  spacing: [Double] = [1, 1, 1], margin: Double = 0
) throws -> DisagreementSlice {
  let shape = try #require(GridShape(40, 30, 20))
  func spans(_ box: [ClosedRange<Int>]?) -> StructureSpans {
    var runs: [LabelRuns.Run] = []
    if let box {
      for k in box[2] {
        for j in box[1] {
          runs.append(
            LabelRuns.Run(
              row: Int32(j + shape.j * k), start: Int32(box[0].lowerBound),
              end: Int32(box[0].upperBound + 1), number: 0))
        }
      }
    }
    return StructureSpans(LabelRuns(shape: shape, labels: [1], runs: runs)) { _ in true }
  }
  return try #require(
    DisagreementSlice(
      spans(reference), spans(prediction),
      place: .init(
        origin: .zero, spacing: spacing.map { Millimetres($0) }, orientation: orientation),
      across: axis, margin: Millimetres(margin)))
}
