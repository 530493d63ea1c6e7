import VolumetryCore

/// The label tables that ship with the program, each the YAML file of `labels/` it is named after.
public enum BundledLabelTables {
  /// What `--labels` and a case's `labels: {preset: …}` name, in the order of the list.
  public static let ids = files.map(\.id)

  /// All tables, each with its id, title and source.
  public static let all: [LabelTableFile] = files.map { read($0.id, $0.bytes) }

  /// Nil for an unknown id.
  public static func table(id: String) -> LabelTableFile? {
    files.first { $0.id == id }.map { read($0.id, $0.bytes) }
  }

  /// The ids of tables that a case may rest on: they say what the liver is, and their numbers were
  /// read somewhere.
  static var idsForCases: [String] {
    all.filter { $0.table.liver != nil && $0.source?.evidence != .unverified }.compactMap(\.id)
  }

  /// The known id that is written most like `id`; nil where none is like it.
  ///
  /// Like it is an id of which at most a third of the letters differ, and one that holds `id` or
  /// is held in it: `total` is asked for `totalsegmentator-total`. Small and capital letters are
  /// the same.
  public static func nearest(to id: String) -> String? {
    let word = id.lowercased()
    // Two letters at least: one letter stands in almost every id. 64 bytes as in `nearest`.
    guard word.count >= 2, word.utf8.count <= 64 else { return nil }
    return ids.filter { known in
      known.contains(word) || word.contains(known)
        || 3 * editDistance(known, word) <= max(known.count, word.count)
    }.nearest(to: word)
  }

  private static func read(_ id: String, _ bytes: [UInt8]) -> LabelTableFile {
    do throws(RecordError) {
      let file = try LabelTableFile(bytes: bytes, name: "\(id).yaml")
      precondition(file.id == id && file.source != nil, "a bundled table states what it is")
      return file
    } catch {
      preconditionFailure("a bundled label table does not read: \(error)")
    }
  }

  private static let files: [(id: String, bytes: [UInt8])] = [
    ("totalsegmentator-total", PackageResources.labels_totalsegmentator_total_yaml),
    ("totalsegmentator-total-mr", PackageResources.labels_totalsegmentator_total_mr_yaml),
    (
      "totalsegmentator-liver-segments",
      PackageResources.labels_totalsegmentator_liver_segments_yaml
    ),
    (
      "totalsegmentator-liver-vessels",
      PackageResources.labels_totalsegmentator_liver_vessels_yaml
    ),
    ("msd03", PackageResources.labels_msd03_yaml),
    ("lits", PackageResources.labels_lits_yaml),
    ("amos22", PackageResources.labels_amos22_yaml),
    ("btcv", PackageResources.labels_btcv_yaml),
    ("flare22", PackageResources.labels_flare22_yaml),
    ("abdomenatlas", PackageResources.labels_abdomenatlas_yaml),
    ("ct-org", PackageResources.labels_ct_org_yaml),
    ("couinaud", PackageResources.labels_couinaud_yaml),
  ]
}
