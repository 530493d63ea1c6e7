// Dimensions, types and intents: rows 24 to 29, 35 to 37, 50 and 52.

extension OwnCase {
  static let headers: [OwnCase] = dimensions + overflows + types + intents

  private static func shaped(
    _ name: String, row: String, _ note: String, truth: [Int128: Double]?, _ dim: [Int],
    version: Int = 1, copies: Int = 1
  ) -> OwnCase {
    file(
      name, row: row, note, truth: truth,
      voxels: (0..<copies).flatMap { _ in voxels }
    ) {
      $0.version = version
      $0.dim = dim + [Int](repeating: 1, count: 8 - dim.count)
    }
  }

  private static let dimensions: [OwnCase] = [
    shaped(
      "dim_seven_of_ones", row: "24", "dim[0] 7, the last four 1", truth: standard,
      [7, 4, 3, 2, 1, 1, 1, 1]),
    shaped(
      "dim_five_of_ones", row: "24", "dim[0] 5, the last two 1", truth: standard,
      [5, 4, 3, 2, 1, 1]),
    shaped(
      "dim_two_times", row: "25", "two points in time", truth: nil, [4, 4, 3, 2, 2], copies: 2),
    shaped(
      "dim_5d_vector", row: "25", "5-D, two components", truth: nil, [5, 4, 3, 2, 1, 2], copies: 2),
    shaped(
      "dim_7d", row: "25", "two along the seventh axis", truth: nil, [7, 4, 3, 2, 1, 1, 1, 2],
      copies: 2),
    shaped(
      "dim_4d_flat", row: "25", "three axes of one and two in time", truth: nil, [4, 1, 4, 3, 2],
      copies: 1),
    shaped(
      "dim_5d_zeros", row: "26", "dim[0] 5 with dim[4] and dim[5] 0", truth: standard,
      [5, 4, 3, 2, 0, 0]),
    shaped(
      "dim_junk_nifti2", row: "27", "2^63-1 in the dimensions beyond dim[0]", truth: standard,
      [3, 4, 3, 2, .max, .min, .max, -1], version: 2),
    shaped("dim_fourth_negative", row: "28", "dim[4] negative", truth: nil, [4, 4, 3, 2, -1]),
    shaped("dim_count_negative", row: "28", "dim[0] negative", truth: nil, [-3, 4, 3, 2]),
    shaped(
      "dim_count_other_order", row: "28", "dim[0] in the other byte order than the size",
      truth: nil, [768, 4, 3, 2]),
    shaped("dim_first_zero", row: "28", "dim[1] is 0", truth: nil, [3, 0, 3, 2]),
    shaped(
      "dim_count_2p32_nifti2", row: "28", "dim[0] is 2^32 + 3", truth: nil, [1 << 32 + 3, 4, 3, 2],
      version: 2),
    shaped("dim_one", row: "29", "one dimension", truth: nil, [1, 24]),
    shaped("dim_two", row: "29", "two dimensions", truth: nil, [2, 4, 6]),
    shaped(
      "dim_one_slice", row: "29", "three dimensions, one slice", truth: standard, [3, 4, 6, 1]),
  ]

  private static let overflows: [OwnCase] = [
    shaped(
      "huge_32767", row: "50", "32767^3 voxels declared, 24 there", truth: nil,
      [3, 32767, 32767, 32767]),
    shaped(
      "huge_plain", row: "50", "2000^3 voxels declared, 24 there", truth: nil,
      [3, 2000, 2000, 2000]),
    shaped(
      "huge_product_2p64", row: "50", "dims whose product is 2^64, 0 in 64 bits", truth: nil,
      [3, 1 << 21, 1 << 21, 1 << 22], version: 2),
    shaped(
      "huge_product_2p64_24", row: "50", "dims whose product is 24 in 64 bits", truth: nil,
      wrapsTo24, version: 2),
    shaped(
      "huge_axis", row: "50", "2^62 voxels along an axis", truth: nil, [3, 1 << 62, 4, 1],
      version: 2),
    shaped(
      "huge_axis_max", row: "50", "2^63-1 voxels along an axis", truth: nil, [3, .max, .max, .max],
      version: 2),
    file("huge_bytes_2p64", row: "50", "dims that fit, bytes that do not", truth: nil) {
      ($0.version, $0.datatype) = (2, 1280)
      $0.dim = [3, 1 << 24, 1 << 24, 1 << 13, 1, 1, 1, 1]
    },
    bytes(
      "huge_gz", row: "50", "1024^3 voxels declared in a gzip of a few hundred bytes", truth: nil,
      ending: ".nii.gz",
      {
        var builder = NIfTIBuilder()
        builder.dim = [3, 1024, 1024, 1024, 1, 1, 1, 1]
        return GzipMember().bytes(builder.file(builder.payload(voxels)))
      }()),
  ]

  /// 3 · 8 · (2^64 + 24) / 24: the whole product modulo 2^64 is the 24 voxels that are there.
  private static let wrapsTo24: [Int] = {
    let (product, _) = (3 << 62).multipliedReportingOverflow(by: 8)
    precondition(product == 0)
    // (2^61 + 1) · 8 = 2^64 + 8.
    precondition((1 << 61 + 1) &* 8 &* 3 == 24)
    return [3, 1 << 61 + 1, 8, 3]
  }()

  private static func typed(
    _ name: String, _ note: String, _ code: Int, bits: Int
  ) -> OwnCase {
    var builder = NIfTIBuilder()
    (builder.datatype, builder.bitpix) = (code, bits)
    // A byte of each voxel is its label, so that a reader that takes the type wrongly finds some.
    let payload = voxels.flatMap { voxel in
      (0..<max(1, bits / 8)).map { $0 == 0 ? UInt8(voxel) : 0 }
    }
    return bytes(name, row: "35", note, truth: nil, builder.file(payload))
  }

  private static let types: [OwnCase] = [
    typed("type_rgb24", "RGB24", 128, bits: 24),
    typed("type_rgba32", "RGBA32", 2304, bits: 32),
    typed("type_complex64", "complex64", 32, bits: 64),
    typed("type_complex128", "complex128", 1792, bits: 128),
    typed("type_float128", "float128", 1536, bits: 128),
    typed("type_complex256", "complex256", 2048, bits: 256),
    typed("type_binary", "one bit a voxel", 1, bits: 1),
    typed("type_unknown_0", "type 0, unknown", 0, bits: 8),
    typed("type_all_255", "type 255, which means any", 255, bits: 8),
    typed("type_invented", "type 4242, which nobody has defined", 4242, bits: 8),
    file("bitpix_zero", row: "36", "bitpix 0, the size of the file sides with the type") {
      $0.bitpix = 0
    },
    bytes(
      "bitpix_and_size", row: "36", "uint8 with bitpix 16, and the file has 16 bits a voxel",
      truth: nil,
      {
        var builder = NIfTIBuilder()
        builder.bitpix = 16
        return builder.file(voxels.flatMap { [UInt8($0), 0] })
      }()),
  ]

  private static let intents: [OwnCase] = [
    file("intent_label", row: "52", "intent 1002, a label map") { $0.intent = 1002 },
    file("intent_cifti", row: "52", "intent 3001, a CIFTI matrix", truth: nil) { $0.intent = 3001 },
    file("intent_cifti_nifti2", row: "52", "NIfTI-2 with intent 3099, CIFTI", truth: nil) {
      ($0.version, $0.intent) = (2, 3099)
    },
  ]
}
