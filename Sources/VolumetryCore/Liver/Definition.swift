/// One way in which a number is defined, what it is good for and who used it.
///
/// The same word stands for different numbers in print ("degree of hypertrophy" is points of the
/// standardized remnant or per cent of the first volume, five times as much), so every number this
/// program prints belongs to one of these rows. The rows are in `all`.
public struct Definition: Hashable, Sendable {
  /// How a row is printed and asked for: `flr-tlv`, `kgr-shindoh`, …
  public let id: String
  /// What kind of number it defines.
  public let kind: Kind
  /// What it is called.
  public let name: String
  /// The equation as text; FLR1 and FLR2 are the remnants of the earlier and the later scan.
  public let equationText: String
  /// The unit of the number; `-` for a choice that has none.
  public let unit: String
  /// What it reads, by the keys at the door.
  public let inputs: [String]
  /// From whom it, or its cut-off, was derived; "not stated" where the source does not say.
  public let population: String
  /// Where it holds.
  public let validity: String
  /// What it is mistaken for.
  public let pitfalls: String
  /// The keys of the JSON documents in which the number appears.
  public let keys: [String]
  /// Who defined or used it.
  public let source: Source

  /// What a definition is of.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A remnant in relation to a liver or a body.
    case ratio
    /// How much, or how fast, a remnant grew.
    case growth
    /// How well a number is known.
    case uncertainty
    /// What labels must satisfy before a number means something.
    case check
  }

  /// Every ratio, every growth figure, where deviations come from, what labels must satisfy.
  public static let all: [Definition] = ratios + growth + uncertainty + checks

  /// The row with this id, nil where there is none.
  public init?(id: String) {
    guard let row = Self.all.first(where: { $0.id == id }) else { return nil }
    self = row
  }
}

extension Definition {
  init(
    _ id: String, _ kind: Kind, _ name: String, _ equationText: String, unit: String,
    inputs: [String], facts: Facts
  ) {
    self.id = id
    self.kind = kind
    self.name = name
    self.equationText = equationText
    self.unit = unit
    self.inputs = inputs
    population = facts.population
    validity = facts.validity
    pitfalls = facts.pitfalls
    keys = facts.keys
    source = facts.source
  }

  /// What a row says beside its equation.
  struct Facts {
    var population = "not stated"
    var validity = "not stated"
    var pitfalls: String
    var keys: [String]
    var source: Source
  }
}
