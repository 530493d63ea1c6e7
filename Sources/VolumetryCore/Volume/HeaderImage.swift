/// A header as its file holds it, every field by its place, nothing checked.
///
/// It can be had of every file that has a header at all, also of those that are refused.
public struct HeaderImage: Hashable, Sendable {
  public let format: Format
  /// Byte order of every number in the file.
  public let isBigEndian: Bool
  /// What the reader takes from it; of an ANALYZE header what it shares with NIfTI.
  let fields: HeaderFields
  /// All of the header: 348 bytes, or 540 for NIfTI-2.
  let bytes: [UInt8]

  /// Which header.
  public enum Format: String, Hashable, Sendable {
    case nifti1 = "nifti-1"
    case nifti2 = "nifti-2"
    case analyze = "analyze-7.5"
  }

  /// - Parameter head: the first bytes of the decompressed file, 540 where there are as many.
  /// - Throws: what makes it no header: `.notNIfTI`, `.truncated`.
  init(_ head: UnsafeRawBufferPointer) throws(VolumeError) {
    var warnings: [VolumeWarning] = []
    let swapped: Bool
    do throws(VolumeError) {
      let (found, isSwapped) = try Header.recognise(head, ReadingOptions(), &warnings)
      (fields, swapped) = (found, isSwapped)
      format = found.version == 1 ? .nifti1 : .nifti2
    } catch {
      guard error == .analyze else { throw error }
      let (found, isSwapped) = LibNIfTI.fields1(head)
      (fields, swapped) = (found.sharedWithANALYZE, isSwapped)
      format = .analyze
    }
    isBigEndian = swapped == (1.littleEndian == 1)
    bytes = Array(head[..<Self.layout(of: format).size])
  }

  /// Where its fields stand.
  var layout: HeaderLayout { Self.layout(of: format) }

  private static func layout(of format: Format) -> HeaderLayout {
    switch format {
    case .nifti1: .nifti1
    case .nifti2: .nifti2
    case .analyze: .analyze
    }
  }

  /// Every numeric field in file order, under the name that the standard gives it, and how many of
  /// its elements are no text that `texts` lists: those behind them may spell a name.
  public var numbers: [(name: String, value: Figure, shown: Int)] {
    let spares = self.spares
    return layout.places.filter { $0.element != .text }.map { place in
      let hidden = spares.filter { $0.range.overlaps(place.range) }
        .map { max(0, $0.range.lowerBound - place.offset) / place.element.width }.min()
      return (place.name, value(place), hidden ?? place.count)
    }
  }

  /// The number of a field that holds one; nil where this kind of header has no such field, or
  /// where the field is no whole number.
  public func whole(_ name: String) -> Int? {
    guard let place = layout.places.first(where: { $0.name == name }),
      case .whole(let value) = value(place)
    else { return nil }
    return Int(value)
  }

  /// The characters of the magic that tell the format: `n+1`, `ni1`, `n+2`, `ni2`; nil for ANALYZE.
  public var magic: String? {
    format == .analyze ? nil : String(decoding: fields.magic.prefix(3), as: UTF8.self)
  }

  // MARK: Numbers

  func value(_ place: HeaderLayout.Place) -> Figure {
    let integers = { place.count == 1 ? Figure.whole($0[0]) : .wholes($0) }
    let numbers = { place.count == 1 ? Figure.number($0[0]) : .numbers($0) }
    switch place.element {
    case .uint8, .text: return integers(bytes[place.range].map { Int128($0) })
    case .int16: return integers(elements(place).map { Int128(Int16(truncatingIfNeeded: $0)) })
    case .int32: return integers(elements(place).map { Int128(Int32(truncatingIfNeeded: $0)) })
    case .int64: return integers(elements(place).map { Int128(Int64(truncatingIfNeeded: $0)) })
    case .float32:
      return numbers(
        elements(place).map { Double(Float(bitPattern: UInt32(truncatingIfNeeded: $0))) })
    case .float64: return numbers(elements(place).map { Double(bitPattern: $0) })
    }
  }

  /// The stored bits of each element.
  private func elements(_ place: HeaderLayout.Place) -> [UInt64] {
    (0..<place.count).map { index in
      let start = place.offset + index * place.element.width
      let stored = bytes[start..<(start + place.element.width)]
      return (isBigEndian ? Array(stored) : stored.reversed()).reduce(0) { $0 << 8 | UInt64($1) }
    }
  }
}
