/// The formats in which label tables are written.
public enum LabelTableFormat: String, CaseIterable, Sendable {
  /// XML with the root element `CaretExtension`: TotalSegmentator, Connectome Workbench.
  case caretXML = "caret-xml"
  /// Our own YAML (or JSON), with roles.
  case volumetry
  /// `dataset.json` of nnU-Net and of the Medical Segmentation Decathlon.
  case datasetJSON = "dataset-json"
  /// `dseg.tsv` of BIDS.
  case bidsDseg = "bids-dseg"
  /// Colour table of 3D Slicer.
  case slicerColours = "slicer-ctbl"
  /// Label descriptions of ITK-SNAP.
  case itkSnap = "itk-snap"
  /// Colour look-up table of FreeSurfer.
  case freeSurfer = "freesurfer-lut"

  /// The format of a text, by what it holds and then by the ending of its name:
  ///
  /// 1. `<` begins it: XML.
  /// 2. `{` begins it, or the name ends in `.yaml`, `.yml` or `.json`, or its first line begins
  ///    with `table:`: `dataset.json` where the key `labels` maps and `table` is absent, else our
  ///    own.
  /// 3. Its first line has columns `index` and `name` with a tab between: BIDS; also by `.tsv`.
  /// 4. `# Color table file` begins it: 3D Slicer; also by `.ctbl`.
  /// 5. A comment names ITK-SNAP's label description: ITK-SNAP; also by `.label`.
  /// 6. Its first line of data ends in a quoted name after seven numbers: ITK-SNAP.
  /// 7. Its first line of data is a number, a name that is none, and four numbers from 0 to 255:
  ///    FreeSurfer.
  ///
  /// Nil for any other text: it is refused, not guessed.
  /// - Parameter name: the name of the file, empty where there is none.
  init?(_ text: LabelTableText, name: String) {
    let lower = name.lowercased()
    func ends(_ endings: String...) -> Bool { endings.contains { lower.hasSuffix($0) } }
    var (isSlicers, isITKSnaps) = (ends(".ctbl"), ends(".label"))
    var first: LabelTableText.Line?
    for line in text.lines {
      guard line.isComment else {
        first = line
        break
      }
      // Half a million lines of `#` are looked at for their length only.
      guard line.text.utf8.count >= "itk-snap label".utf8.count else { continue }
      isSlicers = isSlicers || line.text.contains("Color table file")
      isITKSnaps = isITKSnaps || line.text.lowercased().contains("itk-snap label")
    }
    if let first, first.text.first == "<" {
      self = .caretXML
    } else if ends(".yaml", ".yml", ".json")
      || first.map({ $0.text.hasPrefix("{") || $0.text.hasPrefix("table:") }) ?? false
    {
      self = .volumetry
    } else if ends(".tsv") || first.map({ BIDSSegments.isHeader($0) }) ?? false {
      self = .bidsDseg
    } else if isSlicers {
      self = .slicerColours
    } else if isITKSnaps {
      self = .itkSnap
    } else if let first, ITKSnapLabels.isRow(first) {
      self = .itkSnap
    } else if let first, ColourRows.isRow(first) {
      self = .freeSurfer
    } else {
      return nil
    }
  }
}
