import Testing

@testable import VolumetryCore

/// Rows of the reader's list on what the numbers of the voxels mean.
@Suite struct VoxelRowsTests {
  /// A row of voxels as a file of NIfTI-2, whose scaling is exact.
  private func bytes(
    _ values: [Double], datatype: Int = 16, _ change: (inout NIfTIBuilder) -> Void = { _ in }
  ) -> [UInt8] {
    var builder = NIfTIBuilder()
    (builder.version, builder.datatype) = (2, datatype)
    builder.dim = [3, values.count, 1, 1, 1, 1, 1, 1]
    builder.pixdim = [1, 100, 100, 100, 0, 0, 0, 0]
    change(&builder)
    return builder.file(builder.payload(values))
  }

  @Test("row 13: slope 0 means no scaling, whatever the intercept is")
  func slopeZero() throws {
    let scan = try measure(bytes([0, 1, 2], datatype: 2) { ($0.slope, $0.intercept) = (0, 5) })
    #expect(scan.counts == [1: 1, 2: 1])
    #expect(scan.codes.isEmpty)
  }

  @Test("row 14: slope NaN means no scaling, infinite a warning too")
  func slopeNaN() throws {
    let scan = try measure(bytes([0, 1, 2], datatype: 2) { $0.slope = .nan })
    #expect(scan.counts == [1: 1, 2: 1] && scan.codes.isEmpty)
    let infinite = try measure(bytes([0, 1, 2], datatype: 2) { $0.slope = .infinity })
    #expect(infinite.counts == [1: 1, 2: 1] && infinite.codes == ["W-SLOPE"])
  }

  @Test("row 15: an intercept that is no number", arguments: [Double.nan, .infinity])
  func intercept(_ intercept: Double) {
    let error = refusal(bytes([0, 1], datatype: 2) { $0.intercept = intercept })
    #expect(error?.code == "E-SCALING")
  }

  @Test("row 16: slope 2 doubles the labels")
  func slopeTwo() throws {
    let scan = try measure(bytes([0, 1, 2], datatype: 2) { $0.slope = 2 })
    #expect(scan.counts == [2: 1, 4: 1] && scan.codes == ["W-SCALING"])
    #expect(scan.warnings[0].figures == ["slope": .number(2), "intercept": .number(0)])
  }

  @Test("row 17: slope 1/127 is rounded to the labels that were meant")
  func slopeFraction() throws {
    let scan = try measure(bytes([0, 127, 254], datatype: 2) { $0.slope = 1 / 127 })
    #expect(scan.counts == [1: 1, 2: 1])
  }

  @Test("row 18: an intercept of 1 leaves no background, and that is said")
  func interceptOne() throws {
    let scan = try measure(bytes([0, 1, 2], datatype: 2) { $0.intercept = 1 })
    #expect(scan.counts == [1: 1, 2: 1, 3: 1])
    #expect(scan.codes == ["W-SCALING", "W-NOBACKGROUND"])
  }

  @Test("row 19: floating-point numbers next to an integer are that label")
  func nearIntegers() throws {
    let scan = try measure(bytes([0, 0.9999999, 2.9999999993, 3.0009], datatype: 64))
    #expect(scan.counts == [1: 1, 3: 2])
  }

  @Test("row 20: fractions are refused with how many; --threshold and --soft measure them")
  func fractions() throws {
    let map = bytes([0, 0.5, 1, 0.25, 0.7])
    #expect(refusal(map) == .notLabels(voxels: 3, lowest: 0.25, highest: Double(Float(0.7))))
    let halves = try measure(map, options: ReadingOptions { $0.content = .threshold(0.5) })
    #expect(halves.counts == [1: 3] && halves.volume(1) == 3000)
    #expect(halves.codes == ["W-THRESHOLD"])
    let float = try measure(map, options: ReadingOptions { $0.content = .threshold(0.7) })
    #expect(float.counts == [1: 2], "0.7 as float32 is not below 0.7")
    let soft = try measure(map, options: ReadingOptions { $0.content = .probability })
    #expect(soft.counts == [1: 4] && soft.codes == ["W-SOFT"])
    #expect(abs(try #require(soft.volume(1)) - 2450) < 1e-4)
    let wrong = refusal(bytes([0, 0.5, 2]), options: ReadingOptions { $0.content = .probability })
    #expect(wrong == .notProbability(voxels: 1, lowest: 2, highest: 2))
  }

  @Test("row 21: NaN voxels refuse, or are background by choice")
  func nan() throws {
    let file = bytes([0, .nan, 1, 1])
    #expect(refusal(file) == .notANumber(voxels: 1))
    let options = ReadingOptions { $0.nanIsBackground = true }
    let scan = try measure(file, options: options)
    #expect(scan.counts == [1: 2] && scan.codes == ["W-NAN"])
    #expect(scan.warnings[0].figures == ["voxels": .whole(1)])
    #expect(scan.census[.background]?.voxels == 2)
    #expect(refusal(bytes([0, .infinity, 1]), options: options) == .notANumber(voxels: 1))
  }

  @Test("row 22: 64-bit labels stay integers")
  func wideIntegers() throws {
    let scan = try measure(bytes([0, 16_777_217, 3e9, 9_007_199_254_740_991], datatype: 1280))
    #expect(scan.counts == [16_777_217: 1, 3_000_000_000: 1, 9_007_199_254_740_991: 1])
  }

