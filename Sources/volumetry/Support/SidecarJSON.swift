import Glibc
import Records
import Reporting
import VolumetryCore

/// The JSON file beside a scan, as dcm2niix and BIDS write it: the scan's name with `.json`.
struct SidecarJSON {
  let path: String
  let bytes: Int

  /// Nil where the name is no scan's or no such file is there.
  init?(besides scan: String) {
    guard let stem = ScanFiles.stem(of: scan) else { return nil }
    path = stem + ".json"
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    bytes = Int(status.st_size)
  }

  /// Keys that name a person, a place, a device or a day, with the length of their values; one
  /// finding that it could not be looked into where that is so.
  var findings: [FreeText] {
    let bytes: [UInt8]
    do throws(CommandFailure) { bytes = try TextFile.bytes(path) } catch { return [unchecked] }
    do throws(RecordError) {
      return Self.findings(in: try YAMLNode(bytes: bytes))
    } catch { return [unchecked] }
  }

  private var unchecked: FreeText {
    FreeText(kind: .unchecked, field: "the JSON file beside it", bytes: bytes)
  }

  private static func findings(in node: YAMLNode) -> [FreeText] {
    switch node.content {
    case .scalar: return []
    case .sequence(let items): return items.flatMap(findings)
    case .mapping(let entries):
      return entries.flatMap { entry -> [FreeText] in
        guard let key = standardName(of: entry.key) else { return findings(in: entry.value) }
        let text = values(of: entry.value).joined(separator: " ")
        guard !text.isEmpty else { return [] }
        return [
          FreeText(kind: .sidecar, field: key, bytes: text.utf8.count, content: Array(text.utf8))
        ]
      }
    }
  }

  private static func values(of node: YAMLNode) -> [String] {
    switch node.content {
    case .scalar(let text, _): node.isNull || text.isEmpty ? [] : [text]
    case .sequence(let items): items.flatMap(values)
    // DICOM JSON says of what kind a value is; that is no value.
    case .mapping(let entries): entries.flatMap { $0.key == "vr" ? [] : values(of: $0.value) }
    }
  }

  /// The telling key that a key spells, whatever its case and whatever stands between its words;
  /// also where writers say Patients for Patient; also a DICOM tag of the patient's group, 0010.
  private static func standardName(of key: String) -> String? {
    let name = String(
      decoding: key.lowercased().utf8.filter { isDigit($0) || isLetter($0) }, as: UTF8.self)
    if let key = telling[name] { return key }
    if let plural = name.firstRange(of: "patients") {
      var singular = name
      singular.replaceSubrange(plural, with: "patient")
      if let key = telling[singular] { return key }
    }
    guard name.utf8.count == 8, name.hasPrefix("0010"), let tag = UInt32(name, radix: 16) else {
      return nil
    }
    let element = String(tag & 0xffff, radix: 16)
    return "DICOM tag 0010,\(String(repeating: "0", count: 4 - element.count))\(element)"
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
  }

  fileprivate static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// Keys of dcm2niix and of the DICOM de-identification profile (PS3.15, annex E), by their lower
  /// case: the finding names the key as the standard writes it, not as the file does.
  private static let telling = Dictionary(
    uniqueKeysWithValues: keys.map { ($0.lowercased(), $0) })

  private static let keys = [
    "AccessionNumber", "AcquisitionComments", "AcquisitionDate", "AcquisitionDateTime",
    "AcquisitionTime", "AdditionalPatientHistory", "AdmittingDiagnosesDescription", "ContentDate",
    "ContentTime", "DateOfSecondaryCapture", "DerivationDescription", "DeviceSerialNumber",
    "DeviceUID", "FrameOfReferenceUID", "ImageComments", "InstanceCreationDate",
    "InstanceCreationTime", "InstitutionAddress", "InstitutionName",
    "InstitutionalDepartmentName", "IssuerOfPatientID", "MediaStorageSOPInstanceUID",
    "NameOfPhysiciansReadingStudy", "OperatorsName", "OtherPatientIDs", "OtherPatientNames",
    "PatientAddress", "PatientAge", "PatientBirthDate", "PatientBirthTime", "PatientComments",
    "PatientID", "PatientName", "PatientSex", "PatientSize", "PatientWeight",
    "PerformedProcedureStepDescription", "PerformedProcedureStepID",
    "PerformedProcedureStepStartDate", "PerformedProcedureStepStartTime",
    "PerformingPhysicianName", "PhysiciansOfRecord", "ProcedureStepDescription", "ProtocolName",
    "ReferringPhysicianName", "RequestedProcedureDescription", "RequestingPhysician",
    "SOPInstanceUID", "SeriesDate", "SeriesDescription",
    "SeriesInstanceUID", "SeriesTime", "StationName", "StudyComments", "StudyDate",
    "StudyDescription", "StudyID", "StudyInstanceUID", "StudyTime",
  ]
}

/// Whether the name of a file looks as if it held a date, a record number or a DICOM name.
enum FileNameCheck {
  /// At most one finding a reason; the name itself is not repeated.
  static func findings(_ path: String) -> [FreeText] {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    var findings: [FreeText] = []
    let digits = name.utf8.split { !SidecarJSON.isDigit($0) }
    if digits.contains(where: { $0.count >= 6 }) {
      findings.append(FreeText(kind: .name, field: "six or more digits in a row", bytes: nil))
    }
    if name.contains(/[0-9]{4}[-_.][0-9]{2}[-_.][0-9]{2}/) {
      findings.append(FreeText(kind: .name, field: "a date", bytes: nil))
    }
    if name.contains("^") {
      findings.append(FreeText(kind: .name, field: "a DICOM name separator (^)", bytes: nil))
    }
    return findings
  }
}
