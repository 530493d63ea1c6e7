import Glibc

/// A copy of a NIfTI file without whatever may hold a name: text fields blanked, no extension but
/// those asked for, no name or time in the gzip header, nothing between and behind.
///
/// The stored voxels are copied as they stand, whatever they mean; so are byte order, version,
/// geometry and every number that NIfTI uses. A pair becomes one file.
public struct CleanCopy: Hashable, Sendable {
  /// What the file held and the copy does not.
  public let removed: [FreeText]
  /// Extensions that the copy holds.
  public let written: [HeaderExtension]
  /// Bytes of the stored voxels, the same in both.
  public let voxelBytes: Int
  /// Zero bytes behind the voxels that the copy does not have.
  public let paddingBytes: Int

  /// The longest extension that is read back whole from a copy that holds no other: the flag, its
  /// size and its code count too.
  public static let mostExtensionBytes = ExtensionArea.mostBytes - 12

  /// Writes the copy, whole or not at all.
  ///
  /// - Parameters:
  ///   - input: any NIfTI file whose declared voxels are all there, with less than a slice behind.
  ///   - output: ends in `.nii`, or `.nii.gz` for gzip. A file of this name is replaced.
  ///   - rebuild: gives the extensions of the copy from those of the file.
  public init(
    of input: String, to output: String,
    rebuilding rebuild: ([HeaderExtension]) -> [HeaderExtension] = { _ in [] }
  ) throws(CleanCopyError) {
    guard let level = Self.gzipLevel(output) else { throw .outputName }
    try Self.refuse(output, whereItIsTheInput: input)
    let volume = try Self.reading { () throws(VolumeError) in
      let volume = try RawVolume(path: input)
      if volume.header.format == .analyze {
        throw .notNIfTI(found: "an ANALYZE 7.5 header, which a copy cannot keep")
      }
      try volume.openVoxels()
      return volume
    }
    let written = rebuild(volume.area?.extensions ?? [])
    let final = Self.resolved(output)
    let partial = "\(final).partial-\(getpid())"
    try Self.create(partial, like: final)
    do throws(CleanCopyError) {
      try Self.write(volume, written, to: partial, level: level)
      guard Self.flush(partial), rename(partial, final) == 0 else {
        throw .output(errorNumber: errno)
      }
    } catch {
      unlink(partial)
      throw error
    }
    removed = volume.freeTexts
    self.written = written
    voxelBytes = volume.payloadBytes ?? volume.header.bytes.count
    paddingBytes = volume.extra.isPadding ? volume.extra.bytes : 0
  }

  /// The level to compress with, nil inside for plain bytes; nil for a name that says neither.
  private static func gzipLevel(_ output: String) -> Int?? {
    let name = output.lowercased()
    if name.hasSuffix(".nii.gz") { return .some(6) }
    return name.hasSuffix(".nii") ? .some(nil) : nil
  }

  private static func reading<Value>(
    _ body: () throws(VolumeError) -> Value
  ) throws(CleanCopyError) -> Value {
    do throws(VolumeError) { return try body() } catch { throw .input(error) }
  }

  // MARK: Writing

  private static func write(
    _ volume: RawVolume, _ extensions: [HeaderExtension], to path: String, level: Int?
  ) throws(CleanCopyError) {
    guard let output = LibNIfTI.OutputStream(path: path, level: level) else {
      throw .output(errorNumber: errno)
    }
    func put(_ bytes: UnsafeRawBufferPointer) throws(CleanCopyError) {
      guard output.write(bytes) else { throw .output(errorNumber: errno) }
    }
    let beginning = volume.header.cleaned(extensions)
    let isWritten = beginning.withUnsafeBytes(output.write)
    guard isWritten else { throw .output(errorNumber: errno) }
    while let piece = try reading({ () throws(VolumeError) in try volume.next() }) {
      try put(piece)
    }
    if volume.extra.bytes > 0, volume.header.hasOtherWidth {
      throw .input(volume.sizeDisagrees)
    }
    if let surplus = volume.surplus { throw .input(surplus) }
    guard output.close() else { throw .output(errorNumber: errno) }
  }

