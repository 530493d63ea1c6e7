/// Exact counts of the voxel faces at which two label combinations touch.
///
/// A voxel has six faces, each shared with a neighbour along i, j or k. Where the two carry other
/// labels, the face is counted for their pair and its axis. Any region that is a set of labels then
/// has its surface by addition: no second pass over the voxels. A face at the edge of the field of
/// view has no neighbour and is not counted: a structure that is cut has a hole in its surface.
public struct FaceCensus: Hashable, Sendable {
  /// Two combinations of labels, a label a volume, and the faces between their voxels.
  public struct Contact: Hashable, Sendable {
    /// The smaller of the two, label by label.
    public let a: [Label]
    /// The larger of the two.
    public let b: [Label]
    /// Faces between a voxel of the one and a voxel of the other.
    public let faces: FaceCounts

    /// The order of the two does not matter; they differ.
    public init(_ a: [Label], _ b: [Label], faces: FaceCounts) {
      precondition(a != b, "equal voxels have no face between them")
      let isOrdered = a.lexicographicallyPrecedes(b)
      (self.a, self.b, self.faces) = (isOrdered ? a : b, isOrdered ? b : a, faces)
    }
  }

  /// Sorted by labels, each pair once, none without a face.
  public let contacts: [Contact]

  /// Contacts of one pair are added up, in any order; those without a face are dropped.
  public init(_ contacts: some Sequence<Contact>) {
    var sums: [[Label]: [[Label]: FaceCounts]] = [:]
    for contact in contacts where contact.faces != .none {
      sums[contact.a, default: [:]][contact.b, default: .none] += contact.faces
    }
    self.contacts = sums.flatMap { a, row in
      row.map { Contact(a, $0.key, faces: $0.value) }
    }.sorted { first, second in
      first.a == second.a
        ? first.b.lexicographicallyPrecedes(second.b) : first.a.lexicographicallyPrecedes(second.a)
    }
  }

  /// Faces between voxels of one region and voxels of another; the two share no voxel.
  public func faces(between isFirst: ([Label]) -> Bool, and isSecond: ([Label]) -> Bool)
    -> FaceCounts
  {
    contacts.reduce(into: FaceCounts.none) { sum, contact in
      let isBetween =
        isFirst(contact.a) && isSecond(contact.b) || isFirst(contact.b) && isSecond(contact.a)
      if isBetween { sum += contact.faces }
    }
  }
}

/// Voxel faces by the axis that they are passed along.
public struct FaceCounts: Hashable, Sendable {
  /// Between neighbours along i, j and k.
  public var i: Int
  public var j: Int
  public var k: Int

  /// Counts of each axis.
  public init(i: Int, j: Int, k: Int) {
    (self.i, self.j, self.k) = (i, j, k)
  }

  /// No face.
  public static let none = FaceCounts(i: 0, j: 0, k: 0)

  /// Axis by axis.
  public static func += (a: inout Self, b: Self) {
    a = FaceCounts(i: a.i + b.i, j: a.j + b.j, k: a.k + b.k)
  }
}
