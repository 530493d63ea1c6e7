import ArgumentParser
import Glibc
import Records
import Reporting
import VolumetryCore

/// `volumetry strip`: a copy of a file without the places that may hold names.
struct StripCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "strip",
    abstract: "Write a copy without text fields, extensions and gzip names.",
    discussion: """
      The stored voxels, the geometry and every number that NIfTI uses stay as they are, in the \
      file's version and byte order, whatever the voxels are: labels, images, several volumes, \
      colours. A .hdr/.img pair becomes one file. Of the extensions only a table of label names is \
      kept, written anew as numbers and names, unless it would be longer than is read. The input \
      is read to its last checksum; a damaged one is refused and no copy is left, as is one with a \
      slice or more behind its voxels. The voxels are not looked at: a face or burnt-in text stays.

      EXAMPLES:
        volumetry strip scan.nii.gz -o clean.nii.gz
        volumetry strip scan.hdr -o clean.nii --format json && volumetry phi-check clean.nii

      EXIT CODES: 0 done, 64 usage, 65 the file was refused, 66 it is absent, 73/74 cannot write.
      """)

  @Argument(help: "The file to copy; it is never changed.", completion: .file())
  var file: String

  @Option(
    name: .shortAndLong, help: "The copy: .nii, or .nii.gz for gzip. Written whole or not at all.",
    completion: .file())
  var output: String

  @Option(name: .shortAndLong, help: "Layout of the list of what was removed.")
  var format: PageFormat = .table

  func run() throws {
    // A file that may grow no further is then a write that fails, not a death that leaves half.
    OutputFile.ignoreSignals()
    let copy: CleanCopy
    var tooLong: HeaderExtension?
    do throws(CleanCopyError) {
      copy = try CleanCopy(of: file, to: output) { found in
        guard let table = Self.labelTable(found) else { return [] }
        guard table.size > CleanCopy.mostExtensionBytes else { return [table] }
        tooLong = table
        return []
      }
    } catch { throw try Self.failure(error, file, output).report() }
    let report = CleanCopyReport(
      head: DocumentHead(command: "strip", version: Program.version), input: file, output: output,
      copy: copy, tooLong: tooLong)
    do throws(OutputError) {
      var page = OutputFile.standardOutput()
      try report.write(json: format == .json, to: &page)
      try page.finish()
    } catch {
      throw CommandFailure([error.message].compactMap { $0 }, error.exitStatus).report()
    }
  }

  /// The first table of label names among the extensions, as an extension of its own; nil where
  /// there is none that can be read. The code is TotalSegmentator's.
  private static func labelTable(_ extensions: [HeaderExtension]) -> HeaderExtension? {
    for found in extensions where found.isWhole {
      do throws(RecordError) {
        guard let table = try CaretExtension.table(extension: found.content) else { continue }
        return HeaderExtension(code: 0, content: CaretExtension.bytes(of: table))
      } catch { continue }
    }
    return nil
  }

  private static func failure(
    _ error: CleanCopyError, _ file: String, _ output: String
  ) throws -> CommandFailure {
    switch error {
    case .input(let error):
      CommandFailure(
        file, Notice(code: error.code, message: error.message),
        error.isAbsence ? .noInput : .dataError)
    case .outputName:
      throw ValidationError("--output \(output): expected a name ending in .nii or .nii.gz")
    case .outputIsInput:
      throw ValidationError("--output \(output) is the input; it would be destroyed")
    case .create(let code):
      CommandFailure(
        ["\(output): cannot create output: \(String(cString: strerror(code)))"], .cannotCreate)
    case .output(let code):
      CommandFailure(
        ["\(output): cannot write output: \(String(cString: strerror(code)))"], .ioError)
    }
  }
}
