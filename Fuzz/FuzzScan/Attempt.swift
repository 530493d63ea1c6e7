import Glibc
import Reporting
import VolumetryCore

/// Measuring one file and holding what comes out against the laws.
enum Attempt {
  /// Where VOLUMETRY_FUZZ_KEEP names a file, the bytes that are read are left there: the reproducer
  /// of a finding is a file that anybody can give to `volumetry measure`.
  private static let keptPath = getenv("VOLUMETRY_FUZZ_KEEP").map { String(cString: $0) }
  private static let file = MemoryFile()

  /// Declared bytes that a second of processor time must suffice for.
  private static let bytesPerSecond = 100_000_000

  static func run(_ bytes: [UInt8]) {
    keep(bytes)
    file.replace(with: bytes)
    let (first, seconds) = measured(ReadingOptions())
    let second = measured(ReadingOptions()).outcome
    switch (first, second) {
    case (.success(let a), .success(let b)):
      demand(a.isSame(as: b), "measured twice, two results")
      demandNoLaw(ScanLaws.broken(a, header: bytes))
      for header in a.extensions { LabelAttempt.read(extension: header.content) }
      let payload = a.grid.shape.voxelCount * a.datatype.width
      demand(seconds <= Double(1 + payload / bytesPerSecond), "took \(seconds) s")
    case (.failure(let a), .failure(let b)):
      demand(a.code == b.code && a.message == b.message, "refused twice, for two reasons")
      demandNoLaw(ScanLaws.broken(a, bytes: bytes))
      demand(seconds <= 1, "took \(seconds) s to refuse")
    default: demand(false, "measured once, refused once")
    }
    let choice = bytes.reduce(bytes.count) { $0 &+ Int($1) }
    report(first, in: OutputFormat.allCases[choice % OutputFormat.allCases.count])
    runTrusting(ReadingOptions.trusting(choice / OutputFormat.allCases.count))
  }

  /// What a user's options allow is not what the plain twin reads, but no number may be absurd.
  private static func runTrusting(_ options: ReadingOptions) {
    let (outcome, _) = measured(options)
    report(outcome, in: .json)
    guard case .success(let scan) = outcome else { return }
    for label in scan.labels {
      demand(
        label.volume.value.isFinite && label.volume.value >= 0 && label.voxels >= 0,
        "label \(label.label): \(label.voxels) voxels, \(label.volume.value) mL by \(options)")
    }
  }

  /// Writes what a user would see, so that every writer meets every number.
  private static func report(
    _ outcome: Result<ScanMeasurement, VolumeError>, in format: OutputFormat
  ) {
    let head = DocumentHead(command: "measure", version: "0")
    var report = MeasureReport(head: head, format: format, showsBackground: true)
    var text = ""
    let naming = LabelNaming(table: LabelTable([]), source: .none, notices: [])
    report.add(MeasureReport.Entry(path: "a.nii", outcome: outcome, naming: naming), to: &text)
    report.finish(to: &text)
  }

  private static func measured(
    _ options: ReadingOptions
  ) -> (outcome: Result<ScanMeasurement, VolumeError>, seconds: Double) {
    let began = processorTime()
    do throws(VolumeError) {
      let scan = try ScanMeasurement(path: file.path, options: options)
      return (.success(scan), processorTime() - began)
    } catch { return (.failure(error), processorTime() - began) }
  }

  /// Seconds that this thread has computed; waiting for a busy machine does not count.
  private static func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private static func demandNoLaw(_ broken: String?) {
    if let broken { demand(false, broken) }
  }

  private static func demand(_ holds: Bool, _ law: @autoclosure () -> String) {
    if !holds { fatalError("broken law: \(law())") }
  }

  static func keep(_ bytes: [UInt8]) {
    guard let path = keptPath else { return }
    guard let file = fopen(path, "wb") else { fatalError("\(path) cannot be written") }
    let written = fwrite(bytes, 1, bytes.count, file)
    guard fclose(file) == 0, written == bytes.count else {
      fatalError("\(path) cannot be written")
    }
  }
}

extension ScanMeasurement {
  /// Whether two results say the same. Not `==`: a warning may hold a NaN, which equals nothing.
  fileprivate func isSame(as other: Self) -> Bool {
    grid == other.grid && census == other.census && labels == other.labels
      && extensions == other.extensions && warnings.map(\.message) == other.warnings.map(\.message)
  }
}

extension ReadingOptions {
  /// One of the ways to take more on trust than the default does.
  fileprivate static func trusting(_ choice: Int) -> ReadingOptions {
    var options = ReadingOptions()
    switch choice % 8 {
    case 0: options.volumes = .channelsAsLabels
    case 1: options.volumes = .index(1)
    case 2: options.content = .probability
    case 3: options.content = .threshold(0.5)
    case 4: options.allowsTwoDimensions = true
    case 5: options.geometry = GeometrySource.allCases[choice / 8 % GeometrySource.allCases.count]
    case 6: options.acceptsANALYZE = true
    default: options.ignoresChecksums = true
    }
    options.nanIsBackground = choice / 8 % 2 == 0
    return options
  }
}
