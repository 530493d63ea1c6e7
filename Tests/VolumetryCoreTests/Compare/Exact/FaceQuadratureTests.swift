import Foundation
import Testing

@testable import VolumetryCore

/// The closed forms and rules that integrate over a face, each by itself.
@Suite struct FaceQuadratureTests {
  @Test func rulesAreExactForTheirPolynomials() {
    for power in 0...12 {
      func sum(_ weight: (LobattoRule.Point) -> Double) -> Double {
        (LobattoRule.points + [LobattoRule.end]).reduce(
          power == 0 ? weight(LobattoRule.centre) : 0
        ) {
          let sides = pow($1.place, Double(power)) + pow(-$1.place, Double(power))
          return $0 + weight($1) * sides
        }
      }
      let truth = power % 2 == 1 ? 0 : 2 / Double(power + 1)
      #expect((abs(sum { $0.kronrod } - truth) < 1e-15) == (power % 2 == 1 || power <= 9))
      #expect((abs(sum { $0.lobatto } - truth) < 1e-15) == (power % 2 == 1 || power <= 5))
    }
  }

  /// Some rectangles around a face, none of which reaches into it.
  private func pieces(
    _ count: Int, spacing: SIMD3<Double>, _ random: inout SeededGenerator
  ) -> [FacePiece] {
    (0..<count).map { number in
      var steps = [Int32.random(in: 0...3, using: &random)]
      for _ in 0..<2 {
        let step = Int32.random(in: -3...4, using: &random)
        steps.append(step == 0 && Bool.random(using: &random) ? LatticeOffset.beside : step)
      }
      let offset = LatticeOffset(steps: SIMD3(steps[0], steps[1], steps[2]))
      return FacePiece(offset, axis: 0, spacing: spacing, number: number)
    }
  }

  @Test func linesAreIntegratedByTheirNearest() {
    var random = SeededGenerator(75)
    var line = LineEnvelope()
    for round in 0..<100 {
      let spacing = SIMD3.random(in: 0.5...3, using: &random)
      let pieces = pieces(1 + round % 7, spacing: spacing, &random)
      let u = Double.random(in: 0...spacing.y, using: &random)
      line.lay(pieces, pieces.indices, length: spacing.z) {
        $0.level + $0.weight.x * (u - $0.plane.x) * (u - $0.plane.x)
      }
      let parts = 1000
      var (first, second, most) = (0.0, 0.0, 0.0)
      for part in 0..<parts {
        let v = (Double(part) + 0.5) / Double(parts) * spacing.z
        let square = pieces.reduce(Double.infinity) {
          min($0, $1.level + $1.terms(SIMD2(u, v)).sum())
        }
        first += square.squareRoot() * spacing.z / Double(parts)
        second += square * spacing.z / Double(parts)
        most = max(most, square)
      }
      #expect(abs(line.integrals.x - first) < 1e-3 * spacing.z)
      #expect(abs(line.integrals.y - second) < 1e-3 * spacing.z * (1 + most))
      #expect(line.most >= most - 1e-12 && line.most < most + 0.01 * (1 + most))
    }
  }

  @Test func discsAreCutByRectangles() {
    var random = SeededGenerator(76)
    for _ in 0..<100 {
      let spacing = SIMD3.random(in: 0.5...3, using: &random)
      let piece = pieces(1, spacing: spacing, &random)[0]
      let part = FacePart(
        low: SIMD2(spacing.y / 4, 0), high: SIMD2(spacing.y, spacing.z * 0.75))
      let distance = Double.random(in: 0...8, using: &random)
      // Strips across u, each measured along v exactly.
      var plain = 0.0
      let parts = 1000
      for strip in 0..<parts {
        let u = part.low.x + (part.high.x - part.low.x) * (Double(strip) + 0.5) / Double(parts)
        let apart = (u - piece.plane.x) * piece.weight.x
        let rest = distance * distance - piece.level - apart * apart
        guard rest >= 0 else { continue }
        var (low, high) = (part.low.y, part.high.y)
        if piece.weight.y == 1 {
          low = max(low, piece.plane.y - rest.squareRoot())
          high = min(high, piece.plane.y + rest.squareRoot())
        }
        plain += max(0, high - low) * (part.high.x - part.low.x) / Double(parts)
      }
      let found = FaceReach.area(of: piece, part, distance * distance)
      #expect(abs(found - plain) < 5e-3 * part.area, "\(piece) within \(distance)")
      #expect(found >= 0 && found <= part.area * (1 + 1e-12))
    }
  }

  @Test func enclosuresOfRootsAndMaxima() {
    let root = Enclosed(value: 4, margin: 1).squareRoot
    #expect(root.value == 2 && root.margin == 2 - 3.0.squareRoot())
    #expect(Enclosed(value: 0, margin: 0.25).squareRoot == Enclosed(value: 0, margin: 0.5))
    let larger = Enclosed.larger(Enclosed(value: 3, margin: 0.1), Enclosed(value: 2.9, margin: 0.5))
    #expect(larger.value == 3)
    #expect(abs(larger.margin - 0.4) < 1e-12)
  }
}
