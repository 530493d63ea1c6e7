import ArgumentParser
import Glibc
import Reporting

/// Where pictures of a comparison go.
struct PictureOptions: ParsableArguments {
  @Option(
    help: "Write one page with summaries, pictures and worst cases; it fetches nothing.",
    completion: .file(extensions: ["html"]))
  var html: String?

  @Option(
    help: ArgumentHelp("Write each picture as SVG into this folder.", valueName: "folder"),
    completion: .directory)
  var pictures: String?

  var areWanted: Bool { html != nil || pictures != nil }

  /// A file to write.
  struct File {
    let path: String
    let write: (inout OutputFile) throws -> Void
  }

  /// The files that were asked for; makes the folder of the pictures where it is not there.
  func files(_ found: ComparisonPictures) -> [File] {
    var files: [File] = []
    if let html { files.append(File(path: html) { try found.page.write(to: &$0) }) }
    if let pictures {
      mkdir(pictures, 0o777)
      files += found.files.map { picture in
        File(path: "\(pictures)/\(picture.name).svg") { try $0.write(picture.drawing.document) }
      }
    }
    return files
  }
}
