public import VolumetryCore

/// What `volumetry readers` prints: how several readers agree, structure by structure.
public struct ReadersReport: DocumentReport, Sendable {
  let head: DocumentHead
  /// The files, a reader each.
  let readers: [String]
  let agreements: [ReaderAgreement]
  let naming: LabelNaming
  /// `foreground` or `background`.
  let ties: String

  /// - Parameter naming: what the labels are called.
  public init(
    head: DocumentHead, readers: [String], agreements: [ReaderAgreement], naming: LabelNaming,
    ties: String
  ) {
    self.head = head
    self.readers = readers
    self.agreements = agreements
    self.naming = naming
    self.ties = ties
  }

  /// Writes the report in one of the layouts.
  public func write<Sink: TextSink>(
    _ format: OutputFormat, to sink: inout Sink
  ) throws(Sink.Failure) { try layOut(format, to: &sink) }

  private func name(_ structure: ComparedStructure) -> String? { naming.name(of: structure) }

  var document: [String: JSONValue] {
    [
      "readers": .strings(readers), "ties": .string(ties),
      "labels": .array(
        agreements.map { found in
          [
            "label": found.structure.json, "name": .optional(name(found.structure)),
            "members": .string(found.structure.members.description),
            "volumes_ml": .numbers(found.volumes.map(\.value)),
            "voxels_by_votes": .integers(found.votes.voxelsByVotes),
            "pairwise_dice": .array(
              found.votes.pairwiseDice.map { .array($0.map { .optional($0) }) }),
            "fleiss_kappa": .optional(found.fleissKappa.value),
            "majority_ml": .number(found.majorityVolume.value),
            "tied_ml": .number(found.tiedVolume.value),
            "staple": found.staple.members { staple in
              [
                "sensitivity": .numbers(staple.sensitivity),
                "specificity": .numbers(staple.specificity), "prior": .number(staple.prior),
                "iterations": .whole(staple.iterations), "voxels": .whole(staple.voxels),
                "volume_ml": .optional(found.stapleVolume?.value),
                "expected_voxels": .number(staple.expectedVoxels),
              ]
            },
          ]
        }),
    ]
  }

  var columns: [String] {
    [
      "label", "name", "reader", "volume_ml", "majority_ml", "tied_ml", "fleiss_kappa",
      "staple_sensitivity", "staple_specificity", "staple_volume_ml",
    ]
  }

  func writeRows<Sink: TextSink>(
    _ writer: DelimitedWriter, to sink: inout Sink
  ) throws(Sink.Failure) {
    for found in agreements {
      for (reader, path) in readers.enumerated() {
        try writer.writeRow(
          [
            found.structure.field, name(found.structure).map(DelimitedField.foreign) ?? .absent,
            .text(path), .number(found.volumes[reader].value),
            .number(found.majorityVolume.value), .number(found.tiedVolume.value),
            .optional(found.fleissKappa.value),
            .optional(found.staple.value?.sensitivity[reader]),
            .optional(found.staple.value?.specificity[reader]),
            .optional(found.stapleVolume?.value),
          ], to: &sink)
      }
    }
  }

  func writeTable<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    for (index, found) in agreements.enumerated() {
      if index > 0 { try sink.write("\n") }
      let title = found.structure.words(named: name(found.structure))
      let kappa =
        found.fleissKappa.value.map { FixedDecimal.string($0, decimals: 4) }
        ?? "undefined (\(found.fleissKappa.gap?.description ?? ""))"
      try sink.write(
        DisplayWidth.printable(
          "\(title): majority \(millilitres(found.majorityVolume)) mL (ties are \(ties), "
            + "\(millilitres(found.tiedVolume)) mL), Fleiss kappa \(kappa)") + "\n")
      switch found.staple {
      case .failure(let gap): try sink.write("STAPLE: undefined (\(gap.description))\n")
      case .success(let staple):
        try sink.write(
          "STAPLE: \(found.stapleVolume.map(millilitres) ?? "-") mL, "
            + "\(staple.iterations) rounds\n")
      }
      try table(found).write(to: &sink)
    }
    if agreements.isEmpty { try sink.write("no file holds a label\n") }
  }

  private func millilitres(_ volume: Millilitres) -> String {
    FixedDecimal.string(volume.value, decimals: 2)
  }

  private func table(_ found: ReaderAgreement) -> TextTable {
    var table = TextTable(
      [
        TextTable.Column("", alignment: .trailing), TextTable.Column("reader", maximumWidth: 28),
        TextTable.Column("volume", unit: "mL", alignment: .trailing),
        TextTable.Column("sensitivity", alignment: .trailing),
        TextTable.Column("specificity", alignment: .trailing),
      ]
        + readers.indices.map {
          TextTable.Column("Dice \($0 + 1)", alignment: .trailing)
        })
    let dice = found.votes.pairwiseDice
    for (index, path) in readers.enumerated() {
      func ratio(_ values: [Double]?) -> String? {
        values.map { FixedDecimal.string($0[index], decimals: 4) }
      }
      table.append(
        [
          String(index + 1), path, millilitres(found.volumes[index]),
          ratio(found.staple.value?.sensitivity), ratio(found.staple.value?.specificity),
        ] + dice[index].map { $0.map { FixedDecimal.string($0, decimals: 4) } })
    }
    return table
  }
}
