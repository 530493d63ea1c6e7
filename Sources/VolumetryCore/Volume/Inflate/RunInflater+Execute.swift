extension RunInflater {
  /// Writes what the tokens say until they are done, the window is full or a run has begun.
  ///
  /// - Returns: false where what is written must be handed on first.
  func execute() -> Bool {
    if let (length, distance) = pending {
      pending = nil
      guard executeLong(length, distance) else { return false }
    }
    while nextToken < tokensEnd, head < limit {
      executeTokens()
      guard nextToken < tokensEnd, head < limit else { break }
      // A token that the loop leaves is longer than a match.
      let token = nextToken.pointee
      nextToken += 1
      guard executeLong(Int(token >> 32), Int(token & 0xffff)) else { return false }
    }
    return true
  }

  /// Writes tokens up to the first that is longer than one match.
  ///
  /// In words: a literal is a match of length 1 whose source is a row of that byte over and over;
  /// so is a match of distance 1, whose byte is the last one written. Then every token copies.
  /// Laws: `head` is where the token is written, `last` the byte before it.
  ///
  /// 1. The source is chosen, not branched to (`constants`).
  /// 2. As many bytes are copied in steps of 32 as most tokens need, whatever the length: of the
  ///    matches of a dense map 33 % have up to 64 bytes and 35 % up to 128, so that a loop over the
  ///    length mispredicts; those of noise have 5. What is written too much is overwritten by the
  ///    next token. Which of the two loops runs depends on the tokens before.
  /// 3. `last` is read from the source: reading it from the destination waits for the store.
  /// 4. A match from less than 32 back is written from a register (`copyNear`; level 1 dense map
  ///    10.4 -> 10.0 ms).
  private func executeTokens() {
    let (before, first) = (head, nextToken)
    if hasShortTokens { executeShort() } else { executeUsual() }
    let count = nextToken - first
    if count > 0 { hasShortTokens = head - before < Self.shortMatch * count }
  }

  /// Where tokens have fewer bytes than this on average, copying 128 for each costs more than what
  /// it saves.
  private static let shortMatch = 16

  @inline(never)
  private func executeUsual() {
    execute { length, source, head in
      Self.step(0, from: source, to: head)
      Self.step(32, from: source, to: head)
      Self.step(64, from: source, to: head)
      Self.step(96, from: source, to: head)
      guard length > 128 else { return }
      Self.step(128, from: source, to: head)
      Self.step(160, from: source, to: head)
      Self.step(192, from: source, to: head)
      Self.step(224, from: source, to: head)
      Self.step(256, from: source, to: head)
    }
  }

  @inline(never)
  private func executeShort() {
    execute { length, source, head in
      Self.step(0, from: source, to: head)
      var offset = 32
      while offset < length {
        Self.step(offset, from: source, to: head)
        offset &+= 32
      }
    }
  }

  @inline(__always)
  private func execute(
    _ copy: (Int, UnsafeMutableRawPointer, UnsafeMutableRawPointer) -> Void
  ) {
    let (constants, limit) = (buffers.constants.baseAddress.unsafelyUnwrapped, self.limit)
    var (head, token) = (self.head, UnsafePointer(nextToken))
    let end = UnsafePointer(tokensEnd)
    var last = Int((head - 1).load(as: UInt8.self))
    while token < end, head < limit {
      let distance = Int(truncatingIfNeeded: token.pointee & 0xffff)
      let length = Int(truncatingIfNeeded: token.pointee &>> 32)
      if length > Int(Self.longestMatch) { break }
      if UInt(bitPattern: distance &- 2) < 30 {
        Self.copyNear(to: head, distance, length)
        head += length
        last = Int((head - 1).load(as: UInt8.self))
        token += 1
        continue
      }
      let byte = distance == 0 ? Int(truncatingIfNeeded: (token.pointee &>> 16) & 0xff) : last
      let constant = constants + byte &* InflateBuffers.constantRow
      let source = distance > 1 ? head - distance : constant
      var lastIndex = length &- 1
      if lastIndex >= distance && distance > 1 { lastIndex %= distance }
      last = Int((source + lastIndex).load(as: UInt8.self))
      copy(length, source, head)
      head += length
      token += 1
    }
    self.head = head
    nextToken = UnsafeMutablePointer(mutating: token)
  }

  @inline(__always)
  private static func step(
    _ offset: Int, from source: UnsafeMutableRawPointer, to target: UnsafeMutableRawPointer
  ) {
    target.storeBytes(
      of: source.loadUnaligned(fromByteOffset: offset, as: SIMD4<UInt64>.self),
      toByteOffset: offset, as: SIMD4<UInt64>.self)
  }

  /// Copies at most a match from 2 to 31 bytes back, where a step of 32 would read what it has not
  /// written yet. What is to be written over and over is read once, before anything is written, and
  /// each time writes over what the time before wrote too much.
  @inline(__always)
  private static func copyNear(
    to target: UnsafeMutableRawPointer, _ distance: Int, _ length: Int
  ) {
    var unit = (target - distance).loadUnaligned(as: SIMD4<UInt64>.self)
    var stride = distance
    if distance <= 8 {
      // As often as it fits eight bytes.
      var word =
        UInt64(littleEndian: unit[0]) & (.max &>> UInt64(truncatingIfNeeded: 64 &- 8 &* distance))
      while stride <= 4 {
        word |= word &<< UInt64(truncatingIfNeeded: 8 &* stride)
        stride &+= stride
      }
      unit = SIMD4(repeating: word.littleEndian)
      if stride == 8 { stride = 32 }
    }
    var offset = 0
    repeat {
      target.storeBytes(of: unit, toByteOffset: offset, as: SIMD4<UInt64>.self)
      offset &+= stride
    } while offset < length
  }

  /// Copies any number of bytes from `distance` back, and up to 31 more.
  static func copyLong(to target: UnsafeMutableRawPointer, _ distance: Int, _ length: Int) {
    guard distance >= 32 else {
      // Once 32 bytes are there, a multiple of the distance is as good as the distance.
      copyNear(to: target, distance, min(length, 32))
      let far = distance * ((31 + distance) / distance)
      for offset in stride(from: 32, to: length, by: 32) {
        step(offset, from: target - far, to: target)
      }
      return
    }
    for offset in stride(from: 0, to: length, by: 32) {
      step(offset, from: target - distance, to: target)
    }
  }
}
