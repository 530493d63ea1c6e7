// Files and pairs, versions and byte orders: rows 1, 2, 43 to 48.

extension OwnCase {
  static let containers: [OwnCase] = versions + pairs + brokenPairs + names + offsets + extensions

  private static let versions: [OwnCase] = [
    file("nifti2_be_int32", row: "1", "NIfTI-2, big-endian, int32, not compressed") {
      ($0.version, $0.bigEndian, $0.datatype) = (2, true, 8)
    },
    file("nifti2_float64", row: "1", "NIfTI-2, float64") { ($0.version, $0.datatype) = (2, 64) },
    file("nifti1_be_float32", row: "2", "NIfTI-1, big-endian, float32") {
      ($0.bigEndian, $0.datatype) = (true, 16)
    },
  ]

  /// A pair of which the first name is the one given to the reader.
  private static func pair(
    _ name: String, row: String = "2", _ note: String, truth: [Int128: Double]? = standard,
    header: (ending: String, isGzip: Bool), data: (ending: String, isGzip: Bool),
    namedByData: Bool = false, before: [UInt8] = [],
    _ change: (inout NIfTIBuilder) -> Void = { _ in }
  ) -> OwnCase {
    var builder = NIfTIBuilder()
    change(&builder)
    builder.becomePair()
    builder.offset = Double(before.count)
    let (head, voxels) = (builder.header(), before + builder.payload(Self.voxels))
    let files = [
      (name + header.ending, header.isGzip ? GzipMember().bytes(head) : head),
      (name + data.ending, data.isGzip ? GzipMember().bytes(voxels) : voxels),
    ]
    return OwnCase(
      name: name, row: row, note: note, truth: truth, files: namedByData ? files.reversed() : files)
  }

  private static let pairs: [OwnCase] = [
    pair("pair_plain", ".hdr/.img", header: (".hdr", false), data: (".img", false)),
    pair(
      "pair_named_by_img", ".hdr/.img named by the .img", header: (".hdr", false),
      data: (".img", false), namedByData: true),
    pair(
      "pair_both_gz", ".hdr.gz/.img.gz", header: (".hdr.gz", true), data: (".img.gz", true)),
    pair(
      "pair_both_gz_named_by_img", ".hdr.gz/.img.gz named by the .img.gz",
      header: (".hdr.gz", true), data: (".img.gz", true), namedByData: true),
    pair("pair_img_gz", ".hdr with .img.gz", header: (".hdr", false), data: (".img.gz", true)),
    pair("pair_hdr_gz", ".hdr.gz with .img", header: (".hdr.gz", true), data: (".img", false)),
    pair("pair_be", "big-endian pair", header: (".hdr", false), data: (".img", false)) {
      ($0.bigEndian, $0.datatype) = (true, 4)
    },
    pair(
      "pair_nifti2", row: "1", "NIfTI-2 pair, magic ni2", header: (".hdr", false),
      data: (".img", false)
    ) { $0.version = 2 },
    pair(
      "pair_nifti2_be_gz", row: "1", "NIfTI-2 pair, big-endian, both halves gzip",
      header: (".hdr.gz", true), data: (".img.gz", true)
    ) { ($0.version, $0.bigEndian, $0.datatype) = (2, true, 512) },
    pair(
      "pair_offset_32", "pair whose data begin at byte 32 of the .img", header: (".hdr", false),
      data: (".img", false), before: [UInt8](repeating: 1, count: 32)),
    pair(
      "pair_img_gz_is_plain", row: "43", ".img.gz that is not gzip", header: (".hdr", false),
      data: (".img.gz", false)),
  ]

  private static let brokenPairs: [OwnCase] = {
    var builder = NIfTIBuilder()
    builder.becomePair()
    let header = builder.header()
    let voxels = builder.payload(Self.voxels)
    let wrongChecksum = GzipMember(checksumError: 1).bytes(header)
    var analyze = builder
    analyze.magic = [0, 0, 0, 0]
    func broken(
      _ name: String, row: String = "2", _ note: String, _ files: [(String, [UInt8])]
    ) -> OwnCase {
      OwnCase(name: name, row: row, note: note, truth: nil, files: files)
    }
    return [
      broken("pair_without_img", "the .img is missing", [("pair_without_img.hdr", header)]),
      broken("pair_without_hdr", "the .hdr is missing", [("pair_without_hdr.img", voxels)]),
      broken(
        "pair_short_img", row: "38", "the .img lacks one byte",
        [("pair_short_img.hdr", header), ("pair_short_img.img", [UInt8](voxels.dropLast()))]),
      broken(
        "pair_short_hdr", row: "38", "the .hdr lacks one byte",
        [("pair_short_hdr.hdr", [UInt8](header.dropLast())), ("pair_short_hdr.img", voxels)]),
      broken(
        "pair_hdr_gz_wrong_crc", row: "39", "the checksum of the .hdr.gz is wrong",
        [("pair_hdr_gz_wrong_crc.hdr.gz", wrongChecksum), ("pair_hdr_gz_wrong_crc.img", voxels)]),
      broken(
        "pair_analyze", row: "48", "ANALYZE 7.5 pair: no magic",
        [("pair_analyze.hdr", analyze.header()), ("pair_analyze.img", voxels)]),
    ]
  }()

