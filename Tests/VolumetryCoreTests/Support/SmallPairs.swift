import Testing

@testable import VolumetryCore

/// Two small volumes as files, read back as a pair.
struct SmallPair {
  /// mm along i, j and k.
  var spacing: [Double] = [1, 1, 1]
  /// World coordinates of the first voxels in mm.
  var origins: [[Double]] = [[0, 0, 0], [0, 0, 0]]

  func read(_ reference: SmallVolume, _ prediction: SmallVolume) throws -> SegmentationPair {
    let files = [MemoryFile(), MemoryFile()]
    defer { for file in files { file.close() } }
    for (index, volume) in [reference, prediction].enumerated() {
      var builder = NIfTIBuilder()
      builder.dim = [3] + volume.shape.sizes + [1, 1, 1, 1]
      builder.pixdim = [1] + spacing + [0, 0, 0, 0]
      builder.origin = origins[index]
      files[index].replace(
        with: builder.file(builder.payload(volume.labels.map(Double.init))))
    }
    return try SegmentationPair(reference: files[0].path, prediction: files[1].path)
  }
}
