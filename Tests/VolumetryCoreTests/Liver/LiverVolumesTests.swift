import Testing

@testable import VolumetryCore

/// A census from `labels: voxels`, one volume.
func census(_ counts: [Label: Int]) -> JointCensus {
  JointCensus(counts.map { JointCensus.Combination(labels: [$0.key], voxels: $0.value) })
}

/// A census of voxels, a tuple of labels each.
func census(voxels: [[Label]]) -> JointCensus {
  JointCensus(
    Dictionary(grouping: voxels) { $0 }.map {
      JointCensus.Combination(labels: $0.key, voxels: $0.value.count)
    })
}

@Suite("Liver volumes from a joint census")
struct LiverVolumesTests {
  static let millilitre = CubicMillimetres(1000)
  /// Liver 1-8 of 1000 voxels, of which the remnant 2, 3 is 300, tumour 9 of 100.
  static let oneMap = census([0: 5000, 1: 400, 2: 100, 3: 200, 4: 300, 9: 100])
  static let roles = LiverRoles(
    liver: LabelSet([1...8]), tumour: LabelSet([9]), flr: LabelSet([2, 3]))

  static func measure(
    _ census: JointCensus, _ roles: LiverRoles, voxel: CubicMillimetres = millilitre
  ) throws(LiverVolumesError) -> LiverVolumes {
    try LiverVolumes(census, voxelVolume: voxel, roles: roles)
  }

  static func codes(_ volumes: LiverVolumes) -> [String] { volumes.warnings.map(\.code) }

  @Test("One label map: tlv is the union, tflv what is left without tumour, tumour in flr unknown")
  func labelMap() throws {
    let volumes = try Self.measure(Self.oneMap, Self.roles)
    #expect(volumes.tlv == Millilitres(1100))
    #expect(volumes.tumour == Millilitres(100))
    #expect(volumes.tflv == Millilitres(1000))
    #expect(volumes.flr == Millilitres(300))
    #expect(volumes.flrTumour == nil)
    #expect(volumes.segments.map(\.label) == [1, 2, 3, 4])
    #expect(volumes.segments.map(\.volume.value) == [400, 100, 200, 300])
    #expect(volumes.segments.map(\.voxels) == [400, 100, 200, 300])
    #expect(Self.codes(volumes) == ["W-FLR-TUMOUR-UNKNOWN", "W-LABEL-ABSENT"])
    #expect(volumes.warnings[1].message.contains("liver labels 5-8 "))
  }

  @Test("Volumes are counts times one voxel volume, in mm³ until the last step")
  func oneScaling() throws {
    let voxel = CubicMillimetres(0.78 * 0.78 * 1.5)
    let volumes = try Self.measure(Self.oneMap, Self.roles, voxel: voxel)
    #expect(volumes.tlv.value == voxel.value * 1100 / 1000)
    #expect(volumes.voxels?.tlv == 1100)
    #expect(volumes.voxels?.flr == 300)
    #expect(volumes.voxels?.tumour == 100)
  }

  @Test("Without tumour roles, tumour and tflv are absent and the remnant is said to be gross")
  func noTumour() throws {
    let roles = LiverRoles(liver: LabelSet([1...4]), flr: LabelSet([2, 3]))
    let volumes = try Self.measure(Self.oneMap, roles)
    #expect(volumes.tlv == Millilitres(1000))
    #expect(volumes.tumour == nil)
    #expect(volumes.tflv == nil)
    #expect(volumes.flr == Millilitres(300))
    #expect(volumes.flrTumour == nil)
    #expect(Self.codes(volumes) == ["W-NO-TUMOUR"])
    #expect(volumes.warnings[0].message.contains("gross of unknown tumour"))
  }

  @Test("Without a remnant role the remnant is absent, and nothing is warned of")
  func noRemnant() throws {
    let roles = LiverRoles(liver: LabelSet([1...4]), tumour: LabelSet([9]))
    let volumes = try Self.measure(Self.oneMap, roles)
    #expect(volumes.flr == nil)
    #expect(volumes.flrTumour == nil)
    #expect(volumes.tflv == Millilitres(1000))
    #expect(volumes.warnings.isEmpty)
    let liverOnly = try Self.measure(Self.oneMap, LiverRoles(liver: LabelSet([1...4])))
    #expect(!liverOnly.warnings[0].message.contains("flr"))
  }

