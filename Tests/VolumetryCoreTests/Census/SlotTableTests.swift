import Testing

@testable import VolumetryCore

/// Patterns and their slots.
@Suite struct SlotTableTests {
  @Test(arguments: [Datatype.uint32, .int64, .float32, .float64], [false, true])
  func smallLabelsDoNotShareAPlace(_ datatype: Datatype, _ isByteSwapped: Bool) {
    let code = VoxelCode(datatype: datatype, isByteSwapped: isByteSwapped, scaling: nil)
    let places = Set((0...255).map { PlaceTable.place(of: code.pattern(of: $0)) })
    #expect(places.count == 256)
  }

  @Test(arguments: [1, 2, 4, 8])
  func whatWasInsertedIsFoundHoweverManyOthersThereAre(_ width: Int) {
    var random = SeededGenerator(UInt64(width))
    var table = SlotTable(width: width)
    var twin: [UInt64: Int] = [:]
    let largest = width == 8 ? UInt64.max : (1 << UInt64(8 * width)) - 1
    for slot in 1...4099 {
      let pattern = slot == 1 ? 0 : UInt64.random(in: 0...largest, using: &random)
      guard twin[pattern] == nil else { continue }
      let before = table.slot(of: pattern)
      #expect(before == 0)
      table.insert(pattern, slot: slot, isKept: true)
      twin[pattern] = slot
    }
    for _ in 0..<2 {
      let isRight = twin.allSatisfy { (pattern, slot) in table.slot(of: pattern) == slot }
      #expect(isRight)
    }
  }

  @Test func whatIsNotKeptIsForgottenOnlyForAnother() {
    var table = PlaceTable()
    table.insert(5, number: 7, isKept: false)
    func numbers(_ keys: UInt64...) -> [Int] { keys.map { table.number(of: $0) } }
    #expect(numbers(5) == [7])
    let rival = (6...).first { PlaceTable.place(of: $0) == PlaceTable.place(of: 5) }!
    table.insert(rival, number: 8, isKept: true)
    #expect(numbers(5, rival) == [0, 8])
    table.insert(5, number: 7, isKept: true)
    #expect(numbers(rival, 5, rival) == [8, 7, 8])
  }
}
