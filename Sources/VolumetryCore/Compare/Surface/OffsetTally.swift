/// How many points, and how much area, lie at each offset from their nearest point.
///
/// Offsets are steps along the axes without sign, so all points of a liver fall into some thousands
/// of them. Counts and areas are integers (eighths of the seven areas of marching cubes patches),
/// so sums depend on no order. Near offsets have a table of their own, far ones a hash table with
/// open addressing that only ever grows.
struct OffsetTally: OffsetSink, Sendable {
  /// Points and area at one offset: lanes 0 to 6 are eighths of areas, lane 7 counts points.
  typealias Bin = SIMD8<UInt32>
  /// Points at which a bin is emptied into a wider one: a point has at most 8 eighths of an area.
  private static let full: UInt32 = 1 << 28
  private static let points = 7

  /// Lattice points of the frame's box, which bound the offsets.
  private let size: SIMD3<Int>
  private let numbers: [SIMD2<Int>]
  /// Bins of |di| + 64 × number of the row.
  private var near: [Bin]
  /// Offsets with a bin, as one number each, and −1 in free places.
  private var keys: [Int]
  private var far: [Bin]
  private var farCount = 0
  /// Bins that were full.
  private var emptied: [(key: Int, bin: Bin)] = []
  /// The bin of each neighbour code, and that of points without area.
  private let bins: [Bin]

  init(size: SIMD3<Int>, rows: NearRows) {
    self.size = size
    numbers = rows.numbers
    near = [Bin](repeating: .zero, count: 64 * rows.numbers.count)
    keys = [Int](repeating: -1, count: 1 << 10)
    far = [Bin](repeating: .zero, count: 1 << 10)
    bins = MarchingCubesPatch.all.map { patch in
      var bin = patch.eighths
      bin[Self.points] = 1
      return bin
    }
  }

  /// Adds a point with a code (0 where it has no area) in a bin of the near table.
  @inline(__always)
  mutating func add(code: UInt8, near place: Int) {
    near[place] &+= bins[Int(code)]
    if near[place][Self.points] == Self.full {
      let offset = numbers[place / 64]
      emptied.append((key(SIMD3(place % 64, offset.x, offset.y)), near[place]))
      near[place] = .zero
    }
  }

  /// Adds a point at an offset without signs.
  mutating func add(code: UInt8, at offset: SIMD3<Int>) {
    let key = key(offset)
    var place = place(of: key, in: keys)
    if keys[place] < 0 {
      if farCount * 2 >= keys.count {
        grow()
        place = self.place(of: key, in: keys)
      }
      keys[place] = key
      farCount += 1
    }
    far[place] &+= bins[Int(code)]
    if far[place][Self.points] == Self.full {
      emptied.append((key, far[place]))
      far[place] = .zero
    }
  }

  /// One number for an offset; a box of lattice points has no more of them than points.
  private func key(_ offset: SIMD3<Int>) -> Int {
    (offset.z * size.y + offset.y) * size.x + offset.x
  }

  private func place(of key: Int, in keys: [Int]) -> Int {
    let mask = keys.count - 1
    // Fibonacci hashing: 2⁶⁴ over the golden ratio.
    var place = Int(truncatingIfNeeded: (UInt64(key) &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
    while keys[place] >= 0, keys[place] != key { place = (place + 1) & mask }
    return place
  }

  private mutating func grow() {
    var keys = [Int](repeating: -1, count: self.keys.count * 2)
    var far = [Bin](repeating: .zero, count: keys.count)
    for (key, bin) in zip(self.keys, self.far) where key >= 0 {
      let place = place(of: key, in: keys)
      (keys[place], far[place]) = (key, bin)
    }
    (self.keys, self.far) = (keys, far)
  }

  /// All bins, those of one offset possibly in parts, in an order that means nothing.
  private var all: [(offset: SIMD3<Int>, bin: Bin)] {
    var all: [(offset: SIMD3<Int>, bin: Bin)] = []
    for (place, bin) in near.enumerated() where bin[Self.points] > 0 {
      let offset = numbers[place / 64]
      all.append((SIMD3(place % 64, offset.x, offset.y), bin))
    }
    for (key, bin) in Array(zip(keys, far)) + emptied.map({ ($0.key, $0.bin) }) where key >= 0 {
      let (rest, i) = key.quotientAndRemainder(dividingBy: size.x)
      let (k, j) = rest.quotientAndRemainder(dividingBy: size.y)
      all.append((SIMD3(i, j, k), bin))
    }
    return all
  }

  /// The tally by distance, ascending, offsets of equal distance as one.
  func distances(spacing: SIMD3<Double>) -> DirectedDistances {
    let areas = MarchingCubesAreas(spacing: spacing)
    let sorted = all.map { (distance: Self.distance($0.offset, spacing), bin: $0.bin) }
      .sorted { $0.distance < $1.distance }
    var result: (distances: [Double], counts: [Int], areas: [Double]) = ([], [], [])
    var next = 0
    while next < sorted.count {
      let distance = sorted[next].distance
      var sum = SIMD8<UInt64>.zero
      while next < sorted.count, sorted[next].distance == distance {
        sum &+= SIMD8(truncatingIfNeeded: sorted[next].bin)
        next += 1
      }
      guard sum[Self.points] > 0 else { continue }
      result.distances.append(distance)
      result.counts.append(Int(sum[Self.points]))
      result.areas.append(areas.area(eighths: sum))
    }
    return DirectedDistances(
      distances: result.distances, counts: result.counts, areas: result.areas)
  }

  /// mm: the square root of the squares along i, j and k, summed in this order.
  static func distance(_ offset: SIMD3<Int>, _ spacing: SIMD3<Double>) -> Double {
    let (i, j, k) = (
      Double(offset.x) * spacing.x, Double(offset.y) * spacing.y, Double(offset.z) * spacing.z
    )
    return (i * i + j * j + k * k).squareRoot()
  }
}
