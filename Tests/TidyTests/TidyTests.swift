import Testing

/// The rules of the house on the house as it stands.
@Suite struct TidyTests {
  static let sources = Result { try Repository.swiftFiles("Sources") }

  private func clean(
    _ violations: [Violation], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let list = violations.map(\.description).joined(separator: "\n")
    #expect(violations.isEmpty, "\n\(list)", sourceLocation: sourceLocation)
  }

  @Test func thereIsSomethingToCheckInEveryModule() throws {
    let sources = try Self.sources.get()
    for module in Walls.imports.keys {
      let files = sources.filter { $0.module == module }
      #expect(!files.isEmpty, "\(module) has no files")
      #expect(files.contains { !Walls.imports(of: $0).isEmpty || !$0.declaredTypes.isEmpty })
    }
    for room in ["Quantities", "Labels", "Volume", "Census"] {
      let files = sources.filter { $0.room == room }
      #expect(!files.flatMap(\.declaredTypes).isEmpty, "\(room) declares nothing")
    }
    #expect(sources.flatMap(Rules.functions).count > 50)
    #expect(try Repository.writtenFiles().count > sources.count)
  }

  @Test func importsRunOneWayAndFoundationStaysOutside() throws {
    clean(try Self.sources.get().flatMap(Walls.importViolations))
  }

  @Test func everyCModuleHasOneDoor() throws {
    clean(Walls.doorViolations(in: try Self.sources.get()))
  }

  @Test func noRoomNamesWhatALaterRoomDeclares() throws {
    clean(Walls.roomViolations(in: try Self.sources.get()))
  }

  @Test func readinessNamesValuesOnly() throws {
    clean(Walls.readinessViolations(in: try Self.sources.get()))
  }

  @Test func theCoreKnowsNoClinic() throws {
    clean(try Self.sources.get().flatMap(Rules.wordViolations))
  }

  @Test func filesFunctionsAndLinesAreShort() throws {
    let tests = try Repository.swiftFiles("Tests")
    #expect(!tests.isEmpty)
    clean((try Self.sources.get() + tests).flatMap(Rules.lengthViolations))
  }

  @Test func nothingForbiddenIsCalled() throws {
    clean(try Self.sources.get().flatMap(Rules.banViolations))
  }

  @Test func nothingUnfinishedAndNoPlaceOfOneMachineIsLeft() throws {
    clean(try Repository.writtenFiles().flatMap(Rules.leftoverViolations))
  }

  @Test func everyPublicDeclarationIsDocumented() throws {
    clean(try Self.sources.get().flatMap(Documentation.violations))
  }
}
