/// Why no voxel volume could be accepted.
public struct GeometryConflict: Hashable, Sendable {
  /// Volume of a voxel by each header field that could be read, in mm³.
  public let candidates: [GeometrySource: CubicMillimetres]
  public let reason: String

  var message: String {
    guard !candidates.isEmpty else { return reason }
    let readings = GeometrySource.allCases.compactMap { source in
      candidates[source].map { "\(source.rawValue) gives \($0.value) mm³" }
    }
    var text = "\(reason): a voxel by \(readings.joined(separator: ", by "))"
    if let difference { text += " (\((difference * 10).rounded() / 10) % apart)" }
    return text + "; say which is right with --geometry sform|qform|pixdim, in a case with "
      + "reading: {geometry: …} of the scan"
  }

  /// Volumes by source and how far they are apart.
  var figures: Figures {
    var figures: Figures = [:]
    for (source, volume) in candidates { figures["\(source.rawValue)_mm3"] = .number(volume.value) }
    if let difference { figures["difference_pct"] = .number(difference) }
    return figures
  }

  /// Per cent by which the largest candidate exceeds the smallest; nil where they are one.
  private var difference: Double? {
    let volumes = candidates.values.map(\.value).sorted()
    guard let low = volumes.first, let high = volumes.last, low > 0, high > low else { return nil }
    return (high / low - 1) * 100
  }
}
