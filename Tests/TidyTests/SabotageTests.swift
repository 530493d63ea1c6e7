import Testing

/// The rules on houses that are broken on purpose: a rule that cannot fail is no rule.
@Suite struct SabotageTests {
  private func file(_ path: String, _ text: String) -> SourceFile {
    SourceFile(path: "Sources/" + path, text: text)
  }

  @Test(arguments: [
    ("VolumetryCore", "import Readiness"), ("VolumetryCore", "public import Foundation"),
    ("VolumetryCore", "@preconcurrency import FoundationEssentials"),
    ("Readiness", "import Records"), ("Readiness", "import Reporting"),
    ("Records", "internal import Reporting"), ("Reporting", "import Records"),
    ("Reporting", "import struct Foundation.Data"), ("volumetry", "import Foundation"),
    ("volumetry", "import CNIfTI"), ("Elsewhere", "import Glibc"),
  ])
  func importsThatRunBackwardsAreSeen(module: String, statement: String) {
    #expect(Walls.importViolations(in: file("\(module)/A.swift", statement)).count == 1)
  }

  @Test(arguments: [
    ("Records", "public import VolumetryCore\nimport Readiness\nimport CYAML"),
    ("VolumetryCore", "// import Foundation\nlet text = \"import Foundation\""),
    ("volumetry", "import ArgumentParser\nimport Records\nimport Reporting"),
  ])
  func importsThatRunForwardsPass(module: String, text: String) {
    #expect(Walls.importViolations(in: file("\(module)/A.swift", text)).isEmpty)
  }

  @Test func aSecondDoorAndAWrongDoorAreSeen() {
    let nifti = file("VolumetryCore/Volume/LibNIfTI.swift", "import CNIfTI")
    let zlib = file("VolumetryCore/Volume/GzipStream.swift", "import CZlib")
    #expect(Walls.doorViolations(in: [nifti, zlib]).isEmpty)
    let second = file("VolumetryCore/Volume/Other.swift", "import CZlib")
    #expect(Walls.doorViolations(in: [nifti, zlib, second]).map(\.path) == [second.path])
    let wrong = file("VolumetryCore/Phantom/Writer.swift", "import CNIfTI")
    #expect(Walls.doorViolations(in: [wrong]).count == 1)
    #expect(Walls.doorViolations(in: [file("Records/Parser.swift", "import CYAML")]).count == 1)
  }

