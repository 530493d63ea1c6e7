import Glibc

extension RunInflater {
  /// Runs of fewer bytes are written like any other copy: writing, checking and scanning them costs
  /// less than making the window uniform.
  static let shortestRun = 64 * 1024
  /// The same where the window holds nothing but the run's unit already.
  private static let shortestContinuation = 4 * 1024

  /// Writes a token of any length, or turns it into a run.
  ///
  /// - Returns: false where what is written must be handed on first; `pending` is what is left.
  func executeLong(_ length: Int, _ distance: Int) -> Bool {
    guard let period = period(distance, length: length) else {
      return write(length, distance)
    }
    let known = head == uniformEnd && uniformPeriod == period ? uniformBytes : distance
    let isUniform = head == origin && known >= InflateBuffers.history
    guard length >= (isUniform ? Self.shortestContinuation : Self.shortestRun) else {
      let before = head
      let goesOn = write(length, distance)
      (uniformEnd, uniformBytes, uniformPeriod) = (head, known + (head - before), period)
      return goesOn
    }
    // A run begins where a voxel does.
    let missing = (unit - (head - delivered) % unit) % unit
    Self.copyLong(to: head, distance, missing)
    head += missing
    guard delivered == head else {
      pending = (length - missing, distance)
      (uniformEnd, uniformBytes, uniformPeriod) = (head, known + missing, period)
      return false
    }
    makeRun(length, period, isUniform: isUniform)
    return false
  }

  /// Makes the bytes behind `head` a run. Everything before it has been handed on.
  ///
  /// - Parameter isUniform: whether the history holds nothing but the unit of the run already.
  private func makeRun(_ bytes: Int, _ period: Int, isUniform: Bool) {
    check(upTo: head)
    let rest = bytes % unit
    // The eight bytes before `head`, or the last period of them over and over, go on behind it.
    var word: UInt64 = 0
    for place in 0..<8 {
      let byte = (head - period + place % period).load(as: UInt8.self)
      word |= UInt64(byte) << UInt64(8 * place)
    }
    checksum.append(run: word, period: period, byteCount: bytes - rest)
    length += bytes - rest
    run = (word, bytes - rest)
    if !isUniform {
      var place = origin - InflateBuffers.history
      while place < origin {
        place.storeBytes(of: word.littleEndian, as: UInt64.self)
        place += 8
      }
    }
    origin.storeBytes(of: word.littleEndian, as: UInt64.self)
    (delivered, checked, head) = (origin, origin, origin + rest)
    (uniformEnd, uniformBytes, uniformPeriod) = (head, InflateBuffers.history + rest, period)
  }

  /// Whether what a token copies is one byte, or one voxel, over and over; with which period.
  private func period(_ distance: Int, length: Int) -> Int? {
    if distance == 1 { return 1 }
    if distance == 0 { return nil }
    if head == uniformEnd, uniformBytes >= distance, distance % uniformPeriod == 0 {
      return uniformPeriod
    }
    // Looking costs up to a pass over the source, so the copy must be as long.
    guard length >= distance else { return nil }
    let source = head - distance
    if memcmp(source, source + 1, distance - 1) == 0 { return 1 }
    guard unit > 1, distance % unit == 0 else { return nil }
    return memcmp(source, source + unit, distance - unit) == 0 ? unit : nil
  }

  /// Copies as far as the window has room.
  private func write(_ length: Int, _ distance: Int) -> Bool {
    let count = min(length, limit - head + Int(Self.longestMatch))
    Self.copyLong(to: head, distance, count)
    head += count
    if count < length { pending = (length - count, distance) }
    return count == length
  }

  // MARK: Handing on

  /// Hands on whole units, at most so many bytes; nil where fewer than one unit is there.
  func takePiece(atMost most: Int) -> InflatedPiece? {
    precondition(most % unit == 0)
    if let (word, bytes) = run {
      let count = min(bytes / unit * unit, most)
      if count > 0 {
        run = count < bytes ? (word, bytes - count) : nil
        return .run(unit: word, bytes: count)
      }
      giveBackRun()
    }
    let count = min((head - delivered) / unit * unit, most)
    guard count > 0 else { return nil }
    defer { delivered += count }
    return .bytes(UnsafeRawBufferPointer(start: delivered, count: count))
  }

  /// Less than a voxel of a run that began before the voxels did stands in the history too: only
  /// one byte over and over begins before them.
  private func giveBackRun() {
    guard let (word, bytes) = run, bytes < unit else { return }
    precondition(word == word & 0xff &* 0x0101_0101_0101_0101)
    delivered -= bytes
    run = nil
  }

  /// Hands on bytes, as many as `buffer` takes and are there.
  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    guard let target = buffer.baseAddress else { return 0 }
    var done = 0
    if let (word, bytes) = run {
      done = min(bytes, buffer.count)
      for place in 0..<done {
        buffer[place] = UInt8(truncatingIfNeeded: word >> UInt64(8 * (place % 8)))
      }
      let turned = UInt64(8 * (done % 8))
      let rest = turned == 0 ? word : word >> turned | word << (64 - turned)
      run = done < bytes ? (rest, bytes - done) : nil
    }
    let count = min(buffer.count - done, head - delivered)
    (target + done).copyMemory(from: delivered, byteCount: count)
    delivered += count
    return done + count
  }
}

/// What a decoder hands on of whole units.
enum InflatedPiece {
  case bytes(UnsafeRawBufferPointer)
  /// The unit over and over; its bytes are the lowest of the number, the first one lowest.
  case run(unit: UInt64, bytes: Int)
}
