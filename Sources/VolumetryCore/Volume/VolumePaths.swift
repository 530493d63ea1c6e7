/// The file or files that one name stands for.
///
/// A `.hdr/.img` pair may be named by either half, and either half may be gzipped. Never another
/// stem and never another ending: a measured file is the one that was named.
struct VolumePaths: Hashable, Sendable {
  let header: String
  let data: String
  let storage: Header.Storage
  /// A second file that could be the other half of the pair, which was not read.
  private(set) var passedOver: String?

  /// Whether the name of the data file ends in `.gz`; nil where the name says nothing.
  var nameSaysGzip: Bool? {
    let lower = data.lowercased()
    if lower.hasSuffix(".gz") { return true }
    return lower.hasSuffix(".nii") || lower.hasSuffix(".img") ? false : nil
  }

  init(_ path: String) throws(VolumeError) {
    let lower = path.lowercased()
    guard let ending = [".hdr", ".hdr.gz", ".img", ".img.gz"].first(where: lower.hasSuffix) else {
      (header, data, storage) = (path, path, .oneFile)
      return
    }
    storage = .pair
    let stem = String(path.dropLast(ending.count))
    let isHeader = ending.hasPrefix(".hdr")
    guard InputFile.exists(path) else {
      // Let opening it say why.
      (header, data) = (path, path)
      return
    }
    // Capitals as in the name that was given.
    let isUpper = path.dropFirst(stem.count) == ending.uppercased()
    // The half that is stored the same way, plain or gzipped, is the likelier one.
    let (plain, packed) = isHeader ? (".img", ".img.gz") : (".hdr", ".hdr.gz")
    let mates = (ending.hasSuffix(".gz") ? [packed, plain] : [plain, packed]).map {
      stem + (isUpper ? $0.uppercased() : $0)
    }
    let found = mates.filter(InputFile.exists)
    guard let mate = found.first else { throw .mateMissing(lookedFor: mates) }
    passedOver = found.dropFirst().first
    (header, data) = isHeader ? (path, mate) : (mate, path)
  }
}

/// The files that a name given to this program stands for.
public enum ScanFiles {
  private static let endings = [".nii.gz", ".nii", ".hdr.gz", ".hdr", ".img.gz", ".img"]

  /// The path without the ending of a scan's name; nil where it has none.
  public static func stem(of path: String) -> String? {
    let lower = path.lowercased()
    return endings.first(where: lower.hasSuffix).map { String(path.dropLast($0.count)) }
  }

  /// Whether a name is that of the half of a pair that holds the header.
  public static func isHeader(_ path: String) -> Bool {
    let lower = path.lowercased()
    return lower.hasSuffix(".hdr") || lower.hasSuffix(".hdr.gz")
  }

  /// Whether a name is that of the half of a pair that holds the voxels.
  public static func isImage(_ path: String) -> Bool {
    let lower = path.lowercased()
    return lower.hasSuffix(".img") || lower.hasSuffix(".img.gz")
  }

  /// The named file and, for either half of a pair, the halves that are there; the name alone where
  /// it cannot be read.
  public static func all(of path: String) -> [String] {
    do throws(VolumeError) {
      let paths = try VolumePaths(path)
      return paths.header == paths.data ? [path] : [paths.header, paths.data]
    } catch {
      return [path]
    }
  }
}
