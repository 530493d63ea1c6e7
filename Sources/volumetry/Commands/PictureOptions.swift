import ArgumentParser

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

  func validate() throws {
    if html?.isEmpty == true { throw ValidationError("--html: name a file") }
    if pictures?.isEmpty == true { throw ValidationError("--pictures: name a folder") }
  }

  var target: PictureTarget { PictureTarget(html: html, folder: pictures) }
}
