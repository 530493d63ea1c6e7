import Glibc

/// Applies `work` to every item, as many at a time as there are cores, and hands the results over in
/// the order of the items, each as soon as all before it are done.
///
/// Every task owns its file, buffers and decoder; nothing is shared but the list.
func inParallel<Item: Sendable, Output: Sendable>(
  _ items: [Item], _ work: @escaping @Sendable (Item) -> Output,
  inOrder deliver: (Int, Output) throws -> Void
) async throws {
  let width = min(items.count, max(1, sysconf(CInt(_SC_NPROCESSORS_ONLN))))
  try await withThrowingTaskGroup(of: (Int, Output).self) { group in
    var next = 0
    func start() {
      let index = next
      let item = items[index]
      next += 1
      group.addTask { (index, work(item)) }
    }
    while next < width { start() }
    var waiting: [Int: Output] = [:]
    var delivered = 0
    while let (index, output) = try await group.next() {
      if next < items.count { start() }
      waiting[index] = output
      while let ready = waiting.removeValue(forKey: delivered) {
        try deliver(delivered, ready)
        delivered += 1
      }
    }
  }
}
