import Testing

@testable import VolumetryCore

@Suite("Refused liver volumes")
struct LiverRefusalTests {
  static let map = census([0: 5000, 1: 400, 2: 100, 9: 100])

  static func refusal(_ census: JointCensus, _ roles: LiverRoles) -> LiverVolumesError? {
    do {
      _ = try LiverVolumes(census, voxelVolume: CubicMillimetres(1), roles: roles)
      return nil
    } catch { return error }
  }

  static func refusal(
    tlv: Double, tumour: Double? = nil, flr: Double? = nil
  ) -> LiverVolumesError? {
    do {
      _ = try LiverVolumes(
        tlv: Millilitres(tlv), tumour: tumour.map { Millilitres($0) },
        flr: flr.map { Millilitres($0) })
      return nil
    } catch { return error }
  }

  @Test(
    "A role without a voxel is refused with the labels that are there",
    arguments: LiverRole.allCases)
  func emptyRole(role: LiverRole) throws {
    let absent = LabelSet([5])
    let roles =
      switch role {
      case .liver: LiverRoles(liver: absent)
      case .tumour: LiverRoles(liver: LabelSet([1]), tumour: absent)
      case .flr: LiverRoles(liver: LabelSet([1]), flr: absent)
      }
    let error = try #require(Self.refusal(Self.map, roles))
    #expect(error == .emptyRole(role, expected: .set(absent), found: [1, 2, 9]))
    #expect(error.code == "E-EMPTY-ROLE")
    #expect(error.description.contains("found 1,2,9"))
  }

