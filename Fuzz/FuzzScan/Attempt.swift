import Glibc
import VolumetryCore

/// Measuring one file and holding what comes out against the laws.
enum Attempt {
  /// Where VOLUMETRY_FUZZ_KEEP names a file, the measured bytes are left there: the reproducer of a
  /// finding is a file that anybody can give to `volumetry measure`.
  private static let keptPath = getenv("VOLUMETRY_FUZZ_KEEP").map { String(cString: $0) }
  private static let file = MemoryFile()

  /// Declared bytes that a second of processor time must suffice for.
  private static let bytesPerSecond = 100_000_000

  static func run(_ bytes: [UInt8]) {
    if let keptPath { keep(bytes, in: keptPath) }
    file.replace(with: bytes)
    let (first, seconds) = measured()
    let second = measured().outcome
    switch (first, second) {
    case (.success(let a), .success(let b)):
      demand(a == b, "measured twice, two results")
      demandNoLaw(ScanLaws.broken(a, header: bytes))
      let payload = a.grid.shape.voxelCount * a.datatype.width
      demand(seconds <= Double(1 + payload / bytesPerSecond), "took \(seconds) s")
    case (.failure(let a), .failure(let b)):
      demand(a.code == b.code && a.message == b.message, "refused twice, for two reasons")
      demandNoLaw(ScanLaws.broken(a, bytes: bytes))
      demand(seconds <= 1, "took \(seconds) s to refuse")
    default: demand(false, "measured once, refused once")
    }
  }

  private static func measured() -> (outcome: Result<ScanMeasurement, VolumeError>, Double) {
    let began = processorTime()
    do throws(VolumeError) {
      let scan = try ScanMeasurement(path: file.path)
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

  private static func keep(_ bytes: [UInt8], in path: String) {
    guard let file = fopen(path, "wb") else { fatalError("\(path) cannot be written") }
    let written = fwrite(bytes, 1, bytes.count, file)
    guard fclose(file) == 0, written == bytes.count else {
      fatalError("\(path) cannot be written")
    }
  }
}

/// A file without a disk, used again for every input.
private struct MemoryFile {
  private let descriptor: CInt
  /// A name that the reader can open.
  let path: String

  init() {
    descriptor = createMemoryFile("input", 0)
    precondition(descriptor >= 0, "the kernel has files in memory")
    path = "/proc/self/fd/\(descriptor)"
  }

  func replace(with bytes: [UInt8]) {
    let written = ftruncate(descriptor, 0) == 0 ? pwrite(descriptor, bytes, bytes.count, 0) : -1
    precondition(written == bytes.count, "a small file fits memory")
  }
}

/// `memfd_create`, which the module of the C library leaves out.
@_silgen_name("memfd_create")
private func createMemoryFile(_ name: UnsafePointer<CChar>, _ flags: CUnsignedInt) -> CInt
