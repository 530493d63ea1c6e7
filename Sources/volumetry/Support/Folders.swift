import Glibc
import Reporting

/// What lies in folders.
enum Folder {
  static func exists(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Whether anything of this path is there.
  static func isThere(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0
  }

  /// Whether a file of this path is there.
  static func holds(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// The folder in which the command was called.
  static var working: String {
    guard let path = getcwd(nil, 0) else { return "." }
    defer { free(path) }
    return String(cString: path)
  }

  /// The names of what lies in a folder, sorted, without what is hidden.
  static func names(in path: String) throws(CommandFailure) -> [String] {
    guard let stream = opendir(path) else {
      let notice =
        errno == ENOENT
        ? Notice(code: "E-NOT-FOUND", message: "no such folder")
        : Notice(code: "E-NOT-READABLE", message: String(cString: strerror(errno)))
      throw CommandFailure(path, notice, .noInput)
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }

  /// Every file under a folder, as paths from it, sorted; links to folders are not followed.
  ///
  /// - Parameter depth: folders within folders at most.
  static func files(under folder: String, depth: Int = 8) throws(CommandFailure) -> [String] {
    var files: [String] = []
    for name in try names(in: folder) {
      let path = "\(folder)/\(name)"
      var status = stat()
      // A name that cannot be asked for is kept: opening it will say why.
      guard lstat(path, &status) == 0 else {
        files.append(name)
        continue
      }
      if status.st_mode & S_IFMT == S_IFDIR {
        if depth > 0 {
          for inner in try self.files(under: path, depth: depth - 1) {
            files.append("\(name)/\(inner)")
          }
        }
      } else if !exists(path) {
        files.append(name)
      }
    }
    return files
  }
}