  @Test("A set of no labels, and a file of background alone, are empty roles")
  func nothing() {
    let none = LabelSet([Label]())
    #expect(
      Self.refusal(Self.map, LiverRoles(liver: none))
        == .emptyRole(.liver, expected: .set(none), found: [1, 2, 9]))
    #expect(
      Self.refusal(census([0: 9]), LiverRoles(liver: .init(everyLabelOf: 0)))
        == .emptyRole(.liver, expected: .everyLabel, found: []))
    #expect(
      Self.refusal(JointCensus([JointCensus.Combination]()), LiverRoles(liver: LabelSet([1])))
        == .emptyRole(.liver, expected: .set(LabelSet([1])), found: []))
  }

  @Test("Liver or remnant sharing a label with tumour in one label map is refused")
  func overlap() {
    let liver = LiverRoles(liver: LabelSet([1...9]), tumour: LabelSet([9]))
    #expect(
      Self.refusal(Self.map, liver)
        == .overlappingRoles(.liver, .tumour, common: .set(LabelSet([9]))))
    let remnant = LiverRoles(
      liver: LabelSet([1]), tumour: LabelSet([2, 9]), flr: LabelSet([1, 2]))
    #expect(
      Self.refusal(Self.map, remnant)
        == .overlappingRoles(.flr, .tumour, common: .set(LabelSet([2]))))
    let everything = LiverRoles(
      liver: .init(everyLabelOf: 0), tumour: .init(volume: 0, labels: LabelSet([9])))
    #expect(
      Self.refusal(Self.map, everything)
        == .overlappingRoles(.liver, .tumour, common: .set(LabelSet([9]))))
  }

  @Test("The same labels in two files do not overlap")
  func sameLabelsOfTwoFiles() {
    let joint = JointCensus([
      .init(labels: [1, 0], voxels: 5), .init(labels: [1, 1], voxels: 1),
    ])
    let roles = LiverRoles(
      liver: .init(volume: 0, labels: LabelSet([1])),
      tumour: .init(volume: 1, labels: LabelSet([1])))
    #expect(Self.refusal(joint, roles) == nil)
  }

  @Test("Background as tissue is refused in every role", arguments: LiverRole.allCases)
  func background(role: LiverRole) {
    let set = LabelSet([0...1])
    let roles =
      switch role {
      case .liver: LiverRoles(liver: set)
      case .tumour: LiverRoles(liver: LabelSet([2]), tumour: set)
      case .flr: LiverRoles(liver: LabelSet([2]), flr: set)
      }
    #expect(Self.refusal(Self.map, roles) == .backgroundInRole(role, found: set))
  }

  @Test("A tumour that is the whole liver is refused, one voxel less is not")
  func tumourFillsLiver() {
    let roles = LiverRoles(liver: .init(everyLabelOf: 0), tumour: .init(everyLabelOf: 1))
    let full = JointCensus([.init(labels: [1, 1], voxels: 10)])
    #expect(Self.refusal(full, roles) == .tumourFillsLiverVoxels(tumour: 10, tlv: 10))
    let rest = JointCensus([
      .init(labels: [1, 1], voxels: 10), .init(labels: [1, 0], voxels: 1),
    ])
    #expect(Self.refusal(rest, roles) == nil)
  }

  @Test("A remnant that is all tumour is refused")
  func remnantIsTumour() {
    let joint = JointCensus([
      .init(labels: [1, 0, 0], voxels: 10), .init(labels: [1, 1, 1], voxels: 3),
    ])
    let roles = LiverRoles(
      liver: .init(everyLabelOf: 0), tumour: .init(everyLabelOf: 1), flr: .init(everyLabelOf: 2))
    #expect(Self.refusal(joint, roles) == .remnantIsTumour(voxels: 3))
  }

  @Test("Typed: remnant may equal the liver but not exceed it")
  func typedRemnant() {
    #expect(Self.refusal(tlv: 1500, flr: 1500) == nil)
    #expect(
      Self.refusal(tlv: 1500, flr: 1500.001)
        == .flrExceedsLiver(flr: Millilitres(1500.001), tlv: Millilitres(1500)))
  }

  @Test("Typed: tumour must be less than the liver, and may be nothing")
  func typedTumour() throws {
    #expect(Self.refusal(tlv: 1500, tumour: 1499.999) == nil)
    #expect(
      Self.refusal(tlv: 1500, tumour: 1500)
        == .tumourFillsLiver(tumour: Millilitres(1500), tlv: Millilitres(1500)))
    let none = try LiverVolumes(tlv: Millilitres(1500), tumour: .zero)
    #expect(none.tflv == Millilitres(1500))
    #expect(none.warnings.isEmpty)
  }

  @Test(
    "Typed: what is no volume is refused by role",
    arguments: [-1.0, -.leastNonzeroMagnitude, .nan, .infinity, -.infinity])
  func typedNumbers(value: Double) {
    func isNoVolume(_ error: LiverVolumesError?, _ role: LiverRole) -> Bool {
      if case .notAVolume(let found, _)? = error { found == role } else { false }
    }
    #expect(isNoVolume(Self.refusal(tlv: value), .liver))
    #expect(isNoVolume(Self.refusal(tlv: 1500, tumour: value), .tumour))
    #expect(isNoVolume(Self.refusal(tlv: 1500, flr: value), .flr))
  }

  @Test("Typed: a liver of nothing is refused, a remnant of nothing is not")
  func typedZero() {
    #expect(Self.refusal(tlv: 0) == .notAVolume(.liver, found: 0))
    #expect(Self.refusal(tlv: 1500, flr: 0) == nil)
  }

  @Test("Typed: a net remnant above the functional liver is warned of with the excess")
  func typedExcess() throws {
    func warnings(_ flr: Double) throws -> [LiverWarning] {
      try LiverVolumes(
        tlv: Millilitres(1000), tumour: Millilitres(300), flr: Millilitres(flr)
      ).warnings
    }
    #expect(try warnings(700).isEmpty)
    let excess = try warnings(750)
    #expect(excess.map(\.code) == ["W-FLR-EXCEEDS-TFLV"])
    #expect(excess.first?.millilitres == Millilitres(50))
  }

  @Test("Tissue is taken from a remnant only if something is left of it")
  func removal() throws {
    let volumes = try LiverVolumes(tlv: Millilitres(1500), flr: Millilitres(300))
    #expect(try volumes.removingFromRemnant(.zero) == volumes)
    let net = try volumes.removingFromRemnant(Millilitres(299))
    #expect(net.flr == Millilitres(1))
    #expect(net.tlv == volumes.tlv)
    #expect(
      throws: LiverVolumesError.removalFillsRemnant(
        removal: Millilitres(300), flr: Millilitres(300))
    ) { try volumes.removingFromRemnant(Millilitres(300)) }
    #expect(throws: LiverVolumesError.notARemoval(found: -1)) {
      try volumes.removingFromRemnant(Millilitres(-1))
    }
    let without = try LiverVolumes(tlv: Millilitres(1500))
    #expect(throws: LiverVolumesError.noRemnant) { try without.removingFromRemnant(.zero) }
  }
}
