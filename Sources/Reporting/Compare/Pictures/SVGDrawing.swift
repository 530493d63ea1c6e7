/// A picture as SVG: shapes and text with classes of `PictureStyle`, in pixels from the upper left
/// corner, y downwards.
///
/// Equal drawings are equal bytes: numbers have two decimals, no identifier is made up. Everything
/// that is text is escaped. It names no other file, holds no script, and is read out by its title
/// and description.
public struct SVGDrawing: Hashable, Sendable {
  public let width: Double
  public let height: Double
  /// What the picture shows, in a few words and in a sentence, for whoever does not see it.
  public let title: String
  public let summary: String
  private var body = ""

  init(width: Double, height: Double, title: String, summary: String) {
    (self.width, self.height, self.title, self.summary) = (width, height, title, summary)
    rect(x: 0, y: 0, width: width, height: height, "paper")
  }

  /// A document of its own, with the rules of its classes.
  public var document: String {
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + element(id: "picture", style: true) + "\n"
  }

  /// As a part of a page that holds `PictureStyle.rules`.
  ///
  /// - Parameter id: begins the identifiers of the picture; the caller's, once a page.
  func element(id: String) -> String { element(id: id, style: false) }

  private func element(id: String, style: Bool) -> String {
    let size = "width=\"\(Self.number(width))\" height=\"\(Self.number(height))\""
    let box = "viewBox=\"0 0 \(Self.number(width)) \(Self.number(height))\""
    return """
      <svg xmlns="http://www.w3.org/2000/svg" class="picture" role="img" \(size) \(box) \
      aria-labelledby="\(id)-title" aria-describedby="\(id)-text">
      <title id="\(id)-title">\(MarkupText.escaped(title))</title>
      <desc id="\(id)-text">\(MarkupText.escaped(summary))</desc>
      \(style ? "<style>\n\(PictureStyle.rules)</style>\n" : "")\(body)</svg>
      """
  }

  // MARK: - Shapes

  /// How a text stands to its place.
  enum Anchor: String { case start, middle, end }

  mutating func rect(x: Double, y: Double, width: Double, height: Double, _ style: String) {
    let place = "x=\"\(Self.number(x))\" y=\"\(Self.number(y))\""
    let size = "width=\"\(Self.number(width))\" height=\"\(Self.number(height))\""
    body += "<rect class=\"\(style)\" \(place) \(size)/>\n"
  }

  mutating func line(_ from: (x: Double, y: Double), _ to: (x: Double, y: Double), _ style: String)
  {
    body += "<line class=\"\(style)\" x1=\"\(Self.number(from.x))\" y1=\"\(Self.number(from.y))\""
    body += " x2=\"\(Self.number(to.x))\" y2=\"\(Self.number(to.y))\"/>\n"
  }

  /// A point that says what it is when the pointer rests on it.
  mutating func circle(x: Double, y: Double, radius: Double, name: String, _ style: String) {
    body += "<circle class=\"\(style)\" cx=\"\(Self.number(x))\" cy=\"\(Self.number(y))\""
    body += " r=\"\(Self.number(radius))\"><title>\(MarkupText.escaped(name))</title></circle>\n"
  }

  /// One line of text, y its base line; turned by a quarter against the clock where it runs
  /// upwards.
  mutating func text(
    _ text: String, x: Double, y: Double, anchor: Anchor = .start, _ style: String = "",
    upwards: Bool = false
  ) {
    let place = "x=\"\(Self.number(x))\" y=\"\(Self.number(y))\""
    let turn =
      upwards ? " transform=\"rotate(-90 \(Self.number(x)) \(Self.number(y)))\"" : ""
    body += "<text class=\"\(style)\" \(place) text-anchor=\"\(anchor.rawValue)\"\(turn)>"
    body += MarkupText.escaped(text) + "</text>\n"
  }

  /// Closed paths on whole places, moved by a matrix; by the even-odd rule a path inside another is
  /// a hole.
  mutating func outline(_ paths: [[SIMD2<Int32>]], _ matrix: PlaneMatrix, _ style: String) {
    guard !paths.isEmpty else { return }
    body += "<path class=\"\(style)\" transform=\"matrix(\(matrix.words))\" fill-rule=\"evenodd\""
    body += " d=\""
    for path in paths {
      guard let first = path.first else { continue }
      body += "M\(first.x) \(first.y)"
      for (from, to) in zip(path, path.dropFirst()) {
        body += from.y == to.y ? "h\(to.x - from.x)" : "v\(to.y - from.y)"
      }
      body += "z"
    }
    body += "\"/>\n"
  }

  /// Two decimals: a hundredth of a pixel is never seen.
  static func number(_ value: Double) -> String { FixedDecimal.string(value, decimals: 2) }
}

/// Where a place (x, y) is drawn: (a x + c y + e, b x + d y + f).
struct PlaneMatrix: Hashable, Sendable {
  var (a, b, c, d, e, f) = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

  /// Scales with six decimals: over a thousand voxels less than a hundredth of a pixel.
  var words: String {
    [a, b, c, d, e, f].map { FixedDecimal.string($0, decimals: 6) }.joined(separator: " ")
  }
}
