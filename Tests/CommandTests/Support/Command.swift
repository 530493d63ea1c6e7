import Foundation
import Testing

/// The binary that ships, run as a child the way a person runs it.
enum Command {
  /// What a run left behind.
  struct Outcome: Sendable {
    var status: Int32
    /// The signal that ended it, nil where it left by itself.
    var signal: Int32?
    var stdout: String
    var stderr: String
    /// Highest resident memory of this child alone.
    var peakMemoryMebibytes: Double
    var seconds: Double
  }

  enum Failure: Error, CustomStringConvertible {
    case notBuilt(String)
    case notStarted(code: Int32)
    case tookTooLong(seconds: Double, arguments: [String])

    var description: String {
      switch self {
      case .notBuilt(let path): "\(path) is not there: run 'make build'"
      case .notStarted(let code): "the child did not start: \(String(cString: strerror(code)))"
      case .tookTooLong(let seconds, let arguments):
        "volumetry \(arguments.joined(separator: " ")) ran longer than \(seconds) s and was ended"
      }
    }
  }

  /// The root of the repository.
  static let root: URL = {
    var url = URL(filePath: #filePath)
    for _ in 0..<4 { url.deleteLastPathComponent() }
    return url
  }()

  static let binary = root.appending(path: ".build/release/volumetry").path

  /// Runs `volumetry` and waits for it.
  ///
  /// - Parameters:
  ///   - stdin: What the child reads; empty is an immediate end of file.
  ///   - environment: Added to a bare environment of `PATH`, `HOME` and `LC_ALL=C`.
  ///   - directory: Where it runs; the root of the repository where nil.
  ///   - limit: Seconds until it is ended and `tookTooLong` is thrown.
  static func run(
    _ arguments: [String], stdin: String = "", environment: [String: String] = [:],
    directory: URL? = nil, limit: Double = 300
  ) throws -> Outcome {
    guard FileManager.default.isExecutableFile(atPath: binary) else {
      throw Failure.notBuilt(binary)
    }
    return try run(
      executable: binary, arguments, stdin: stdin, environment: environment,
      directory: directory ?? root, limit: limit)
  }

  /// Runs any program; the shell for a pipe, for one.
  static func run(
    executable: String, _ arguments: [String], stdin: String = "",
    environment: [String: String] = [:], directory: URL = root, limit: Double = 300
  ) throws -> Outcome {
    let folder = try TemporaryDirectory()
    // Files, not pipes: a child never waits for us to read, and we never wait for a grandchild.
    let names = ["in", "out", "err", "pid"].map(folder.path)
    try Data(stdin.utf8).write(to: URL(filePath: names[0]))
    let began = ContinuousClock.now
    let child = try start(
      [executable] + arguments, names: names,
      environment: ["PATH": "/usr/bin:/bin", "HOME": folder.url.path, "LC_ALL": "C"]
        .merging(environment) { $1 }, directory: directory)
    let (status, usage) = try wait(for: child, limit: limit, arguments: arguments)
    let seconds = (ContinuousClock.now - began) / .seconds(1)
    let signal = status & 0x7F
    return Outcome(
      status: signal == 0 ? (status >> 8) & 0xFF : 128 + signal,
      signal: signal == 0 ? nil : signal,
      stdout: try String(contentsOfFile: names[1], encoding: .utf8),
      stderr: try String(contentsOfFile: names[2], encoding: .utf8),
      peakMemoryMebibytes: Double(usage.ru_maxrss) / 1024, seconds: seconds)
  }

  /// Starts a command through a shell that leaves at once, and adopts the orphan.
  ///
  /// A child of our own would do, but for its memory: `posix_spawn` begins it in our address space,
  /// and Linux then counts *our* peak as the child's. What a small shell forks starts from the
  /// shell's few hundred kilobytes, and as its subreaper we still get its `rusage`.
  private static func start(
    _ command: [String], names: [String], environment: [String: String], directory: URL
  ) throws -> pid_t {
    guard adoptsOrphans else { throw Failure.notStarted(code: ENOSYS) }
    let script = """
      cd -- "$1" || exit 126
      in=$2 out=$3 err=$4 pid=$5
      shift 5
      unset PWD OLDPWD
      "$@" <"$in" >"$out" 2>"$err" &
      echo $! >"$pid"
      """
    let words = ["/bin/sh", "-c", script, "sh", directory.path] + names + command
    var argv = words.map { strdup($0) } + [nil]
    var envp = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for word in argv + envp { free(word) } }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A test runner may ignore SIGPIPE; the child must meet it as it would under a shell.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))

    var shell: pid_t = 0
    let code = posix_spawn(&shell, "/bin/sh", nil, &attributes, &argv, &envp)
    guard code == 0 else { throw Failure.notStarted(code: code) }
    var status: Int32 = 0
    while waitpid(shell, &status, 0) < 0, errno == EINTR {}
    guard status == 0,
      let child = pid_t(
        try String(contentsOfFile: names[3], encoding: .utf8).trimmingCharacters(in: .newlines))
    else { throw Failure.notStarted(code: ECHILD) }
    return child
  }

  /// Makes us the parent of orphans among our descendants; `prctl` is variadic, so Swift does not
  /// import it.
  private static let adoptsOrphans: Bool = {
    typealias Control = @convention(c) (Int32, UInt, UInt, UInt, UInt) -> Int32
    guard let symbol = dlsym(nil, "prctl") else { return false }
    let becomeSubreaper: Int32 = 36
    return unsafeBitCast(symbol, to: Control.self)(becomeSubreaper, 1, 0, 0, 0) == 0
  }()

  private static func wait(
    for child: pid_t, limit: Double, arguments: [String]
  ) throws -> (status: Int32, usage: rusage) {
    var status: Int32 = 0
    var usage = rusage()
    let deadline = ContinuousClock.now + .seconds(limit)
    while true {
      let ended = wait4(child, &status, WNOHANG, &usage)
      if ended == child { return (status, usage) }
      if ended < 0, errno != EINTR { throw Failure.notStarted(code: errno) }
      if ContinuousClock.now > deadline {
        kill(child, SIGKILL)
        while wait4(child, &status, 0, &usage) < 0, errno == EINTR {}
        throw Failure.tookTooLong(seconds: limit, arguments: arguments)
      }
      usleep(1000)
    }
  }
}