  @Test("row 23: negative labels are rows of their own")
  func negative() throws {
    let scan = try measure(bytes([0, -1, 1, -1], datatype: 4))
    #expect(scan.counts == [-1: 2, 1: 1] && scan.codes == ["W-NEGATIVE-LABEL"])
  }

  @Test("row 24: a fourth dimension of 1 is a volume")
  func oneTimePoint() throws {
    try ReaderRow.expectTruth(try measure(ReaderRow.file { $0.dim[0] = 4 }))
  }

  @Test("row 25: several volumes refuse, or are chosen, or are channels")
  func severalVolumes() throws {
    let channels: [Double] = [1, 1, 0, 0, 0, 0, 0, 1, 1, 0]
    let file = bytes(channels, datatype: 2) { $0.dim = [5, 5, 1, 1, 1, 2, 1, 1] }
    #expect(refusal(file)?.code == "E-4D")
    let second = try measure(file, options: ReadingOptions { $0.volumes = .index(1) })
    #expect(second.counts == [1: 2] && second.codes == ["W-OPTION-VOLUME"])
    #expect(second.labels.last?.bounds.min.x == 2)
    let beyond = refusal(file, options: ReadingOptions { $0.volumes = .index(2) })
    #expect(beyond == .volumeIndex(found: 2, count: 2))
    let both = try measure(file, options: ReadingOptions { $0.volumes = .channelsAsLabels })
    #expect(both.counts == [1: 2, 2: 2] && both.codes == ["W-CHANNELS"])
    #expect(both.census[.background]?.voxels == 1)
  }

  @Test("row 26: dim[4] = 0 is a dimension of 1")
  func zeroDimension() throws {
    let scan = try measure(ReaderRow.file { ($0.dim[0], $0.dim[4]) = (4, 0) })
    try ReaderRow.expectTruth(scan, warnings: ["W-DIM-ZERO"])
  }

  @Test("row 27: junk beyond dim[0] is not looked at")
  func junk() throws {
    try ReaderRow.expectTruth(try measure(ReaderRow.file { $0.dim[4...] = [77, 0, -3, 9] }))
  }

  @Test("row 28: sizes below 1 and impossible numbers of dimensions")
  func impossibleDimensions() {
    for (place, value) in [(1, 0), (2, -3), (3, 0), (0, 0), (0, 8), (0, -1)] {
      let error = refusal(ReaderRow.file { $0.dim[place] = value })
      #expect(error?.code == "E-DIMENSIONS", "dim[\(place)] = \(value)")
    }
  }

  @Test("row 29: an area is no volume, unless it is said to be a slice")
  func twoDimensions() throws {
    let area: (inout NIfTIBuilder) -> Void = { $0.dim = [2, 6, 4, 7, 7, 7, 7, 7] }
    let bytes = ReaderRow.file(area)
    #expect(refusal(bytes)?.code == "E-2D")
    let options = ReadingOptions { $0.allowsTwoDimensions = true }
    // One slice of 40 mm is also a field of view that no body scan has.
    try ReaderRow.expectTruth(
      try measure(bytes, options: options), warnings: ["W-2D", "W-SCALE"])
    #expect(refusal(ReaderRow.file { $0.dim[0] = 1 }, options: options)?.code == "E-2D")
    let thin = ReaderRow.file {
      area(&$0)
      ($0.pixdim[3], $0.sform) = (0, 0)
    }
    #expect(refusal(thin, options: options)?.code == "E-GEOMETRY", "no thickness, no volume")
  }

  @Test(
    "row 35: colour, complex, bits and wide floats are refused by name",
    arguments: [
      (128, "RGB24"), (2304, "RGBA32"), (32, "complex64"), (1, "binary"), (1536, "float128"),
      (1792, "complex128"), (2048, "complex256"),
    ])
  func noLabelType(_ code: Int, _ name: String) {
    let error = refusal(ReaderRow.file { $0.datatype = code })
    #expect(error?.code == "E-DATATYPE" && error?.message.contains(name) == true)
  }

  @Test("row 36: bitpix that contradicts the type is a warning, or a refusal if the size agrees")
  func bitpix() throws {
    let file = ReaderRow.file { $0.bitpix = 16 }
    try ReaderRow.expectTruth(try measure(file), warnings: ["W-BITPIX"])
    #expect(refusal(file + [UInt8](repeating: 0, count: 24))?.code == "E-BITPIX")
  }

  @Test("row 37: type 0 is no type")
  func typeZero() {
    #expect(refusal(ReaderRow.file { $0.datatype = 0 })?.code == "E-DATATYPE")
  }

  @Test("row 51: a map without labels says so")
  func empty() throws {
    let scan = try measure(bytes([0, 0, 0], datatype: 2))
    #expect(scan.counts.isEmpty && scan.codes == ["W-EMPTY"])
  }

  @Test("row 53: a structure at the face of the image has its volume and a flag, never 0")
  func touchesEdge() throws {
    for axis in 0..<3 {
      for place in [0, 4] {
        var builder = NIfTIBuilder()
        builder.dim = [3, 5, 5, 5, 1, 1, 1, 1]
        var voxels = [Double](repeating: 0, count: 125)
        var index = [2, 2, 2]
        voxels[2 + 10 + 50] = 2
        index[axis] = place
        voxels[index[0] + 5 * index[1] + 25 * index[2]] = 1
        let scan = try measure(builder.file(builder.payload(voxels)))
        #expect(scan.volume(1) == 24 && scan.labels[1].touchesEdge)
        #expect(scan.volume(2) == 24 && !scan.labels[2].touchesEdge)
      }
    }
  }
}
