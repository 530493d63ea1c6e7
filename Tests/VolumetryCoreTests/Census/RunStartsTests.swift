import Testing

@testable import VolumetryCore

/// The search for run starts: every variant that the processor has against the definition.
@Suite struct RunStartsTests {
  /// The definition, voxel by voxel.
  private static func plain(_ voxels: [UInt8], width: Int, rowLength: Int) -> [UInt16] {
    var starts: [UInt16] = []
    let row = rowLength * width
    for first in stride(from: 0, to: voxels.count, by: row) {
      starts.append(0)
      for i in 1..<max(1, rowLength) {
        let place = first + i * width
        let differs = (0..<width).contains { voxels[place + $0] != voxels[place + $0 - width] }
        if differs { starts.append(UInt16(i)) }
      }
    }
    return starts
  }

  /// Voxels that differ from their neighbour in one byte only, whichever it is.
  private static func voxels(
    _ count: Int, width: Int, meanRun: Int, _ random: inout SeededGenerator
  ) -> [UInt8] {
    var voxels: [UInt8] = []
    voxels.reserveCapacity(count * width)
    var voxel = [UInt8](repeating: 7, count: width)
    for _ in 0..<count {
      if meanRun > 0, Int.random(in: 0..<meanRun, using: &random) == 0 {
        voxel[Int.random(in: 0..<width, using: &random)] ^=
          1 << UInt8.random(in: 0...7, using: &random)
      }
      voxels += voxel
    }
    return voxels
  }

  private let memory = GuardedMemory(pages: 160)
  private let positions = GuardedMemory(pages: 64)

  /// Runs every variant on voxels that begin, and on such that end, beside a guard page, and that
  /// write their positions up to another.
  private func check(_ voxels: [UInt8], width: Int, rowLength: Int) {
    let expected = Self.plain(voxels, width: width, rowLength: rowLength)
    let room = voxels.count / width + Kernels.spareStarts
    let target = UnsafeMutableRawBufferPointer(
      rebasing: positions.bytes[(positions.bytes.count - 2 * room)...]
    ).bindMemory(to: UInt16.self)
    for variant in 0..<Kernels.runStartsVariants.count {
      for isLast in [false, true] {
        let source = isLast ? memory.last(voxels) : memory.first(voxels)
        target.update(repeating: .max)
        let count = Kernels.runStarts(
          of: source, width: width, rowLength: rowLength, into: target, variant: variant)
        let isRight = target[..<count].elementsEqual(expected)
        #expect(
          isRight, "\(Kernels.runStartsVariants[variant]), width \(width), rows of \(rowLength)")
      }
    }
  }

  @Test(arguments: [1, 2, 4, 8])
  func everyVariantFindsWhatTheDefinitionSays(_ width: Int) {
    var random = SeededGenerator(UInt64(width))
    for rowLength in Array(1...130) + [191, 192, 193, 511, 512, 513] {
      for (rows, meanRun) in [(1, 1), (3, 4), (2, 40), (2, 0)] {
        let voxels = Self.voxels(rows * rowLength, width: width, meanRun: meanRun, &random)
        check(voxels, width: width, rowLength: rowLength)
      }
    }
  }

  @Test(arguments: [1, 2, 4, 8])
  func longRowsHavePositionsOf16Bits(_ width: Int) {
    var random = SeededGenerator(UInt64(10 + width))
    for rowLength in [4095, 4096, 4097, 40_000, 65_535, 65_536] {
      let voxels = Self.voxels(rowLength, width: width, meanRun: 100, &random)
      check(voxels, width: width, rowLength: rowLength)
    }
  }

  @Test(arguments: [1, 2, 4, 8])
  func voxelsMayLieAtAnyByte(_ width: Int) {
    var random = SeededGenerator(UInt64(20 + width))
    let voxels = Self.voxels(200, width: width, meanRun: 5, &random)
    let expected = Self.plain(voxels, width: width, rowLength: 100)
    for shift in 0..<64 {
      let shifted = [UInt8](repeating: 1, count: shift) + voxels
      var starts = [UInt16](repeating: 0, count: 200 + Kernels.spareStarts)
      for variant in 0..<Kernels.runStartsVariants.count {
        let count = shifted.withUnsafeBytes { bytes in
          starts.withUnsafeMutableBufferPointer {
            Kernels.runStarts(
              of: UnsafeRawBufferPointer(rebasing: bytes[shift...]), width: width, rowLength: 100,
              into: $0, variant: variant)
          }
        }
        #expect(starts[..<count].elementsEqual(expected))
      }
    }
  }

  @Test func theVariantThatIsTakenIsAmongThoseTested() {
    #expect(Kernels.runStartsVariants.first == "portable")
    var random = SeededGenerator(30)
    let voxels = Self.voxels(1000, width: 2, meanRun: 3, &random)
    var starts = [UInt16](repeating: 0, count: 1000 + Kernels.spareStarts)
    let count = voxels.withUnsafeBytes { bytes in
      starts.withUnsafeMutableBufferPointer {
        Kernels.runStarts(of: bytes, width: 2, rowLength: 250, into: $0)
      }
    }
    #expect(starts[..<count].elementsEqual(Self.plain(voxels, width: 2, rowLength: 250)))
  }
}
