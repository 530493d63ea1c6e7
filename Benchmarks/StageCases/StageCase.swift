/// One thing that is measured: our way and others to the same answer.
public struct StageCase: Sendable {
  /// What is measured, in the order of a measurement; `whole` is all of them together.
  public enum Stage: String, Sendable, CaseIterable {
    case checksum, inflate, census, joint, whole
  }

  public let stage: Stage
  /// What it is measured on, without spaces.
  public let subject: String
  /// The phantoms that it needs.
  public let inputs: [Input]
  /// How many times our time the fastest library must take; nil where nothing is asked.
  public var asked: Double?
  let contenders: @Sendable (_ folder: String) throws -> Prepared

  /// For example `whole.sparse-liver.uint8.level-6`.
  public var name: String { "\(stage.rawValue).\(subject)" }

  /// Reads what the case needs into memory, as far as it is not measured.
  public func prepare(inputs folder: String) throws -> Prepared { try contenders(folder) }
}

/// A case that can be run.
public struct Prepared {
  /// Bytes that the stage stands for: inflated ones, or what it is given.
  public let bytes: Int
  /// Ours first.
  public let contenders: [Contender]
}

/// One way to the answer.
public struct Contender {
  public enum Kind: String, Sendable, CaseIterable {
    case ours, plain, zlib, libdeflate, isal, limit

    /// Whether it is a library that others would use.
    public var isLibrary: Bool { self == .zlib || self == .libdeflate || self == .isal }
  }

  public let kind: Kind
  public let run: () throws -> Answer
}