  @Test func aRoomThatNamesALaterOneIsSeenButNotInCommentsOrNestedNames() {
    let census = file(
      "VolumetryCore/Census/A.swift", "public struct LabelCensus {\n  enum Kind {}\n}")
    let early = file("VolumetryCore/Volume/B.swift", "/// See LabelCensus.\nenum Kind {}\n")
    #expect(Walls.roomViolations(in: [census, early]).isEmpty)
    let bad = file("VolumetryCore/Volume/C.swift", "\nfunc count() -> LabelCensus { }")
    #expect(
      Walls.roomViolations(in: [census, bad]).map(\.description) == [
        "Sources/VolumetryCore/Volume/C.swift:2: "
          + "Volume comes before the room that declares LabelCensus"
      ])
    let later = file("VolumetryCore/Measure/D.swift", "func measure(_ census: LabelCensus) {}")
    #expect(Walls.roomViolations(in: [census, later]).isEmpty)
    #expect(Walls.roomViolations(in: [file("VolumetryCore/Attic/E.swift", "")]).count == 1)
    #expect(Walls.roomViolations(in: [file("VolumetryCore/F.swift", "")]).count == 1)
  }

  @Test func readinessThatNamesVoxelsIsSeen() {
    let core = [
      file("VolumetryCore/Volume/A.swift", "public struct Grid {}"),
      file("VolumetryCore/Liver/B.swift", "public struct LiverVolumes {}"),
      file("VolumetryCore/Labels/C.swift", "public struct LabelSet {}"),
    ]
    let good = file("Readiness/D.swift", "let volumes: LiverVolumes\nlet labels: LabelSet // Grid")
    let bad = file("Readiness/E.swift", "func read(_ grid: Grid) {}")
    #expect(Walls.readinessViolations(in: core + [good]).isEmpty)
    #expect(Walls.readinessViolations(in: core + [bad]).map(\.line) == [1])
  }

  @Test(arguments: [
    "let patientName = 1", "struct Patient {}", "func readProtocol() {}", "let PATIENT_ID = 1",
    "case verdict", "let isToday = true", "let a = \"\\(patient)\"",
  ])
  func clinicalWordsInTheCoreAreSeen(text: String) {
    #expect(Rules.wordViolations(in: file("VolumetryCore/Volume/A.swift", text)).count == 1)
    #expect(Rules.wordViolations(in: file("Readiness/A.swift", text)).isEmpty)
  }

  @Test(arguments: [
    "protocol Decoder {}", "// the patient", "let text = \"patient\"", "let inpatience = 1",
  ])
  func theKeywordCommentsAndLongerWordsPass(text: String) {
    #expect(Rules.wordViolations(in: file("VolumetryCore/Volume/A.swift", text)).isEmpty)
  }

  @Test func lengthsAreCountedToTheLine() {
    let fits = String(repeating: "\n", count: 400)
    #expect(Rules.lengthViolations(in: file("Readiness/A.swift", fits)).isEmpty)
    #expect(Rules.lengthViolations(in: file("Readiness/A.swift", fits + "\n")).count == 1)
    let wide = String(repeating: "³", count: 100)
    #expect(Rules.lengthViolations(in: file("Readiness/A.swift", wide)).isEmpty)
    #expect(Rules.lengthViolations(in: file("Readiness/A.swift", wide + "³")).count == 1)
    func function(_ lines: Int) -> SourceFile {
      let body = String(repeating: "  // }\n", count: lines - 2)
      return file("Readiness/A.swift", "func f(\(String(repeating: " ", count: 3))) {\n\(body)}\n")
    }
    #expect(Rules.functions(in: function(80)).map(\.lines) == [80])
    #expect(Rules.lengthViolations(in: function(80)).isEmpty)
    #expect(Rules.lengthViolations(in: function(81)).count == 1)
  }

  @Test func functionsWithAndWithoutBodiesAreToldApart() {
    let text = """
      protocol P {
        func bare() -> Int
        func bareOver(
          lines: Int
        ) -> Int
      }
      struct S {
        init(a: () -> Void = {}) {
          self.init(b: 1)
        }
        static func < (a: S, b: S) -> Bool { a.x < b.x }
        func long(
          a: Int
        ) where T == "}"
        {
          if true { }
        }
        deinit { close() }
      }
      """
    let found = Rules.functions(in: file("Readiness/A.swift", text)).map { [$0.line, $0.lines] }
    #expect(found == [[8, 3], [11, 1], [12, 6], [18, 1]])
  }

  @Test(arguments: [
    ("Records", "let a = try? f()"), ("Records", "fatalError()"), ("Records", "a ?? 0"),
    ("Records", "a ?? 0.0"), ("Records", "a ??  -0"), ("Records", "\"\\(a ?? 0)\""),
    ("Reporting", "print(1)"), ("VolumetryCore", "  puts(\"x\")"), ("Records", "open(path, 0)"),
    ("Reporting", "getenv(\"TZ\")"), ("Readiness", "let now = time(nil)"),
    ("VolumetryCore", "ContinuousClock.now"), ("volumetry", "try? f()"),
  ])
  func forbiddenCallsAreSeen(module: String, line: String) {
    #expect(Rules.banViolations(in: file("\(module)/A.swift", line)).count == 1)
  }

  @Test(arguments: [
    ("Records", "try f() // try? no"), ("Records", "a ?? 0.5"), ("Records", "a ?? 01"),
    ("Records", "a ?? zero"), ("Reporting", "\"print(1)\""), ("Reporting", "sink.print(1)"),
    ("volumetry", "print(1)"), ("Readiness", "timepoint(nil)"), ("VolumetryCore", "open(path)"),
    ("Readiness", "protocolTime(nil)"),
  ])
  func whatOnlyLooksForbiddenPasses(module: String, line: String) {
    #expect(Rules.banViolations(in: file("\(module)/A.swift", line)).isEmpty)
  }

  @Test(arguments: ["// TODO: later", "/* FIXME */", "\"/tmp/x\"", "cd ../shared", "see /work/a"])
  func leftoversAreSeenInCommentsToo(line: String) {
    #expect(Rules.leftoverViolations(in: file("Records/A.swift", "\n" + line)).map(\.line) == [2])
    #expect(Rules.leftoverViolations(in: file("Records/A.swift", "// to do, /network/")).isEmpty)
  }

  @Test(arguments: [
    "public struct A {}", "  public func f() {}", "// plain\npublic let a = 1",
    "/// A.\n\npublic let a = 1", "  public static let a = 1", "@frozen\npublic enum E {}",
    "  @inlinable public func f() {}", "public init(a: Int) { self.a = a * 2 }",
    "/// A.\npublic struct A {\n\n  public let b: Int\n}",
    "public struct A {\n  /// B.\n  let b: Int\n}",
  ])
  func publicDeclarationsWithoutWordsAreSeen(text: String) {
    #expect(Documentation.violations(in: file("Records/A.swift", text)).count == 1)
  }

  @Test(arguments: [
    "/// A.\npublic struct A {\n  public let b: Int\n  public let c: Int\n}",
    "  public static var zero: Self { Self(0) }",
    "  public init(integerLiteral value: Int) { f() }",
    "/// A.\npublic struct A {}", "/// A.\n@frozen\npublic enum E {}", "public import Readiness",
    "/// Both.\npublic let a: Int\npublic let b: Int", "struct A {}\nlet text = \"public let\"",
    "  public static func < (a: A, b: A) -> Bool { a.x < b.x }",
    "  public var description: String { text }", "  public init(a: Int) { self.a = a }",
    "  public init(\n    a: Int, b: Int\n  ) {\n    self.a = a\n    self.b = b\n  }",
  ])
  func documentedSharedAndSelfEvidentDeclarationsPass(text: String) {
    #expect(Documentation.violations(in: file("Records/A.swift", text)).isEmpty)
  }

  @Test func aGroupIsNotSharedAcrossALongDeclarationOrAGap() {
    let gap = "/// A.\npublic let a: Int\n\npublic let b: Int"
    let long = "/// A.\npublic var a: Int {\n  1\n}\npublic let b: Int"
    for text in [gap, long] {
      #expect(Documentation.violations(in: file("Records/A.swift", text)).count == 1)
    }
  }
}

@Suite struct CodeScannerTests {
  @Test(arguments: [
    ("a // b", "a     "), ("a /* b /* c */ d */ e", "a                   e"),
    (#"f("a // b") // c"#, #"f("      ")     "#), (#""\(a + "x") y""#, #""\(a + " ")  ""#),
    (#""\((1))" b"#, #""\((1))" b"#), (##"#"a"b"# c"##, ##"#"   "# c"##),
    (#""\"" a"#, #""  " a"#), ("\"\"\"\na\n\"\"\" b", "\"\"\"\n \n\"\"\" b"), ("", ""),
    ("\"open\nb", "\"    \nb"), (##"#"\#(a)\(b)"#"##, ##"#"\#(a)    "#"##),
  ])
  func commentsAndStringsAreBlankedAndCodeIsKept(text: String, code: String) {
    #expect(CodeScanner.code(of: text) == code)
  }
}
