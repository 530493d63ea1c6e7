// Scaling, labels and structures: rows 13 to 23, 51 and 53.

extension OwnCase {
  static let voxelValues: [OwnCase] = scalings + fractions + extremes + structures

  /// The standard voxels with other numbers for background, 1 and 2.
  private static func stored(_ zero: Double, _ one: Double, _ two: Double) -> [Double] {
    voxels.map { $0 == 0 ? zero : $0 == 1 ? one : two }
  }

  private static func named(_ one: Int128, _ two: Int128) -> [Int128: Double] {
    [one: 5 * cell, two: 3 * cell]
  }

  private static let scalings: [OwnCase] = [
    file("slope_0_inter_nan", row: "13", "slope 0 with intercept NaN: no scaling") {
      ($0.slope, $0.intercept) = (0, .nan)
    },
    file("slope_nan_inter_5", row: "14", "slope NaN with intercept 5: no scaling") {
      ($0.slope, $0.intercept) = (.nan, 5)
    },
    file("slope_1_inter_nan", row: "15", "slope 1 with intercept NaN", truth: nil) {
      $0.intercept = .nan
    },
    file("slope_minus_1", row: "16", "slope -1: labels -1 and -2", truth: named(-1, -2)) {
      $0.slope = -1
    },
    file("slope_half", row: "16", "slope 0.5, stored 2 and 4", voxels: stored(0, 2, 4)) {
      $0.slope = 0.5
    },
    file(
      "slope_thousandth", row: "17", "slope 0.001, stored 1000 and 2000",
      voxels: stored(0, 1000, 2000)
    ) {
      ($0.slope, $0.datatype) = (0.001, 512)
    },
    file("slope_half_odd", row: "20", "slope 0.5, stored 1 and 2: a label of 0.5", truth: nil) {
      $0.slope = 0.5
    },
    file(
      "inter_minus_1024", row: "18", "intercept -1024, background stored as 1024",
      voxels: stored(1024, 1025, 1026)
    ) {
      ($0.intercept, $0.datatype) = (-1024, 4)
    },
    file(
      "inter_1_no_background", row: "18", "intercept 1: the background becomes 1",
      truth: [1: 16 * cell, 2: 5 * cell, 3: 3 * cell]
    ) { $0.intercept = 1 },
  ]

  private static let fractions: [OwnCase] = [
    file(
      "float64_noise", row: "19", "float64, 1 - 1e-9 and 2 + 1e-9",
      voxels: stored(1e-9, 1 - 1e-9, 2 + 1e-9)
    ) {
      $0.datatype = 64
    },
    file("float32_negative_zero", row: "19", "float32, background -0", voxels: stored(-0.0, 1, 2)) {
      $0.datatype = 16
    },
    file(
      "float32_off_by_0.01", row: "20", "float32, 0.99 and 2", truth: nil,
      voxels: stored(0, 0.99, 2)
    ) {
      $0.datatype = 16
    },
    file(
      "float64_probability", row: "20", "float64 probabilities, big-endian", truth: nil,
      voxels: stored(0.125, 0.5, 0.875)
    ) {
      ($0.datatype, $0.bigEndian) = (64, true)
    },
    file(
      "float64_nan_background", row: "21", "float64, background NaN", truth: nil,
      voxels: stored(.nan, 1, 2)
    ) {
      $0.datatype = 64
    },
    file(
      "float32_infinite", row: "21", "float32, one label infinite", truth: nil,
      voxels: stored(0, 1, .infinity)
    ) {
      $0.datatype = 16
    },
  ]

  /// The standard voxels as 64-bit patterns.
  private static func wide(
    _ name: String, row: String = "22", _ note: String, type: Int, _ one: UInt64, _ two: UInt64,
    truth: [Int128: Double]?, bigEndian: Bool = false, version: Int = 1
  ) -> OwnCase {
    var builder = NIfTIBuilder()
    (builder.datatype, builder.bigEndian, builder.version) = (type, bigEndian, version)
    var out = Writer(bigEndian: bigEndian)
    for voxel in voxels { out.put(voxel == 0 ? 0 : voxel == 1 ? one : two) }
    return bytes(name, row: row, note, truth: truth, builder.file(out.bytes))
  }

  private static func bits(_ value: Int64) -> UInt64 { UInt64(bitPattern: value) }

  private static let extremes: [OwnCase] = [
    wide(
      "uint64_2p63_and_max", "uint64, 2^63 and 2^64 - 1", type: 1280, 1 << 63, .max,
      truth: named(1 << 63, 1 << 64 - 1)),
    wide(
      "uint64_neighbours", "uint64, 2^63 and 2^63 + 1, one in float64", type: 1280, 1 << 63,
      1 << 63 + 1, truth: named(1 << 63, 1 << 63 + 1)),
    wide(
      "uint64_be_nifti2", "uint64, 2^53 + 1 and 2^53, big-endian NIfTI-2", type: 1280,
      1 << 53 + 1, 1 << 53, truth: named(1 << 53 + 1, 1 << 53), bigEndian: true, version: 2),
    wide(
      "int64_extremes", row: "23", "int64, -2^63 and 2^63 - 1", type: 1024, bits(.min), bits(.max),
      truth: named(Int128(Int64.min), Int128(Int64.max))),
    wide(
      "int64_negative_be", row: "23", "int64, -1 and -2, big-endian", type: 1024, bits(-1),
      bits(-2), truth: named(-1, -2), bigEndian: true),
    wide(
      "float64_beyond_2p53", "float64, 2^53 + 2 and 2^60", type: 64,
      (0x1p53 + 2).bitPattern, 0x1p60.bitPattern, truth: named(1 << 53 + 2, 1 << 60)),
    file(
      "float32_2p24", row: "22", "float32, 2^24 - 1 and 2^24", truth: named(1 << 24 - 1, 1 << 24),
      voxels: stored(0, 0x1p24 - 1, 0x1p24)
    ) { $0.datatype = 16 },
    file(
      "uint32_max", row: "22", "uint32, 2^32 - 1 and 2^31", truth: named(1 << 32 - 1, 1 << 31),
      voxels: stored(0, 0x1p32 - 1, 0x1p31)
    ) { $0.datatype = 768 },
    file(
      "int8_extremes", row: "23", "int8, -128 and 127", truth: named(-128, 127),
      voxels: stored(0, -128, 127)
    ) { $0.datatype = 256 },
    file(
      "int16_minus_1", row: "23", "int16, -1 and -32768, big-endian", truth: named(-1, -32768),
      voxels: stored(0, -1, -32768)
    ) { ($0.datatype, $0.bigEndian) = (4, true) },
  ]

  private static let structures: [OwnCase] = [
    file(
      "empty_float64", row: "51", "no voxel carries a label, float64", truth: [:],
      voxels: stored(0, 0, 0)
    ) { $0.datatype = 64 },
    file(
      "touches_one_face", row: "53", "the structure fills the first slice", truth: [1: 12 * cell],
      voxels: (0..<24).map { $0 < 12 ? 1 : 0 }),
    file(
      "touches_every_face", row: "53", "the structure fills the whole image",
      truth: [1: 24 * cell], voxels: [Double](repeating: 1, count: 24)),
    file(
      "one_corner_voxel", row: "53", "one voxel, in the last corner", truth: [9: cell],
      voxels: [Double](repeating: 0, count: 23) + [9]),
    file("one_voxel_image", row: "53", "an image of one voxel", truth: [5: cell], voxels: [5]) {
      $0.dim = [3, 1, 1, 1, 1, 1, 1, 1]
    },
  ]
}