extension Command.Outcome {
  /// Standard output as one JSON object.
  func jsonObject(sourceLocation: SourceLocation = #_sourceLocation) throws -> [String: Any] {
    let value = try JSONSerialization.jsonObject(with: Data(stdout.utf8))
    return try #require(value as? [String: Any], sourceLocation: sourceLocation)
  }

  /// Standard output as JSON Lines: an object a line.
  func jsonLines(sourceLocation: SourceLocation = #_sourceLocation) throws -> [[String: Any]] {
    try stdout.split(separator: "\n").map { line in
      let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
      return try #require(value as? [String: Any], sourceLocation: sourceLocation)
    }
  }

  /// Standard output in its lines, without the empty one after the last line feed.
  var lines: [String] { stdout.split(separator: "\n").map(String.init) }
}

/// A directory of its own, removed when nobody holds it any more.
final class TemporaryDirectory: Sendable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "volumetry-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// The path of `name` in it.
  func path(_ name: String) -> String { url.appending(path: name).path }

  /// Writes a file and gives its path.
  func write(_ text: String, to name: String) throws -> String {
    try write(Data(text.utf8), to: name)
  }

  /// Writes a file and gives its path.
  func write(_ bytes: Data, to name: String) throws -> String {
    try bytes.write(to: URL(filePath: path(name)))
    return path(name)
  }

  /// What lies in it, sorted, hidden files included.
  func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: url.path).sorted()
  }
}
