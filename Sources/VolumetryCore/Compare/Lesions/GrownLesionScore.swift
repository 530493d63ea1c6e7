/// Lesion-wise Dice and HD95 as the BraTS challenges of 2023 count them.
///
/// In words: grow the reference; lesions whose grown forms touch are one. A predicted lesion that
/// lies on the grown form of a reference lesion belongs to it, and may belong to several; together
/// its predicted lesions are compared with it. A predicted lesion that belongs to none is false,
/// however small. Reference lesions up to a volume are left out afterwards, and what lies on them is
/// not false. Each false lesion counts as Dice 0 and as the greatest distance.
///
/// Saluja et al., github.com/rachitsaluja/BraTS-2023-Metrics; Moawad et al. 2023, arXiv:2306.00838.
public struct GrownLesionScore: Hashable, Sendable {
  /// What a challenge chose.
  public struct Rules: Hashable, Sendable {
    public var connectivity: Connectivity
    /// How often the reference is grown, to voxels that share a face or an edge.
    public var growth: Int
    /// Reference lesions of at most this volume are left out.
    public var ignoredReference: CubicMillimetres
    /// mm, in place of a distance that there is not: the diagonal of a BraTS brain image.
    public var greatestDistance: Millimetres

    /// - Parameter growth: 0 or more.
    public init(
      growth: Int, ignoredReference: CubicMillimetres, connectivity: Connectivity = .corners,
      greatestDistance: Millimetres = Millimetres(374)
    ) {
      precondition(growth >= 0 && ignoredReference.value >= 0)
      self.growth = growth
      self.ignoredReference = ignoredReference
      self.connectivity = connectivity
      self.greatestDistance = greatestDistance
    }

    /// Adult glioma, and 2023 also Sub-Saharan Africa and children.
    public static let glioma = Rules(growth: 3, ignoredReference: CubicMillimetres(50))
    /// Brain metastases.
    public static let metastases = Rules(growth: 1, ignoredReference: CubicMillimetres(2))
    /// Meningioma.
    public static let meningioma = Rules(growth: 1, ignoredReference: CubicMillimetres(50))
  }

  /// One lesion of the reference that counts, with the predicted lesions on its grown form.
  public struct Row: Hashable, Sendable {
    /// Its number among the reference lesions taken together.
    public let reference: Int
    /// Numbers of predicted lesions, ascending.
    public let prediction: [Int]
    public let volume: CubicMillimetres
    /// 0 where nothing was predicted.
    public let dice: Double
    /// Nil where surfaces were not compared.
    public let hd95: Millimetres?
  }

  public let rules: Rules
  /// Reference lesions above the volume, ascending.
  public let rows: [Row]
  /// Numbers of predicted lesions that lie on no reference lesion, ignored ones included.
  public let falsePositives: [Int]

  /// Reference lesions that count and have a predicted one.
  public var truePositives: Int { rows.count { !$0.prediction.isEmpty } }
  /// Reference lesions that count and have none.
  public var falseNegatives: Int { rows.count { $0.prediction.isEmpty } }

  /// Σ Dice / (reference lesions that count + false ones); nil where there are neither, where the
  /// challenge says 1.
  public var dice: Double? {
    let all = rows.count + falsePositives.count
    return all == 0 ? nil : rows.reduce(0) { $0 + $1.dice } / Double(all)
  }

  /// The same of HD95, the greatest distance for each false lesion; nil where there are neither,
  /// where the challenge says 0, and where surfaces were not compared.
  public var hd95: Millimetres? {
    let all = rows.count + falsePositives.count
    guard all > 0 else { return nil }
    var sum = Double(falsePositives.count) * rules.greatestDistance.value
    for row in rows {
      guard let distance = row.hd95 else { return nil }
      sum += distance.value
    }
    return Millimetres(sum / Double(all))
  }

  /// - Parameters:
  ///   - pair: what `LesionPair.grown` gives for the rules.
  ///   - hd95: distance of some reference lesions from some predicted ones, by their numbers in
  ///     `pair.joined`, none empty; not finite counts as the greatest distance. Nil: not asked for.
  init(
    _ pair: GrownLesionPair, rules: Rules, voxelVolume: CubicMillimetres,
    hd95: ((_ reference: [Int], _ prediction: [Int]) -> Double)? = nil
  ) {
    self.rules = rules
    let (reference, prediction) = (pair.joined.reference, pair.joined.prediction)
    var touched = [[Int]](repeating: [], count: reference.components.count)
    var isFalse = [Bool](repeating: true, count: prediction.components.count)
    for touch in pair.touches.pairs {
      touched[touch.reference].append(touch.prediction)
      isFalse[touch.prediction] = false
    }
    falsePositives = isFalse.indices.filter { isFalse[$0] }
    var shared = [Int](repeating: 0, count: reference.components.count)
    // What shares a voxel with a lesion lies on its grown form, too.
    for overlap in pair.joined.overlaps.pairs { shared[overlap.reference] += overlap.voxels }
    rows = reference.components.indices.compactMap { number in
      let voxels = reference.components[number].voxels
      let volume = voxelVolume * Double(voxels)
      guard volume > rules.ignoredReference else { return nil }
      let predicted = touched[number]
      let size = predicted.reduce(0) { $0 + prediction.components[$1].voxels }
      var distance = hd95 == nil ? nil : rules.greatestDistance
      if let hd95, !predicted.isEmpty {
        let found = hd95([number], predicted)
        distance = found.isFinite ? Millimetres(found) : rules.greatestDistance
      }
      return Row(
        reference: number, prediction: predicted, volume: volume,
        dice: LesionScore.dice(shared: shared[number], reference: voxels, prediction: size),
        hd95: distance)
    }
  }
}

/// Lesions of a reference taken together where their grown forms touch, and predicted lesions.
struct GrownLesionPair: Sendable {
  /// The lesions as they are, those of the reference taken together.
  let joined: LesionPair
  /// Voxels that predicted lesions share with the grown forms of the reference's, by the numbers in
  /// `joined`.
  let touches: LesionOverlaps

  init(_ frame: CommonFrame, of labels: LabelSet, rules: GrownLesionScore.Rules) {
    let runs = frame.reference
    let grown = ComponentLabelling(
      of: runs.grown(by: rules.growth, connectivity: .edges) {
        labels.contains(runs.labels[Int($0)])
      }, connectivity: rules.connectivity)
    let single = ComponentLabelling(of: runs, labels, connectivity: rules.connectivity)
    var groups = [Int32](repeating: -1, count: single.components.count)
    for overlap in LesionOverlaps(single, grown).pairs {
      precondition(groups[overlap.reference] == -1, "a lesion lies in one grown form")
      groups[overlap.reference] = Int32(overlap.prediction)
    }
    let reference = single.joined(by: groups)
    // The grown forms, numbered as the lesions in them.
    var numbers = [Int32](repeating: -1, count: grown.components.count)
    for overlap in LesionOverlaps(reference, grown).pairs {
      numbers[overlap.prediction] = Int32(overlap.reference)
    }
    let prediction = ComponentLabelling(
      of: frame.prediction, labels, connectivity: rules.connectivity)
    joined = LesionPair(reference, prediction)
    touches = LesionOverlaps(grown, prediction).renumbered(reference: numbers)
  }
}

extension LesionOverlaps {
  /// The same pairs with other numbers for the lesions of the reference.
  fileprivate func renumbered(reference numbers: [Int32]) -> LesionOverlaps {
    LesionOverlaps(
      pairs.map {
        Pair(
          reference: Int(numbers[$0.reference]), prediction: $0.prediction, voxels: $0.voxels)
      })
  }
}
