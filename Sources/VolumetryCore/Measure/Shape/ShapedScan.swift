/// One label volume, measured, with the shape of every label but the background.
public struct ShapedScan: Hashable, Sendable {
  public let measurement: ScanMeasurement
  /// By label.
  public let shapes: [Label: StructureShape]

  /// Reads and measures the file that `path` names.
  ///
  /// The file is read once, to its last byte. Memory grows with the surface of what is labelled,
  /// and with an eighth of a byte for each voxel of a label's box.
  /// - Parameters:
  ///   - options: what the user says of the file; it must then be one volume of labels.
  ///   - cores: threads that may work on its labels, at least 1; the answer does not depend on
  ///     them.
  /// - Throws: what `ScanMeasurement` throws, and `tooRagged` where the labels are no structures.
  public init(
    path: String, options: ReadingOptions = ReadingOptions(), cores: Int = 1
  ) throws(VolumeError) {
    precondition(cores > 0)
    let scan = try LabelledScan(path: path, options: options)
    let (runs, grid) = (GroupedRuns(scan.runs), scan.grid)
    let labels = runs.labels
    measurement = scan.measurement
    let found = mapInParallel(labels.count, cores: cores) { index in
      StructureShape(of: LabelSet([labels[index]]), in: runs, grid: grid)
    }
    shapes = Dictionary(
      uniqueKeysWithValues: zip(labels, found).compactMap { label, shape in
        shape.map { (label, $0) }
      })
  }
}
