extension TwoStagePhantom.Specification {
  /// Refuses what the closed forms do not cover: solids that do not lie in one another as assumed,
  /// planes out of order, a liver that leaves the scan.
  func check() throws(PhantomError) {
    try checkScan()
    try checkLiver()
    try checkCarvedSolids()
    try checkStageOne()
    for stage in TwoStagePhantom.Stage.allCases {
      let geometry = geometry(stage)
      try checkFit(geometry, stage)
      try checkMargin(geometry, stage)
    }
  }
}

// MARK: - Field by field

extension TwoStagePhantom.Specification {
  private func checkScan() throws(PhantomError) {
    try require("scan.spacing", "finite and above 0 mm", scan.spacing) { $0.isLength }
    try require("scan.spacing", "a voxel volume that is finite and above 0", scan.spacing) {
      ($0.x * $0.y * $0.z).isNormal
    }
    try require("scan.centre", "finite", scan.centre) { $0.isFinite }
    try require("scan.liverOrigin", "finite", scan.liverOrigin) { $0.isFinite }
  }

  private func checkLiver() throws(PhantomError) {
    let length = liver.rightSemiAxes.x
    try require("liver.rightSemiAxes", "finite and above 0 mm", liver.rightSemiAxes) {
      $0.isLength
    }
    try require(
      "liver.rightCentre", "from 0 to below the semi-axis, \(length) mm", liver.rightCentre.value
    ) { $0 >= 0 && $0 < length }
    try require("liver.leftSemiAxis", "finite and above 0 mm", liver.leftSemiAxis.value) {
      $0.isFinite && $0 > 0
    }
    let planes = (liver.cantliePlane.value, liver.rightHepaticVeinPlane.value)
    let end = liver.rightCentre.value + length
    try require("liver.rightHepaticVeinPlane", "between 0 and \(end) mm", planes.1) {
      $0 > 0 && $0 < end
    }
    try require("liver.cantliePlane", "between 0 and \(planes.1) mm", planes.0) {
      $0 > 0 && $0 < planes.1
    }
  }

  private func checkCarvedSolids() throws(PhantomError) {
    try require("caudate.centre", "finite", caudate.centre) { $0.isFinite }
    try require("caudate.semiAxes", "finite and above 0 mm", caudate.semiAxes) { $0.isLength }
    for (index, tumour) in tumours.enumerated() {
      try require("tumours[\(index)].segment", "4 to 8", tumour.segment) { (4...8).contains($0) }
      try require("tumours[\(index)].centre", "finite", tumour.centre) { $0.isFinite }
      try require("tumours[\(index)].radius", "finite and above 0 mm", tumour.radius.value) {
        $0.isFinite && $0 > 0
      }
    }
  }

  private func checkStageOne() throws(PhantomError) {
    try require("stageOne.leftFactor", "finite and above 0", stageOne.leftFactor) {
      $0.isFinite && $0 > 0
    }
    try require("stageOne.rightFactor", "finite and above 0", stageOne.rightFactor) {
      $0.isFinite && $0 > 0
    }
    try require("stageOne.day", "not before the first scan, \(stageOne.scanBefore)", stageOne.day) {
      $0 >= stageOne.scanBefore
    }
    try require("stageOne.scanAfter", "after stage 1, \(stageOne.day)", stageOne.scanAfter) {
      $0 > stageOne.day
    }
  }
}

// MARK: - Solid by solid

extension TwoStagePhantom.Specification {
  private func checkFit(
    _ geometry: StageGeometry, _ stage: TwoStagePhantom.Stage
  ) throws(PhantomError) {
    let when = stage.rawValue
    try require("caudate", "wholly inside segment 4 \(when)", geometry.caudate) {
      geometry.segment(4, holds: $0)
    }
    for (index, tumour) in geometry.tumours.enumerated() {
      let field = "tumours[\(index)]"
      try require(field, "wholly inside segment \(tumour.segment) \(when)", tumour.ball) {
        geometry.segment(tumour.segment, holds: $0)
      }
      try require(field, "apart from segment 1 \(when)", tumour.ball) {
        geometry.caudate.isApart(from: $0)
      }
      for other in 0..<index {
        try require(field, "apart from tumours[\(other)] \(when)", tumour.ball) {
          geometry.tumours[other].ball.isApart(from: $0)
        }
      }
    }
  }

  /// A voxel of background on every side, so that no label touches the edge of the scan.
  private func checkMargin(
    _ geometry: StageGeometry, _ stage: TwoStagePhantom.Stage
  ) throws(PhantomError) {
    let (low, high) = geometry.bounds
    let sizes = SIMD3(Double(scan.shape.i), Double(scan.shape.j), Double(scan.shape.k))
    // Voxel centres from the second to the last but one lie within this of the centre.
    let reach = (sizes - 3) / 2 * scan.spacing
    let offset = scan.liverOrigin - scan.centre
    try require(
      "scan.shape", "a voxel of background around the liver \(stage.rawValue)", scan.shape.sizes
    ) { _ in (reach - (high + offset)).min() >= 0 && (reach + (low + offset)).min() >= 0 }
  }
}

/// The one place where a specification is refused.
private func require<Value>(
  _ field: String, _ expected: String, _ found: Value, _ holds: (Value) -> Bool
) throws(PhantomError) {
  guard holds(found) else {
    throw .specification(field: field, expected: expected, found: "\(found)")
  }
}

extension SIMD3<Double> {
  fileprivate var isFinite: Bool { x.isFinite && y.isFinite && z.isFinite }
  fileprivate var isLength: Bool { isFinite && self.min() > 0 }
}

extension Ellipsoid: CustomStringConvertible {
  package var description: String {
    "centre \(centre.x), \(centre.y), \(centre.z), semi-axes \(semiAxes.x), \(semiAxes.y), "
      + "\(semiAxes.z) mm"
  }
}
