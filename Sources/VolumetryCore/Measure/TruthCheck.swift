/// What this reader makes of a known file, held against what the file holds.
public struct TruthCheck: Hashable, Sendable {
  public let file: KnownFile
  /// Every label but the background, or why the file was refused.
  public let found: Result<[Label: CubicMillimetres], VolumeError>
  public let judgement: Judgement

  /// How reading and truth relate.
  public enum Judgement: Hashable, Sendable {
    /// The same labels with the same volumes.
    case right
    /// Refused, as it must be.
    case refused
    /// Anything else, and why.
    case wrong(reason: String)
  }

  /// Volumes further apart than this, relatively, differ: float32 spacings are rounded to 1e-7.
  public static let tolerance = 1e-5

  /// Measures `file`, whose path is relative to `folder`.
  ///
  /// - Throws: where there is nothing to check: the file itself is absent or cannot be opened. A
  ///   missing half of a pair is a refusal like any other.
  public init(_ file: KnownFile, in folder: String) throws(VolumeError) {
    let found: Result<[Label: CubicMillimetres], VolumeError>
    do throws(VolumeError) {
      let scan = try ScanMeasurement(path: "\(folder)/\(file.path)", options: file.options)
      found = .success(scan.foreground)
    } catch {
      switch error {
      case .notFound, .notReadable, .notAFile: throw error
      default: found = .failure(error)
      }
    }
    self.init(file, found: found)
  }

  init(_ file: KnownFile, found: Result<[Label: CubicMillimetres], VolumeError>) {
    self.file = file
    self.found = found
    judgement =
      switch (file.truth, found) {
      case (.mustBeRefused, .failure): .refused
      case (.mustBeRefused, .success): .wrong(reason: "measured, though it must be refused")
      case (.volumes, .failure): .wrong(reason: "refused, though it can be measured")
      case (.volumes(let expected), .success(let volumes)):
        Self.difference(expected, volumes).map { .wrong(reason: $0) } ?? .right
      }
  }

  /// The first label, ascending, in which the volumes differ; nil where they agree.
  private static func difference(
    _ expected: [Label: CubicMillimetres], _ found: [Label: CubicMillimetres]
  ) -> String? {
    for label in Set(expected.keys).union(found.keys).sorted() {
      switch (expected[label], found[label]) {
      case (let expected?, let found?):
        guard abs(found.value - expected.value) <= tolerance * expected.value else {
          return "label \(label) is \(found.value) mm³, expected \(expected.value)"
        }
      case (let expected?, nil):
        return "label \(label) is missing, expected \(expected.value) mm³"
      case (nil, let found?):
        return "label \(label) is not in the file, found \(found.value) mm³"
      case (nil, nil): preconditionFailure("a label of the union is in one of the two")
      }
    }
    return nil
  }
}

extension ScanMeasurement {
  /// The volume of every label but the background.
  var foreground: [Label: CubicMillimetres] {
    Dictionary(
      uniqueKeysWithValues: labels.filter { $0.label != .background }.map {
        ($0.label, CubicMillimetres($0.volume))
      })
  }
}
