import VolumetryCore

/// What must hold of every measured file, whatever bytes it is made of.
enum ScanLaws {
  /// The first law that a measurement breaks, in words; nil where all hold.
  ///
  /// - Parameters:
  ///   - header: the measured file, or the header file of a pair.
  ///   - data: the data file of a pair, nil for a single file.
  static func broken(
    _ scan: ScanMeasurement, header: [UInt8], data: [UInt8]? = nil
  ) -> String? {
    if let law = brokenAlone(scan) { return law }
    do throws(PlainTwin.Refusal) {
      let twin = try PlainTwin(header, data: data)
      return differsFromTwin(scan, twin) ?? geometryDiffersFromTwin(scan.grid, twin)
    } catch {
      switch error {
      case .tooLarge: return nil
      case .bad(let reason): return "measured, but the plain twin refuses: \(reason)"
      }
    }
  }

  /// The law that a refusal breaks.
  ///
  /// - Parameter bytes: the refused file, a single one.
  static func broken(_ error: VolumeError, bytes: [UInt8]) -> String? {
    guard error.code.hasPrefix("E-"), error.code.count > 2 else { return "a refusal without code" }
    guard error.message.count > 5, error.message != error.code else {
      return "\(error.code) without a message"
    }
    guard error.code == "E-GZIP" || error.code == "E-CRC" else { return nil }
    do throws(PlainTwin.Refusal) {
      _ = try PlainTwin.inflated(bytes)
      return "\(error.code), but zlib inflates every member: \(error.message)"
    } catch { return nil }
  }

  /// Laws that need no second reader.
  private static func brokenAlone(_ scan: ScanMeasurement) -> String? {
    let total = scan.labels.reduce(0) { $0 + $1.voxels }
    let size = scan.grid.shape.sizes
    guard total == size.reduce(1, *) else { return "\(total) voxels in a grid of \(size)" }
    let unit = scan.grid.voxelVolume.value
    guard unit.isFinite, unit > 0 else { return "a voxel of \(unit) mm³" }
    guard scan.grid.affine.rows.joined().allSatisfy(\.isFinite) else { return "affine not finite" }
    for label in scan.labels {
      let volume = label.volume.value
      guard label.voxels > 0 else { return "label \(label.label) without a voxel" }
      guard volume.isFinite, volume >= 0 else { return "label \(label.label) has \(volume) mL" }
      let expected = Double(label.voxels) * unit / 1000
      guard abs(volume - expected) <= 1e-12 * expected else {
        return "\(volume) mL where \(label.voxels) voxels of \(unit) mm³ are \(expected)"
      }
      let bounds = label.bounds
      for axis in 0..<3 {
        guard bounds.min[axis] >= 0, bounds.min[axis] <= bounds.max[axis],
          Int(bounds.max[axis]) < size[axis]
        else { return "bounds \(bounds) outside \(size)" }
      }
      guard label.centroid?.allSatisfy({ $0.value.isFinite }) != false else {
        return "centroid not finite"
      }
    }
    return nil
  }

  private static func differsFromTwin(_ scan: ScanMeasurement, _ twin: PlainTwin) -> String? {
    guard scan.version == twin.version, scan.grid.shape.sizes == twin.shape else {
      return "shape \(scan.grid.shape.sizes), the twin's is \(twin.shape)"
    }
    guard scan.labels.count == twin.labels.count else {
      return "\(scan.labels.count) labels, the twin has \(twin.labels.count)"
    }
    for label in scan.labels {
      guard let tally = twin.labels[label.label.value] else {
        return "label \(label.label) is not the twin's"
      }
      let bounds = (0..<3).map { (Int(label.bounds.min[$0]), Int(label.bounds.max[$0])) }
      guard label.voxels == tally.voxels, bounds.map(\.0) == tally.lowest,
        bounds.map(\.1) == tally.highest
      else { return "label \(label.label): \(label.voxels) voxels in \(bounds), twin \(tally)" }
    }
    return nil
  }

  /// The rules of geometry as sentences about what was accepted, not as a decision.
  private static func geometryDiffersFromTwin(_ grid: Grid, _ twin: PlainTwin) -> String? {
    let hasSpacing = twin.spacing.allSatisfy { (1e-6...1e6).contains($0) }
    let bySpacing = twin.spacing.reduce(1, *)
    guard grid.source == .sform else {
      guard hasSpacing else { return "measured by pixdim \(twin.spacing)" }
      guard abs(grid.voxelVolume.value - bySpacing) <= 1e-9 * bySpacing else {
        return "a voxel of \(grid.voxelVolume.value) mm³, pixdim says \(bySpacing)"
      }
      guard twin.sform == nil else { return "a usable sform was passed over" }
      guard (grid.source == .qform) == (twin.qformCode > 0) else {
        return "\(grid.source) with qform_code \(twin.qformCode)"
      }
      return nil
    }
    guard let sform = twin.sform else { return "measured by an sform that is not usable" }
    // Cancellation in the determinant of a nearly singular matrix costs digits.
    guard abs(grid.voxelVolume.value - sform.volume) <= 1e-6 * sform.volume else {
      return "a voxel of \(grid.voxelVolume.value) mm³, the sform says \(sform.volume)"
    }
    let isTemplate = twin.sformCode >= 2
    guard hasSpacing else { return isTemplate ? "a template's scale without pixdim" : nil }
    guard twin.qformCode > 0 || isTemplate else { return nil }
    func agree(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1.001e-3 * max(a, b) }
    guard agree(sform.volume, bySpacing) || zip(sform.norms, twin.spacing).allSatisfy(agree) else {
      return "sform \(sform.volume) mm³ against pixdim \(bySpacing) mm³, yet it was measured"
    }
    return nil
  }
}
