import Testing

@testable import VolumetryCore

/// Every field of a header by its place, in both versions and byte orders.
@Suite struct HeaderImageTests {
  private func image(_ builder: NIfTIBuilder) throws -> HeaderImage {
    try builder.header().withUnsafeBytes { (bytes) throws(VolumeError) in try HeaderImage(bytes) }
  }

  private func figures(_ image: HeaderImage) -> [String: Figure] {
    Dictionary(uniqueKeysWithValues: image.numbers.map { ($0.name, $0.value) })
  }

  @Test func theLayoutsFillTheirHeaders() {
    #expect(HeaderLayout.nifti1.size == 348)
    #expect(HeaderLayout.nifti2.size == 540)
    #expect(HeaderLayout.analyze.size == 348)
    for (name, offset, size) in NIfTIBuilder.texts1 {
      #expect(HeaderLayout.nifti1[name].range == offset..<(offset + size))
    }
    for (name, offset, size) in NIfTIBuilder.texts2 {
      #expect(HeaderLayout.nifti2[name].range == offset..<(offset + size))
    }
  }

  @Test(arguments: [(1, false), (1, true), (2, false), (2, true)])
  func numbersAreThoseThatWereWritten(_ version: Int, _ bigEndian: Bool) throws {
    var builder = NIfTIBuilder()
    (builder.version, builder.bigEndian, builder.datatype) = (version, bigEndian, 512)
    (builder.intent, builder.qform, builder.sform, builder.units) = (1002, 1, 4, 10)
    builder.quaternion = [0.5, 0.25, -0.5]
    builder.origin = [-7, 8, 9.5]
    (builder.slope, builder.intercept) = (2, -3)
    builder.dim = [4, 4, 3, 2, 5, 1, 1, 1]
    let image = try image(builder)
    #expect(image.format == (version == 1 ? .nifti1 : .nifti2))
    #expect(image.isBigEndian == bigEndian)
    #expect(image.magic == "n+\(version)")
    let found = figures(image)
    #expect(found["dim"] == .wholes([4, 4, 3, 2, 5, 1, 1, 1]))
    #expect(found["pixdim"] == .numbers([1, 20, 30, 40, 0, 0, 0, 0]))
    #expect(found["datatype"] == .whole(512) && found["bitpix"] == .whole(16))
    #expect(found["intent_code"] == .whole(1002) && found["xyzt_units"] == .whole(10))
    #expect(found["qform_code"] == .whole(1) && found["sform_code"] == .whole(4))
    #expect(found["quatern_b"] == .number(0.5) && found["quatern_d"] == .number(-0.5))
    #expect(found["qoffset_z"] == .number(9.5))
    #expect(found["scl_slope"] == .number(2) && found["scl_inter"] == .number(-3))
    #expect(found["srow_x"] == .numbers([20, 0, 0, -7]))
    #expect(
      found["vox_offset"] == (version == 1 ? .number(352) : .whole(544)))
    #expect(found["sizeof_hdr"] == .whole(version == 1 ? 348 : 540))
    #expect(image.texts.isEmpty)
    #expect(try image.declaredVoxelBytes() == 4 * 3 * 2 * 5 * 2)
  }

  @Test func whatIsNotInTheStandardsReadingIsReadFromItsPlace() throws {
    var builder = NIfTIBuilder()
    builder.bigEndian = true
    builder.patches = [
      (39, [0b11_10_01]), (74, [0, 2]), (120, [0, 9]), (122, [3]), (124, [0x42, 0xc8, 0, 0]),
      (136, [0x3f, 0x80, 0, 0]), (56, [0xbf, 0x80, 0, 0]),
    ]
    let found = figures(try image(builder))
    #expect(
      found["dim_info"] == .whole(57)
        && HeaderWords.axes(57) == "frequency along i, "
          + "phase along j, slice along k"
    )
    #expect(found["slice_start"] == .whole(2) && found["slice_end"] == .whole(9))
    #expect(found["slice_code"] == .whole(3) && found["cal_max"] == .number(100))
    #expect(found["toffset"] == .number(1) && found["intent_p1"] == .number(-1))
  }

  @Test(arguments: [1, 2])
  func textFieldsAreFoundWithTheirLength(_ version: Int) throws {
    let builder = NIfTIBuilder.telling(version: version, bigEndian: false)
    let texts = try image(builder).texts
    let expected = (version == 1 ? NIfTIBuilder.texts1 : NIfTIBuilder.texts2).map {
      "text-field \($0.0) \(min($0.2, "DOE \($0.0) JANE".utf8.count))"
    }
    #expect(texts.filter { $0.kind == .textField }.words == expected)
    #expect(
      texts.filter { $0.kind == .unusedField }.map(\.field)
        == (version == 1 ? ["extents", "session_error", "glmax"] : []))
    #expect(try image(builder).withoutTexts == bare(version).header())
  }

  private func bare(_ version: Int) -> NIfTIBuilder {
    var builder = NIfTIBuilder()
    builder.version = version
    return builder
  }

  @Test func whatStandsBehindTheEndOfATextCounts() throws {
    var builder = NIfTIBuilder()
    builder.patches = [(148, [0x41, 0, 0, 0x42, 0]), (228, [0x20]), (328, [0, 0x1b])]
    let texts = try image(builder).texts
    #expect(
      texts.words == ["text-field descrip 4", "text-field aux_file 1", "text-field intent_name 2"])
    #expect(texts.first?.text == "A\0\0B")
  }

  @Test func whatWritersPutThereOutOfHabitSaysNothing() throws {
    var builder = NIfTIBuilder()
    builder.patches = [(32, [0, 0x40, 0, 0]), (38, [0x72])]
    #expect(try image(builder).texts.isEmpty)
    builder.patches = [(38, [0x73])]
    #expect(try image(builder).texts.words == ["unused-field regular 1"])
  }

  @Test func anAnalyzeHeaderHasItsOwnFields() throws {
    var builder = NIfTIBuilder()
    builder.magic = [0, 0, 0, 0]
    (builder.sform, builder.qform, builder.rows) = (
      0, 0, [[Double]](repeating: [0, 0, 0, 0], count: 3)
    )
    builder.patches = [(283, Array("4711".utf8)), (293, Array("20240102".utf8))]
    let image = try image(builder)
    #expect(image.format == .analyze && image.magic == nil)
    #expect(image.texts.words == ["text-field patient_id 4", "text-field exp_date 8"])
  }

  @Test func sizesThatCannotBeAreRefused() throws {
    var builder = NIfTIBuilder()
    builder.dim = [0, 4, 3, 2, 1, 1, 1, 1]
    #expect(throws: VolumeError.self) { try image(builder).declaredVoxelBytes() }
    builder.dim = [3, 4, -3, 2, 1, 1, 1, 1]
    #expect(throws: VolumeError.self) { try image(builder).declaredVoxelBytes() }
    builder.version = 2
    builder.dim = [4, 1 << 40, 1 << 40, 2, 1, 1, 1, 1]
    #expect(throws: VolumeError.self) { try image(builder).declaredVoxelBytes() }
    (builder.dim, builder.datatype) = ([3, 4, 3, 2, 1, 1, 1, 1], 1)
    #expect(throws: VolumeError.datatype(code: 1, name: "binary (1 bit)")) {
      try image(builder).declaredVoxelBytes()
    }
    for (code, width) in [(128, 3), (2304, 4), (32, 8), (1792, 16), (2048, 32), (1536, 16)] {
      builder.datatype = code
      #expect(try image(builder).declaredVoxelBytes() == 24 * width)
    }
  }
}
