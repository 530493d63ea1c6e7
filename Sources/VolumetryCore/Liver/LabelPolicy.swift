/// What must hold between the volumes of one scan before any ratio means something (card 3.7).
///
/// A check says whether it holds, and how many millilitres speak against it. What would make every
/// number wrong, a role without a voxel, two roles of one label, another grid, is refused before a
/// volume exists: such a check holds wherever there are volumes that were counted.
public struct LabelPolicyCheck: Hashable, Sendable {
  /// Which check.
  public let id: ID
  /// Whether it holds.
  public let result: Result
  /// What lies against it, 0 mL where it holds; nil where it is no volume.
  public let volume: Millilitres?

  /// The checks, by the names under which they are printed and documented.
  public enum ID: String, Hashable, Sendable, CaseIterable {
    case flrInsideLiver = "flr-inside-liver"
    case tumourInsideLiver = "tumour-inside-liver"
    /// FLR + resected + tumour (+ cysts + ablated zones) = TLV.
    case partsSum = "parts-sum-to-tlv"
    case noOverlap = "no-label-overlap"
    case sameGrid = "same-grid"
    case voxelsPresent = "voxels-present"

    /// What must hold, in a few words.
    public var statement: String {
      switch self {
      case .flrInsideLiver: "the FLR lies inside the liver"
      case .tumourInsideLiver: "the tumour lies inside the liver"
      case .partsSum: "FLR, resected liver and tumour together are the TLV"
      case .noOverlap: "no label has two roles"
      case .sameGrid: "all files lie on one grid"
      case .voxelsPresent: "every role has voxels"
      }
    }
  }

  /// Three answers.
  public enum Result: String, Hashable, Sendable {
    case holds, fails
    /// The volumes were typed, or a part of them is not known: nothing can be checked.
    case unknown
  }

  /// Where the list comes from.
  public static let source = Source(
    "label policy of this program; no publication states it as a whole", evidence: .unverified)
}

extension LiverVolumes {
  /// Working liver that is not remnant: TLV − FLR − tumour − cysts − ablated zones. Nil without a
  /// remnant or where tumour is not known; negative where typed volumes do not fit.
  public var resected: Millilitres? {
    guard let flr, let tflv else { return nil }
    return tflv - flr
  }

  /// Every check of the label policy, in the order of `LabelPolicyCheck.ID`.
  public var policyChecks: [LabelPolicyCheck] {
    LabelPolicyCheck.ID.allCases.map { id in
      switch id {
      case .flrInsideLiver: outside(id, flr, code: "W-FLR-OUTSIDE-LIVER")
      case .tumourInsideLiver: outside(id, tumour, code: "W-TUMOUR-OUTSIDE-LIVER")
      case .partsSum: partsSum
      case .noOverlap, .sameGrid, .voxelsPresent:
        LabelPolicyCheck(id: id, result: voxels == nil ? .unknown : .holds, volume: nil)
      }
    }
  }

  private func outside(
    _ id: LabelPolicyCheck.ID, _ part: Millilitres?, code: String
  ) -> LabelPolicyCheck {
    guard voxels != nil, part != nil else {
      return LabelPolicyCheck(id: id, result: .unknown, volume: nil)
    }
    // Labels may be named outside the liver and not occur.
    guard let found = warnings.first(where: { $0.code == code })?.millilitres, found > .zero else {
      return LabelPolicyCheck(id: id, result: .holds, volume: .zero)
    }
    return LabelPolicyCheck(id: id, result: .fails, volume: found)
  }

  /// Counted parts are added up in whole voxels; typed ones must leave something to be resected.
  private var partsSum: LabelPolicyCheck {
    guard let resected else {
      return LabelPolicyCheck(id: .partsSum, result: .unknown, volume: nil)
    }
    guard let voxels, let remnant = voxels.flr, let tumour = voxels.tumour else {
      return resected < .zero
        ? LabelPolicyCheck(id: .partsSum, result: .fails, volume: .zero - resected)
        : LabelPolicyCheck(id: .partsSum, result: .holds, volume: .zero)
    }
    let sum = remnant + voxels.resected + tumour + voxels.nonFunctional
    guard sum != voxels.tlv else {
      return LabelPolicyCheck(id: .partsSum, result: .holds, volume: .zero)
    }
    let perVoxel = tlv.value / Double(voxels.tlv)
    return LabelPolicyCheck(
      id: .partsSum, result: .fails,
      volume: Millilitres(Double(abs(sum - voxels.tlv)) * perVoxel))
  }
}
