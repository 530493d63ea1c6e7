import ArgumentParser
import Glibc
import Reporting

/// Where pictures of a comparison go.
struct PictureTarget {
  /// One page with all of them.
  var html: String?
  /// A file each, into this folder.
  var folder: String?

  var areWanted: Bool { html != nil || folder != nil }

  /// Refuses two outputs that are one file.
  func check(beside output: OutputTarget) throws {
    let others = [("--html", html), (output.option, output.path)].compactMap { option, path in
      path.map { (option, OutputFile.place($0)) }
    }
    if others.count > 1, others[0].1 == others[1].1 {
      throw ValidationError("\(others[0].0) and \(others[1].0) name one file")
    }
    guard let folder else { return }
    for (option, place) in others
    where place.hasSuffix(".svg") && place.hasPrefix(OutputFile.place(folder) + "/") {
      throw ValidationError("\(option) lies in the folder of --pictures and may be one of them")
    }
  }

  /// A file to write.
  struct File {
    let target: OutputTarget
    let write: (inout OutputFile) throws -> Void
  }

  /// The files that were asked for; makes the folder of the pictures where it is not there.
  func files(_ found: ComparisonPictures) -> [File] {
    var files: [File] = []
    if let html {
      files.append(
        File(target: OutputTarget(path: html, option: "--html")) { try found.page.write(to: &$0) })
    }
    if let folder {
      mkdir(folder, 0o777)
      files += found.files.map { picture in
        File(target: OutputTarget(path: "\(folder)/\(picture.name).svg", option: "--pictures")) {
          try $0.write(picture.drawing.document)
        }
      }
    }
    return files
  }
}
