import Testing

@testable import VolumetryCore

@Suite("Calendar days")
struct CalendarDayTests {
  @Test("Every day from 1600 to 2400 is one after the day before it, and reads back from its text")
  func everyDay() throws {
    let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    var previous: CalendarDay?
    var count = 0
    for year in 1600...2400 {
      let isLeap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
      for month in 1...12 {
        let length = month == 2 && isLeap ? 29 : lengths[month - 1]
        for day in 1...length {
          let date = try #require(CalendarDay(year: year, month: month, day: day))
          if let previous, date - previous != 1 || !(previous < date) {
            Issue.record("\(previous) to \(date)")
          }
          if CalendarDay(date.description) != date { Issue.record("\(date) does not read back") }
          previous = date
          count += 1
        }
        if CalendarDay(year: year, month: month, day: length + 1) != nil {
          Issue.record("\(year)-\(month)-\(length + 1) exists")
        }
      }
    }
    // Two Gregorian cycles of 146 097 days and the leap year 2400.
    #expect(count == 2 * 146_097 + 366)
  }

  @Test("Day 0 is 1970-01-01, and known days have known numbers")
  func knownDays() {
    #expect(CalendarDay("1970-01-01")?.number == 0)
    #expect(CalendarDay("1969-12-31")?.number == -1)
    #expect(CalendarDay("2000-03-01")?.number == 11_017)
    #expect(CalendarDay(number: 11_016).description == "2000-02-29")
  }

  @Test("The first and the last readable day are read, their neighbours are not")
  func bounds() throws {
    #expect(CalendarDay("0001-01-01")?.description == "0001-01-01")
    #expect(CalendarDay("9999-12-31")?.description == "9999-12-31")
    #expect(CalendarDay("0000-12-31") == nil)
    #expect(CalendarDay(year: 10_000, month: 1, day: 1) == nil)
  }

  @Test(
    "A day that does not exist, or is not written YYYY-MM-DD, is nil",
    arguments: [
      "2026-02-29", "2026-02-31", "1900-02-29", "2100-02-29", "2026-04-31", "2026-00-10",
      "2026-13-01", "2026-01-00", "2026-01-32", "", "2026-1-01", "26-01-01", "2026/01/01",
      "2026-01-01 ", " 2026-01-01", "2026-01-01T00:00", "+026-01-01", "-001-01-01", "２０２６-01-01",
      "2026-01", "20260101", "2026-0a-01",
    ])
  func impossible(text: String) { #expect(CalendarDay(text) == nil) }

  @Test("Every leap-day rule holds: 4 yes, 100 no, 400 yes")
  func leapDays() {
    #expect(CalendarDay("2024-02-29") != nil)
    #expect(CalendarDay("2000-02-29") != nil)
    #expect(CalendarDay("2023-02-29") == nil)
  }

  @Test("A difference changes sign with its order")
  func difference() throws {
    let (a, b) = (
      try #require(CalendarDay("2026-02-24")), try #require(CalendarDay("2026-03-09"))
    )
    #expect(b - a == 13)
    #expect(a - b == -13)
    #expect(a - a == 0)
  }
}
