/// Why a file was refused, with what was found and what was expected.
///
/// Every case has a stable `code` for machines and a `message` for people. A refused file yields no
/// number at all: there is no partial result to mistake for a volume.
public enum VolumeError: Error, Hashable, Sendable {
  // The file itself.
  case notFound
  case notReadable(reason: String)
  case notAFile
  case readFailed(reason: String)
  case empty
  /// The other half of a `.hdr/.img` pair is missing; the names that were looked for.
  case mateMissing(lookedFor: [String])
  // What it is.
  case notNIfTI(found: String)
  case analyze
  case cifti(intentCode: Int)
  case datatype(code: Int, name: String)
  // What it declares.
  case dimensions(found: [Int], expected: String)
  case notThreeDimensional(found: [Int])
  case tooLarge(found: [Int])
  /// The user asks for a volume that the file does not hold.
  case volumeIndex(found: Int, count: Int)
  case dataOffset(found: Double, expected: String)
  case scaling(slope: Double, intercept: Double)
  case geometry(GeometryConflict)
  // What it holds.
  case truncated(expectedBytes: Int, foundBytes: Int)
  /// The header declares more than the compressed file can hold; nothing was read.
  case cannotHold(expectedBytes: Int, mostBytes: Int, fileBytes: Int)
  case tooMuchData(expectedBytes: Int, foundAtLeastBytes: Int)
  /// bitpix and data type disagree, and the size of the file does not side with the data type.
  case sizeDisagrees(expectedBytes: Int, foundBytes: Int)
  case gzip(reason: String)
  case checksum(reason: String)
  case notANumber(voxels: Int)
  case notLabels(voxels: Int, lowest: Double, highest: Double)
  case tooManyLabels(limit: Int)
  /// Files read together that have more combinations of labels than structures can have.
  case tooManyCombinations(limit: Int)
  /// Labels that change so often along i that no structure can be what they show.
  case tooRagged(limit: Int)
  /// Many values that change from voxel to voxel.
  case image(values: Int, meanRun: Double)
  case labelBeyondRange(found: Double)
  /// A channel is no mask: it holds more than one number besides 0.
  case notOneHot(channel: Int, labels: [Label])
  /// Numbers that are no share of a voxel.
  case notProbability(voxels: Int, lowest: Double, highest: Double)
  /// Overlaps of channels cannot be counted on so large a grid.
  case tooLargeForChannels(voxels: Int, limit: Int)
}

extension VolumeError {
  /// Stable, machine-readable name.
  public var code: String {
    switch self {
    case .notFound: "E-NOT-FOUND"
    case .notReadable: "E-NOT-READABLE"
    case .notAFile: "E-NOT-A-FILE"
    case .readFailed: "E-READ"
    case .empty: "E-EMPTY"
    case .mateMissing: "E-MATE-MISSING"
    case .notNIfTI: "E-NOT-NIFTI"
    case .analyze: "E-ANALYZE"
    case .cifti: "E-CIFTI"
    case .datatype: "E-DATATYPE"
    case .dimensions: "E-DIMENSIONS"
    case .notThreeDimensional(let dim): dim.first == 1 || dim.first == 2 ? "E-2D" : "E-4D"
    case .tooLarge, .tooLargeForChannels: "E-TOO-LARGE"
    case .volumeIndex: "E-VOLUME-INDEX"
    case .dataOffset: "E-OFFSET"
    case .scaling: "E-SCALING"
    case .geometry: "E-GEOMETRY"
    case .truncated, .cannotHold: "E-TRUNCATED"
    case .tooMuchData: "E-TOO-MUCH-DATA"
    case .sizeDisagrees: "E-BITPIX"
    case .gzip: "E-GZIP"
    case .checksum: "E-CRC"
    case .notANumber: "E-NAN"
    case .notLabels: "E-NOT-LABELS"
    case .tooManyLabels, .tooManyCombinations, .image: "E-TOO-MANY-LABELS"
    case .tooRagged: "E-TOO-RAGGED"
    case .labelBeyondRange: "E-LABEL-RANGE"
    case .notOneHot: "E-NOT-ONE-HOT"
    case .notProbability: "E-PROBABILITY"
    }
  }

  /// Whether the file is absent or cannot be opened, rather than bad.
  public var isAbsence: Bool {
    switch self {
    case .notFound, .notReadable, .notAFile, .mateMissing: true
    default: false
    }
  }

