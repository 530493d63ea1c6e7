/// One label volume with what is needed to look at the shape of its structures: the measurement,
/// and every voxel outside the background as runs.
struct LabelledScan: Sendable {
  let measurement: ScanMeasurement
  let runs: LabelRuns

  var grid: Grid { measurement.grid }

  /// Reads the file once and to its last byte. Memory grows with the surface of what is labelled.
  ///
  /// - Parameter options: what the user says of the file; it must then be one volume of labels.
  /// - Throws: what `ScanMeasurement` throws, and `tooRagged` where the labels are no structures.
  init(path: String, options: ReadingOptions = ReadingOptions()) throws(VolumeError) {
    precondition(options.volumes != .channelsAsLabels && options.content != .probability)
    let stream = try VoxelStream(path: path, options: options)
    let shape = stream.header.grid.shape
    guard LabelRunCollector.canHold(shape) else { throw .tooLarge(found: shape.sizes) }
    var counter = JointCounter([stream])
    counter.collectRuns()
    let counted: CensusCounter
    do throws(VolumetryFileError) { counted = try counter.count().each[0] } catch {
      throw error.error
    }
    measurement = try ScanMeasurement(stream, counted.part, options: options)
    runs = try counter.labelRuns()
  }
}
