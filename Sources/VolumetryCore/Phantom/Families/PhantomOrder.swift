/// What is ordered: a phantom of a family, and how its file stores it.
///
/// Plain values, with the defaults of the family; `Phantom.init` checks them.
public struct PhantomOrder: Hashable, Sendable {
  /// What is painted.
  public var family: PhantomFamily
  /// Voxels along i, j and k: each from 1 to `mostVoxelsAlong`.
  public var shape: SIMD3<Int>
  /// Between voxel centres along i, j and k, in mm; the file holds it as float32.
  public var spacing: SIMD3<Double>
  /// How many labels there are beside the background: 1, 2, … up to this.
  public var labels: Int
  /// Which share of the voxels carries a label; nil is the family's own.
  public var density: Double?
  /// Phantoms of different seeds differ; the same order gives the same bytes every time.
  public var seed: UInt64 = 1
  /// How a voxel is stored.
  public var datatype = Datatype.uint8
  /// Of the header and of the voxels.
  public var byteOrder = ByteOrder.little
  /// `scl_slope` and `scl_inter`: label = slope × stored + intercept.
  public var scaling = Scaling.none
  /// How the bytes are packed.
  public var packing = Packing.gzip(Gzip())

  /// What a NIfTI-1 header can state.
  public static let mostVoxelsAlong = 32767
  /// From a nanometre to a kilometre.
  public static let spacings = 1e-6...1e6
  /// More members than anybody writes.
  public static let mostMembers = 100_000

  /// Which byte of a number comes first.
  public enum ByteOrder: String, Hashable, Sendable, CaseIterable { case little, big }

  /// label = slope × stored + intercept, both as float32 holds them.
  public struct Scaling: Hashable, Sendable {
    public var slope: Double
    public var intercept: Double

    /// Stored numbers are the labels.
    public static let none = Scaling(slope: 1, intercept: 0)

    public init(slope: Double, intercept: Double) {
      self.slope = slope
      self.intercept = intercept
    }

    /// What the file holds: both as float32.
    var stored: (slope: Double, intercept: Double) {
      (Double(Float(slope)), Double(Float(intercept)))
    }
  }

  /// Plain bytes, or gzip.
  public enum Packing: Hashable, Sendable {
    case plain
    case gzip(Gzip)
  }

  /// How zlib compresses.
  public struct Gzip: Hashable, Sendable {
    /// 0 stores, 1 is fast, 9 is thorough.
    public var level: Int
    public var strategy: Strategy
    /// gzip members that the bytes are cut into, of equal size but for one byte.
    public var members: Int

    public init(level: Int = 6, strategy: Strategy = .standard, members: Int = 1) {
      self.level = level
      self.strategy = strategy
      self.members = members
    }
  }

  /// The strategies of zlib's `deflateInit2`: which matches are looked for, and which codes are
  /// used.
  public enum Strategy: String, Hashable, Sendable, CaseIterable {
    /// Matches of every distance.
    case standard = "default"
    /// Only long matches.
    case filtered
    /// No match: every byte is a literal.
    case huffmanOnly = "huffman-only"
    /// Only matches of distance 1.
    case runLength = "rle"
    /// The fixed codes of RFC 1951, 3.2.6, in every block.
    case fixed
  }

  /// The family's own phantom: its shape, spacing and labels, unsigned bytes, gzip level 6.
  public init(_ family: PhantomFamily) {
    self.family = family
    switch family {
    case .sparseLiver, .denseBody, .denseTrunk, .segments104, .noise:
      (shape, spacing) = (SIMD3(512, 512, 400), SIMD3(0.78, 0.78, 1.5))
    default:
      (shape, spacing) = (SIMD3(256, 256, 256), SIMD3(1, 1, 1))
    }
    labels = family.standardLabels
  }
}

// MARK: - The check