  @Test("A remnant label that is no liver label counts in tlv and is warned of with its volume")
  func remnantOutsideLabelMap() throws {
    let roles = LiverRoles(
      liver: LabelSet([1...3]), tumour: LabelSet([9]), flr: LabelSet([3, 4]))
    let volumes = try Self.measure(Self.oneMap, roles)
    #expect(volumes.tlv == Millilitres(400 + 100 + 200 + 300 + 100))
    #expect(volumes.flr == Millilitres(500))
    let warning = try #require(volumes.warnings.first { $0.code == "W-FLR-OUTSIDE-LIVER" })
    #expect(warning.millilitres == Millilitres(300))
    #expect(warning.message.contains("labels 4 "))
  }

  @Test("A remnant label that is no liver label is warned of even where the file lacks it")
  func absentRemnantOutside() throws {
    let roles = LiverRoles(liver: LabelSet([1...4]), flr: LabelSet([3, 12]))
    let volumes = try Self.measure(Self.oneMap, roles)
    let warning = try #require(volumes.warnings.first { $0.code == "W-FLR-OUTSIDE-LIVER" })
    #expect(warning.millilitres == .zero)
    #expect(
      volumes.warnings.first { $0.code == "W-LABEL-ABSENT" }?.message
        == "flr labels 12 are not in the file")
  }

  @Test("One file a role: tumour in the remnant is exact and subtracted from it")
  func filePerRole() throws {
    // liver, tumour, flr; labels of the files are arbitrary and not background.
    let joint = JointCensus([
      .init(labels: [0, 0, 0], voxels: 900), .init(labels: [1, 0, 0], voxels: 500),
      .init(labels: [1, 7, 0], voxels: 60), .init(labels: [1, 0, 255], voxels: 200),
      .init(labels: [1, 7, 255], voxels: 30), .init(labels: [0, 7, 0], voxels: 8),
      .init(labels: [0, 0, 255], voxels: 4), .init(labels: [0, 7, 255], voxels: 2),
    ])
    let roles = LiverRoles(
      liver: .init(everyLabelOf: 0), tumour: .init(everyLabelOf: 1), flr: .init(everyLabelOf: 2))
    let volumes = try Self.measure(joint, roles)
    #expect(volumes.tlv == Millilitres(804))
    #expect(volumes.tumour == Millilitres(100))
    #expect(volumes.tflv == Millilitres(704))
    #expect(volumes.flr == Millilitres(204))
    #expect(volumes.flrTumour == Millilitres(32))
    #expect(Self.codes(volumes) == ["W-FLR-OUTSIDE-LIVER", "W-TUMOUR-OUTSIDE-LIVER"])
    #expect(volumes.warnings[0].millilitres == Millilitres(6))
    #expect(volumes.warnings[1].millilitres == Millilitres(10))
  }

  @Test("A total volume is doubted outside 200 to 6000 mL, bounds excluded from doubt")
  func plausibility() throws {
    for (count, isDoubted) in [(199, true), (200, false), (6000, false), (6001, true)] {
      let measured = try Self.measure(census([1: count]), LiverRoles(liver: LabelSet([1])))
      let typed = try LiverVolumes(tlv: Millilitres(Double(count)))
      for volumes in [measured, typed] {
        #expect(Self.codes(volumes).contains("W-TLV-PLAUSIBILITY") == isDoubted, "\(count)")
      }
    }
  }

  @Test("Set arithmetic on the table equals counting voxel by voxel, over 300 random scans")
  func tableIsVoxels() throws {
    var generator = SeededGenerator(20_261_121)
    var (measured, refused) = (0, 0)
    for _ in 0..<300 {
      let voxels = (0..<60).map { _ in
        (0..<3).map { _ in Label(Int.random(in: 0...3, using: &generator)) }
      }
      func region() -> LiverRoles.Region {
        let volume = Int.random(in: 0..<3, using: &generator)
        if Bool.random(using: &generator) { return .init(everyLabelOf: volume) }
        let labels = (1...3).filter { _ in Bool.random(using: &generator) }
        return .init(volume: volume, labels: LabelSet(labels.map { Label($0) }))
      }
      let roles = LiverRoles(
        liver: region(), tumour: Bool.random(using: &generator) ? region() : nil, flr: region())
      do {
        let volumes = try Self.measure(census(voxels: voxels), roles)
        let plain = PlainLiver(voxels, roles)
        #expect(volumes.voxels?.tlv == plain.tlv)
        #expect(volumes.voxels?.tumour == plain.tumour)
        #expect(volumes.voxels?.flr == plain.flr)
        #expect(volumes.voxels?.flrTumour == plain.flrTumour)
        #expect(volumes.voxels?.flrOutsideLiver == plain.flrOutsideLiver)
        #expect(volumes.voxels?.tumourOutsideLiver == plain.tumourOutsideLiver)
        measured += 1
      } catch {
        refused += 1
      }
    }
    #expect(measured > 60)
    #expect(refused > 30)
  }

  @Test("One label map and its roles cut into one file each give the same volumes")
  func mapAndFilesAgree() throws {
    var generator = SeededGenerator(7)
    for _ in 0..<50 {
      // 1-3 liver, of which 3 is the remnant; 4 tumour outside it. All occur.
      let map =
        [1, 2, 3, 4].map { Label($0) }
        + (0..<200).map { _ in Label(Int.random(in: 0...4, using: &generator)) }
      let roles = LiverRoles(
        liver: LabelSet([1...3]), tumour: LabelSet([4]), flr: LabelSet([3]))
      let files = map.map { label -> [Label] in
        [(1...3).contains(label) ? 1 : 0, label == 4 ? 1 : 0, label == 3 ? 1 : 0]
      }
      let fileRoles = LiverRoles(
        liver: .init(everyLabelOf: 0), tumour: .init(everyLabelOf: 1),
        flr: .init(everyLabelOf: 2))
      let one = try Self.measure(census(voxels: map.map { [$0] }), roles)
      let many = try Self.measure(census(voxels: files), fileRoles)
      #expect(one.tlv == many.tlv)
      #expect(one.tumour == many.tumour)
      #expect(one.tflv == many.tflv)
      #expect(one.flr == many.flr)
      #expect(one.flrTumour == nil)
      #expect(many.flrTumour == .zero)
    }
  }
}

