// Spacing, transforms and units: rows 3 to 12 and 30 to 34.

extension OwnCase {
  static let geometries: [OwnCase] = conflicts + spacings + units + transforms

  private static func diagonal(_ x: Double, _ y: Double, _ z: Double) -> [[Double]] {
    [[x, 0, 0, 0], [0, y, 0, 0], [0, 0, z, 0]]
  }

  private static func volumes(_ cell: Double) -> [Int128: Double] { [1: 5 * cell, 2: 3 * cell] }

  /// Both coded: sform of 1000 mm³, qform of 24000.
  private static func conflict(
    _ name: String, _ note: String, truth: [Int128: Double]?
  ) -> OwnCase {
    file(name, row: "3", note, truth: truth) { $0.rows = diagonal(10, 10, 10) }
  }

  private static let conflicts: [OwnCase] = [
    conflict("sform_against_qform", "sform 10 mm, qform 20 x 30 x 40, both coded", truth: nil),
    conflict("chosen_sform", "the same, the user says sform", truth: volumes(1000))
      .reading(geometry: "sform"),
    conflict("chosen_qform", "the same, the user says qform", truth: standard)
      .reading(geometry: "qform"),
    conflict("chosen_pixdim", "the same, the user says pixdim", truth: standard)
      .reading(geometry: "pixdim"),
    file("chosen_sform_not_coded", row: "3", "the user says sform, none is coded", truth: nil) {
      $0.sform = 0
    }.reading(geometry: "sform"),
    file("conflict_0.2_percent", row: "3", "sform and qform 0.2 % apart, no axis alike", truth: nil)
    {
      $0.rows = diagonal(20.04, 30.06, 39.92)
      $0.pixdim[3] = 39.88
    },
    file("conflict_rounding", row: "3", "sform and qform 5e-6 apart: rounding") {
      $0.rows = diagonal(20, 30, 40.0002)
    },
    file("axes_swapped", row: "3", "sform 20 x 30 x 40, pixdim 40 x 30 x 20: one volume") {
      $0.rows = diagonal(20, 30, 40)
      $0.pixdim = [1, 40, 30, 20, 0, 0, 0, 0]
    },
    file(
      "template_other_scale", row: "R3", "sform code 4 (MNI) of another scale than pixdim",
      truth: nil
    ) {
      ($0.qform, $0.sform) = (0, 4)
      $0.rows = diagonal(22, 33, 44)
    },
    file("template_same_scale", row: "R3", "sform code 4 (MNI) of the same scale") {
      ($0.qform, $0.sform) = (0, 4)
    },
    file("template_no_pixdim", row: "R3", "sform code 3 (Talairach), pixdim 0", truth: nil) {
      ($0.qform, $0.sform) = (0, 3)
      $0.rows = diagonal(20, 30, 40)
      $0.pixdim = [1, 0, 0, 0, 0, 0, 0, 0]
    },
    file("scanner_other_pixdim", row: "4", "sform code 1 alone, pixdim 1, 1, 1") {
      $0.qform = 0
      $0.rows = diagonal(20, 30, 40)
      $0.pixdim = [1, 1, 1, 1, 0, 0, 0, 0]
    },
  ]

  private static let spacings: [OwnCase] = [
    file("pixdim_all_negative", row: "6", "every pixdim negative, no sform") {
      $0.sform = 0
      $0.pixdim = [1, -20, -30, -40, 0, 0, 0, 0]
    },
    file("pixdim_zero_qform", row: "8", "pixdim[2] 0, only the qform coded", truth: nil) {
      $0.sform = 0
      $0.pixdim[2] = 0
    },
    file("pixdim_denormal", row: "8", "pixdim[1] 1e-42, no transform", truth: nil) {
      ($0.qform, $0.sform) = (0, 0)
      $0.pixdim[1] = 1e-42
    },
    file("pixdim_1e30", row: "8", "pixdim 1e30, no transform", truth: nil) {
      ($0.qform, $0.sform) = (0, 0)
      $0.pixdim = [1, 1e30, 1e30, 1e30, 0, 0, 0, 0]
    },
    file("qfac_nan", row: "9", "pixdim[0] NaN") {
      $0.sform = 0
      $0.pixdim[0] = .nan
    },
    file("quaternion_nan", row: "10", "quaternion NaN: orientation unknown, volume by pixdim") {
      $0.sform = 0
      $0.quaternion = [.nan, .nan, .nan]
    },
    file("no_transform_be", row: "5", "neither transform coded, big-endian") {
      ($0.qform, $0.sform, $0.bigEndian) = (0, 0, true)
    },
  ]

  private static let units: [OwnCase] = [
    file("units_um_and_ms", row: "11", "micrometres and milliseconds in one byte: 3 + 16") {
      $0.units = 3 + 16
      $0.pixdim = [1, 20_000, 30_000, 40_000, 0, 0, 0, 0]
    },
    file("units_m_and_s", row: "11", "metres and seconds in one byte: 1 + 8") {
      $0.units = 1 + 8
      $0.pixdim = [1, 0.02, 0.03, 0.04, 0, 0, 0, 0]
    },
    file("units_mm_high_bits", row: "11", "millimetres with the two unused high bits set") {
      $0.units = 2 + 64 + 128
    },
    file(
      "micrometres_as_mm", row: "12", "20000 x 30000 x 40000 said to be mm: measured, and warned",
      truth: volumes(20_000.0 * 30_000 * 40_000)
    ) { $0.pixdim = [1, 20_000, 30_000, 40_000, 0, 0, 0, 0] },
    file(
      "metres_as_mm", row: "12", "0.02 x 0.03 x 0.04 said to be mm: measured, and warned",
      truth: volumes(0.02 * 0.03 * 0.04)
    ) { $0.pixdim = [1, 0.02, 0.03, 0.04, 0, 0, 0, 0] },
  ]

  private static let transforms: [OwnCase] = [
    file(
      "shear_45", row: "30", "gantry tilt of 45 degrees, pixdim the slanted distance, both coded"
    ) {
      $0.rows = [[20, 0, 0, 0], [0, 30, 40, 0], [0, 0, 40, 0]]
      $0.pixdim[3] = 40 * 2.0.squareRoot()
    },
    file(
      "shear_pixdim_perpendicular", row: "30", "the same tilt, pixdim the perpendicular distance"
    ) {
      $0.rows = [[20, 0, 0, 0], [0, 30, 40, 0], [0, 0, 40, 0]]
    },
    file("axes_permuted", row: "32", "the sform runs along other axes than the qform") {
      $0.rows = [[0, 0, 40, 0], [20, 0, 0, 0], [0, 30, 0, 0]]
    },
    file("sform_singular", row: "33", "two columns of the sform are the same, no qform", truth: nil)
    {
      $0.qform = 0
      $0.rows = [[20, 20, 0, 0], [30, 30, 0, 0], [0, 0, 40, 0]]
    },
    file(
      "sform_singular_qform", row: "33", "two columns of the sform are the same, the qform is right"
    ) {
      $0.rows = [[20, 20, 0, 0], [30, 30, 0, 0], [0, 0, 40, 0]]
    },
    file("sform_infinite", row: "34", "infinity in the sform, no qform", truth: nil) {
      $0.qform = 0
      $0.rows = diagonal(20, .infinity, 40)
    },
    file("sform_nan_qform", row: "34", "NaN in the sform, the qform is right") {
      $0.rows = diagonal(20, .nan, 40)
    },
  ]
}
