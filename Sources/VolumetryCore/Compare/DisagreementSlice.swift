import Glibc

/// The slice in which a reference and a prediction differ most about one structure, and what is to
/// be drawn of it: both outlines, cropped, with the size of a voxel.
///
/// Nothing is resampled or smoothed: outlines run along the edges of voxels. Columns and rows are
/// drawn at right angles, whatever shear the grid has.
public struct DisagreementSlice: Hashable, Sendable {
  /// An axis of the reference's grid.
  public enum Axis: Int, Hashable, Sendable, CaseIterable {
    case i, j, k

    /// The axis that runs between feet and head, whose slices are the axial ones; nil where the
    /// orientation is not known.
    ///
    /// - Parameter orientation: three letters as `Grid.orientation` gives them.
    public static func axial(orientation: String?) -> Axis? {
      guard let orientation else { return nil }
      return zip(Axis.allCases, orientation).first { "SI".contains($0.1) }?.0
    }

    /// The axes along columns and rows of a slice across this one.
    var inPlane: (column: Axis, row: Axis) {
      switch self {
      case .i: (.j, .k)
      case .j: (.i, .k)
      case .k: (.i, .j)
      }
    }
  }

  /// Where the frame of two volumes lies in the reference.
  struct Place {
    /// Voxel of the frame where the reference's first voxel lies.
    let origin: SIMD3<Int>
    /// Along i, j and k of the reference.
    let spacing: [Millimetres]
    /// As `Grid.orientation` gives it.
    let orientation: String?
  }

  /// Across which axis the slice lies.
  public let axis: Axis
  /// Which slice: voxel index of the reference along `axis`, counted from 0. Outside the
  /// reference's own field of view it is negative or above its last.
  public let index: Int
  /// Voxels of the slice that belong to the structure in one of the two volumes only.
  public let differingVoxels: Int
  /// Columns and rows of the crop: the box around both outlines and a margin, as far as the frame
  /// goes.
  public let columnCount: Int
  public let rowCount: Int
  /// Distances of neighbouring voxel centres, from one column to the next and from one row to the
  /// next.
  public let columnSpacing: Millimetres
  public let rowSpacing: Millimetres
  /// The directions in which columns and rows are counted and slices follow one another: R, L, A,
  /// P, S or I; nil where the files do not say.
  public let columnDirection: Character?
  public let rowDirection: Character?
  public let sliceDirection: Character?
  /// The outlines in the crop, its first corner at (0, 0).
  public let reference: SliceOutline
  public let prediction: SliceOutline

  /// The slice with the most differing voxels; where slices are equal in that, the one with most
  /// voxels of both structures, then the first. Nil where both structures are empty.
  ///
  /// - Parameters:
  ///   - reference: the structure in the reference, in the common frame.
  ///   - prediction: the structure in the prediction, in the same frame.
  ///   - margin: around the box of both outlines, as long as the frame goes on.
  init?(
    _ reference: StructureSpans, _ prediction: StructureSpans, place: Place, across axis: Axis,
    margin: Millimetres
  ) {
    precondition(margin.value.isFinite && margin.value >= 0, "a margin is a length")
    let differing = reference.symmetricDifference(prediction).voxelsBySlice(across: axis.rawValue)
    let members = zip(
      reference.voxelsBySlice(across: axis.rawValue),
      prediction.voxelsBySlice(across: axis.rawValue)
    ).map { $0 + $1 }
    var best = 0
    for slice in differing.indices
    where (differing[slice], members[slice]) > (differing[best], members[best]) { best = slice }
    guard members[best] > 0 else { return nil }
    let (column, row) = axis.inPlane
    let slices = [reference, prediction].map { $0.slice(across: axis.rawValue, at: best) }
    let sizes = reference.shape.sizes
    let columns = Self.crop(
      slices.joined().map { $0.start..<$0.end }, margin / place.spacing[column.rawValue],
      size: sizes[column.rawValue])
    let rows = Self.crop(
      slices.joined().map { $0.row..<($0.row + 1) }, margin / place.spacing[row.rawValue],
      size: sizes[row.rawValue])
    self.axis = axis
    index = best - place.origin[axis.rawValue]
    differingVoxels = differing[best]
    (columnCount, rowCount) = (columns.count, rows.count)
    columnSpacing = place.spacing[column.rawValue]
    rowSpacing = place.spacing[row.rawValue]
    let directions = place.orientation.map(Array.init)
    columnDirection = directions?[column.rawValue]
    rowDirection = directions?[row.rawValue]
    sliceDirection = directions?[axis.rawValue]
    let first = SIMD2(columns.lowerBound, rows.lowerBound)
    self.reference = SliceOutline(slices[0], origin: first)
    self.prediction = SliceOutline(slices[1], origin: first)
  }

  /// From the first to behind the last of some places, and a margin of voxels on both sides.
  private static func crop(_ places: [Range<Int32>], _ margin: Double, size: Int) -> Range<Int32> {
    guard let first = places.map(\.lowerBound).min(), let last = places.map(\.upperBound).max()
    else { preconditionFailure("the slice holds a voxel") }
    // A voxel may be so small that the margin is beyond every number.
    let extra = margin < Double(size) ? Int(margin.rounded(.up)) : size
    return Int32(max(0, Int(first) - extra))..<Int32(min(size, Int(last) + extra))
  }
}

extension SegmentationPair {
  /// The slice in which the two volumes differ most about a structure; nil where neither holds it.
  ///
  /// - Parameters:
  ///   - labels: what the structure is made of, in both volumes.
  ///   - axis: across which axis; without one the axial slices are taken, and where the orientation
  ///     is not known those across k.
  ///   - margin: around both outlines.
  public func disagreementSlice(
    of labels: LabelSet, across axis: DisagreementSlice.Axis? = nil,
    margin: Millimetres = Millimetres(5)
  ) -> DisagreementSlice? {
    let orientation = reference.grid.orientation
    func spans(_ runs: LabelRuns) -> StructureSpans {
      StructureSpans(runs) { labels.contains(runs.labels[Int($0)]) }
    }
    return DisagreementSlice(
      spans(frame.reference), spans(frame.prediction),
      place: DisagreementSlice.Place(
        origin: frame.origin, spacing: spacing, orientation: orientation),
      across: axis ?? .axial(orientation: orientation) ?? .k, margin: margin)
  }
}
