import Testing

@testable import VolumetryCore

/// The single place where these tests measure a file: label → voxels, background left out.
func measure(
  _ bytes: [UInt8], name: String = "a.nii", options: ReadingOptions = ReadingOptions()
) throws -> ScanMeasurement {
  let folder = TemporaryFolder()
  return try ScanMeasurement(path: folder.write(bytes, as: name), options: options)
}

/// The error that a file is refused with, nil where it is measured.
func refusal(
  _ bytes: [UInt8], name: String = "a.nii", options: ReadingOptions = ReadingOptions()
) -> VolumeError? {
  let folder = TemporaryFolder()
  do throws(VolumeError) {
    _ = try ScanMeasurement(path: folder.write(bytes, as: name), options: options)
    return nil
  } catch { return error }
}

extension ReadingOptions {
  /// The default but for what `change` sets.
  init(_ change: (inout ReadingOptions) -> Void) {
    self.init()
    change(&self)
  }
}

extension ScanMeasurement {
  /// Voxels of every label but the background.
  var counts: [Int128: Int] {
    Dictionary(
      uniqueKeysWithValues: labels.filter { $0.label != .background }.map {
        ($0.label.value, $0.voxels)
      })
  }

  func volume(_ label: Label) -> Double? { labels.first { $0.label == label }?.volume.value }

  var codes: [String] { warnings.map(\.code.rawValue) }
}
