import Dispatch
import Synchronization

/// Counts the voxels of one volume, on more than one core where that pays.
///
/// The law of the census makes it possible: the census of a volume is the sum of the censuses of
/// its parts. Voxels that lie in a file as they are, are read in as many parts as there are cores.
/// A gzip stream has one decoder; where it is much work, the counting goes on beside it.
enum VoxelCounting {
  /// From which size on a second thread pays.
  struct Worth: Sendable {
    /// Plain volumes of fewer bytes are counted before a second thread has begun.
    var plainBytes = 8 << 20
    /// The label map of a body has fewer compressed bytes: what has more is noise, or soft, and
    /// counting it takes a fifth of the time.
    var compressedBytes = 4 << 20
  }

  /// Reads a stream to its end.
  ///
  /// - Parameter cores: threads at most, this one included.
  static func count(
    _ stream: VoxelStream, cores: Int, worth: Worth = Worth()
  ) throws(VolumeError) -> CensusPart {
    let header = stream.header
    // Shares of voxels are doubles: their sum would depend on how it was parted.
    if cores > 1, header.code.content != .probability {
      if let voxels = stream.plainVoxels, header.volumeBytes >= worth.plainBytes {
        if let whole = countParts(voxels, of: stream, cores: cores) {
          stream.skipVoxels()
          while try stream.next() != nil {}
          return whole
        }
        return try countAlone(stream)
      }
      if stream.isCompressed, stream.fileSize >= worth.compressedBytes {
        return try countBeside(stream)
      }
    }
    return try countAlone(stream)
  }

  private static func countAlone(_ stream: VoxelStream) throws(VolumeError) -> CensusPart {
    let header = stream.header
    var counter = CensusCounter(shape: header.grid.shape, code: header.code)
    while let event = try stream.next() { try counter.add(event) }
    return counter.part
  }

  // MARK: Plain voxels

  /// Nil where a part is refused, or all together may have too many labels: then is said what one
  /// core says, which meets the voxels in order.
  private static func countParts(
    _ voxels: PlainVoxels, of stream: VoxelStream, cores: Int
  ) -> CensusPart? {
    let (shape, code) = (stream.header.grid.shape, stream.header.code)
    let parts = voxels.parts(cores, rowLength: shape.i)
    let outcomes = Mutex<[Int: Outcome]>([:])
    DispatchQueue.concurrentPerform(iterations: parts.count) { index in
      let outcome = Outcome { () throws(VolumeError) in
        var counter = CensusCounter(shape: shape, code: code, startingAt: parts[index].lowerBound)
        try voxels.read(parts[index]) { event throws(VolumeError) in try counter.add(event) }
        return counter.part
      }
      outcomes.withLock { $0[index] = outcome }
    }
    var whole: CensusPart?
    for index in parts.indices {
      guard let outcome = outcomes.withLock({ $0.removeValue(forKey: index) }) else {
        preconditionFailure("every part has an outcome")
      }
      guard case .success(let part) = outcome.result else { return nil }
      whole?.merge(part)
      whole = whole ?? part
    }
    // One core counts what is absent beside the labels.
    return whole.flatMap { $0.entries.count < CensusCounter.mostLabels - 1 ? $0 : nil }
  }

  /// What one thread hands to another, which is its only owner from then on.
  private struct Outcome: @unchecked Sendable {
    let result: Result<CensusPart, VolumeError>

    init(_ body: () throws(VolumeError) -> CensusPart) {
      do throws(VolumeError) {
        result = .success(try body())
      } catch {
        result = .failure(error)
      }
    }
  }

  // MARK: A stream

  private static func countBeside(_ stream: VoxelStream) throws(VolumeError) -> CensusPart {
    let belt = EventBelt()
    let (shape, code) = (stream.header.grid.shape, stream.header.code)
    let outcome = Mutex<Outcome?>(nil)
    let done = DispatchSemaphore(value: 0)
    DispatchQueue.global().async {
      let counted = Outcome { () throws(VolumeError) in
        var counter = CensusCounter(shape: shape, code: code)
        while let event = belt.take() {
          try counter.add(event)
          belt.giveBack()
        }
        return counter.part
      }
      belt.close()
      outcome.withLock { $0 = counted }
      done.signal()
    }
    var failure: VolumeError?
    do throws(VolumeError) {
      while let event = try stream.next(), belt.put(event) {}
    } catch {
      failure = error
    }
    belt.end()
    done.wait()
    guard let counted = outcome.withLock({ $0.take() }) else {
      preconditionFailure("the counter has signalled")
    }
    // What was refused of the voxels came before what was wrong with the stream behind them.
    let part = try counted.result.get()
    if let failure { throw failure }
    return part
  }
}
