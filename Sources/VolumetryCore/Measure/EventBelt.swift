import Dispatch
import Synchronization

/// Voxel events on their way from the thread that decodes to the one that counts, in order.
///
/// Their bytes are copied, which takes a hundredth of the time that decoding them did. Laws: a
/// place of the ring belongs to the decoder until `filled` is signalled for it, then to the counter
/// until `free` is; `closed` says that the counter takes no more.
final class EventBelt: @unchecked Sendable {
  private let memory: UnsafeMutableRawBufferPointer
  private let events: UnsafeMutablePointer<VoxelEvent?>
  /// How many events were put, and taken: each is touched by one thread only.
  private var putCount = 0
  private var takenCount = 0
  private let free = DispatchSemaphore(value: 0)
  private let filled = DispatchSemaphore(value: 0)
  private let isClosed = Atomic(false)

  private static let places = 4
  /// At least what a decoder hands on at once.
  static let placeBytes = 256 * 1024

  init() {
    memory = .allocate(byteCount: Self.places * Self.placeBytes, alignment: 64)
    events = .allocate(capacity: Self.places)
    events.initialize(repeating: nil, count: Self.places)
    // Dispatch traps where a semaphore goes with less than it began with: it begins with nothing.
    for _ in 0..<Self.places { free.signal() }
  }

  deinit {
    memory.deallocate()
    events.deinitialize(count: Self.places)
    events.deallocate()
  }

  /// Puts an event on the belt, waiting for room; false where nobody takes it any more.
  func put(_ event: VoxelEvent) -> Bool {
    free.wait()
    guard !isClosed.load(ordering: .acquiring) else { return false }
    let place = putCount % Self.places
    switch event {
    case .run: events[place] = event
    case .voxels(let bytes):
      precondition(bytes.count <= Self.placeBytes)
      let copy = UnsafeMutableRawBufferPointer(
        rebasing: memory[(place * Self.placeBytes)...].prefix(bytes.count))
      copy.copyMemory(from: bytes)
      events[place] = .voxels(UnsafeRawBufferPointer(copy))
    }
    putCount += 1
    filled.signal()
    return true
  }

  /// No event comes after those that were put.
  func end() {
    free.wait()
    events[putCount % Self.places] = nil
    putCount += 1
    filled.signal()
  }

  /// The next event, waiting for it; nil at the end. `giveBack` must follow.
  func take() -> VoxelEvent? {
    filled.wait()
    defer { takenCount += 1 }
    return events[takenCount % Self.places]
  }

  /// The event taken last is counted: its place is free.
  func giveBack() { free.signal() }

  /// The counter takes no more; whoever waits for room goes on.
  func close() {
    isClosed.store(true, ordering: .releasing)
    for _ in 0..<Self.places { free.signal() }
  }
}
