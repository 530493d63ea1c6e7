@_spi(Stages) import VolumetryCore

extension StageCase {
  /// Every case, in the order of the table.
  public static let all: [StageCase] = checksums + inflates + censuses + joints + wholes

  /// Every phantom that some case needs, once.
  public static var allInputs: [Input] {
    all.flatMap(\.inputs).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  // MARK: CRC-32

  private static let checksums = [
    checksum("192-KiB", bytes: 192 << 10, times: 400),
    checksum("64-MiB", bytes: 64 << 20, times: 1),
  ]

  /// A buffer that fits the second-level cache, as the decoder checks it, and one that does not.
  private static func checksum(_ subject: String, bytes: Int, times: Int) -> StageCase {
    StageCase(stage: .checksum, subject: subject, inputs: []) { _ in
      let memory = Memory(bytes: bytes)
      memory.fillWithNoise()
      func contender(
        _ kind: Contender.Kind, _ checksum: @escaping (UnsafeRawBufferPointer) -> UInt32
      ) -> Contender {
        Contender(kind: kind) {
          var found: UInt32 = 0
          for _ in 0..<times { found = checksum(memory.bytes) }
          return .checksum(found)
        }
      }
      let limit = Contender(kind: .limit) {
        for _ in 0..<times { Limit.read(memory.bytes) }
        return .none
      }
      return Prepared(
        bytes: bytes * times,
        contenders: [
          contender(.ours) { Stages.checksum(of: $0) }, contender(.plain, PlainChecksum.crc32),
          contender(.zlib, Rival.zlib.checksum), contender(.libdeflate, Rival.libdeflate.checksum),
          contender(.isal, Rival.isal.checksum), limit,
        ])
    }
  }

  // MARK: Inflate

  private static let inflates = [
    Input(.sparse, level: 1), Input(.sparse), Input(.sparse, level: 9), Input(.sparse, members: 16),
    Input(.sparse, datatype: "float64"), Input(.segments), Input(.dense, level: 1), Input(.dense),
    Input(.body), Input(.noise),
  ].map(inflate)

  /// From the file to bytes or runs whose CRC-32 is verified.
  private static func inflate(_ input: Input) -> StageCase {
    StageCase(stage: .inflate, subject: input.name, inputs: [input]) { folder in
      let volume = try LoadedVolume(input, in: folder)
      let ours = Contender(kind: .ours) {
        let found = try Stages.decode(path: volume.path)
        return .bytes((found.asBytes + found.asRuns) * volume.datatype.width)
      }
      let plain = Contender(kind: .plain) { .bytes(volume.plainVoxels().count) }
      let limit = Contender(kind: .limit) {
        Limit.write(volume.bytes, into: volume.buffers.piece)
        return .none
      }
      let libraries = Contender.libraries { rival in
        var count = 0
        volume.inflate(rival) { count += $0.count }
        return .bytes(count)
      }
      return Prepared(bytes: volume.bytes, contenders: [ours, plain] + libraries + [limit])
    }
  }

  // MARK: Census

  private static let censuses: [StageCase] =
    Datatype.allCases.map { census(.sparse, $0) }
    + [Input.Family.segments, .dense, .noise].flatMap { family in
      [Datatype.uint8, .int16, .float32, .float64].map { census(family, $0) }
    }

  /// The middle hundred slices, in memory.
  private static func census(_ family: Input.Family, _ datatype: Datatype) -> StageCase {
    let input = Input(family)
    let subject = "\(family.rawValue).\(datatype.rawValue)"
    return StageCase(stage: .census, subject: subject, inputs: [input]) { folder in
      let slices = 100
      let volume = try LoadedVolume(input, in: folder)
      let all = volume.shape
      guard let shape = GridShape(all.i, all.j, slices) else {
        preconditionFailure("a part of a grid is a grid")
      }
      let first = (all.k - slices) / 2 * all.i * all.j
      let voxels = volume.voxels()[first..<(first + shape.voxelCount)]
      let memory = Memory(
        widening: UnsafeRawBufferPointer(rebasing: voxels), to: datatype)
      let ours = Contender(kind: .ours) {
        var census = Stages.Census(shape: shape, datatype: datatype)
        try census.add(memory.bytes)
        return Answer(try census.result())
      }
      let plain = Contender(kind: .plain) {
        PlainCensus.count(memory.bytes, shape: shape, datatype: datatype)
      }
      let limit = Contender(kind: .limit) {
        Limit.read(memory.bytes)
        return .none
      }
      return Prepared(bytes: memory.bytes.count, contenders: [ours, plain, limit])
    }
  }

  // MARK: Joint histogram

  private static let joints = [
    joint(Input(.sparse), Input(.sparse, seed: 2)), joint(Input(.sparse), Input(.dense)),
    joint(Input(.dense), Input(.segments)),
  ]

  /// Two files on one grid; the libraries inflate both and count pairs voxel by voxel.
  private static func joint(_ first: Input, _ second: Input) -> StageCase {
    let subject = "\(first.name)+\(second.name)"
    return StageCase(stage: .joint, subject: subject, inputs: [first, second]) { folder in
      let volumes = [
        try LoadedVolume(first, in: folder), try LoadedVolume(second, in: folder),
      ]
      // Where every contender that inflates whole volumes puts them.
      let inflated = volumes.map { $0.voxels() }
      let ours = Contender(kind: .ours) {
        Answer(try AlignedScans(paths: volumes.map(\.path)).joint)
      }
      let plain = Contender(kind: .plain) {
        volumes[0].plainVoxels().withUnsafeBytes { a in
          volumes[1].plainVoxels().withUnsafeBytes { b in PlainJoint.count(a, b) }
        }
      }
      let libraries = Contender.libraries { rival in
        for volume in volumes {
          var place = 0
          volume.inflate(rival) { bytes in
            guard rival != .libdeflate else { return }
            // libdeflate's bytes lie where the others' are put together.
            UnsafeMutableRawBufferPointer(
              rebasing: volume.buffers.whole[(volume.offset + place)...]
            )
            .copyMemory(from: bytes)
            place += bytes.count
          }
        }
        return PlainJoint.count(inflated[0], inflated[1])
      }
      let limit = Contender(kind: .limit) {
        for voxels in inflated { Limit.read(voxels) }
        return .none
      }
      return Prepared(
        bytes: volumes.reduce(0) { $0 + $1.bytes },
        contenders: [ours, plain] + libraries + [limit])
    }
  }

  // MARK: Whole file

  private static let wholes = [
    whole(Input(.sparse, level: 1), 4), whole(Input(.sparse), 4), whole(Input(.sparse, level: 9)),
    whole(Input(.sparse, members: 16)), whole(Input(.sparse, level: nil)),
    whole(Input(.sparse, datatype: "int16", level: 1)), whole(Input(.sparse, datatype: "float32")),
    whole(Input(.sparse, datatype: "float64")), whole(Input(.segments, level: 1), 1.5),
    whole(Input(.segments), 1.5), whole(Input(.dense, level: 1), 1.2), whole(Input(.dense), 1.2),
    whole(Input(.body, level: 1)), whole(Input(.body)), whole(Input(.noise, level: 1)),
    whole(Input(.noise)),
  ]

  /// From the file to counts, bounds and centroids; the libraries feed the same census as ours.
  private static func whole(_ input: Input, _ asked: Double? = nil) -> StageCase {
    StageCase(stage: .whole, subject: input.name, inputs: [input], asked: asked) { folder in
      let volume = try LoadedVolume(input, in: folder)
      let voxels = volume.voxels()
      let ours = Contender(kind: .ours) {
        Answer(try ScanMeasurement(path: volume.path).census)
      }
      let plain = Contender(kind: .plain) {
        volume.plainVoxels().withUnsafeBytes {
          PlainCensus.count($0, shape: volume.shape, datatype: volume.datatype)
        }
      }
      let libraries = Contender.libraries { rival in
        var census = Stages.Census(shape: volume.shape, datatype: volume.datatype)
        try volume.inflate(rival) { try census.add($0) }
        return Answer(try census.result())
      }
      let limit = Contender(kind: .limit) {
        Limit.read(voxels)
        return .none
      }
      return Prepared(
        bytes: volume.bytes,
        contenders: [ours, plain] + (volume.isCompressed ? libraries : []) + [limit])
    }
  }
}

extension Contender {
  /// The same by each library.
  fileprivate static func libraries(
    _ run: @escaping (Rival) throws -> Answer
  ) -> [Contender] {
    [(Kind.zlib, Rival.zlib), (.libdeflate, .libdeflate), (.isal, .isal)].map { kind, rival in
      Contender(kind: kind) { try run(rival) }
    }
  }
}
