/// The file or files that one name stands for.
///
/// A `.hdr/.img` pair may be named by either half, and either half may be gzipped. Never another
/// stem and never another ending: a measured file is the one that was named.
struct VolumePaths: Hashable, Sendable {
  let header: String
  let data: String
  let storage: Header.Storage
  /// Whether the name of the data file ends in `.gz`; nil where the name says nothing.
  let nameSaysGzip: Bool?

  init(_ path: String) throws(VolumeError) {
    let lower = path.lowercased()
    nameSaysGzip =
      lower.hasSuffix(".gz")
      ? true : lower.hasSuffix(".nii") || lower.hasSuffix(".img") ? false : nil
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
    let mates = (isHeader ? [".img", ".img.gz"] : [".hdr", ".hdr.gz"]).map { stem + $0 }
    guard let mate = mates.first(where: InputFile.exists) else {
      throw .mateMissing(lookedFor: mates)
    }
    (header, data) = isHeader ? (path, mate) : (mate, path)
  }
}
