import Readiness
import VolumetryCore

// Labels, plans and scans of a case.

extension LabelRoles {
  init?(_ entry: RecordEntry) {
    let tissues = SpecialTissue.allCases
    guard let fields = entry.mapping(["liver", "tumour", "preset"] + tissues.map(\.rawValue)) else {
      return nil
    }
    self.init(fields)
    for tissue in tissues { special[tissue] = fields[tissue.rawValue]?.labelSet() }
  }

  /// The liver and the tumour, by their sets or by a preset.
  private init?(_ fields: RecordMapping) {
    let tumour = fields["tumour"]?.labelSet()
    guard let written = fields["preset"] else {
      self.init(liver: fields["liver"]?.labelSet(), tumour: tumour)
      return
    }
    guard let preset = LabelPreset(written) else { return nil }
    if let liver = fields["liver"] {
      liver.fault(
        .labels, "the preset already says what the liver is", found: liver.shown,
        expected: "either a preset or a liver set")
      return nil
    }
    self.init(preset: preset, tumour: tumour)
  }
}

extension LabelPreset {
  /// A table that ships with the program, says what the liver is and is not unverified.
  fileprivate init?(_ entry: RecordEntry) {
    let known = BundledLabelTables.idsForCases
    let expected = "one of \(known.list)"
    guard let id = entry.scalar(expected) else { return nil }
    guard known.contains(id), let table = BundledLabelTables.table(id: id)?.table,
      let liver = table.liver
    else {
      let nearest = known.nearest(to: id).map { ", the nearest known one is \"\($0)\"" } ?? ""
      entry.fault(
        .word,
        BundledLabelTables.ids.contains(id)
          ? "the preset does not say what the liver is, or is unverified"
          : "unknown preset\(nearest)",
        found: entry.shown, expected: expected)
      return nil
    }
    self.init(id: id, liver: liver, tumour: table.tumour)
  }
}

extension Plan {
  /// The plans of a case; no two have one id.
  static func list(_ entry: RecordEntry) -> [Plan] {
    guard let items = entry.items() else { return [] }
    var plans: [Plan] = []
    var ids: Set<String> = []
    for (index, item) in items.enumerated() {
      guard let plan = Plan(item, number: index + 1) else { continue }
      if !ids.insert(plan.id).inserted {
        item.fault(
          .duplicate, "two plans have one id", found: "\"\(printable(plan.id))\"",
          expected: "an id of its own for each plan")
      }
      plans.append(plan)
    }
    return plans
  }

  private init?(_ entry: RecordEntry, number: Int) {
    guard let fields = entry.mapping(["id", "flr", "segment_1", "flr_minus", "extent"]) else {
      return nil
    }
    self.init(
      id: fields["id"]?.text() ?? "plan-\(number)", flr: fields["flr"]?.labelSet(),
      segment1: fields["segment_1"]?.word(SegmentOne.self),
      flrMinus: fields["flr_minus"]?.list(PlannedRemoval.init) ?? [])
    extent = fields["extent"]?.word(Extent.self)
  }
}

extension PlannedRemoval {
  init?(_ entry: RecordEntry) {
    guard let fields = entry.mapping(["kind", "volume_ml", "done"]),
      let volume = fields.required("volume_ml")?.number(Admissible.volume)
    else { return nil }
    self.init(
      kind: fields["kind"]?.text(), volume: Millilitres(volume),
      done: fields["done"]?.word(Stage.self) ?? .two)
  }
}

extension Scan {
  private static let sources = ["segmentation", "files", "volumes_ml"]

  init?(_ entry: RecordEntry) {
    guard
      let fields = entry.mapping(
        ["date", "timepoint"] + Self.sources + ["labels", "reading", "flr_compromised_ml"])
    else {
      return nil
    }
    self.init(
      date: fields["date"]?.date(), timepoint: fields["timepoint"]?.word(Timepoint.self),
      labels: fields["labels"].flatMap(LabelRoles.init))
    if let reading = fields["reading"].flatMap(Reading.init) { self.reading = reading }
    flrCompromised = fields["flr_compromised_ml"]?.number(Admissible.volume).map(Millilitres.init)
    let stated = Self.sources.filter { fields[$0] != nil }
    guard stated.count <= 1 else {
      entry.fault(
        .source, "a scan has one source", found: stated.list,
        expected: "one of \(Self.sources.list)")
      return
    }
    if stated.isEmpty {
      entry.warn("W-SCAN-WITHOUT-SOURCE", "nothing is known of this scan but its day")
    }
    if let path = fields["segmentation"]?.text() { source = .segmentation(path) }
    if let files = fields["files"].flatMap(RoleFiles.init) { source = .files(files) }
    if let volumes = fields["volumes_ml"].flatMap(TypedVolumes.init) { source = .volumes(volumes) }
  }
}

extension Scan.Reading {
  init?(_ entry: RecordEntry) {
    guard let fields = entry.mapping(["geometry", "volume"]) else { return nil }
    self.init(
      geometry: fields["geometry"]?.word(Geometry.self), volume: fields["volume"]?.wholeNumber())
  }
}

extension Scan.RoleFiles {
  init?(_ entry: RecordEntry) {
    let known = ["liver", "tumour", "flr"]
    guard let fields = entry.mapping(known) else { return nil }
    self.init(
      liver: fields["liver"]?.text(), tumour: fields["tumour"]?.text(), flr: fields["flr"]?.text())
    if known.allSatisfy({ fields[$0] == nil }) {
      entry.fault(
        .source, "no file is named", found: entry.shown, expected: "at least one of \(known.list)")
    }
  }
}

extension Scan.TypedVolumes {
  init?(_ entry: RecordEntry) {
    let known = ["tlv", "tumour", "flr"]
    guard let fields = entry.mapping(known) else { return nil }
    self.init(
      tlv: fields["tlv"]?.number(Admissible.totalVolume, usual: .totalVolume).map(
        Millilitres.init),
      tumour: fields["tumour"]?.number(Admissible.volume).map(Millilitres.init),
      flr: fields["flr"]?.number(Admissible.volume).map(Millilitres.init))
    if known.allSatisfy({ fields[$0] == nil }) {
      entry.fault(
        .source, "no volume is given", found: entry.shown,
        expected: "at least one of \(known.list)")
    }
    checkParts(fields)
  }

  /// The parts of a liver fit into it: FLR ≤ TLV, tumour < TLV. Remnant (net of tumour) and tumour
  /// together fit too, but each carries its own measurement error: beyond TLV is a warning.
  private func checkParts(_ fields: RecordMapping) {
    guard let tlv else { return }
    if let flr, flr > tlv {
      fields["flr"]?.fault(
        .volumes, "the remnant is larger than the liver", found: "\(plain(flr.value)) mL",
        expected: "at most the TLV of \(plain(tlv.value)) mL")
      return
    }
    guard let tumour else { return }
    guard tumour < tlv else {
      fields["tumour"]?.fault(
        .volumes, "the tumour is not smaller than the liver",
        found: "\(plain(tumour.value)) mL", expected: "below the TLV of \(plain(tlv.value)) mL")
      return
    }
    if let flr, flr + tumour > tlv {
      fields["flr"]?.warn(
        "W-FLR-AND-TUMOUR",
        "FLR (net of tumour) and tumour together are \(plain((flr + tumour).value)) mL, more than "
          + "the TLV of \(plain(tlv.value)) mL")
    }
  }
}
