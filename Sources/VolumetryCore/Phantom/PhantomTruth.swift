/// The exact volumes of a phantom at one stage, independent of any voxel.
public struct PhantomTruth: Hashable, Sendable {
  /// Labels 1 to 8, the Couinaud segments without tumour, and 9, all tumour; ascending, each one.
  public let labels: [LabelVolume]

  /// One label and its exact volume.
  public struct LabelVolume: Hashable, Sendable {
    public let label: Label
    public let volume: Millilitres
  }

  /// The labels of the future liver remnant of a right trisectionectomy with segment 1 resected.
  public static let remnantLabels: [Label] = [2, 3]
  /// The label of tumour.
  public static let tumourLabel = Label(StageGeometry.tumourLabel)

  init(_ geometry: StageGeometry) {
    labels = (1...StageGeometry.tumourLabel).map {
      LabelVolume(label: Label($0), volume: Millilitres(geometry.volume(of: $0)))
    }
  }

  /// Total liver volume: all segments and the tumour.
  public var totalLiver: Millilitres { sum { _ in true } }
  /// All tumour.
  public var tumour: Millilitres { sum { $0 == Self.tumourLabel } }
  /// Total functional liver volume: total without tumour.
  public var totalFunctionalLiver: Millilitres { totalLiver - tumour }
  /// Future liver remnant, segments 2 and 3; no tumour lies in it.
  public var futureLiverRemnant: Millilitres { sum { Self.remnantLabels.contains($0) } }

  private func sum(_ isIncluded: (Label) -> Bool) -> Millilitres {
    labels.reduce(.zero) { isIncluded($1.label) ? $0 + $1.volume : $0 }
  }
}

/// How much the future liver remnant truly grows between the two stages of a phantom.
public struct PhantomGrowth: Hashable, Sendable {
  public let before: Millilitres
  public let after: Millilitres
  /// From the day of stage 1 to the second scan.
  public let daysSinceProcedure: Int
  /// From the first scan to the second.
  public let daysBetweenScans: Int

  /// After minus before.
  public var absolute: Millilitres { after - before }
  /// 100 × (after − before) / before.
  public var relativePercent: Double { 100 * (absolute / before) }
}
