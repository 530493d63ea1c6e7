/// A table that says which prediction belongs to which reference: columns between tabs, the first
/// line names them.
///
/// ```text
/// reference	prediction	case	method
/// gt/17.nii.gz	unet/17.nii.gz	patient-17	unet
/// ```
///
/// `reference` and `prediction` are paths; `case` and `method` may be left out. Blank
/// lines are passed over and other columns ignored.
public struct PairsTable: Hashable, Sendable {
  /// One pair as it stands in the table.
  public struct Row: Hashable, Sendable {
    public let reference: String
    public let prediction: String
    /// What the case is called; nil where the table does not say.
    public let caseName: String?
    /// What made the prediction; nil where the table does not say.
    public let method: String?
    /// The first line is 1.
    public let line: Int
  }

  /// In the order of the table, at least one.
  public let rows: [Row]

  /// - Throws: `RecordError` with every fault: text that is not UTF-8, a column that is missing or
  ///   named twice, a row that does not fill its columns or lacks a path, the same two files twice.
  public init(bytes: [UInt8]) throws(RecordError) {
    if let place = bytes.firstInvalidUTF8 {
      throw RecordError([
        Self.fault(
          line: bytes[..<place].count { $0 == 10 } + 1, "the text is not UTF-8",
          found: "byte 0x\(String(bytes[place], radix: 16))", expected: "UTF-8")
      ])
    }
    let text = String(
      decoding: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...],
      as: UTF8.self)
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated().filter { !$0.element.trimmed.isEmpty }
    guard let header = lines.first else {
      throw RecordError([
        Self.fault(
          line: 1, "the table is empty", found: nil,
          expected: "a first line with the columns reference and prediction")
      ])
    }
    let columns = try Columns(header.element, line: header.offset + 1)
    var faults: [RecordFault] = []
    var rows: [Row] = []
    var seen: [[String]: Int] = [:]
    for line in lines.dropFirst() {
      switch columns.row(line.element, line: line.offset + 1) {
      case .failure(let error): faults += error.faults
      case .success(let row):
        let files = [row.reference, row.prediction]
        if let first = seen[files] {
          faults.append(
            Self.fault(
              line: row.line, "two rows compare the same files", found: "the pair of line \(first)",
              expected: "a pair once"))
        }
        seen[files] = row.line
        rows.append(row)
      }
    }
    if rows.isEmpty, faults.isEmpty {
      faults.append(
        Self.fault(
          line: header.offset + 1, "the table holds no pair", found: "its header alone",
          expected: "at least one row"))
    }
    guard faults.isEmpty else { throw RecordError(faults) }
    self.rows = rows
  }

  fileprivate static func fault(
    line: Int, _ message: String, found: String?, expected: String
  ) -> RecordFault {
    RecordFault(
      code: "E-PAIRS", path: "", line: line, column: 1, message: message, found: found,
      expected: expected)
  }
}

/// Where the columns of the table stand.
private struct Columns {
  private let count: Int
  private let reference: Int
  private let prediction: Int
  private let caseName: Int?
  private let method: Int?

  init(_ header: Substring, line: Int) throws(RecordError) {
    let names = Self.cells(header)
    let known = ["reference", "prediction", "case", "method"]
    for name in known where names.count(where: { $0 == name }) > 1 {
      throw RecordError([
        PairsTable.fault(
          line: line, "a column is named twice", found: name, expected: "each column once")
      ])
    }
    guard let reference = names.firstIndex(of: known[0]),
      let prediction = names.firstIndex(of: known[1])
    else {
      throw RecordError([
        PairsTable.fault(
          line: line, "the columns are not named", found: "\"\(printable(header))\"",
          expected: "a first line with the columns reference and prediction, a tab between columns")
      ])
    }
    count = names.count
    self.reference = reference
    self.prediction = prediction
    caseName = names.firstIndex(of: known[2])
    method = names.firstIndex(of: known[3])
  }

  func row(_ text: Substring, line: Int) -> Result<PairsTable.Row, RecordError> {
    let cells = Self.cells(text)
    guard cells.count == count else {
      return .failure(
        RecordError([
          PairsTable.fault(
            line: line, "the row does not fill its columns", found: "\(cells.count) cells",
            expected: "\(count) cells, a tab between them")
        ]))
    }
    func optional(_ column: Int?) -> String? {
      column.map { cells[$0] }.flatMap { $0.isEmpty ? nil : $0 }
    }
    guard let reference = optional(reference), let prediction = optional(prediction) else {
      return .failure(
        RecordError([
          PairsTable.fault(
            line: line, "a path is missing", found: "an empty cell",
            expected: "a file for reference and prediction")
        ]))
    }
    return .success(
      PairsTable.Row(
        reference: reference, prediction: prediction, caseName: optional(caseName),
        method: optional(method), line: line))
  }

  private static func cells(_ line: Substring) -> [String] {
    line.split(separator: "\t", omittingEmptySubsequences: false).map { String($0.trimmed) }
  }
}
