// The gzip stream: rows 38 to 42.

extension OwnCase {
  static let gzipStreams: [OwnCase] = members + wrappers + cuts + damages + surplus

  private static let plain = NIfTIBuilder().file(NIfTIBuilder().payload(voxels))

  private static func gz(
    _ name: String, row: String, _ note: String, truth: [Int128: Double]? = standard,
    _ stream: [UInt8]
  ) -> OwnCase {
    bytes(name, row: row, note, truth: truth, ending: ".nii.gz", stream)
  }

  /// The file in pieces that end at these bytes, a member each.
  private static func pieces(_ ends: [Int], _ member: GzipMember = GzipMember()) -> [[UInt8]] {
    let bounds = [0] + ends + [plain.count]
    return zip(bounds, bounds.dropFirst()).map { member.bytes([UInt8](plain[$0..<$1])) }
  }

  private static let members: [OwnCase] = {
    let empty = GzipMember().bytes([])
    // The block size of BGZF, in the extra field that its readers look for.
    let bgzf = GzipMember(extra: [0x42, 0x43, 2, 0, 0xff, 0xff])
    return [
      gz("gz_three_members", row: "40", "three members", pieces([100, 360]).flatMap { $0 }),
      gz(
        "gz_member_per_byte_of_voxels", row: "40", "a member for each of the last bytes",
        pieces(Array(370..<plain.count)).flatMap { $0 }),
      gz(
        "gz_empty_member_inside", row: "40", "an empty member between two",
        pieces([360]).joined(separator: empty).map { $0 }),
      gz(
        "gz_empty_member_first", row: "40", "an empty member first",
        empty + pieces([]).flatMap { $0 }),
      gz(
        "gz_bgzf", row: "40", "BGZF: members with an extra field, an empty one at the end",
        pieces([200], bgzf).flatMap { $0 } + bgzf.bytes([])),
      gz("gz_only_empty", row: "40", "one empty member and nothing else", truth: nil, empty),
    ]
  }()

  private static let wrappers: [OwnCase] = [
    gz(
      "gz_stored_blocks", row: "39", "stored blocks of 50 bytes",
      GzipMember(body: .stored(50)).bytes(plain)),
    gz(
      "gz_one_stored_block", row: "39", "one stored block",
      GzipMember(body: .stored(65535)).bytes(plain)),
    gz(
      "gz_name", row: "39", "FNAME in the gzip header", GzipMember(name: "liver.nii").bytes(plain)),
    gz(
      "gz_comment", row: "39", "FCOMMENT in the gzip header",
      GzipMember(comment: "a comment").bytes(plain)),
    gz(
      "gz_extra", row: "39", "FEXTRA in the gzip header",
      GzipMember(extra: [65, 66, 3, 0, 1, 2, 3]).bytes(plain)),
    gz(
      "gz_header_crc", row: "39", "FHCRC in the gzip header",
      GzipMember(hasHeaderChecksum: true).bytes(plain)),
    gz(
      "gz_every_field", row: "39", "FTEXT, FEXTRA, FNAME, FCOMMENT and FHCRC together",
      GzipMember(
        isText: true, hasHeaderChecksum: true, extra: [65, 66, 0, 0], name: "a", comment: "b"
      ).bytes(plain)),
    gz(
      "gz_header_crc_wrong", row: "39", "FHCRC wrong", truth: nil,
      GzipMember(hasHeaderChecksum: true, headerChecksumError: 1).bytes(plain)),
    gz(
      "gz_reserved_flag", row: "39", "a reserved flag is set: RFC 1952 asks for an error",
      truth: nil,
      GzipMember(reservedFlags: 0x20).bytes(plain)),
  ]

  private static let cuts: [OwnCase] = {
    let stream = GzipMember().bytes(plain)
    let two = pieces([360]).flatMap { $0 }
    func cut(_ name: String, _ note: String, _ bytes: [UInt8].SubSequence) -> OwnCase {
      gz(name, row: "38", note, truth: nil, [UInt8](bytes))
    }
    return [
      cut("gz_cut_in_wrapper", "gzip cut inside its own header", stream[..<8]),
      cut("gz_cut_in_header", "gzip cut inside the NIfTI header", stream[..<60]),
      cut("gz_cut_before_trailer", "gzip without its trailer", stream.dropLast(8)),
      cut("gz_cut_after_crc", "gzip without its length", stream.dropLast(4)),
      cut("gz_cut_one_byte", "gzip lacks its last byte", stream.dropLast()),
      cut("gz_second_member_cut", "the trailer of the second member is cut", two.dropLast(3)),
      cut(
        "gz_data_and_cut_member", "all data, then a member that is cut",
        (stream + stream[..<12])[...]),
    ]
  }()

  private static let damages: [OwnCase] = {
    var stored = GzipMember(body: .stored(65535)).bytes(plain)
    // 10 bytes of wrapper and 5 of the block; byte 352 + 8 is a voxel of label 2.
    precondition(stored[15 + 360] == 2)
    stored[15 + 360] = 1
    var length = GzipMember(body: .stored(65535)).bytes(plain)
    length[11] ^= 1
    var voxel = GzipMember().bytes(plain)
    voxel[voxel.count - 14] ^= 0x10
    let halves = pieces([360])
    let first = [UInt8](plain[..<360])
    return [
      gz("gz_flipped_voxel", row: "39", "one stored voxel changed from 2 to 1", truth: nil, stored),
      gz(
        "gz_flipped_bit", row: "39", "one bit flipped inside the Huffman codes of the voxels",
        truth: nil, voxel),
      gz(
        "gz_flipped_block_length", row: "39", "the length of a stored block is wrong", truth: nil,
        length),
      gz(
        "gz_wrong_length", row: "39", "ISIZE one too large", truth: nil,
        GzipMember(lengthError: 1).bytes(plain)),
      gz(
        "gz_wrong_crc", row: "39", "one bit of the CRC flipped", truth: nil,
        GzipMember(checksumError: 1).bytes(plain)),
      gz(
        "gz_wrong_crc_first_member", row: "39", "the CRC of the first of two members is wrong",
        truth: nil, GzipMember(checksumError: 0x8000_0000).bytes(first) + halves[1]),
      gz(
        "gz_wrong_length_second_member", row: "39", "ISIZE of the second member is wrong",
        truth: nil,
        halves[0] + GzipMember(lengthError: .max).bytes([UInt8](plain[360...]))),
    ]
  }()

  private static let surplus: [OwnCase] = {
    let stream = GzipMember().bytes(plain)
    let slice = [UInt8](repeating: 7, count: 12)
    return [
      gz(
        "gz_zeros_behind", row: "41", "513 zeros behind the gzip data",
        stream + [UInt8](repeating: 0, count: 513)),
      gz(
        "gz_text_behind", row: "41", "text behind the gzip data",
        stream + Array("end of file\n".utf8)),
      gz(
        "gz_magic_behind", row: "41", "two bytes that only begin like gzip behind the data",
        stream + [0x1f, 0x8b]),
      gz(
        "gz_extra_slice", row: "42", "a slice more than declared inside the gzip data",
        GzipMember().bytes(plain + slice)),
      bytes("raw_extra_slice", row: "42", "a slice more than declared", plain + slice),
      bytes(
        "raw_one_byte_short", row: "38", "a byte less than declared", truth: nil,
        [UInt8](plain.dropLast())),
    ]
  }()
}
