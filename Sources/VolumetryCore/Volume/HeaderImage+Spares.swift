extension HeaderImage {
  /// A part of the header that nobody needs to read the file, and that says something.
  struct Spare {
    let text: FreeText
    let range: Range<Int>
    /// What a clean copy holds there.
    let blank: [UInt8]
  }

  /// The text fields that hold something, and the fields that NIfTI or the header itself leaves
  /// unused and that hold something else than writers put there out of habit; in file order.
  public var texts: [FreeText] { spares.map(\.text) }

  /// The bytes of the header with `texts` blanked.
  var withoutTexts: [UInt8] {
    var bytes = self.bytes
    for spare in spares { bytes.replaceSubrange(spare.range, with: spare.blank) }
    return bytes
  }

  /// `texts`, and where they stand.
  var spares: [Spare] {
    (layout.places.compactMap(spare) + uncodedPlaces.compactMap(uncoded)).sorted {
      $0.range.lowerBound < $1.range.lowerBound
    }
  }

  private func spare(_ place: HeaderLayout.Place) -> Spare? {
    let content = bytes[place.range]
    if let habit = HeaderLayout.unused[place.name] {
      let value = whole(place.name)
      return value == 0 || value == habit ? nil : unused(place)
    }
    // What stands behind the first NUL counts: writers leave there what was in the memory.
    guard place.element == .text, place.name != "magic",
      let last = content.lastIndex(where: { $0 != 0 })
    else { return nil }
    let text = Array(content[...last])
    return Spare(
      text: FreeText(kind: .textField, field: place.name, bytes: text.count, content: text),
      range: place.range, blank: [UInt8](repeating: 0, count: content.count))
  }

  private func unused(_ place: HeaderLayout.Place, filledWith element: [UInt8] = [0]) -> Spare {
    let content = Array(bytes[place.range])
    let blank = [[UInt8]](repeating: element, count: content.count / element.count)
    return Spare(
      text: FreeText(
        kind: .unusedField, field: place.name, bytes: content.count, content: content),
      range: place.range, blank: Array(blank.joined()))
  }

  // MARK: Numbers that the header marks as unused

  /// Neighbouring numbers that the reader never looks at, since a code or `dim[0]` says so.
  ///
  /// The lengths of the first three axes are always read, and so is the sign of `pixdim[0]`.
  private var uncodedPlaces: [HeaderLayout.Place] {
    var places: [HeaderLayout.Place] = []
    if (1...7).contains(fields.dim[0]) {
      places += [tail("dim", fields.dim[0] + 1), tail("pixdim", max(4, fields.dim[0] + 1))]
        .compactMap { $0 }
    }
    guard format != .analyze else { return places }
    if fields.intentCode == 0 { places.append(run("intent_p1", "intent_p3", 3)) }
    if fields.qformCode <= 0 { places.append(run("quatern_b", "qoffset_z", 6)) }
    if fields.sformCode <= 0 { places.append(run("srow_x", "srow_z", 12)) }
    return places
  }

  /// The elements of a field from `index` on; nil where there are none.
  private func tail(_ name: String, _ index: Int) -> HeaderLayout.Place? {
    let place = layout[name]
    let last = place.count - 1
    guard index <= last else { return nil }
    return HeaderLayout.Place(
      name: index == last ? "\(name)[\(last)]" : "\(name)[\(index)] to \(name)[\(last)]",
      element: place.element, count: place.count - index,
      offset: place.offset + index * place.element.width)
  }

  /// Fields of one kind that stand beside each other, `count` numbers in all.
  private func run(_ first: String, _ last: String, _ count: Int) -> HeaderLayout.Place {
    let place = layout[first]
    let run = HeaderLayout.Place(
      name: "\(first) to \(last)", element: place.element, count: count, offset: place.offset)
    precondition(run.range.upperBound == layout[last].range.upperBound, "no gap between them")
    return run
  }

  /// Writers put 0 there, and 0 or 1 behind the last dimension.
  private func uncoded(_ place: HeaderLayout.Place) -> Spare? {
    let isSize = place.name.hasPrefix("dim")
    let habits: [Double] = isSize || place.name.hasPrefix("pixdim") ? [0, 1] : [0]
    guard numbers(of: place).contains(where: { !habits.contains($0) }) else { return nil }
    guard isSize else { return unused(place) }
    let zeros = [UInt8](repeating: 0, count: place.element.width - 1)
    return unused(place, filledWith: isBigEndian ? zeros + [1] : [1] + zeros)
  }

  private func numbers(of place: HeaderLayout.Place) -> [Double] {
    switch value(place) {
    case .whole(let value): [Double(value)]
    case .number(let value): [value]
    case .wholes(let values): values.map { Double($0) }
    case .numbers(let values): values
    }
  }
}
