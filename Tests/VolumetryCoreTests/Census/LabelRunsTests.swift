import Testing

@testable import VolumetryCore

/// Runs and bit masks against plain loops over voxels, from memory and from files.
@Suite struct LabelRunsTests {
  @Test func aFileGivesTheRunsOfItsVoxels() throws {
    var random = SeededGenerator(61)
    let folder = TemporaryFolder()
    for round in 0..<60 {
      let volume = SmallVolume(random: &random, labels: 5)
      var builder = NIfTIBuilder()
      builder.dim = [3, volume.shape.i, volume.shape.j, volume.shape.k, 1, 1, 1, 1]
      builder.pixdim = [1, 1, 2, 3, 0, 0, 0, 0]
      builder.datatype = [2, 4, 16, 64][round % 4]
      let bytes = builder.file(builder.payload(volume.labels.map(Double.init)))
      let path = folder.write(
        round % 2 == 0 ? bytes : gzip(bytes), as: round % 2 == 0 ? "a.nii" : "a.nii.gz")
      let scan = try LabelledScan(path: path)
      #expect(scan.runs == volume.runs)
      #expect(scan.measurement == (try ScanMeasurement(path: path)), "one pass gives both")
      for (number, label) in scan.runs.labels.enumerated() {
        let entry = try #require(scan.measurement.census[label])
        #expect(scan.runs.voxels { $0 == number } == entry.voxels)
        #expect(scan.runs.bounds { $0 == number } == entry.bounds)
      }
    }
  }

  /// The background's box follows from planes that are all labelled, which chance does not make.
  @Test func theBackgroundEndsWhereAPlaneIsAllLabelled() throws {
    let folder = TemporaryFolder()
    for planes in 0..<64 {
      var volume = SmallVolume(4, 3, 5)
      for k in 0..<5 {
        for j in 0..<3 {
          for i in 0..<4 {
            let ends = [i == 0, i == 3, j == 0, j == 2, k == 0, k == 4]
            let isLabelled = ends.indices.contains { ends[$0] && planes >> $0 & 1 == 1 }
            if isLabelled || (i, j, k) == (1, 1, 2) { volume[i, j, k] = 1 + (i + j) % 2 }
          }
        }
      }
      var builder = NIfTIBuilder()
      builder.dim = [3, 4, 3, 5, 1, 1, 1, 1]
      let path = folder.write(
        builder.file(builder.payload(volume.labels.map(Double.init))), as: "a.nii")
      #expect(
        try LabelledScan(path: path).measurement == ScanMeasurement(path: path), "planes \(planes)")
    }
  }

  @Test func whatIsTooRaggedMayBeAnImage() throws {
    let folder = TemporaryFolder()
    var builder = NIfTIBuilder()
    builder.dim = [3, 40, 40, 2, 1, 1, 1, 1]
    builder.datatype = 4
    func written(_ value: (Int) -> Int) -> String {
      folder.write(builder.file(builder.payload((0..<3200).map { Double(value($0)) })), as: "a.nii")
    }
    let image = written { $0 * 37 % 1009 }
    let refused = #expect(throws: VolumeError.self) {
      try LabelledScan(path: image, mostRuns: 1000)
    }
    guard case .image(values: 1008, _) = refused else {
      Issue.record("\(String(describing: refused))")
      return
    }
    let checkers = written { ($0 + $0 / 40) % 2 }
    #expect(throws: VolumeError.tooRagged(limit: 1000)) {
      try LabelledScan(path: checkers, mostRuns: 1000)
    }
    #expect(try LabelledScan(path: checkers, mostRuns: 1600).runs.runs.count == 1600)
  }

  @Test func equalLabelsAreOneAndBackgroundIsNone() throws {
    let shape = try #require(GridShape(6, 1, 1))
    let runs = LabelRuns(
      shape: shape, labels: [7, 3, 7],
      runs: [
        .init(row: 0, start: 0, end: 2, number: 0), .init(row: 0, start: 2, end: 4, number: 2),
        .init(row: 0, start: 5, end: 6, number: 1),
      ])
    #expect(runs.labels == [3, 7])
    #expect(
      runs.runs == [
        .init(row: 0, start: 0, end: 4, number: 1), .init(row: 0, start: 5, end: 6, number: 0),
      ])
    #expect(SmallVolume(2, 2, 2).runs.runs.isEmpty)
    #expect(SmallVolume(2, 2, 2).runs.bounds { _ in true } == nil)
  }

  @Test func whatIsMoreThanAllRunsIsRefused() throws {
    let shape = try #require(GridShape(64, 32, 1))
    func collected(_ length: Int, most: Int) throws -> LabelRuns {
      var collector = LabelRunCollector(shape: shape, most: most)
      collector.know({ Label($0) }, upTo: 3)
      for run in 0..<(shape.voxelCount / length) { collector.add(1 + run % 2, count: length) }
      return try collector.takeRuns { Label($0) }
    }
    #expect(try collected(2, most: 1024).runs.count == 1024)
    #expect(throws: VolumeError.tooRagged(limit: 1023)) { _ = try collected(2, most: 1023) }
    #expect(throws: VolumeError.tooRagged(limit: 1024)) { _ = try collected(1, most: 1024) }
  }

  @Test func masksAreTheVoxelsOfTheirLabels() throws {
    var random = SeededGenerator(62)
    for _ in 0..<200 {
      let volume = SmallVolume(random: &random, most: 90)
      let chosen: Set<Int> = [[1], [1, 3], [2]][Int.random(in: 0..<3, using: &random)]
      guard let mask = volume.mask(chosen) else {
        #expect(!volume.labels.contains { chosen.contains($0) })
        continue
      }
      var members = 0
      for k in 0..<volume.shape.k {
        for j in 0..<volume.shape.j {
          for i in 0..<volume.shape.i {
            let isMember = chosen.contains(volume[i, j, k])
            guard mask.contains(i, j, k) == isMember else {
              Issue.record("voxel \(i), \(j), \(k) of \(volume.shape)")
              return
            }
            members += isMember ? 1 : 0
          }
        }
      }
      #expect(mask.memberCount == members)
      // A smaller box holds what lies in it, and no bit behind its rows.
      let inner = VoxelBounds(min: mask.bounds.min, max: (mask.bounds.min &+ mask.bounds.max) / 2)
      let cropped = try #require(volume.mask(chosen, bounds: inner))
      var inside = 0
      for k in inner.min.z...inner.max.z {
        for j in inner.min.y...inner.max.y {
          for i in inner.min.x...inner.max.x where mask.contains(Int(i), Int(j), Int(k)) {
            inside += 1
            #expect(cropped.contains(Int(i), Int(j), Int(k)))
          }
        }
      }
      #expect(cropped.memberCount == inside)
    }
  }
}
