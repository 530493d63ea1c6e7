extension PeerMeasurements {
  /// What the numbers of another program are computed from, as far as boxes allow.
  struct Outcome: Sendable {
    let measurements: PeerMeasurements
    /// What is not among them; nil where nothing lacks.
    let oversized: OversizedBox?
    private let lacksMasks: Bool
    private let lacksLesions: Bool

    /// Measures one structure of a pair.
    ///
    /// - Parameters:
    ///   - voxels: nil where no metric needs masks.
    ///   - metrics: those that will be asked for.
    init(
      _ pair: SegmentationPair, _ structure: ComparedStructure, _ voxels: PairVoxels?,
      for metrics: [PeerMetric]
    ) {
      var refusal: SurfaceError?
      var (lesions, lacksLesions): (PeerLesions?, Bool) = (nil, false)
      do throws(SurfaceError) {
        lesions = try PeerLesions(pair, of: structure.members, for: metrics)
      } catch { (refusal, lacksLesions) = (error, true) }
      let overlap = pair.overlap(of: structure)
      func measure(
        _ metrics: [PeerMetric], _ masks: (reference: VoxelMask?, prediction: VoxelMask?)?
      ) throws(SurfaceError) -> PeerMeasurements {
        try PeerMeasurements(
          for: metrics, overlap: overlap, masks: masks, spacing: pair.spacings,
          image: pair.frame.shape, lesions: lesions)
      }
      var lacksMasks = false
      var measured: PeerMeasurements
      do throws(SurfaceError) {
        measured = try measure([], nil)
        do throws(SurfaceError) {
          let masks = try voxels?.masks(of: structure.members, inOneBox: false)
          measured = try measure(metrics, masks)
        } catch { (refusal, lacksMasks) = (error, true) }
      } catch { preconditionFailure("counts need no box") }
      measurements = measured
      (self.lacksMasks, self.lacksLesions) = (lacksMasks, lacksLesions)
      let lacking = metrics.filter {
        Self.lacks($0, masks: lacksMasks, lesions: lacksLesions)
      }
      oversized = refusal.map { OversizedBox($0, Set(lacking.map(\.family))) }
    }

    /// Whether the metric may be asked for its value.
    func isComputed(_ metric: PeerMetric) -> Bool {
      !Self.lacks(metric, masks: lacksMasks, lesions: lacksLesions)
    }

    private static func lacks(_ metric: PeerMetric, masks: Bool, lesions: Bool) -> Bool {
      masks && metric.needsMasks || lesions && metric.lesionRule != nil
    }
  }
}
