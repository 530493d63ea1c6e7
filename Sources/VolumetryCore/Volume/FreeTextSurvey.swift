/// Everything of a file that holds what nobody needs to measure it: text fields, extensions, bytes
/// between and behind, the headers of its gzip members.
///
/// It looks at places, not at words: what it finds need not be a name, and it does not see what
/// stands in the voxels.
public struct FreeTextSurvey: Hashable, Sendable {
  /// In file order.
  public let findings: [FreeText]
  /// Why the file could not be looked through to its end; nil where it was.
  public let failure: VolumeError?

  /// Looks through the file that `path` names, and the other half where it is one of a pair.
  ///
  /// - Throws: why its header cannot be read at all.
  public init(path: String) throws(VolumeError) {
    let volume = try RawVolume(path: path)
    var failure: VolumeError?
    do throws(VolumeError) {
      try volume.openVoxels()
      while try volume.next() != nil {}
    } catch { failure = error }
    findings = volume.freeTexts
    self.failure = failure
  }
}

extension RawVolume {
  /// What was found so far, in file order.
  var freeTexts: [FreeText] {
    var texts = gzipNotes?.texts ?? []
    texts += header.texts
    texts += (area?.extensions ?? []).map {
      FreeText(kind: .extension, field: $0.owner, bytes: $0.size, content: $0.content)
    }
    if strayBytes > 0 {
      texts.append(
        FreeText(kind: .strayBytes, field: "between header and voxels", bytes: strayBytes))
    }
    if !extra.isPadding {
      texts.append(FreeText(kind: .extraData, field: "behind the voxels", bytes: extra.bytes))
    }
    if gzipTrailingBytes > 0 {
      texts.append(
        FreeText(kind: .gzipTrailing, field: "behind the gzip data", bytes: gzipTrailingBytes))
    }
    return texts
  }
}

extension HeaderExtension {
  /// Who writes this kind of extension, and whether it is XML; words of ours, none of the file.
  public var owner: String {
    let name = HeaderWords.extensionOwner(code)
    let beginning = content.drop { $0 == 0x20 || $0 == 0x0a || $0 == 0x0d || $0 == 0x09 }
    guard beginning.first == UInt8(ascii: "<") else { return name }
    let isLabelTable = content.prefix(4096).firstRange(of: Array("<CaretExtension".utf8)) != nil
    return name + (isLabelTable ? ", Caret XML" : ", XML")
  }
}
