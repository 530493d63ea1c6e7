/// One label volume with what is needed to look at the shape of its structures: the measurement,
/// and every voxel outside the background as runs.
struct LabelledScan: Sendable {
  let measurement: ScanMeasurement
  let runs: LabelRuns

  var grid: Grid { measurement.grid }

  /// Reads the file once and to its last byte. Memory grows with the surface of what is labelled.
  ///
  /// - Parameters:
  ///   - options: what the user says of the file; it must then be one volume of labels.
  ///   - mostRuns: the limit of `tooRagged`; a test may have a lower one.
  /// - Throws: what `ScanMeasurement` throws, and `tooRagged` where the labels are no structures.
  init(
    path: String, options: ReadingOptions = ReadingOptions(), mostRuns: Int = LabelRuns.mostRuns
  ) throws(VolumeError) {
    precondition(options.volumes != .channelsAsLabels && options.content != .probability)
    let stream = try VoxelStream(path: path, options: options)
    let shape = stream.header.grid.shape
    guard LabelRunCollector.canHold(shape) else { throw .tooLarge(found: shape.sizes) }
    var counter = JointCounter([stream])
    let part: CensusPart
    do throws(VolumeError) { (runs, part) = try counter.collectRuns(most: mostRuns) } catch {
      // One run tells that this is no label map; its census tells how much of it is not, whether it
      // is damaged first of all, and whether what is too ragged is an image.
      _ = try ScanMeasurement(path: path, options: options)
      throw error
    }
    measurement = try ScanMeasurement(stream, part, options: options)
  }
}
