/// A phantom that cases are measured on, named by what it stresses.
public struct Input: Hashable, Sendable {
  /// 512 × 512 × 400 voxels each, as `volumetry phantom --list` describes them.
  public enum Family: String, Sendable {
    /// A liver with segments, tumours and vessels: foreground about 1.6 %.
    case sparse = "sparse-liver"
    /// 104 organs: some 5 %.
    case segments = "segments104"
    /// A trunk in 59 pieces, a third of the voxels: 560 000 changes of label along i.
    case dense = "dense-trunk"
    /// The organs of a body, a third too: twice as many changes, for longer compressed streams.
    case body = "dense-body"
    /// No two voxels alike but by chance.
    case noise = "noise"
  }

  public let family: Family
  public var datatype = "uint8"
  /// Of gzip; nil is a plain file.
  public var level: Int? = 6
  /// Members of the gzip file.
  public var members = 1
  public var seed = 1

  public init(
    _ family: Family, datatype: String = "uint8", level: Int? = 6, members: Int = 1, seed: Int = 1
  ) {
    self.family = family
    self.datatype = datatype
    self.level = level
    self.members = members
    self.seed = seed
  }

  /// For example `sparse-liver.uint8.level-6`; what is as usual is not said.
  public var name: String {
    var words = [family.rawValue, datatype]
    words.append(level.map { "level-\($0)" } ?? "plain")
    if members > 1 { words.append("members-\(members)") }
    if seed > 1 { words.append("seed-\(seed)") }
    return words.joined(separator: ".")
  }

  /// Name of its file in the folder of all inputs.
  public var file: String { name + (level == nil ? ".nii" : ".nii.gz") }

  /// The words behind `volumetry phantom` that write it, without `--output`.
  public var arguments: [String] {
    var words = [family.rawValue, "--datatype", datatype, "--seed", "\(seed)"]
    if let level { words += ["--gzip-level", "\(level)", "--members", "\(members)"] }
    return words
  }
}
