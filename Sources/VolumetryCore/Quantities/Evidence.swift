/// How well a published number is known to us.
///
/// Every formula, threshold and coefficient carries one of these. What is `unverified` is never a
/// default and never decides anything.
public enum Evidence: String, Sendable, Hashable, CaseIterable {
  /// The number was read in the original source.
  case verified
  /// The number was read in a secondary source: another paper's table, public code.
  case verifiedSecondary = "verified-secondary"
  /// The number was seen in no source.
  case unverified
}

/// Where a number comes from, as it is printed beside it.
public struct Source: Sendable, Hashable {
  /// Author, year, journal; short enough for a table.
  public let citation: String
  /// DOI, PMID or registry number where there is one.
  public let identifier: String?
  public let evidence: Evidence

  public init(_ citation: String, identifier: String? = nil, evidence: Evidence) {
    self.citation = citation
    self.identifier = identifier
    self.evidence = evidence
  }
}
