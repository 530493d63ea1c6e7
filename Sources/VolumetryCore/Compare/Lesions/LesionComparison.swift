/// Lesions found, missed and invented: what a prediction makes of the lesions of a reference.
///
/// A lesion is a connected component. Numbers of lesions stand for places in `reference` and
/// `prediction`.
public struct LesionComparison: Hashable, Sendable {
  public let rules: LesionRules
  /// Which side has lesions that count.
  public let state: StructurePresence
  /// Every lesion of the reference, those that are ignored too, by their first voxel.
  public let reference: [Lesion]
  /// Every predicted lesion, those that were dropped too, by their first voxel.
  public let prediction: [Lesion]
  /// Lesions of the reference that were found, ascending, each with what found it.
  public let matches: [LesionMatch]
  /// Numbers of reference lesions that count and were not found.
  public let falseNegatives: [Int]
  /// Numbers of predicted lesions that count and are in no match.
  public let falsePositives: [Int]
  /// Volume of the predicted lesions, dropped ones aside, that share no voxel with any of the
  /// reference. Gatidis et al. 2024, doi:10.1038/s42256-024-00912-9.
  public let falsePositiveVolume: Millilitres
  /// Volume of the reference lesions, ignored ones aside, that share no voxel with any predicted
  /// one.
  public let falseNegativeVolume: Millilitres

  /// - Parameters:
  ///   - pair: components by the connectivity of the rules.
  ///   - place: how large voxels are and where they lie.
  init(_ pair: LesionPair, rules: LesionRules, place: LesionPlace) {
    let isIgnored = pair.reference.components.map {
      place.volume(of: $0.voxels).value <= rules.ignoredReference.value
    }
    let isDropped = pair.prediction.components.map {
      place.volume(of: $0.voxels).value <= rules.droppedPrediction.value
    }
    let pairs = pair.overlaps.pairs.filter { !isDropped[$0.prediction] }
    let matching = LesionMatching(
      pairs.filter { !isIgnored[$0.reference] }, rules: rules,
      sizes: (pair.reference.sizes, pair.prediction.sizes),
      ranks: (pair.reference.ranks(rules.numbering), pair.prediction.ranks(rules.numbering)))
    var shared = (
      reference: [Int](repeating: 0, count: isIgnored.count),
      prediction: [Int](repeating: 0, count: isDropped.count)
    )
    var touchesIgnored = [Bool](repeating: false, count: isDropped.count)
    for overlap in pairs {
      shared.reference[overlap.reference] += overlap.voxels
      shared.prediction[overlap.prediction] += overlap.voxels
      if isIgnored[overlap.reference] { touchesIgnored[overlap.prediction] = true }
    }
    var isFound = [Bool](repeating: false, count: isIgnored.count)
    var isMatched = [Bool](repeating: false, count: isDropped.count)
    for match in matching.matches {
      isFound[match.reference] = true
      for number in match.prediction { isMatched[number] = true }
    }
    self.rules = rules
    matches = Self.matches(matching, pair)
    reference = pair.reference.components.indices.map {
      Lesion(
        pair.reference.components[$0], place, sharedVoxels: shared.reference[$0],
        counts: !isIgnored[$0], isMatched: isFound[$0])
    }
    prediction = pair.prediction.components.indices.map {
      Lesion(
        pair.prediction.components[$0], place, sharedVoxels: shared.prediction[$0],
        counts: !isDropped[$0] && (isMatched[$0] || !touchesIgnored[$0]), isMatched: isMatched[$0])
    }
    falseNegatives = reference.indices.filter { [reference] in
      reference[$0].counts && !reference[$0].isMatched
    }
    falsePositives = prediction.indices.filter { [prediction] in
      prediction[$0].counts && !prediction[$0].isMatched
    }
    falsePositiveVolume = place.millilitres(
      of: prediction.indices.lazy.filter { !isDropped[$0] && shared.prediction[$0] == 0 }
        .reduce(0) { $0 + pair.prediction.components[$1].voxels })
    falseNegativeVolume = place.millilitres(
      of: reference.indices.lazy.filter { !isIgnored[$0] && shared.reference[$0] == 0 }
        .reduce(0) { $0 + pair.reference.components[$1].voxels })
    state = StructurePresence(
      reference: reference.contains(where: \.counts),
      prediction: prediction.contains(where: \.counts))
  }

  private static func matches(_ matching: LesionMatching, _ pair: LesionPair) -> [LesionMatch] {
    var shared: [SIMD2<Int>: Int] = [:]
    for overlap in pair.overlaps.pairs {
      shared[SIMD2(overlap.reference, overlap.prediction)] = overlap.voxels
    }
    return matching.matches.map { match in
      LesionMatch(
        reference: match.reference, prediction: match.prediction,
        sharedVoxels: match.prediction.reduce(0) { sum, number in
          guard let voxels = shared[SIMD2(match.reference, number)] else {
            preconditionFailure("matched lesions share a voxel")
          }
          return sum + voxels
        },
        referenceVoxels: pair.reference.components[match.reference].voxels,
        predictionVoxels: match.prediction.reduce(0) {
          $0 + pair.prediction.components[$1].voxels
        })
    }
  }
}

/// One lesion of one side.
public struct Lesion: Hashable, Sendable {
  public let voxels: Int
  public let volume: Millilitres
  /// Inclusive voxel indices on the grid of the reference; negative where a prediction reaches
  /// beyond the reference's field of view.
  public let bounds: VoxelBounds
  /// Mean position of the voxel centres in RAS+ mm; nil where the orientation is unknown.
  public let centroid: [Millimetres]?
  /// Voxels that lesions of the other side hold too, dropped ones aside.
  public let sharedVoxels: Int
  /// Whether it is one of those that are found or missed, right or false.
  public let counts: Bool
  /// Whether it is part of a match.
  public let isMatched: Bool
}

/// A lesion of the reference and the predicted lesions that found it, taken as one.
public struct LesionMatch: Hashable, Sendable {
  /// Place of the lesion in `reference`.
  public let reference: Int
  /// Places of the lesions in `prediction`, ascending.
  public let prediction: [Int]
  public let sharedVoxels: Int
  public let referenceVoxels: Int
  /// Of all its predicted lesions.
  public let predictionVoxels: Int

  /// Shared voxels by those of either.
  public var intersectionOverUnion: Double {
    LesionScore.intersectionOverUnion(
      shared: sharedVoxels, reference: referenceVoxels, prediction: predictionVoxels)
  }

  /// Twice the shared voxels by the sum of both.
  public var dice: Double {
    LesionScore.dice(
      shared: sharedVoxels, reference: referenceVoxels, prediction: predictionVoxels)
  }
}
