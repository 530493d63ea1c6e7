public import VolumetryCore

/// One of the worst cases: its place in the order, its value, and the slice in which reference and
/// prediction differ most.
///
/// The slice lies as radiologists look at it where the orientation is known: the right side of the
/// body on the left of the picture, the front or the head at the top, in sagittal slices the front
/// on the left. Where it is not known it lies as it is stored, and says so.
public struct WorstCasePicture: Hashable, Sendable {
  /// What is said about the case.
  public struct Words: Hashable, Sendable {
    /// Place in the order, 1 the worst, and of how many.
    public let rank: Int
    public let count: Int
    public let caseName: String
    public let label: String
    /// Which method; nil where there is only one.
    public let method: String?
    /// What the order is by.
    public let metric: String
    /// The value with its unit as people read it, or why there is none.
    public let value: String

    public init(
      rank: Int, count: Int, caseName: String, label: String, method: String?, metric: String,
      value: String
    ) {
      self.rank = rank
      self.count = count
      self.caseName = caseName
      self.label = label
      self.method = method
      self.metric = metric
      self.value = value
    }
  }

  /// What is said about the case.
  public let words: Words
  /// What is drawn; nil where neither volume holds the structure.
  public let slice: DisagreementSlice?

  /// The words, and the slice they are about.
  public init(words: Words, slice: DisagreementSlice?) {
    self.words = words
    self.slice = slice
  }

  // MARK: - Layout

  static let size = (width: 320.0, height: 404.0)
  /// The frame around the slice: left, right, top and bottom edge.
  static let frame = (left: 12.0, right: 308.0, top: 66.0, bottom: 326.0)
  /// Room for the letters of directions.
  private static let inset = 19.0

  /// The picture.
  public var drawing: SVGDrawing {
    let title = "\(words.caseName), \(words.label): \(words.metric) \(words.value)"
    var drawing = SVGDrawing(
      width: Self.size.width, height: Self.size.height, title: title, summary: summary)
    drawing.text(
      MarkupText.shortened("\(words.rank). \(words.caseName)", columns: 34), x: 12, y: 20,
      "heading")
    let subject = words.method.map { "\(words.label), \($0)" } ?? words.label
    drawing.text(MarkupText.shortened(subject, columns: 44), x: 12, y: 38)
    drawing.text(
      MarkupText.shortened("\(words.metric) \(words.value)", columns: 40), x: 12, y: 55, "strong")
    drawing.rect(
      x: Self.frame.left, y: Self.frame.top, width: Self.frame.right - Self.frame.left,
      height: Self.frame.bottom - Self.frame.top, "field")
    guard let slice else {
      drawing.text(
        "Neither volume holds this structure.", x: Self.size.width / 2,
        y: (Self.frame.top + Self.frame.bottom) / 2, anchor: .middle, "quiet")
      return drawing
    }
    guard SliceView.canShow(slice) else {
      drawing.text(
        "Voxels of this size cannot be drawn.", x: Self.size.width / 2,
        y: (Self.frame.top + Self.frame.bottom) / 2, anchor: .middle, "quiet")
      return drawing
    }
    draw(slice, in: &drawing)
    return drawing
  }

  private func draw(_ slice: DisagreementSlice, in drawing: inout SVGDrawing) {
    let view = SliceView(slice, in: Self.frame, inset: Self.inset)
    let notes = [
      view.letters == nil ? "Orientation unknown: drawn as stored." : nil,
      draw(slice.reference, "reference", view, in: &drawing),
      draw(slice.prediction, "prediction", view, in: &drawing),
    ].compactMap(\.self)
    let (frame, middle) = (
      Self.frame,
      (x: (Self.frame.left + Self.frame.right) / 2, y: (Self.frame.top + Self.frame.bottom) / 2)
    )
    for (index, note) in notes.enumerated() {
      drawing.text(
        note, x: middle.x, y: frame.top + 34 + 15 * Double(index), anchor: .middle, "quiet")
    }
    if let letters = view.letters {
      drawing.text(letters.left, x: frame.left + 5, y: middle.y + 4, "strong")
      drawing.text(letters.right, x: frame.right - 5, y: middle.y + 4, anchor: .end, "strong")
      drawing.text(letters.top, x: middle.x, y: frame.top + 14, anchor: .middle, "strong")
      drawing.text(letters.bottom, x: middle.x, y: frame.bottom - 6, anchor: .middle, "strong")
    }
    drawLegend(view, in: &drawing)
    drawing.text(view.title, x: 12, y: frame.bottom + 42)
    drawing.text(
      "voxels here: reference \(slice.reference.voxels), prediction \(slice.prediction.voxels),",
      x: 12, y: frame.bottom + 57, "small")
    drawing.text(
      "in one of the two only \(slice.differingVoxels)", x: 12, y: frame.bottom + 71, "small")
  }

  /// Draws an outline, or says why it is not drawn.
  private func draw(
    _ outline: SliceOutline, _ name: String, _ view: SliceView, in drawing: inout SVGDrawing
  ) -> String? {
    guard let paths = outline.paths else {
      return "The \(name) is too ragged to draw: \(outline.cornerCount) corners."
    }
    drawing.outline(paths, view.matrix, name)
    return paths.isEmpty ? "The \(name) has none in this slice." : nil
  }

