import ArgumentParser
import VolumetryCore

@main
struct Volumetry: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "volumetry", version: "0.1.0")
  @Argument var files: [String] = []
  func run() async throws {
    for f in files {
      do throws(VolumeError) {
        let m = try ScanMeasurement(path: f)
        print(
          "OK", f, m.grid.source, m.grid.orientation ?? "-",
          m.warnings.map(\.code.rawValue).joined(separator: ","), separator: "\t")
        for l in m.labels where l.label != .background {
          print("L", f, l.label, l.voxels, l.volume.value, separator: "\t")
        }
      } catch {
        print("ERR", f, error.code, error.message, separator: "\t")
      }
    }
  }
}
