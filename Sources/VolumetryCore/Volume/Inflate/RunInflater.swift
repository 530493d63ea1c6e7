/// Undoes DEFLATE (RFC 1951) without undoing its runs.
///
/// A label map is long runs of one value, and the compressed stream says so: one match copied over
/// and over. In words:
///
///     while there are blocks:
///       read the block's codes
///       parse its tokens: a literal, or "length bytes, distance back"
///       write what each token says behind what was written before
///     hand on what was written whenever the window is full
///
/// Departures, each with its gain on a dense map of 105 MB (level 6, AMD Zen 5; the plain loop
/// takes 11.6 ms):
///
/// 1. Tokens are parsed a thousand at a time into a buffer and executed from there: the two loops
///    keep their state in registers, and the branches of one do not wait for the loads of the other
///    (1.3 times as fast).
/// 2. Identical matches of 258 bytes are counted, up to 31 in one step, by comparing the bit buffer
///    with their repeated bits, and become one token (86 % of the tokens of a sparse mask).
/// 3. A long token whose source is one voxel over and over is a run. Once the window holds nothing
///    else, a run is a number: nothing is written, read or checksummed (94 % of a sparse mask).
/// 4. A match copies 128 bytes whatever its length, the rest behind one branch (`execute`).
///
/// State and its laws, between two calls:
/// - `reader`, `input`: the next bit of the stream, and where the bytes come from.
/// - `state`: what that bit begins.
/// - `nextToken` ..< `tokensEnd`: parsed, not executed; `pending` is what is left of the token
///   before them.
/// - `head`: where the next decoded byte is written; the 32 KiB before it are what matches reach,
///   as far as the stream has gone.
/// - `delivered` ≤ `head`: everything before it was handed on. `run` comes before it.
/// - `checked`: everything before it is in `checksum` and `length`; not before `delivered` unless
///   bytes of a run were given back.
/// - `uniformEnd`: where it is `head`, the `uniformBytes` before it repeat with `uniformPeriod`.
final class RunInflater {
  let input: CompressedInput
  let buffers: InflateBuffers
  var reader: BitReader
  var state = State.blockHeader
  /// Thrown when all that was parsed before it has been handed on.
  var fault: InflateFault?
  /// Whether the file ended inside the stream.
  var isCut = false

  // Tokens: length << 32 | literal << 16 | distance; distance 0 is a literal.
  var nextToken: UnsafeMutablePointer<UInt64>
  var tokensEnd: UnsafeMutablePointer<UInt64>
  var pending: (length: Int, distance: Int)?
  /// Whether the tokens executed last were short.
  var hasShortTokens = false
  let literals: DecodingTable
  let distances: DecodingTable
  /// Whether the tables are those of the fixed codes.
  var hasFixedCodes = false

  var head: UnsafeMutableRawPointer
  var delivered: UnsafeMutableRawPointer
  var checked: UnsafeMutableRawPointer
  var run: (unit: UInt64, bytes: Int)?
  var uniformEnd: UnsafeMutableRawPointer?
  var uniformBytes = 0
  var uniformPeriod = 1
  /// Bytes of a voxel, from `delivered` on: runs are cut where voxels begin.
  var unit = 1

  /// Bytes that the tokens parsed so far stand for, as far as a distance could reach before them.
  var reachable = 0
  /// CRC-32 and number of all bytes of the stream before `checked`.
  var checksum = CRC32()
  var length = 0

  enum State {
    case blockHeader
    case codes(isLastBlock: Bool)
    case stored(bytes: Int, isLastBlock: Bool)
    case end
  }

  init(input: CompressedInput, buffers: InflateBuffers) {
    self.input = input
    self.buffers = buffers
    reader = BitReader(input.start)
    nextToken = buffers.tokens.baseAddress.unsafelyUnwrapped
    tokensEnd = nextToken
    literals = buffers.literals
    distances = buffers.distances
    head = buffers.window.baseAddress.unsafelyUnwrapped + InflateBuffers.history
    delivered = head
    checked = head
  }

  /// Where the bytes behind the history begin.
  var origin: UnsafeMutableRawPointer {
    buffers.window.baseAddress.unsafelyUnwrapped + InflateBuffers.history
  }

  /// A token is begun only before this.
  var limit: UnsafeMutableRawPointer { origin + InflateBuffers.chunk }

  /// Begins another stream at the reader's next byte. What is not delivered yet stays.
  func restart() {
    precondition(nextToken == tokensEnd && pending == nil && checked == head)
    state = .blockHeader
    (reachable, length) = (0, 0)
    checksum = CRC32()
    uniformEnd = nil
  }

  /// Decodes until the window is full, a run has begun, or the stream has ended or is cut. What was
  /// decoded before a fault is handed on before the fault is thrown.
  ///
  /// - Returns: whether there may be more of this stream: false at its end, or where it is cut.
  func advance() throws(VolumeError) -> Bool {
    makeRoom()
    let before = head
    while head < limit, run == nil {
      if pending != nil || nextToken < tokensEnd {
        guard execute() else { break }
        continue
      }
      if let fault {
        guard head == before else { break }
        throw failure(fault)
      }
      if isCut { break }
      switch state {
      case .blockHeader: try readBlockHeader()
      case .codes(let isLast): try parse(isLastBlock: isLast)
      case .stored(let bytes, let isLast): try copyStored(bytes, isLastBlock: isLast)
      case .end:
        check(upTo: head)
        return false
      }
    }
    check(upTo: head)
    return !isCut || fault != nil || pending != nil || nextToken < tokensEnd
  }

  /// Moves the history, and what is not delivered, to the front once the window is full.
  private func makeRoom() {
    guard head >= limit else { return }
    let rest = head - delivered
    precondition(rest < InflateBuffers.chunk, "a full window is read before it is filled again")
    let from = delivered - InflateBuffers.history
    let shift = from - buffers.window.baseAddress.unsafelyUnwrapped
    buffers.window.baseAddress.unsafelyUnwrapped.copyMemory(
      from: from, byteCount: InflateBuffers.history + rest)
    uniformEnd = uniformEnd == head ? head - shift : nil
    head -= shift
    delivered -= shift
    checked -= shift
  }

  /// Takes what was written into the checksum.
  func check(upTo place: UnsafeMutableRawPointer) {
    guard place > checked else { return }
    let bytes = UnsafeRawBufferPointer(start: checked, count: place - checked)
    checksum.append(bytes)
    length += bytes.count
    checked = place
  }

  func failure(_ fault: InflateFault) -> VolumeError {
    .gzip(
      reason: "\(fault.rawValue), before byte \(input.fileOffset(of: reader.position)) of the file")
  }
}
