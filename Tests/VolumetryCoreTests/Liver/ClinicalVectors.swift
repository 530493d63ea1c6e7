import Foundation
import Testing

@testable import VolumetryCore

/// One row of `Tests/Data/clinical_vectors.json`: a worked number that the product must reproduce.
struct ClinicalVector: Decodable, Sendable, CustomTestStringConvertible {
  let id: String
  let inputs: [String: Entry]
  let expected: [String: Entry]
  let tolerance: Double

  enum CodingKeys: String, CodingKey {
    case id, inputs, expected
    case tolerance = "abs_tol"
  }

  /// A number, a list of numbers, a text, or something this room does not read.
  enum Entry: Decodable, Sendable {
    case numbers([Double])
    case text(String)
    case other

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Double.self) {
        self = .numbers([number])
      } else if let numbers = try? container.decode([Double].self) {
        self = .numbers(numbers)
      } else if let text = try? container.decode(String.self) {
        self = .text(text)
      } else {
        self = .other
      }
    }
  }

  var family: String { String(id.prefix { $0 != "." }) }
  /// The parts of the id between its points.
  var parts: [String] { id.split(separator: ".").map(String.init) }
  var testDescription: String { id }

  func numbers(_ key: String) throws -> [Double] {
    guard case .numbers(let numbers)? = inputs[key] else { throw Absent(id: id, key: key) }
    return numbers
  }

  func number(_ key: String) throws -> Double { try #require(try numbers(key).first) }

  func text(_ key: String) throws -> String {
    guard case .text(let text)? = inputs[key] else { throw Absent(id: id, key: key) }
    return text
  }

  /// Every expected key must be computed, and nothing else may be claimed.
  func check(_ found: [String: [Double?]]) throws {
    #expect(Set(found.keys) == Set(expected.keys), "\(id)")
    for (key, entry) in expected {
      guard case .numbers(let numbers) = entry else { throw Absent(id: id, key: key) }
      let values = try #require(found[key], "\(id) \(key)")
      #expect(values.count == numbers.count, "\(id) \(key)")
      for (value, number) in zip(values, numbers) {
        let value = try #require(value, "\(id) \(key) is undefined")
        #expect(abs(value - number) <= tolerance, "\(id) \(key): \(value), expected \(number)")
      }
    }
  }

  struct Absent: Error {
    let id: String
    let key: String
  }
}

enum ClinicalVectors {
  /// All rows of the file, which lies two folders above this one.
  static func load() throws -> [ClinicalVector] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Data/clinical_vectors.json")
    return try JSONDecoder().decode([ClinicalVector].self, from: Data(contentsOf: file))
  }

  static func family(_ name: String) throws -> [ClinicalVector] {
    try load().filter { $0.family == name }
  }

  static func vector(_ id: String) throws -> ClinicalVector {
    try #require(try load().first { $0.id == id }, "\(id)")
  }
}