  private static let names: [OwnCase] = {
    let plain = NIfTIBuilder().file(NIfTIBuilder().payload(Self.voxels))
    let gzip = GzipMember().bytes(plain)
    return [
      bytes("ending_upper_case", row: "43", "upper-case ending .NII.GZ", ending: ".NII.GZ", gzip),
      bytes("ending_none", row: "43", "no ending at all", ending: "", plain),
      bytes("gzip_named_nii", row: "43", "gzip under the name .nii", gzip),
      bytes(
        "plain_named_gz", row: "43", "not gzip under the name .nii.gz", ending: ".nii.gz", plain),
      bytes(
        "gzip_in_gzip", row: "43", "gzip inside gzip: what is unpacked is no NIfTI", truth: nil,
        ending: ".nii.gz", GzipMember().bytes(gzip)),
      bytes(
        "html_page", row: "49", "a page of a web server under the name .nii", truth: nil,
        Array("<!DOCTYPE html>\n<html><body>404 Not Found</body></html>\n".utf8)),
      bytes(
        "lfs_pointer", row: "49", "a git-lfs pointer under the name .nii.gz", truth: nil,
        ending: ".nii.gz",
        Array("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n".utf8)),
      bytes(
        "header_347", row: "38", "one byte less than a header", truth: nil, [UInt8](plain[..<347])),
      bytes(
        "header_348", row: "38", "a header and nothing else", truth: nil, [UInt8](plain[..<348])),
      bytes(
        "header_352", row: "38", "header and extension flag, no voxel", truth: nil,
        [UInt8](plain[..<352])),
    ]
  }()

  private static let offsets: [OwnCase] = [
    file("offset_353", row: "45", "vox_offset 353, not a multiple of 16") { $0.offset = 353 },
    file("offset_1024", row: "45", "vox_offset 1024, zeros between") { $0.offset = 1024 },
    file("offset_fraction", row: "45", "vox_offset 352.5", truth: nil) { $0.offset = 352.5 },
    file("offset_infinite", row: "45", "vox_offset infinite", truth: nil) { $0.offset = .infinity },
    file("offset_100", row: "45", "vox_offset 100, inside the header", truth: nil) {
      $0.offset = 100
    },
    file("nifti2_offset_0", row: "44", "NIfTI-2 with vox_offset 0: data at 544") {
      ($0.version, $0.offset) = (2, 0)
    },
    file("nifti2_offset_560", row: "45", "NIfTI-2 with vox_offset 560") {
      ($0.version, $0.offset) = (2, 560)
    },
    file("nifti2_offset_543", row: "45", "NIfTI-2 with vox_offset 543", truth: nil) {
      ($0.version, $0.offset) = (2, 543)
    },
    file("nifti2_offset_negative", row: "45", "NIfTI-2 with vox_offset -544", truth: nil) {
      ($0.version, $0.offset) = (2, -544)
    },
    file("nifti2_offset_2p62", row: "45", "NIfTI-2 with vox_offset 2^62", truth: nil) {
      ($0.version, $0.offset) = (2, 0x1p62)
    },
    file("nifti2_magic_ni2", row: "48", "magic of a pair, ni2, in one file") {
      ($0.version, $0.offset) = (2, 0)
      $0.magic = Array("ni2\0\r\n".utf8) + [0x1a, 0x0a]
    },
    file(
      "nifti2_magic_mangled", row: "48", "line ends of the NIfTI-2 magic changed by a text copy",
      truth: nil
    ) {
      $0.version = 2
      $0.magic = Array("n+2\0\n\n".utf8) + [0x1a, 0x0a]
    },
    file("nifti2_magic_zeros", row: "48", "zeros where the NIfTI-2 magic has its line ends") {
      $0.version = 2
      $0.magic = Array("n+2".utf8) + [0, 0, 0, 0, 0]
    },
    file("sizeof_540_in_nifti1", row: "49", "sizeof_hdr 540 in a NIfTI-1 header", truth: nil) {
      $0.sizeOfHeader = 540
    },
    file("sizeof_0", row: "49", "sizeof_hdr 0", truth: nil) { $0.sizeOfHeader = 0 },
  ]

  /// An extension: its stated size, its code and what is in it, as long as the text makes it.
  private static func block(
    _ size: UInt32, _ code: UInt32, _ text: String, bigEndian: Bool = false
  ) -> [UInt8] {
    var out = Writer(bigEndian: bigEndian)
    out.put(size)
    out.put(code)
    out.raw(Array(text.utf8))
    out.zeros((16 - out.bytes.count % 16) % 16)
    return out.bytes
  }

  private static func extended(
    _ name: String, row: String, _ note: String, _ blocks: [UInt8], bigEndian: Bool = false
  ) -> OwnCase {
    file(name, row: row, note) {
      $0.bigEndian = bigEndian
      $0.extensionBytes = [1, 0, 0, 0] + blocks
      $0.offset = Double(352 + blocks.count)
    }
  }

  private static let extensions: [OwnCase] = [
    extended(
      "ext_five_codes", row: "46", "five extensions: DICOM, AFNI, comment, XCEDE, JIM",
      [2, 4, 6, 8, 10].flatMap { block(32, $0, "extension \($0)") }),
    extended(
      "ext_big_endian", row: "46", "two extensions, big-endian",
      block(16, 6, "hello", bigEndian: true) + block(32, 4, "<AFNI_attr/>", bigEndian: true),
      bigEndian: true),
    extended(
      "ext_unknown_code", row: "46", "an extension of a code that nobody has registered",
      block(16, 9998, "x")),
    extended(
      "ext_chain_beyond_offset", row: "47", "the second extension says it reaches into the voxels",
      block(16, 6, "one") + block(64, 6, "two")),
    extended(
      "ext_negative_size", row: "47", "an extension of negative size",
      block(0xffff_fff0, 6, "minus")),
    extended("ext_size_8", row: "47", "an extension of 8 bytes: nothing in it", block(8, 6, "")),
    file("ext_flag_without_room", row: "47", "the flag says extension, the voxels follow at once") {
      $0.extensionBytes = [1, 0, 0, 0]
    },
  ]
}
