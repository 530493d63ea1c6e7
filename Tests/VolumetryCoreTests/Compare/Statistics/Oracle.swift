import Foundation

@testable import VolumetryCore

/// Numbers of other programs, read from `Tests/Data/metric_cases/s01_stats`.
enum Oracle: Decodable, Sendable {
  case number(Double)
  case text(String)
  case truth(Bool)
  case list([Oracle])
  case object([String: Oracle])
  case missing

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .missing
    } else if let truth = try? container.decode(Bool.self) {
      self = .truth(truth)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else if let list = try? container.decode([Oracle].self) {
      self = .list(list)
    } else {
      self = .object(try container.decode([String: Oracle].self))
    }
  }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Data/metric_cases/s01_stats")

  static func file(_ name: String) -> Oracle {
    do {
      return try JSONDecoder().decode(
        Oracle.self, from: Data(contentsOf: folder.appending(path: name)))
    } catch {
      preconditionFailure("\(name): \(error)")
    }
  }

  /// What `stats.json` and `samples.json` hold.
  static let stats = file("stats.json")
  static let samples = file("samples.json")

  /// The columns of a table with one line of names and one column of cases.
  static func columns(_ name: String) throws -> [[Double]] {
    let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    let rows = text.split(whereSeparator: \.isNewline).dropFirst().map { line in
      line.split(separator: ",").dropFirst().compactMap { Double($0) }
    }
    return rows[0].indices.map { column in rows.map { $0[column] } }
  }

  subscript(key: String) -> Oracle {
    guard case .object(let members) = self, let member = members[key] else {
      preconditionFailure("no \(key)")
    }
    return member
  }

  func has(_ key: String) -> Bool {
    if case .object(let members) = self { members[key] != nil } else { false }
  }

  var list: [Oracle] {
    guard case .list(let list) = self else { preconditionFailure("a list, found \(self)") }
    return list
  }

  var number: Double {
    guard case .number(let number) = self else { preconditionFailure("a number, found \(self)") }
    return number
  }

  var optional: Double? { if case .missing = self { nil } else { number } }
  var truth: Bool { if case .truth(let truth) = self { truth } else { false } }
  var text: String { if case .text(let text) = self { text } else { "" } }
  var numbers: [Double] { list.map(\.number) }
  var integers: [Int] { numbers.map { Int($0) } }
  var rows: [[Double]] { list.map(\.numbers) }
}

extension Double {
  /// Equal to within `relative` of the larger one, or to within `absolute`.
  func isNear(_ other: Double, _ relative: Double = 1e-12, absolute: Double = 1e-300) -> Bool {
    abs(self - other) <= max(absolute, relative * max(abs(self), abs(other)))
  }
}

extension ConfidenceInterval {
  func isNear(_ ends: [Double], _ relative: Double = 1e-11) -> Bool {
    // Both ends against the width of the interval: one of them may be near 0.
    let slack = relative * max(abs(ends[0]), abs(ends[1]))
    return lower.isNear(ends[0], absolute: slack) && upper.isNear(ends[1], absolute: slack)
  }
}

/// Repeatable samples for laws.
struct SampleMaker {
  var random: SeededGenerator
  init(_ seed: UInt64) { random = SeededGenerator(seed) }

  mutating func values(_ count: Int, in range: ClosedRange<Double> = 0...1) -> [Double] {
    (0..<count).map { _ in Double.random(in: range, using: &random) }
  }

  mutating func order(_ count: Int) -> [Int] { (0..<count).shuffled(using: &random) }
}
