/// Who may import whom, and which room may name which.
enum Walls {
  /// The modules of Sources and what each may import, besides the standard library.
  static let imports: [String: Set<String>] = [
    "VolumetryCore": ["CKernels", "CNIfTI", "CZlib", "Dispatch", "Glibc", "Synchronization"],
    "Readiness": ["VolumetryCore", "Glibc"],
    "Records": ["VolumetryCore", "Readiness", "CYAML", "CExpat", "Glibc"],
    "Reporting": ["VolumetryCore", "Readiness", "Glibc"],
    "volumetry": [
      "VolumetryCore", "Readiness", "Records", "Reporting", "ArgumentParser", "Dispatch", "Glibc",
      "Synchronization",
    ],
  ]

  /// C modules and the one file that may import each: exact, or any one file of a folder.
  static let doors = [
    "CKernels": "Sources/VolumetryCore/Volume/Kernels.swift",
    "CNIfTI": "Sources/VolumetryCore/Volume/LibNIfTI.swift",
    "CZlib": "Sources/VolumetryCore/Volume/",
    "CYAML": "Sources/Records/LibYAML.swift",
    "CExpat": "Sources/Records/LabelTables/LibExpat.swift",
  ]

  /// The rooms of VolumetryCore in the order the data walk through them; also the reading order.
  static let rooms = [
    "Quantities", "Labels", "Volume", "Census", "Measure", "Compare", "Liver", "Phantom",
  ]

  /// The rooms of VolumetryCore that Readiness may name.
  static let roomsOfReadiness: Set<String> = ["Quantities", "Labels", "Liver"]

  /// The modules that a file imports, with their lines.
  static func imports(of file: SourceFile) -> [(module: String, line: Int)] {
    let statement =
      #/
        ^ \s* (?: @\w+ (?: \( [^)]* \) )? \s+ )*
        (?: (?: public | package | internal | fileprivate | private ) \s+ )? import \s+
        (?: (?: struct | class | enum | protocol | typealias | func | var | let ) \s+ )? (\w+)
      /#
    return file.code.enumerated().compactMap { index, line -> (module: String, line: Int)? in
      guard line.utf8.count > 6, line.contains("import ") else { return nil }
      return line.firstMatch(of: statement).map { (String($0.1), index + 1) }
    }
  }

  /// Imports that the table does not allow; Foundation in any shape is among them.
  static func importViolations(in file: SourceFile) -> [Violation] {
    guard let module = file.module else { return [] }
    guard let allowed = imports[module] else {
      return [Violation(path: file.path, line: 1, message: "no row for module \(module)")]
    }
    return imports(of: file).filter { !allowed.contains($0.module) }.map {
      Violation(path: file.path, line: $0.line, message: "\(module) may not import \($0.module)")
    }
  }

  /// C modules imported by a second file, or elsewhere than at their door.
  static func doorViolations(in files: [SourceFile]) -> [Violation] {
    doors.sorted { $0.key < $1.key }.flatMap { module, door in
      let users = files.flatMap { file in
        imports(of: file).filter { $0.module == module }.map { (path: file.path, line: $0.line) }
      }
      return users.enumerated().filter { index, user in
        index > 0 || !(user.path == door || door.hasSuffix("/") && user.path.hasPrefix(door))
      }.map { _, user in
        Violation(path: user.path, line: user.line, message: "\(module) has one door: \(door)")
      }
    }
  }

  /// Rooms of VolumetryCore that name a type which a later room declares, and unknown rooms.
  static func roomViolations(in files: [SourceFile]) -> [Violation] {
    let core = files.filter { $0.module == "VolumetryCore" }
    var violations = core.filter { !rooms.contains($0.room ?? "") }.map {
      Violation(path: $0.path, line: 1, message: "no room of this name in the order of rooms")
    }
    for (position, room) in rooms.enumerated() {
      let known = declared(in: core, rooms: Set(rooms[...position]))
      let later = declared(in: core, rooms: Set(rooms[(position + 1)...])).subtracting(known)
      violations += core.filter { $0.room == room }.flatMap { file in
        uses(of: later, in: file, message: "\(room) comes before the room that declares")
      }
    }
    return violations
  }

  /// What Readiness names of rooms that deal in voxels and files.
  static func readinessViolations(in files: [SourceFile]) -> [Violation] {
    let core = files.filter { $0.module == "VolumetryCore" }
    let readiness = files.filter { $0.module == "Readiness" }
    let own = readiness.reduce(into: Set<String>()) { $0.formUnion($1.declaredTypes) }
    let allowed = declared(in: core, rooms: roomsOfReadiness).union(own)
    let forbidden = declared(in: core, rooms: Set(rooms).subtracting(roomsOfReadiness))
      .subtracting(allowed)
    return readiness.flatMap {
      uses(of: forbidden, in: $0, message: "Readiness knows values only, not")
    }
  }

  private static func declared(in files: [SourceFile], rooms: Set<String>) -> Set<String> {
    files.filter { rooms.contains($0.room ?? "") }
      .reduce(into: []) { $0.formUnion($1.declaredTypes) }
  }

  private static func uses(
    of names: Set<String>, in file: SourceFile, message: String
  ) -> [Violation] {
    file.identifiers.filter { names.contains($0.name) }.map {
      Violation(path: file.path, line: $0.line, message: "\(message) \($0.name)")
    }
  }
}
