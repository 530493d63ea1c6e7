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
  /// How many times our time `judge` must take; nil where nothing is asked.
  public var asked: Double?
  let contenders: @Sendable (_ folder: String) throws -> Prepared

  /// What the project asked itself to be measured against: zlib-ng, which Debian 12 does not have, or
  /// libdeflate.
  public static let judge = Contender.Kind.libdeflate

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
  }

  public let kind: Kind
  public let run: () throws -> Answer
}
