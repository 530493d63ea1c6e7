import Dispatch
import Glibc
import Synchronization

/// Applies `work` to every item, as many at a time as there are cores, and hands the results over
/// in the order of the items, each as soon as all before it are done.
///
/// Every worker owns its file, buffers and decoder; nothing is shared but the list. The commands
/// are synchronous on purpose: an `async` main ends the main thread by unwinding it, and a static
/// program then sorts its unwind tables first, which costs 10 ms of every start.
///
/// - Parameter most: workers at most, where each takes much memory; nil for as many as cores.
func inParallel<Item: Sendable, Output: Sendable>(
  _ items: [Item], atMost most: Int? = nil, _ work: @escaping @Sendable (Item) -> Output,
  inOrder deliver: (Int, Output) throws -> Void
) rethrows {
  let width = min(items.count, most.map { min($0, coreCount) } ?? coreCount)
  guard width > 1 else {
    for (index, item) in items.enumerated() { try deliver(index, work(item)) }
    return
  }
  let shelf = Shelf<Output>(count: items.count)
  // Results that nobody has taken yet are held: workers do not run further ahead than this.
  // Dispatch traps where a semaphore goes with less than it began with: it begins with nothing.
  let ahead = DispatchSemaphore(value: 0)
  for _ in 0..<max(width, 16) { ahead.signal() }
  for _ in 0..<width {
    DispatchQueue.global().async {
      while true {
        ahead.wait()
        guard let index = shelf.take() else { return }
        shelf.put(work(items[index]), at: index)
      }
    }
  }
  for index in items.indices {
    try deliver(index, shelf.wait(for: index))
    ahead.signal()
  }
}

/// Cores that this process may expect.
var coreCount: Int { max(1, sysconf(CInt(_SC_NPROCESSORS_ONLN))) }

/// Results on their way from the workers to the one who waits for them in order.
private final class Shelf<Output: Sendable>: Sendable {
  private let count: Int
  private let next = Atomic(0)
  private let results: Mutex<[Int: Output]>
  /// Signalled when the result of its place is there.
  private let signals: [DispatchSemaphore]

  init(count: Int) {
    self.count = count
    results = Mutex([:])
    signals = (0..<count).map { _ in DispatchSemaphore(value: 0) }
  }

  /// The next item that nobody has taken; nil when all are.
  func take() -> Int? {
    let index = next.add(1, ordering: .relaxed).oldValue
    return index < count ? index : nil
  }

  func put(_ result: Output, at index: Int) {
    results.withLock { $0[index] = result }
    signals[index].signal()
  }

  func wait(for index: Int) -> Output {
    signals[index].wait()
    guard let result = results.withLock({ $0.removeValue(forKey: index) }) else {
      preconditionFailure("a result is put before it is signalled")
    }
    return result
  }
}
