import Glibc
import Synchronization

/// What `work` gives for 0 ..< `count`, in this order, on as many threads as `cores` says; on this
/// one alone where that is 1. For few and large pieces of work, none of which waits for another.
///
/// The threads are the system's own: Dispatch makes a manager and a queue before the first piece
/// begins on another core. A pair of label maps, 453 pairs of runs: 8 % less time.
func mapInParallel<Output: Sendable>(
  _ count: Int, cores: Int, _ work: @Sendable (Int) -> Output
) -> [Output] {
  guard cores > 1, count > 1 else { return (0..<count).map(work) }
  let outputs = Outputs<Output>(count: count)
  withoutActuallyEscaping(work) { work in
    // All threads end before `work` does.
    let pieces = PiecesOfWork(count: count) { outputs.put(work($0), at: $0) }
    let threads = (1..<min(cores, count)).compactMap { _ in pieces.startThread() }
    pieces.work()
    for thread in threads { pthread_join(thread, nil) }
  }
  return outputs.all
}

/// What pieces of work gave, as they come.
private final class Outputs<Output: Sendable>: Sendable {
  private let found: Mutex<[Output?]>

  init(count: Int) { found = Mutex([Output?](repeating: nil, count: count)) }

  func put(_ output: Output, at index: Int) { found.withLock { $0[index] = output } }

  var all: [Output] {
    found.withLock { found in
      found.map { output in
        guard let output else { preconditionFailure("every piece of work was done") }
        return output
      }
    }
  }
}

/// Pieces of work that threads take one after the other.
private final class PiecesOfWork: Sendable {
  private let count: Int
  private let next = Atomic(0)
  private let piece: @Sendable (Int) -> Void

  init(count: Int, _ piece: @escaping @Sendable (Int) -> Void) {
    (self.count, self.piece) = (count, piece)
  }

  /// Does pieces until none is left.
  func work() {
    while true {
      let index = next.add(1, ordering: .relaxed).oldValue
      guard index < count else { return }
      piece(index)
    }
  }

  /// A thread that helps; nil where the system has none to give, and the others do its share.
  func startThread() -> pthread_t? {
    var thread = pthread_t()
    let pieces = Unmanaged.passRetained(self)
    let code = pthread_create(
      &thread, nil,
      { pieces in
        guard let pieces else { preconditionFailure("a thread is given its work") }
        Unmanaged<PiecesOfWork>.fromOpaque(pieces).takeRetainedValue().work()
        return nil
      }, pieces.toOpaque())
    guard code == 0 else {
      pieces.release()
      return nil
    }
    return thread
  }
}
