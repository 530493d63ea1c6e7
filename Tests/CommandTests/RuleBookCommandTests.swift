import Foundation
import Testing

/// `volumetry protocols`, `readiness --protocol` and `timeline`, the binary itself.
@Suite struct RuleBookCommandTests {
  let folder: TemporaryDirectory

  init() throws { folder = try TemporaryDirectory() }

  static let screens = [
    "go", "no-go", "indeterminate", "stale", "too-early", "outside-population",
    "borderline", "entry",
  ]

  private func example(_ name: String) -> String {
    Command.root.appending(path: "Tests/Data/screens/\(name).yaml").path
  }

  private func json(_ arguments: [String]) throws -> [String: Any] {
    let outcome = try Command.run(arguments + ["--format", "json"])
    #expect(outcome.status == 0, "\(outcome.stderr)")
    return try outcome.jsonObject()
  }

  // MARK: protocols

  @Test func everyRuleIsShownWithOperatorThresholdUnitSourceAndPage() throws {
    let document = try json(["protocols"])
    let books = try #require(document["protocols"] as? [[String: Any]])
    #expect(books.count >= 7)
    for book in books {
      let rules = try #require(book["rules"] as? [[String: Any]])
      #expect(!rules.isEmpty)
      for rule in rules {
        for key in ["id", "question", "operator", "threshold", "unit", "source", "page", "window"] {
          #expect(rule[key] != nil, "\(book["id"] ?? "") \(key)")
        }
        let source = try #require(rule["source"] as? [String: Any])
        #expect(
          ["verified", "verified-secondary", "unverified"].contains(
            try #require(source["evidence"] as? String)))
        if source["evidence"] as? String == "unverified" {
          #expect(rule["role"] as? String == "shown", "what is unverified never decides")
        }
      }
    }
    let one = try json(["protocols", "truant-2007"])
    let book = try #require((one["protocols"] as? [[String: Any]])?.first)
    let rule = try #require((book["rules"] as? [[String: Any]])?.first)
    #expect(rule["operator"] as? String == ">" && rule["threshold"] as? Double == 0.5)
    #expect(rule["unit"] as? String == "%")
  }

  @Test func tablesOfBooksNameEveryRow() throws {
    let list = try Command.run(["protocols"])
    let document = try json(["protocols"])
    for book in try #require(document["protocols"] as? [[String: Any]]) {
      let id = try #require(book["id"] as? String)
      #expect(list.stdout.contains(id))
      let table = try Command.run(["protocols", id, "--format", "csv"])
      for rule in try #require(book["rules"] as? [[String: Any]]) {
        #expect(table.stdout.contains(try #require(rule["id"] as? String)))
      }
      let words = try Command.run(["protocols", id])
      #expect(words.lines.allSatisfy { $0.count <= 140 })
    }
    #expect(try Command.run(["protocols", "nope"]).status == 64)
    #expect(try Command.run(["protocols", "./nope.yaml"]).status == 66)
  }

  /// No row lacks a section of the page, and no section a row; the numbers of a rule stand in it.
  @Test func thePageHasOneSectionARow() throws {
    let page = try String(
      contentsOf: Command.root.appending(path: "docs/CLINICAL.md"), encoding: .utf8)
    let sections = page.components(separatedBy: "\n### ").dropFirst()
    var texts: [String: String] = [:]
    for section in sections {
      let id = try #require(section.firstMatch(of: /^`([^`]+)`\n/)).1
      #expect(texts[String(id)] == nil, "\(id) stands twice")
      texts[String(id)] = section.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
    var ids: Set<String> = []
    for row in try #require(try json(["formulas"])["formulas"] as? [[String: Any]]) {
      ids.insert(try #require(row["id"] as? String))
    }
    for book in try #require(try json(["protocols"])["protocols"] as? [[String: Any]]) {
      ids.insert(try #require(book["id"] as? String))
      for rule in try #require(book["rules"] as? [[String: Any]]) {
        let id = try #require(rule["id"] as? String)
        ids.insert(id)
        let text = try #require(texts[id], "\(id) has a section")
        let sign = try #require(rule["operator"] as? String)
        let source = try #require(rule["source"] as? [String: Any])
        #expect(text.contains("\(try #require(rule["datum"] as? String)) \(sign) "), "\(id)")
        if let number = rule["threshold"] as? Double {
          #expect(text.contains("\(sign) \(number)"), "\(id)")
        }
        #expect(
          text.contains("Evidence: \(try #require(source["evidence"] as? String))."), "\(id)")
        #expect((rule["page"] as? String)?.hasPrefix("docs/CLINICAL.md#") == true)
      }
    }
    #expect(Set(texts.keys) == ids)
  }

  // MARK: readiness --protocol

  @Test func allBooksAnswerEachForItself() throws {
    let document = try json(["readiness", "--protocol", "all", example("go")])
    #expect(document["verdict"] == nil, "no combined answer")
    let books = try #require(document["protocols"] as? [[String: Any]])
    let answers = books.compactMap { book -> (String, String)? in
      guard let id = (book["protocol"] as? [String: Any])?["id"] as? String,
        let verdict = book["verdict"] as? String
      else { return nil }
      return (id, verdict)
    }
    #expect(answers.count == books.count)
    let byID = Dictionary(uniqueKeysWithValues: answers)
    #expect(byID["pumch-alpps-stage2"] == "go")
    #expect(byID["schadde-2015"] == "go")
    #expect(byID["shindoh-2013"] == "indeterminate", "not after PVE")
    #expect(byID["tomassini-2020"] == "indeterminate", "shown, not deciding")
    #expect(byID["pumch-alpps-entry"] == "indeterminate", "another question")
    let table = try Command.run(["readiness", "--protocol", "all", example("go")])
    #expect(table.stdout.contains("There is no combined answer"))
    #expect(table.lines.allSatisfy { $0.count <= 80 })
    for extra in [["--exit-status"], ["--policy", "inclusion-or"]] {
      let refused = try Command.run(["readiness", "--protocol", "all", example("go")] + extra)
      #expect(refused.status == 64)
    }
  }

  @Test func aBookOfOnesOwnAnswersWithTheStandingSafetyRows() throws {
    let text = try String(
      contentsOf: Command.root.appending(path: "protocols/truant-2007.yaml"), encoding: .utf8)
    let own = text.replacing("id: truant-2007", with: "id: our-unit")
      .replacing("threshold: 0.5", with: "threshold: 0.8")
      .replacing("  extents: [extended]\n", with: "")
    let path = try folder.write(own, to: "our-unit.yaml")
    let document = try json(["readiness", "--protocol", path, example("go")])
    #expect(document["verdict"] as? String == "no-go", "0.77 is not above 0.8")
    let safety = try #require(document["safety"] as? [[String: Any]])
    #expect(
      Set(safety.compactMap { $0["id"] as? String })
        == ["safety-meld-before-stage-2", "safety-liver-failure"])
    #expect(try Command.run(["protocols", path]).stdout.contains("our-unit"))
  }

  /// Every fault of a book with its line; nothing is assessed by a faulty one.
  @Test(arguments: [
    ("operator: \">\"", "operator: \"=>\"", "E-PROTOCOL-WORD"),
    ("threshold: 0.5", "threshold: half", "E-PROTOCOL-VALUE"),
    ("datum: flr-bw-pct", "datum: flr-weight", "E-PROTOCOL-WORD"),
    ("window: before-decision", "window: interstage", "E-PROTOCOL-WORD"),
    ("all: [truant-flr-bw-above-half]", "all: [truant]", "E-PROTOCOL-WORD"),
    ("all: [truant-flr-bw-above-half]", "all: []", "E-PROTOCOL-VALUE"),
    ("version: \"1\"\n", "", "E-PROTOCOL-MISSING"),
    ("extents: [extended]", "extents: []", "E-PROTOCOL-VALUE"),
    ("extents: [extended]", "extents: [huge]", "E-PROTOCOL-WORD"),
    ("extents: [extended]", "telv_formulas: [vauthey]", "E-PROTOCOL-WORD"),
    ("rules:\n", "rools:\n", "E-PROTOCOL-UNKNOWN-KEY"),
    ("    group: volume", "    group: volumes", "E-PROTOCOL-WORD"),
    ("    all: [tr", "    any: [truant-flr-bw-above-half]\n    all: [tr", "E-PROTOCOL-VALUE"),
    (
      "identifier: PMID 17189109, evidence: verified}\n    note", "evidence: unverified}\n    note",
      "E-PROTOCOL-VALUE"
    ),
  ])
  func aFaultyBookIsRefusedWithTheLine(_ old: String, _ new: String, _ code: String) throws {
    let text = try String(
      contentsOf: Command.root.appending(path: "protocols/truant-2007.yaml"), encoding: .utf8)
    try #require(text.contains(old), "the book holds \(old)")
    let path = try folder.write(text.replacing(old, with: new), to: "faulty.yaml")
    for command in [["protocols", path], ["readiness", "--protocol", path, example("go")]] {
      let outcome = try Command.run(command)
      #expect(outcome.status == 65, "\(outcome.stderr)")
      #expect(outcome.stderr.contains(code), "\(outcome.stderr)")
      #expect(outcome.stderr.contains(/line \d+/))
      #expect(outcome.stdout.isEmpty)
    }
  }

  @Test func optionsAreAskedForByName() throws {
    let ratio = try json(["readiness", "--enlargement", "ratio-reaches", example("borderline")])
    #expect(ratio["verdict"] as? String == "no-go", "400/1560 is 25.6 %")
    let choices = try #require(ratio["choices"] as? [[String: Any]])
    #expect(choices.contains { $0["choice"] as? String == "ratio-reaches" })
    let shown = try #require(ratio["shown"] as? [[String: Any]])
    #expect(shown.contains { $0["id"] as? String == "flr-relative-increase" })
    let sodium = try json(["readiness", "--choose", "meld-version=meld-na", example("go")])
    #expect(sodium["verdict"] as? String == "go")
    for wrong in [
      ["--enlargement", "absolute"], ["--choose", "meld-version"], ["--choose", "nope=1"],
    ] {
      #expect(try Command.run(["readiness", example("go")] + wrong).status == 64, "\(wrong)")
    }
  }

  // MARK: First screens

  /// What a surgeon sees, line by line; read them before you change them.
  @Test(arguments: screens) func theFirstScreenIsAsItWasRead(_ name: String) throws {
    let book = name == "entry" ? ["--protocol", "pumch-alpps-entry"] : []
    let outcome = try Command.run(["readiness", example(name)] + book)
    #expect(outcome.status == 0)
    let expected = try String(
      contentsOf: Command.root.appending(path: "Tests/Data/screens/\(name).txt"), encoding: .utf8)
    #expect(outcome.stdout == expected)
    let screen = outcome.stdout.components(separatedBy: "\n\n")[0]
    let lines = screen.components(separatedBy: "\n")
    #expect(lines.count <= 24 && lines.allSatisfy { $0.count <= 80 })
    let answer = [
      "go": "(GO)", "no-go": "(NO-GO): volume", "indeterminate": "5 data missing",
      "stale": "stale", "too-early": "scan-before-day-5",
      "outside-population": "outside-population", "borderline": "within-measurement-error",
      "entry": "CRITERIA MET (GO)",
    ]
    #expect(outcome.stdout.contains(try #require(answer[name])))
    let long = try Command.run(["readiness", "--explain", example(name)] + book)
    #expect(long.stdout.hasPrefix(screen.replacing("See --explain", with: "See below")))
    #expect(long.lines.count > lines.count + 20)
  }

  // MARK: timeline

  @Test func theTimelineSaysWhatIsKnownWhenAndUntilWhen() throws {
    let document = try json(["timeline", example("go")])
    let days = try #require(document["days"] as? [[String: Any]])
    #expect(days.map { $0["day"] as? Int } == Array(0..<days.count))
    func verdict(_ day: Int) -> String? { days[day]["verdict"] as? String }
    #expect(verdict(0) == "indeterminate" && verdict(6) == "indeterminate")
    #expect(verdict(7) == "go" && verdict(14) == "go", "the scan of day 7 serves 7 days")
    #expect(verdict(15) == "indeterminate", "then it is too old")
    let rules = try #require(document["criteria"] as? [[String: Any]])
    let growth = try #require(rules.first { $0["id"] as? String == "flr-relative-increase" })
    #expect(growth["known_from_day"] as? Int == 7 && growth["stale_on_day"] as? Int == 15)
    #expect(growth["earliest_day"] is NSNull)
    let early = try json(["timeline", example("too-early")])
    let open = try #require(early["criteria"] as? [[String: Any]])
    let growthThen = try #require(open.first { $0["id"] as? String == "flr-relative-increase" })
    #expect(growthThen["earliest_day"] as? Int == 5)
    let failure = try #require(
      open.first { $0["id"] as? String == "safety-liver-failure" })
    #expect(failure["earliest_day"] as? Int == 5)
    let table = try Command.run(["timeline", example("too-early")])
    #expect(table.lines.allSatisfy { $0.count <= 100 })
    #expect(table.stdout.contains("measured on day 5 or later"))
    #expect(try Command.run(["timeline", "--protocol", "all", example("go")]).status == 64)
  }

  @Test func withoutTheDayOfStageOneThereIsNoTimeline() throws {
    let path = try folder.write("case: nobody\n", to: "empty.yaml")
    let document = try json(["timeline", path])
    #expect((document["days"] as? [Any])?.isEmpty == true)
    #expect(document["missing"] as? [String] == ["procedures"])
    #expect(try Command.run(["timeline", path]).stdout.contains("No timeline"))
  }
}
