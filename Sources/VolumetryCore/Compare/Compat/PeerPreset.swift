/// Another program whose numbers are reproduced, so that published tables can be checked.
///
/// Its conventions are reproduced too, those for empty masks and those that are mistakes among
/// them: nothing here says that a number is right.
public struct PeerPreset: Sendable {
  /// What `--compat` calls it: `medpy`.
  public let id: String
  /// What it calls itself.
  public let title: String
  /// The version whose numbers are reproduced.
  public let version: String
  /// What it is, what it does differently, and how it averages what is undefined.
  public let summary: String
  /// Where it is found.
  public let source: String
  /// What it prints for tolerances of the normalised surface distance.
  let rows: @Sendable ([Millimetres]) -> [PeerMetric]

  init(
    _ id: String, _ title: String, version: String, source: String, _ summary: String,
    rows: @escaping @Sendable ([Millimetres]) -> [PeerMetric]
  ) {
    self.id = id
    self.title = title
    self.version = version
    self.source = source
    self.summary = summary
    self.rows = rows
  }

  /// Everything it prints, in its order.
  ///
  /// - Parameter tolerances: those at which shares of surfaces are given.
  public func metrics(_ tolerances: [Millimetres]) -> [PeerMetric] { rows(tolerances) }

  /// The families of its numbers.
  public var families: Set<MetricFamily> { Set(rows([]).map(\.family)) }

  /// What it prints of the families that are asked for. Counts of voxels are always among them.
  public func metrics(_ request: ComparisonRequest) -> [PeerMetric] {
    rows(request.tolerances).filter {
      $0.family == .overlap || request.families.contains($0.family)
    }
  }

  /// Every preset, in the order in which they are listed.
  public static let table: [PeerPreset] = [
    medpy, medpy04, monai, metricsReloaded, itk, nnUNet, lits, kits23, panoptica, segMetrics,
    plastimatch, pymia, brats23Glioma, brats23Metastases, autoPET,
  ]

  /// The preset of a name; nil where there is none.
  public init?(id: String) {
    guard let preset = Self.table.first(where: { $0.id == id }) else { return nil }
    self = preset
  }
}

extension PeerPreset: Hashable {
  /// Presets are told apart by their names.
  public static func == (a: Self, b: Self) -> Bool { a.id == b.id }

  /// By the name.
  public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

/// What another program gives for one structure of a pair.
public struct PeerReadings: Sendable {
  public let preset: PeerPreset
  /// In the program's order.
  public let values: [(name: String, value: PeerValue)]

  init(_ preset: PeerPreset, _ metrics: [PeerMetric], _ found: PeerMeasurements) {
    self.preset = preset
    values = metrics.map { ($0.name, $0.value(found)) }
  }

  /// The same where boxes may be too large.
  init(_ preset: PeerPreset, _ metrics: [PeerMetric], _ found: PeerMeasurements.Outcome) {
    self.preset = preset
    values = metrics.map {
      ($0.name, found.isComputed($0) ? $0.value(found.measurements) : .tooLarge)
    }
  }

  /// The value of a name; nil where it was not asked for.
  public func value(_ name: String) -> PeerValue? {
    values.first { $0.name == name }?.value
  }
}
