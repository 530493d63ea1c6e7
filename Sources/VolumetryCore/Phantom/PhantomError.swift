import Glibc

/// Why a phantom could not be made or written.
public enum PhantomError: Error, Hashable, Sendable {
  /// A field of the specification is out of bounds, or the solids do not fit as they must.
  case specification(field: String, expected: String, found: String)
  /// The gzip level is none of 1 to 9.
  case gzipLevel(found: Int)
  /// The file system refused; nothing is left behind under the name asked for.
  case output(OutputStep, path: String, errorNumber: Int32)

  /// What was being done when the file system refused.
  public enum OutputStep: String, Hashable, Sendable, CaseIterable { case create, write, rename }
}

extension PhantomError: CustomStringConvertible {
  /// One line: what was expected and what was found.
  public var description: String {
    switch self {
    case .specification(let field, let expected, let found):
      "\(field) of the phantom is \(found), expected \(expected)"
    case .gzipLevel(let found): "gzip level \(found), expected 1 to 9"
    case .output(let step, let path, let errorNumber):
      "\(path): cannot \(step.rawValue): \(String(cString: strerror(errorNumber)))"
    }
  }
}
