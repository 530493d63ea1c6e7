import Testing

@testable import VolumetryCore

/// Scaling and numbers that are nearly, or not, labels: READER rows 13 to 23.
@Suite struct ScalingTests {
  private func scan(
    _ values: [Double], datatype: Int = 2, slope: Double = 1, intercept: Double = 0
  ) throws -> ScanMeasurement {
    var builder = NIfTIBuilder()
    builder.dim = [3, values.count, 1, 1, 1, 1, 1, 1]
    builder.version = 2
    (builder.datatype, builder.slope, builder.intercept) = (datatype, slope, intercept)
    return try measure(builder.file(builder.payload(values)))
  }

  private func refused(_ values: [Double], datatype: Int = 16) -> VolumeError? {
    var builder = NIfTIBuilder()
    builder.dim = [3, values.count, 1, 1, 1, 1, 1, 1]
    builder.version = 2
    builder.datatype = datatype
    return refusal(builder.file(builder.payload(values)))
  }

  @Test func aSlopeOfZeroOrNoNumberMeansNoScaling() throws {
    #expect(try scan([0, 1, 2], slope: 0, intercept: 5).counts == [1: 1, 2: 1])
    #expect(try scan([0, 1, 2], slope: .nan, intercept: .nan).counts == [1: 1, 2: 1])
    let infinite = try scan([0, 1, 2], slope: .infinity)
    #expect(infinite.counts == [1: 1, 2: 1])
    #expect(infinite.codes.contains("W-SLOPE"))
  }

  @Test func scalingMovesTheLabelsNotTheCounts() throws {
    #expect(try scan([0, 1, 2], slope: 2).counts == [2: 1, 4: 1])
    #expect(try scan([0, 127, 254], slope: 1 / 127).counts == [1: 1, 2: 1])
    let shifted = try scan([0, 1, 2], intercept: 1)
    #expect(shifted.counts == [1: 1, 2: 1, 3: 1])
    #expect(shifted.codes.contains("W-NOBACKGROUND"))
    #expect(
      try scan([0, 1, 2], datatype: 16, slope: 2, intercept: 1).counts == [1: 1, 3: 1, 5: 1])
  }

  @Test func twoStoredNumbersOfOneLabelAreOneRow() throws {
    #expect(try scan([0, -0.0, 1, 0.9999999, 1.0000001], datatype: 64).counts == [1: 3])
  }

  @Test func aFractionIsRefusedWithHowManyAndHowFar() throws {
    #expect(
      refused([0, 0.5, 1, 2.25]) == .notLabels(voxels: 2, lowest: 0.5, highest: 2.25))
    #expect(try scan([0, 1.000999], datatype: 64).counts == [1: 1], "within the tolerance")
    #expect(refused([0, 1.001001], datatype: 64)?.code == "E-NOT-LABELS")
  }

  @Test func noNumberIsRefusedBeforeAFraction() {
    #expect(refused([0, .nan, .infinity, 0.5]) == .notANumber(voxels: 2))
    #expect(refused([0, 1e30], datatype: 64)?.code == "E-LABEL-RANGE")
  }

  @Test func anImageWithTooManyValuesIsRefused() throws {
    let most = CensusCounter.mostLabels
    let pairs = (0..<most).flatMap { [Double($0), Double($0)] }
    #expect(try scan(pairs, datatype: 768).labels.count == most)
    #expect(refused((0...most).map(Double.init), datatype: 768) == .tooManyLabels(limit: most))
  }

  @Test func manyValuesThatChangeFromVoxelToVoxelAreAnImage() throws {
    let many = CensusCounter.manyLabels
    let atlas = (0...many).map(Double.init)
    #expect(try scan(atlas, datatype: 512).labels.count == many + 1, "as many as an atlas may have")
    let image = refused((0...(many + 1)).map(Double.init), datatype: 512)
    #expect(image == .image(values: many + 1, meanRun: 1))
    #expect(image?.code == "E-TOO-MANY-LABELS")
    #expect(image?.figures["mean_run_voxels"] == .number(1))
    let structures = (0...(many + 1)).flatMap { [Double($0), Double($0)] }
    #expect(try scan(structures, datatype: 512).labels.count == many + 2)
  }

  @Test func wholeScalingIsExactBeyondWhatADoubleHolds() throws {
    let stored: [UInt64] = [1 << 53, (1 << 53) + 1]
    var builder = NIfTIBuilder()
    builder.dim = [3, 2, 1, 1, 1, 1, 1, 1]
    (builder.datatype, builder.intercept) = (1024, 1)
    var writer = Writer(bigEndian: false)
    for value in stored { writer.put(value) }
    let scan = try measure(builder.file(writer.bytes))
    #expect(scan.counts == [Int128(stored[0]) + 1: 1, Int128(stored[1]) + 1: 1])
    builder.slope = 1.5
    #expect(refusal(builder.file(writer.bytes))?.code == "E-LABEL-RANGE")
  }

  /// The labels would all round to background or, where the slope is lost beside the intercept, to
  /// one label.
  @Test(
    arguments: [2, 8, 16, 64],
    [(0.0004, 0.0), (-0.0004, 3), (1e-30, 0), (1e-30, 1), (1e-300, 1)] as [(Double, Double)])
  func aSmallSlopeNeverMakesTwoLabelsOne(_ datatype: Int, _ scaling: (Double, Double)) {
    var builder = NIfTIBuilder()
    builder.version = 2
    builder.dim = [3, 3, 1, 1, 1, 1, 1, 1]
    builder.datatype = datatype
    (builder.slope, builder.intercept) = scaling
    #expect(refusal(builder.file(builder.payload([0, 1, 2])))?.code == "E-NOT-LABELS")
  }

  @Test func aSmallSlopeIsReadWhereTheStoredNumbersAreLarge() throws {
    let scan = try scan([0, 10_000, 20_000], datatype: 64, slope: 0.0001, intercept: 0)
    #expect(scan.counts == [1: 1, 2: 1])
  }

  /// Bytes that are no labels share a slot; where they are dense too, none is counted by its own.
  @Test(arguments: [2, 256])
  func denseBytesOfFractionsAreRefused(_ datatype: Int) throws {
    var builder = NIfTIBuilder()
    (builder.datatype, builder.slope) = (datatype, 0.5)
    builder.dim = [3, 64, 64, 5, 1, 1, 1, 1]
    var random = SeededGenerator(UInt64(datatype))
    let stored = (0..<(64 * 64 * 5)).map { _ in Int.random(in: 0...100, using: &random) }
    let odd = stored.filter { $0 % 2 == 1 }
    let folder = TemporaryFolder()
    #expect(
      throws: VolumeError.notLabels(
        voxels: odd.count, lowest: Double(odd.min()!) / 2, highest: Double(odd.max()!) / 2)
    ) {
      _ = try ScanMeasurement(
        path: folder.write(builder.file(builder.payload(stored.map(Double.init)))))
    }
    // Even ones are labels.
    let even = try ScanMeasurement(
      path: folder.write(builder.file(builder.payload(stored.map { Double($0 / 2 * 2) }))))
    #expect(even.census.entries.count == 51)
  }
}