/// The plain twin: one pass over voxels, a question each.
private struct PlainLiver {
  var tlv = 0
  var tumour: Int?
  var flr = 0
  var flrTumour: Int?
  var flrOutsideLiver = 0
  var tumourOutsideLiver = 0

  struct Membership {
    let liver: Bool
    let tumour: Bool
    let flr: Bool
  }

  init(_ voxels: [[Label]], _ roles: LiverRoles) {
    func count(_ isCounted: (Membership) -> Bool) -> Int {
      voxels.count { labels in
        func carries(_ region: LiverRoles.Region?) -> Bool {
          guard let region else { return false }
          let label = labels[region.volume]
          switch region.labels {
          case .everyLabel: return label.value != 0
          case .set(let set): return set.ranges.contains { $0.contains(label) }
          }
        }
        return isCounted(
          Membership(
            liver: carries(roles.liver), tumour: carries(roles.tumour), flr: carries(roles.flr)))
      }
    }
    tlv = count { $0.liver || $0.tumour || $0.flr }
    flr = count { $0.flr && !$0.tumour }
    flrOutsideLiver = count { $0.flr && !$0.liver }
    if let region = roles.tumour {
      tumour = count { $0.tumour }
      tumourOutsideLiver = count { $0.tumour && !$0.liver }
      if region.volume != roles.flr?.volume { flrTumour = count { $0.tumour && $0.flr } }
    }
  }
}
