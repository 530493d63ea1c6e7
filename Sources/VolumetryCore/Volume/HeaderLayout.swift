/// Where each field of a header stands: the tables of nifti1.h, nifti2.h and dbh.h (ANALYZE 7.5).
struct HeaderLayout: Sendable {
  /// What a field is made of.
  enum Element: Sendable {
    case uint8, int16, int32, int64, float32, float64
    /// Characters without a stated end.
    case text

    /// Bytes of one.
    var width: Int {
      switch self {
      case .uint8, .text: 1
      case .int16: 2
      case .int32, .float32: 4
      case .int64, .float64: 8
      }
    }
  }

  /// One field.
  struct Place: Sendable {
    let name: String
    let element: Element
    let count: Int
    let offset: Int

    var range: Range<Int> { offset..<(offset + element.width * count) }
  }

  /// In file order, without gaps.
  let places: [Place]

  /// Bytes of the header.
  var size: Int { places[places.count - 1].range.upperBound }

  /// The field of a name; every caller names one that the layout has.
  subscript(name: String) -> Place {
    guard let place = places.first(where: { $0.name == name }) else {
      preconditionFailure("the layout has no field \(name)")
    }
    return place
  }

  private init(_ rows: [(String, Element, Int)]) {
    var offset = 0
    places = rows.map { name, element, count in
      defer { offset += element.width * count }
      return Place(name: name, element: element, count: count, offset: offset)
    }
  }

  /// Fields that NIfTI does not use, with the value that writers put there out of habit: it says
  /// nothing.
  static let unused: [String: Int] = [
    "extents": 16384, "session_error": 0, "regular": 0x72, "glmax": 0, "glmin": 0,
  ]

  static let nifti1 = HeaderLayout([
    ("sizeof_hdr", .int32, 1), ("data_type", .text, 10), ("db_name", .text, 18),
    ("extents", .int32, 1), ("session_error", .int16, 1), ("regular", .uint8, 1),
    ("dim_info", .uint8, 1), ("dim", .int16, 8), ("intent_p1", .float32, 1),
    ("intent_p2", .float32, 1), ("intent_p3", .float32, 1), ("intent_code", .int16, 1),
    ("datatype", .int16, 1), ("bitpix", .int16, 1), ("slice_start", .int16, 1),
    ("pixdim", .float32, 8), ("vox_offset", .float32, 1), ("scl_slope", .float32, 1),
    ("scl_inter", .float32, 1), ("slice_end", .int16, 1), ("slice_code", .uint8, 1),
    ("xyzt_units", .uint8, 1), ("cal_max", .float32, 1), ("cal_min", .float32, 1),
    ("slice_duration", .float32, 1), ("toffset", .float32, 1), ("glmax", .int32, 1),
    ("glmin", .int32, 1), ("descrip", .text, 80), ("aux_file", .text, 24),
    ("qform_code", .int16, 1), ("sform_code", .int16, 1), ("quatern_b", .float32, 1),
    ("quatern_c", .float32, 1), ("quatern_d", .float32, 1), ("qoffset_x", .float32, 1),
    ("qoffset_y", .float32, 1), ("qoffset_z", .float32, 1), ("srow_x", .float32, 4),
    ("srow_y", .float32, 4), ("srow_z", .float32, 4), ("intent_name", .text, 16),
    ("magic", .text, 4),
  ])

  static let nifti2 = HeaderLayout([
    ("sizeof_hdr", .int32, 1), ("magic", .text, 8), ("datatype", .int16, 1),
    ("bitpix", .int16, 1), ("dim", .int64, 8), ("intent_p1", .float64, 1),
    ("intent_p2", .float64, 1), ("intent_p3", .float64, 1), ("pixdim", .float64, 8),
    ("vox_offset", .int64, 1), ("scl_slope", .float64, 1), ("scl_inter", .float64, 1),
    ("cal_max", .float64, 1), ("cal_min", .float64, 1), ("slice_duration", .float64, 1),
    ("toffset", .float64, 1), ("slice_start", .int64, 1), ("slice_end", .int64, 1),
    ("descrip", .text, 80), ("aux_file", .text, 24), ("qform_code", .int32, 1),
    ("sform_code", .int32, 1), ("quatern_b", .float64, 1), ("quatern_c", .float64, 1),
    ("quatern_d", .float64, 1), ("qoffset_x", .float64, 1), ("qoffset_y", .float64, 1),
    ("qoffset_z", .float64, 1), ("srow_x", .float64, 4), ("srow_y", .float64, 4),
    ("srow_z", .float64, 4), ("slice_code", .int32, 1), ("xyzt_units", .int32, 1),
    ("intent_code", .int32, 1), ("intent_name", .text, 16), ("dim_info", .uint8, 1),
    ("unused_str", .text, 15),
  ])

  static let analyze = HeaderLayout([
    ("sizeof_hdr", .int32, 1), ("data_type", .text, 10), ("db_name", .text, 18),
    ("extents", .int32, 1), ("session_error", .int16, 1), ("regular", .uint8, 1),
    ("hkey_un0", .uint8, 1), ("dim", .int16, 8), ("vox_units", .text, 4), ("cal_units", .text, 8),
    ("unused1", .int16, 1), ("datatype", .int16, 1), ("bitpix", .int16, 1),
    ("dim_un0", .int16, 1), ("pixdim", .float32, 8), ("vox_offset", .float32, 1),
    ("funused1", .float32, 1), ("funused2", .float32, 1), ("funused3", .float32, 1),
    ("cal_max", .float32, 1), ("cal_min", .float32, 1), ("compressed", .int32, 1),
    ("verified", .int32, 1), ("glmax", .int32, 1), ("glmin", .int32, 1), ("descrip", .text, 80),
    ("aux_file", .text, 24), ("orient", .uint8, 1), ("originator", .text, 10),
    ("generated", .text, 10), ("scannum", .text, 10), ("patient_id", .text, 10),
    ("exp_date", .text, 10), ("exp_time", .text, 10), ("hist_un0", .text, 3), ("views", .int32, 1),
    ("vols_added", .int32, 1), ("start_field", .int32, 1), ("field_skip", .int32, 1),
    ("omax", .int32, 1), ("omin", .int32, 1), ("smax", .int32, 1), ("smin", .int32, 1),
  ])
}
