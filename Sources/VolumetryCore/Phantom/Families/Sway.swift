/// How far rows are pushed along themselves: a sum of waves over the plane across the rows.
///
/// A solid whose every row is moved along itself keeps its volume exactly, whatever the waves are
/// (Cavalieri); its surface gets the unevenness of anatomy. Frames: u runs along a row of voxels,
/// v across the rows of a slice, w across the slices, all in mm.
struct Sway: Hashable, Sendable {
  /// height · wave(perV · v + perW · w + phase), with `Sway.wave` of period 1.
  struct Wave: Hashable, Sendable {
    /// mm.
    let height: Double
    /// Periods a mm.
    let perV: Double
    let perW: Double
    let phase: Double
  }

  var waves: [Wave]

  /// Rows stay where they are.
  static let none = Sway(waves: [])

  /// No row is moved further than this, in mm.
  var reach: Double { waves.reduce(0) { $0 + $1.height } }

  /// mm along u at a row.
  func shift(_ v: Double, _ w: Double) -> Double {
    var sum = 0.0
    for wave in waves {
      sum += wave.height * Self.wave(wave.perV * v + wave.perW * w + wave.phase)
    }
    return sum
  }

  /// A sine made of two parabolas: period 1, from −1 to 1, smooth to the first derivative, which is
  /// at most 8. Unlike a sine of the C library it is the same to the last bit everywhere.
  static func wave(_ turns: Double) -> Double {
    let t = turns - turns.rounded(.down)
    return t < 0.5 ? 16 * t * (0.5 - t) : -16 * (t - 0.5) * (1 - t)
  }

  /// Waves of the given heights and lengths (mm) in random directions and phases.
  static func random(
    _ scales: [(height: Double, length: Double)], _ numbers: inout SeededNumbers
  ) -> Sway {
    Sway(
      waves: scales.map { scale in
        // A direction on the unit circle without sines: a point of the disc, put onto its edge.
        var (a, b) = (numbers.signed(), numbers.signed())
        while a * a + b * b > 1 || a * a + b * b < 0.01 {
          (a, b) = (numbers.signed(), numbers.signed())
        }
        let length = (a * a + b * b).squareRoot() * scale.length
        return Wave(
          height: scale.height, perV: a / length, perW: b / length, phase: numbers.unit())
      })
  }

  /// Waves that run along w alone: every row of a slice is moved alike.
  static func random(
    alongW scales: [(height: Double, length: Double)], _ numbers: inout SeededNumbers
  ) -> Sway {
    Sway(
      waves: scales.map {
        Wave(height: $0.height, perV: 0, perW: 1 / $0.length, phase: numbers.unit())
      })
  }

  static func + (a: Sway, b: Sway) -> Sway { Sway(waves: a.waves + b.waves) }
}
