import Glibc
import Reporting

/// Where pictures of a comparison go.
struct PictureTarget {
  /// One page with all of them.
  var html: String?
  /// A file each, into this folder.
  var folder: String?

  var areWanted: Bool { html != nil || folder != nil }

  /// A file to write.
  struct File {
    let path: String
    let write: (inout OutputFile) throws -> Void
  }

  /// The files that were asked for; makes the folder of the pictures where it is not there.
  func files(_ found: ComparisonPictures) -> [File] {
    var files: [File] = []
    if let html { files.append(File(path: html) { try found.page.write(to: &$0) }) }
    if let folder {
      mkdir(folder, 0o777)
      files += found.files.map { picture in
        File(path: "\(folder)/\(picture.name).svg") { try $0.write(picture.drawing.document) }
      }
    }
    return files
  }
}
