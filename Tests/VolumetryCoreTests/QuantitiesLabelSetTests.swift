import Testing

@testable import VolumetryCore

@Suite("Label sets")
struct LabelSetTests {
  @Test(
    "A set is read as written and printed in its shortest notation",
    arguments: [
      ("5", "5"), ("1-8", "1-8"), ("2,3", "2-3"), ("3,2,1", "1-3"), ("1-4,9", "1-4,9"),
      ("1-4,2-9", "1-9"), ("-3--1,5", "-3--1,5"), ("-1-1", "-1-1"), (" 1-3 , 7 ", "1-3,7"),
      ("0", "0"), ("18446744073709551615", "18446744073709551615"),
      ("-9223372036854775808", "-9223372036854775808"), ("7,7,7", "7"),
    ])
  func readsAndPrints(text: String, printed: String) throws {
    let set = try #require(LabelSet(text))
    #expect(set.description == printed)
    #expect(LabelSet(set.description) == set)
  }

  @Test(
    "What is no set of labels is nil",
    arguments: [
      "", ",", "1,", ",1", "1,,2", "3-1", "1-", "-", "--1-", "1-2-3", "a", "1.5", "1;2",
      "18446744073709551616", "-9223372036854775809", "0x10", " ",
    ])
  func refuses(text: String) { #expect(LabelSet(text) == nil) }

  @Test("Every small set holds exactly the labels it was made from, in any order and grouping")
  func membership() {
    for bits in 0..<(1 << 7) {
      let members = (0..<7).filter { bits & (1 << $0) != 0 }.map { Label($0) }
      let set = LabelSet(members.reversed())
      #expect(set == LabelSet(members))
      #expect(set.isEmpty == members.isEmpty)
      for label in -1...7 { #expect(set.contains(Label(label)) == members.contains(Label(label))) }
    }
  }

  @Test("Difference and intersection of every pair of small sets are those of sets")
  func setArithmetic() {
    let universe = 5
    func members(_ bits: Int) -> Set<Label> {
      Set((0..<universe).filter { bits & (1 << $0) != 0 }.map { Label($0) })
    }
    for a in 0..<(1 << universe) {
      for b in 0..<(1 << universe) {
        let (left, right) = (LabelSet(members(a)), LabelSet(members(b)))
        #expect(left.subtracting(right) == LabelSet(members(a).subtracting(members(b))))
        #expect(left.intersection(right) == LabelSet(members(a).intersection(members(b))))
      }
    }
  }

  @Test("Set arithmetic reaches both ends of the label range")
  func extremes() throws {
    let all = try #require(LabelSet("-9223372036854775808-18446744073709551615"))
    #expect(all.subtracting(all).isEmpty)
    let rest = all.subtracting(LabelSet([0]))
    #expect(rest.description == "-9223372036854775808--1,1-18446744073709551615")
  }
}
