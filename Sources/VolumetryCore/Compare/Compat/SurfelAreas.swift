/// The order of axes in which a program holds a volume: the one that its first index runs along
/// comes first.
///
/// It decides in which order squares and areas are summed, and so their last bits.
enum ArrayAxes: Hashable, Sendable {
  /// As nibabel loads a file.
  case ijk
  /// As SimpleITK gives an array.
  case kji

  /// Numbers along i, j and k in the order of the array.
  func ordered<Scalar>(_ numbers: SIMD3<Scalar>) -> SIMD3<Scalar> {
    switch self {
    case .ijk: numbers
    case .kji: SIMD3(numbers.z, numbers.y, numbers.x)
    }
  }

  /// The code that an array with these axes has.
  func code(_ code: NeighbourCode) -> NeighbourCode {
    guard self == .kji else { return code }
    return NeighbourCode.corners.reduce(NeighbourCode(rawValue: 0)) { result, corner in
      let bit = code.contains(SIMD3(corner.z, corner.y, corner.x)) ? UInt8(1) : 0
      return NeighbourCode(rawValue: result.rawValue << 1 | bit)
    }
  }
}

/// The area of the patch of each neighbour code as surface-distance sums it, to the last bit.
///
/// The areas are those of `MarchingCubesAreas`; what is added here is the order of the triangles.
/// github.com/google-deepmind/surface-distance, whose table lists their normals.
struct SurfelAreas: Hashable, Sendable {
  /// mm², by the code that our own axes give.
  let areas: [Double]

  /// - Parameter spacing: mm between voxels along i, j and k, axes perpendicular.
  init(spacing: SIMD3<Double>, axes: ArrayAxes) {
    let array = axes.ordered(spacing)
    areas = NeighbourCode.all.map { code in
      Self.triangles(of: axes.code(code)).reduce(0.0) { $0 + Self.length($1, array) }
    }
  }

  /// The triangles of the codes 0 to 127, in the order in which they are summed; the complement of
  /// a code has the same. A digit is so many eighths of the normal (1, 1, 1). A letter names an
  /// axis of the array, a the first: a small one is a quarter of the normal that is 0 along it and
  /// 1 along the others, a capital one half of a face across it.
  private static let table = """
    - 1 1 cc 1 bb 11 A21 1 11 bb A21 cc A21 A21 AA
    1 aa 11 B21 11 C21 111 1221 11 aa1 bb1 13ab 1cc 3a1c A121 A12
    1 11 aa B12 11 1bb aa1 3a1b 11 111 C21 2211 1cc A211 a31c A21
    cc B21 B12 BB cc1 3b1c 1B21 B21 1cc B211 3c1b B21 cccc cc1 1cc cc
    1 11 11 1cc aa C21 aa1 3a1c 11 111 1bb A211 B21 2211 b3a1 A21
    bb C21 1bb b3c1 C21 CC 112C 12C bb1 C211 bbbb 1bb b3c1 C21 1bb bb
    11 111 1aa B121 aa1 C211 aaaa aa1 111 1111 C211 111 B211 111 aa1 11
    A21 2121 3a1b B21 3ca1 12C 1aa aa A211 111 bb1 11 cc1 11 11 1
    """.split(whereSeparator: \.isWhitespace).map { $0.compactMap(normal) }

  /// Normals of the triangles of a code, of the size of their areas where the spacing is 1 mm.
  static func triangles(of code: NeighbourCode) -> [SIMD3<Double>] {
    table[Int(min(code.rawValue, code.complement.rawValue))]
  }

  private static func normal(_ letter: Character) -> SIMD3<Double>? {
    switch letter {
    case "1": SIMD3(repeating: 0.125)
    case "2": SIMD3(repeating: 0.25)
    case "3": SIMD3(repeating: 0.375)
    case "a": SIMD3(0, 0.25, 0.25)
    case "b": SIMD3(0.25, 0, 0.25)
    case "c": SIMD3(0.25, 0.25, 0)
    case "A": SIMD3(0.5, 0, 0)
    case "B": SIMD3(0, 0.5, 0)
    case "C": SIMD3(0, 0, 0.5)
    default: nil
    }
  }

  /// mm²: the normal at a spacing, each part multiplied and all squares summed in this order.
  private static func length(_ normal: SIMD3<Double>, _ spacing: SIMD3<Double>) -> Double {
    let x = normal.x * spacing.y * spacing.z
    let y = normal.y * spacing.x * spacing.z
    let z = normal.z * spacing.x * spacing.y
    return (x * x + y * y + z * z).squareRoot()
  }
}
