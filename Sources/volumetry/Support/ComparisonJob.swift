import Reporting
import VolumetryCore

/// What is done with each pair of files of a call.
struct ComparisonJob: Sendable {
  let request: ComparisonRequest
  /// Sets of labels to compare; empty: every label that occurs.
  let sets: [ComparedStructure]
  let given: NamedLabelTable?
  let options: ReadingOptions
  /// Whether to find the slices of most disagreement, for pictures.
  let findsSlices: Bool
  /// Threads at most for one pair.
  let cores: Int

  /// Why a pair was not compared.
  struct Refusal: Error, Sendable {
    let notice: Notice
    let isAbsence: Bool
  }

  /// A pair that was compared, with what its pictures need.
  struct Compared: Sendable {
    let pair: ComparisonReport.Pair
    let slices: [ComparisonPictures.Key: DisagreementSlice]
  }

  func compare(_ files: FilePair) -> Result<Compared, Refusal> {
    let pair: SegmentationPair
    do throws(SegmentationPairError) {
      pair = try SegmentationPair(
        reference: files.reference, prediction: files.prediction, options: options, cores: cores)
    } catch { return .failure(Self.refusal(error, files)) }
    let comparison = pair.comparison(
      of: sets.isEmpty ? pair.occurringStructures : sets, request, cores: cores)
    let occurring = Set(pair.reference.occurring + pair.prediction.occurring).sorted()
    let naming = LabelNaming(
      given: given, own: pair.reference.ownTables(at: files.reference), occurring: occurring)
    return .success(
      Compared(
        pair: ComparisonReport.Pair(
          caseName: files.caseName, method: files.method, reference: files.reference,
          prediction: files.prediction, comparison: comparison,
          scans: [pair.reference, pair.prediction], naming: naming,
          isOneFile: files.isOneScan,
          absent: sets.filter { set in !occurring.contains { set.members.contains($0) } }),
        slices: findsSlices ? slices(comparison, pair, files) : [:]))
  }

  private func slices(
    _ comparison: PairComparison, _ pair: SegmentationPair, _ files: FilePair
  ) -> [ComparisonPictures.Key: DisagreementSlice] {
    var slices: [ComparisonPictures.Key: DisagreementSlice] = [:]
    for structure in comparison.structures.map(\.structure) {
      let key = ComparisonPictures.Key(
        caseName: files.caseName, method: files.method, structure: structure)
      slices[key] = pair.disagreementSlice(of: structure.members)
    }
    return slices
  }

  private static func refusal(_ error: SegmentationPairError, _ files: FilePair) -> Refusal {
    let path =
      switch error {
      case .unreadable(.reference, _): files.reference
      case .unreadable(.prediction, _), .notAligned: files.prediction
      }
    return Refusal(
      notice: Notice(code: error.code, message: error.message, path: path),
      isAbsence: error.isAbsence)
  }
}
