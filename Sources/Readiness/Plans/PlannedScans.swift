/// The scans of a case as one plan of it reads them.
public struct PlannedScans: Hashable, Sendable {
  public let plan: Plan
  /// Every scan of the record, in its order; one that the plan refuses has no volumes.
  public var scans: [MeasuredScan]
  /// Scans that have no volumes for this plan, and why.
  public var refusals: [Refusal]

  /// Why a scan has no volumes for a plan.
  public struct Refusal: Hashable, Sendable {
    /// Position of the scan in the record.
    public let index: Int
    /// `E-…`.
    public let code: String
    public let message: String

    public init(index: Int, code: String, message: String) {
      self.index = index
      self.code = code
      self.message = message
    }
  }

  /// A plan and the scans that were measured for it.
  public init(plan: Plan, scans: [MeasuredScan] = [], refusals: [Refusal] = []) {
    self.plan = plan
    self.scans = scans
    self.refusals = refusals
  }
}