extension PhantomOrder {
  /// Refuses what cannot be painted or stored, with the field, what it must be and what it is.
  func checkedGrid() throws(PhantomError) -> Grid {
    let shape = try checkedShape()
    let lengths = Self.spacings
    try require(
      "spacing", "\(lengths.lowerBound) to \(lengths.upperBound) mm", spacing,
      said: Self.said(spacing)
    ) { spacing in
      (0..<3).allSatisfy { lengths.contains(spacing[$0]) }
    }
    let range = family.labelCounts
    try require(
      "number of labels", Self.words(range.lowerBound, range.upperBound, family), labels
    ) { range.contains($0) }
    if let density {
      guard let possible = family.densities else {
        throw .specification(
          field: "density", expected: "none: \(family.rawValue) has its own", found: "\(density)")
      }
      try require("density", "\(possible.lowerBound) to \(possible.upperBound)", density) {
        possible.contains($0)
      }
    }
    try checkScaling()
    try checkPacking(shape)
    return grid(shape)
  }

  private static func words(_ low: Int, _ high: Int, _ family: PhantomFamily) -> String {
    low == high ? "\(low), as \(family.rawValue) has" : "\(low) to \(high)"
  }

  private func checkedShape() throws(PhantomError) -> GridShape {
    try require(
      "shape", "1 to \(Self.mostVoxelsAlong) voxels along each axis", shape,
      said: Self.said(shape)
    ) { shape in
      (0..<3).allSatisfy { (1...Self.mostVoxelsAlong).contains(shape[$0]) }
    }
    guard let grid = GridShape(shape.x, shape.y, shape.z) else {
      throw .specification(
        field: "shape", expected: "at most \(GridShape.mostVoxels) voxels",
        found: Self.said(shape))
    }
    return grid
  }

  private func checkScaling() throws(PhantomError) {
    try require("slope", "finite and not 0, also as float32", scaling.slope) {
      Float($0).isNormal
    }
    try require("intercept", "finite, also as float32", scaling.intercept) {
      Float($0).isFinite
    }
  }

  private func checkPacking(_ shape: GridShape) throws(PhantomError) {
    guard case .gzip(let gzip) = packing else { return }
    try require("gzip level", "0 (stored) to 9", gzip.level) { (0...9).contains($0) }
    try require("number of gzip members", "1 to \(Self.mostMembers)", gzip.members) {
      (1...Self.mostMembers).contains($0)
    }
    let bytes = PhantomFile.headerBytes + shape.voxelCount * datatype.width
    try require("number of gzip members", "at most a byte each, \(bytes)", gzip.members) {
      $0 <= bytes
    }
  }

  private func require<Value>(
    _ field: String, _ expected: String, _ found: Value, said: String? = nil,
    _ holds: (Value) -> Bool
  ) throws(PhantomError) {
    guard holds(found) else {
      throw .specification(field: field, expected: expected, found: said ?? "\(found)")
    }
  }

  /// As an order says it: 512x512x400.
  private static func said<Number>(_ sizes: SIMD3<Number>) -> String {
    "\(sizes.x)x\(sizes.y)x\(sizes.z)"
  }

  /// Axes LPS, as a CT is stored, the middle of the scan at the origin; spacing and position are
  /// what float32 makes of them, since that is what the file will state.
  private func grid(_ shape: GridShape) -> Grid {
    let step = Self.single(spacing) * SIMD3(-1, -1, 1)
    let last = SIMD3(Double(shape.i - 1), Double(shape.j - 1), Double(shape.k - 1))
    let first = Self.single(-step * last / 2)
    let affine = Affine(rows: [
      [step.x, 0, 0, first.x], [0, step.y, 0, first.y], [0, 0, step.z, first.z],
    ])
    return Grid(
      shape: shape, affine: affine, voxelVolume: CubicMillimetres(abs(affine.determinant)),
      source: .sform, knowsOrientation: true)
  }

  private static func single(_ point: SIMD3<Double>) -> SIMD3<Double> {
    SIMD3(Double(Float(point.x)), Double(Float(point.y)), Double(Float(point.z)))
  }
}
