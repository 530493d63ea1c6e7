import Dispatch
import Synchronization

/// What `work` gives for 0 ..< `count`, in this order, on as many threads as there are; on this one
/// alone where `cores` is 1. For few and large pieces of work, none of which waits for another.
func mapInParallel<Output: Sendable>(
  _ count: Int, cores: Int, _ work: @Sendable (Int) -> Output
) -> [Output] {
  guard cores > 1, count > 1 else { return (0..<count).map(work) }
  let outputs = Mutex([Output?](repeating: nil, count: count))
  DispatchQueue.concurrentPerform(iterations: count) { index in
    let output = work(index)
    outputs.withLock { $0[index] = output }
  }
  return outputs.withLock { outputs in
    outputs.map { output in
      guard let output else { preconditionFailure("every piece of work was done") }
      return output
    }
  }
}