  /// Made here and by nobody else: a link that waits under this name is not followed. It has the
  /// permissions of the file that it will replace.
  private static func create(_ path: String, like final: String) throws(CleanCopyError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .create(errorNumber: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard stat(final, &status) == 0 else { return }
    guard fchmod(descriptor, status.st_mode & 0o777) == 0 else {
      let code = errno
      unlink(path)
      throw .create(errorNumber: code)
    }
  }

  private static func flush(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return fsync(descriptor) == 0
  }

  /// The file that a symbolic link leads to.
  private static func resolved(_ path: String) -> String {
    guard let pointer = realpath(path, nil) else { return path }
    defer { free(pointer) }
    return String(cString: pointer)
  }

  private static func refuse(
    _ output: String, whereItIsTheInput input: String
  ) throws(CleanCopyError) {
    var (target, source) = (stat(), stat())
    guard stat(output, &target) == 0 else { return }
    switch target.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw .create(errorNumber: EISDIR)
    default: throw .create(errorNumber: ENOTSUP)
    }
    for path in ScanFiles.all(of: input) where stat(path, &source) == 0 {
      if source.st_dev == target.st_dev, source.st_ino == target.st_ino {
        throw .outputIsInput
      }
    }
  }
}

extension HeaderImage {
  /// Header, flag and extensions of the copy: the voxels follow at once.
  fileprivate func cleaned(_ extensions: [HeaderExtension]) -> [UInt8] {
    var bytes = withoutTexts
    let length = extensions.reduce(4) { $0 + $1.size + 8 }
    let offset = bytes.count + length
    bytes.replaceSubrange(
      layout["magic"].range,
      with: format == .nifti1
        ? Array("n+1\0".utf8) : Array("n+2\0\r\n".utf8) + [0x1a, 0x0a])
    // A vox_offset of version 1 is float32: whole up to 2^24.
    precondition(format == .nifti2 || offset < 1 << 24, "a label table is small")
    bytes.replaceSubrange(
      layout["vox_offset"].range,
      with: format == .nifti1
        ? stored(Float(offset).bitPattern) : stored(Int64(offset)))
    bytes += [extensions.isEmpty ? 0 : 1, 0, 0, 0]
    for item in extensions {
      precondition(item.isWhole, "an extension is written whole")
      bytes += stored(Int32(item.size + 8)) + stored(Int32(item.code)) + item.content
    }
    return bytes
  }

  private func stored(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: isBigEndian ? value.bigEndian : value.littleEndian) { Array($0) }
  }

  /// Bytes of the first two axes; `declaredVoxelBytes` has checked what they are made of.
  fileprivate var sliceBytes: Int {
    guard let width = Datatype.storedWidth(ofCode: fields.datatype) else {
      preconditionFailure("a type without a width has no voxels to copy")
    }
    return fields.dim[1...2].prefix(fields.dim[0]).reduce(width, *)
  }

  /// Whether bitpix and the data type disagree on the size of a voxel.
  fileprivate var hasOtherWidth: Bool {
    Datatype.storedWidth(ofCode: fields.datatype).map { 8 * $0 } != fields.bitsPerVoxel
  }
}

extension RawVolume {
  /// The refusal of a file of which nobody can say where its voxels end.
  fileprivate var sizeDisagrees: VolumeError {
    let expected = payloadBytes ?? header.bytes.count
    return .sizeDisagrees(expectedBytes: expected, foundBytes: expected + extra.bytes)
  }

  /// The refusal of a file with so much behind its voxels that `measure` doubts its dimensions: a
  /// copy would not have the surplus, and nobody could doubt them any more.
  fileprivate var surplus: VolumeError? {
    guard let payloadBytes, extra.bytes > 0,
      extra.bytes > VoxelStream.mostExtraBytes || extra.bytes >= header.sliceBytes
    else { return nil }
    return .tooMuchData(
      expectedBytes: payloadBytes, foundAtLeastBytes: payloadBytes + extra.bytes)
  }
}

/// Why there is no clean copy; then nothing was written.
public enum CleanCopyError: Error, Hashable, Sendable {
  /// The file cannot be copied.
  case input(VolumeError)
  /// The name of the copy ends neither in `.nii` nor in `.nii.gz`.
  case outputName
  /// The copy would replace the file itself.
  case outputIsInput
  /// The copy cannot be created; `errno`.
  case create(errorNumber: Int32)
  /// Writing, flushing or renaming failed; `errno`.
  case output(errorNumber: Int32)
}
