extension ComparisonMetric {
  /// This metric as another program gives it: its number, its definition, our key; nil where it has
  /// none. A value that is not a finite number is undefined here; the readings say what it is.
  func asGiven(by preset: PeerPreset, _ request: ComparisonRequest) -> ComparisonMetric? {
    guard let peer = preset.metrics(request).first(where: { $0.nativeID == id }) else { return nil }
    let name = peer.name
    return ComparisonMetric(
      id, title, unit: unit, better: better, family, worst: worst, tolerance: tolerance,
      "\(preset.title)'s \(name): \(peer.definition)",
      source: "\(preset.title) \(preset.version), \(preset.source)"
    ) { $0.peer?.value(name)?.finite }
  }
}

extension ComparisonRequest {
  /// Whether something is wanted that is made of masks: counts and lesions are made of runs.
  var needsMasks: Bool {
    guard let compat else { return !families.isDisjoint(with: [.surface, .centreline]) }
    return compat.metrics(self).contains(where: \.needsMasks)
  }
}
