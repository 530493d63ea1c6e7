// What the user says of a file: rows 20, 21, 25, 29, 39 and 48.

extension OwnCase {
  static let options: [OwnCase] = volumes + numbers + files

  /// Two channels of the standard grid: where label 1 is, and where either label is.
  private static let channels = voxels.map { $0 == 1 ? 1.0 : 0 } + voxels.map { $0 == 0 ? 0.0 : 7 }

  private static let volumes: [OwnCase] = [
    file("volume_0", row: "25", "the first of two volumes", truth: [1: 5 * cell], voxels: channels)
    {
      ($0.dim[0], $0.dim[4]) = (4, 2)
    }.reading(["volume": .number(0)]),
    file("volume_1", row: "25", "the second of two volumes", truth: [7: 8 * cell], voxels: channels)
    {
      ($0.dim[0], $0.dim[5]) = (5, 2)
    }.reading(["volume": .number(1)]),
    file("volume_2", row: "25", "the third of two volumes", truth: nil, voxels: channels) {
      ($0.dim[0], $0.dim[4]) = (4, 2)
    }.reading(["volume": .number(2)]),
    file("volume_0_of_1", row: "25", "the only volume").reading(["volume": .number(0)]),
    file(
      "channels", row: "25", "two channels that overlap", truth: [1: 5 * cell, 2: 8 * cell],
      voxels: channels
    ) {
      ($0.dim[0], $0.dim[4]) = (4, 2)
    }.reading(["channels_as_labels": .yes]),
    file(
      "channels_no_mask", row: "25", "a channel with two numbers", truth: nil,
      voxels: voxels + voxels
    ) {
      ($0.dim[0], $0.dim[4]) = (4, 2)
    }.reading(["channels_as_labels": .yes]),
  ]

  /// Half of every voxel of label 1, three quarters of every voxel of label 2.
  private static let shares = voxels.map { $0 == 1 ? 0.5 : $0 == 2 ? 0.75 : 0 }

  private static let numbers: [OwnCase] = [
    file("threshold_0_6", row: "20", "a probability map", truth: [1: 3 * cell], voxels: shares) {
      $0.datatype = 16
    }.reading(["threshold": .number(0.6)]),
    file(
      "threshold_at_value", row: "20", "the threshold is a stored value", truth: [1: 8 * cell],
      voxels: shares
    ) {
      $0.datatype = 64
    }.reading(["threshold": .number(0.5)]),
    file("soft", row: "20", "partial volume", truth: [1: 4.75 * cell], voxels: shares) {
      $0.datatype = 16
    }.reading(["soft": .yes]),
    file(
      "soft_scaled_bytes", row: "20", "partial volume in bytes, slope 1/4",
      truth: [1: 4.75 * cell], voxels: shares.map { $0 * 4 }
    ) {
      $0.slope = 0.25
    }.reading(["soft": .yes]),
    file("soft_beyond_1", row: "20", "shares of 2", truth: nil).reading(["soft": .yes]),
    file(
      "nan_background", row: "21", "NaN outside the labels",
      voxels: voxels.map { $0 == 0 ? .nan : $0 }
    ) {
      $0.datatype = 16
    }.reading(["nan": .word("background")]),
    file(
      "infinity_with_nan_background", row: "21", "infinity is no background", truth: nil,
      voxels: voxels.map { $0 == 0 ? .infinity : $0 }
    ) {
      $0.datatype = 64
    }.reading(["nan": .word("background")]),
    file("area_allowed", row: "29", "two dimensions, pixdim[3] 40") {
      $0.dim = [2, 6, 4, 7, 7, 7, 7, 7]
    }.reading(["allow_2d": .yes]),
    file("area_without_thickness", row: "29", "two dimensions, pixdim[3] 0", truth: nil) {
      ($0.dim, $0.pixdim[3], $0.sform) = ([2, 6, 4, 1, 1, 1, 1, 1], 0, 0)
    }.reading(["allow_2d": .yes]),
  ]

  private static let files: [OwnCase] = {
    let builder = NIfTIBuilder()
    let plain = builder.file(builder.payload(voxels))
    let member = GzipMember().bytes(plain)
    var wrong = member
    wrong[wrong.count - 6] ^= 0x55
    func gz(
      _ name: String, _ note: String, truth: [Int128: Double]? = standard, _ stream: [UInt8]
    ) -> OwnCase {
      bytes(name, row: "39", note, truth: truth, ending: ".nii.gz", stream)
        .reading(["ignore_crc": .yes])
    }
    return [
      gz("ignored_wrong_crc", "wrong checksum", wrong),
      gz("ignored_missing_trailer", "no checksum and no length", Array(member.dropLast(8))),
      gz("ignored_cut_data", "voxels missing", truth: nil, Array(member.dropLast(9 + 12))),
      file("analyze_accepted", row: "48", "ANALYZE, no magic") {
        ($0.magic, $0.slope) = ([0, 0, 0, 0], 0)
      }.reading(["analyze": .yes]),
      file("analyze_with_factor", row: "48", "ANALYZE with SPM's factor", truth: nil) {
        ($0.magic, $0.slope) = ([0, 0, 0, 0], 0.5)
      }.reading(["analyze": .yes]),
    ]
  }()
}