  /// One line: what was found and what was expected.
  public var message: String {
    switch self {
    case .notFound: "no such file"
    case .notReadable(let reason): "the file cannot be opened: \(reason)"
    case .notAFile: "found something that is not a regular file; expected a NIfTI file"
    case .readFailed(let reason): "reading failed: \(reason)"
    case .empty: "the file is empty: found 0 bytes, expected a NIfTI header of 348 or 540"
    case .mateMissing(let names):
      "the other half of the .hdr/.img pair is missing: expected \(names.joined(separator: " or "))"
    case .notNIfTI(let found): "not a NIfTI file: found \(found)"
    case .analyze:
      "found an ANALYZE 7.5 header (no NIfTI magic): it states neither orientation nor units "
        + "(--analyze accepts it)"
    case .cifti(let intent):
      "found a CIFTI file (intent code \(intent)): it holds a matrix, not a label volume"
    case .datatype(let code, let name):
      "found data type \(name) (code \(code)); expected integers, or float32/float64 that hold them"
    default: contentMessage
    }
  }

  private var contentMessage: String {
    switch self {
    case .dimensions(let found, let expected): "found dim = \(found); expected \(expected)"
    case .notThreeDimensional(let found):
      found.first == 1 || found.first == 2
        ? "found \(found[0]) dimension(s), dim = \(found): an area is not a volume; expected 3"
          + (found.first == 2 ? " (--allow-2d measures it as one slice)" : "")
        : "found more than one volume, dim = \(found); expected a single 3-D label map (--volume k "
          + "reads one, --channels-as-labels each as a mask)"
    case .tooLarge(let found):
      "found dim = \(found); expected at most \(GridShape.largestAxis) voxels along an axis and "
        + "\(GridShape.mostVoxels) in all"
    case .dataOffset(let found, let expected): "found vox_offset \(found); expected \(expected)"
    case .scaling(let slope, let intercept):
      "found scl_slope \(slope) with scl_inter \(intercept); expected finite numbers"
    case .geometry(let conflict): conflict.message
    case .truncated(let expected, let found):
      "the file is cut short: expected \(expected) bytes, found \(found)"
    case .cannotHold(let expected, let most, let file):
      "the file is cut short, or its header wrong: expected \(expected) bytes, and the compressed "
        + "file of \(file) bytes holds at most \(most)"
    case .tooMuchData(let expected, let found):
      "the file holds far more data than its header declares: expected \(expected) bytes, found "
        + "at least \(found); are the dimensions right?"
    case .sizeDisagrees(let expected, let found):
      "bitpix and data type disagree, and so does the file: expected \(expected) bytes of voxels "
        + "by the data type, found \(found)"
    case .gzip(let reason): "the gzip stream is damaged: \(reason)"
    case .checksum(let reason): "the gzip stream is damaged: \(reason)"
    case .notANumber(let voxels):
      "not a label map: found NaN or infinity in \(voxels) voxels (--nan background counts "
        + "NaN as 0)"
    case .notLabels(let voxels, let lowest, let highest):
      "not a label map: found \(voxels) voxels with fractions, from \(lowest) to \(highest); "
        + "expected integers (--threshold or --soft measure a probability map)"
    case .tooManyCombinations(let limit):
      "no label maps of one scan: found more than \(limit) combinations of labels of the files"
    case .tooRagged(let limit):
      "no structures: labels change along i in more than \(limit) places; expected a segmentation"
    case .tooManyLabels(let limit):
      "not a label map: found more than \(limit) distinct values"
    case .image(let values, let meanRun):
      "not a label map: found \(values) distinct values in runs of "
        + "\((meanRun * 100).rounded() / 100) voxels on average; structures lie in longer ones"
    case .labelBeyondRange(let found):
      "found the value \(found); expected labels from -2^63 to 2^64-1"
    default: optionMessage
    }
  }

  /// Refusals that follow from what the user said of the file.
  private var optionMessage: String {
    switch self {
    case .volumeIndex(let found, let count):
      "found \(count) volume(s); expected --volume from 0 to \(count - 1), not \(found)"
    case .notOneHot(let channel, let labels):
      "channel \(channel) is no mask: found the numbers "
        + labels.prefix(5).map(\.description).joined(separator: ", ")
        + (labels.count > 5 ? ", …" : "") + "; expected one besides 0"
    case .notProbability(let voxels, let lowest, let highest):
      "not a probability map: found \(voxels) voxels outside 0 to 1, from \(lowest) to \(highest)"
    case .tooLargeForChannels(let voxels, let limit):
      "found \(voxels) voxels a channel; expected at most \(limit), beyond which overlaps are not "
        + "counted"
    default: code
    }
  }
}
