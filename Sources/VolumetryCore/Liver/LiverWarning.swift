/// A doubt about a number that was nevertheless computed.
public struct LiverWarning: Hashable, Sendable {
  /// `W-…`, stable, for machines.
  public let code: String
  /// One sentence, without the volume concerned, which only the report may round.
  public let message: String
  /// How much volume the doubt concerns, where it concerns a volume.
  public let millilitres: Millilitres?

  /// The role it is about, where the code is not of one role alone.
  public let role: LiverRole?

  /// A doubt; `millilitres` only where it concerns a volume.
  public init(
    code: String, message: String, millilitres: Millilitres? = nil, role: LiverRole? = nil
  ) {
    self.role = role
    self.code = code
    self.message = message
    self.millilitres = millilitres
  }
}

/// A number that has no value here, and why. Nothing undefined is ever printed as a number.
public struct UndefinedQuantity: Hashable, Sendable {
  /// The key of the number at the door: `flr_tflv_pct`.
  public let quantity: String
  /// What is missing, or what was found that does not allow the number.
  public let reason: String

  /// Names the number by its key at the door.
  public init(_ quantity: String, reason: String) {
    self.quantity = quantity
    self.reason = reason
  }
}