  /// The bar of the scale on the left, what is what on the right.
  private func drawLegend(_ view: SliceView, in drawing: inout SVGDrawing) {
    let line = Self.frame.bottom + 16
    let length = AxisScale.roundNumber(atMost: 80 / view.pixelsPerMillimetre)
    let end = 12 + length.value * view.pixelsPerMillimetre
    drawing.line((12, line), (end, line), "bar")
    let text = FixedDecimal.string(length.value, decimals: length.decimals)
    drawing.text("\(text) mm", x: end + 6, y: line + 4, "small")
    drawing.rect(x: 156, y: line - 6, width: 12, height: 12, "reference")
    drawing.text("reference", x: 172, y: line + 4, "small")
    drawing.rect(x: 236, y: line - 6, width: 12, height: 12, "prediction")
    drawing.text("prediction", x: 252, y: line + 4, "small")
  }

  private var summary: String {
    guard let slice else { return "Neither volume holds this structure." }
    return "Place \(words.rank) of \(words.count). \(SliceView.title(of: slice)). "
      + "Voxels of the slice in the reference \(slice.reference.voxels), in the prediction "
      + "\(slice.prediction.voxels), in one of the two only \(slice.differingVoxels)."
  }
}

/// How a slice lies in a frame: turned as radiologists look at it, as large as fits, its aspect
/// that of the body.
struct SliceView {
  /// From corners of voxels of the crop to pixels.
  let matrix: PlaneMatrix
  let pixelsPerMillimetre: Double
  /// The sides of the body at the edges of the frame; nil where they are not known.
  let letters: (left: String, right: String, top: String, bottom: String)?
  let title: String

  init(
    _ slice: DisagreementSlice,
    in frame: (left: Double, right: Double, top: Double, bottom: Double), inset: Double
  ) {
    let columns = Along(slice.columnCount, slice.columnSpacing, slice.columnDirection)
    let rows = Along(slice.rowCount, slice.rowSpacing, slice.rowDirection)
    // Columns stay columns unless they run between feet and head or, beside a side of the body,
    // between back and front.
    let isTurned = columns.rankAcross > rows.rankAcross
    let (across, down) = isTurned ? (rows, columns) : (columns, rows)
    let room = (
      width: frame.right - frame.left - 2 * inset, height: frame.bottom - frame.top - 2 * inset
    )
    let scale = min(room.width / across.length, room.height / down.length)
    let origin = (
      x: (frame.left + frame.right - across.length * scale) / 2,
      y: (frame.top + frame.bottom - down.length * scale) / 2
    )
    // The picture's left is R or A, its top S or A: an axis that runs there is drawn backwards.
    let isFlipped = (
      across: across.runs(towards: "RA"), down: down.runs(towards: "SA")
    )
    let step = (
      x: (isFlipped.across ? -1 : 1) * across.spacing * scale,
      y: (isFlipped.down ? -1 : 1) * down.spacing * scale
    )
    var matrix = PlaneMatrix()
    (matrix.a, matrix.b, matrix.c, matrix.d) =
      isTurned ? (0, step.y, step.x, 0) : (step.x, 0, 0, step.y)
    matrix.e = origin.x + (isFlipped.across ? across.length * scale : 0)
    matrix.f = origin.y + (isFlipped.down ? down.length * scale : 0)
    self.matrix = matrix
    pixelsPerMillimetre = scale
    letters =
      across.direction == nil || down.direction == nil
      ? nil
      : across.rankAcross == 0
        ? ("R", "L", down.top, down.bottom)
        : ("A", "P", down.top, down.bottom)
    title = Self.title(of: slice)
  }

  /// Whether the crop is between a micrometre and a hundred metres wide and high, as every scan's
  /// is; a header can state anything.
  static func canShow(_ slice: DisagreementSlice) -> Bool {
    [(slice.columnCount, slice.columnSpacing), (slice.rowCount, slice.rowSpacing)].allSatisfy {
      (1e-3...1e5).contains(Double($0) * $1.value)
    }
  }

  /// Which slice it is, in words.
  static func title(of slice: DisagreementSlice) -> String {
    let plane =
      switch slice.sliceDirection {
      case "S", "I": "axial slice"
      case "A", "P": "coronal slice"
      case "R", "L": "sagittal slice"
      default: "slice"
      }
    return "\(plane) \(slice.axis) = \(slice.index), counted from 0"
  }
}

/// One direction in the plane of a slice.
private struct Along {
  /// mm a voxel, and of all voxels.
  let spacing: Double
  let length: Double
  let direction: Character?

  init(_ count: Int, _ spacing: Millimetres, _ direction: Character?) {
    self.spacing = spacing.value
    length = Double(count) * spacing.value
    self.direction = direction
  }

  func runs(towards letters: String) -> Bool { direction.map(letters.contains) ?? false }

  /// Which of two directions lies across the picture: the lower one; sides, front and back, feet
  /// and head.
  var rankAcross: Int {
    switch direction {
    case "R", "L": 0
    case "A", "P": 1
    case "S", "I": 2
    default: 0
    }
  }

  var top: String { rankAcross == 2 ? "S" : "A" }
  var bottom: String { rankAcross == 2 ? "I" : "P" }
}
