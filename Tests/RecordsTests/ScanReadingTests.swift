import Readiness
import Records
import Testing

/// What a case says of a scan's files that the files leave open.
@Suite struct ScanReadingTests {
  private func scan(_ reading: String) throws -> Scan {
    let text = "scans:\n  - {date: 2026-02-24, segmentation: a.nii, reading: \(reading)}\n"
    return try #require(try Case(yaml: text).scans.first)
  }

  private func fault(_ reading: String) -> RecordFault? {
    do {
      _ = try scan(reading)
      return nil
    } catch let error as RecordError { return error.first } catch { return nil }
  }

  @Test func transformAndVolumeAreRead() throws {
    #expect(try scan("{geometry: qform, volume: 2}").reading == .init(geometry: .qform, volume: 2))
    #expect(try scan("{}").reading == Scan.Reading())
  }

  @Test func anythingElseIsRefusedWithItsPlace() {
    for (reading, code, path) in [
      ("{geometry: auto}", "E-CASE-WORD", "scans[0].reading.geometry"),
      ("{volume: -1}", "E-CASE-VALUE", "scans[0].reading.volume"),
      ("{volume: 0.5}", "E-CASE-VALUE", "scans[0].reading.volume"),
      ("{ignore_crc: yes}", "E-CASE-UNKNOWN-KEY", "scans[0].reading.ignore_crc"),
    ] {
      let fault = fault(reading)
      #expect(fault?.code == code && fault?.path == path, "\(reading)")
    }
  }
}
