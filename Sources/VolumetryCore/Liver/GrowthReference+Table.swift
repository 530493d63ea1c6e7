extension ExpectedGrowth {
  /// Every series, those after ALPPS first.
  public static let all: [ExpectedGrowth] = [
    ExpectedGrowth(
      "expected-alpps-registry", [.alpps], "ALPPS registry, n=202, sFLR 21 % at the start; median",
      Numbers(relative: .init(80), days: .init(7)),
      Source("Schadde E, Ann Surg 2014;260:829", evidence: .verified)),
    ExpectedGrowth(
      "expected-alpps-scintigraphy", [.alpps],
      "ALPPS with scintigraphy, n=60; median (IQR); function grows less than volume",
      Numbers(relative: .init(78, 48...110), days: .init(8, 6...14)),
      Source("Olthof 2017", evidence: .verified)),
    ExpectedGrowth(
      "expected-rescue-alpps", [.rescueALPPS],
      "ALPPS after failed portal vein occlusion, n=11; median (range)",
      Numbers(relative: .init(61.8, 19.3...120), absolute: .init(209, 87...314), days: .init(6)),
      Source("rescue ALPPS series", identifier: "PMC5309264", evidence: .verified)),
    ExpectedGrowth(
      "expected-alpps-croome", [.alpps], "ALPPS; mean (mean +- sd)",
      Numbers(
        relative: .init(84.3, 76.5...92.1), perDay: .init(32.7, 19.1...46.3),
        relativePerDay: .init(10.8, 6.3...15.3)),
      croome),
    ExpectedGrowth(
      "expected-alpps-first-series", [.alpps], "first ALPPS series; median",
      Numbers(relative: .init(74), days: .init(9)),
      Source("Schnitzbauer AA 2012 (from memory)", evidence: .unverified)),
    ExpectedGrowth(
      "expected-pve", [.pve], "portal vein embolisation, about",
      Numbers(dh: .init(10), days: .init(42)),
      Source("background section", identifier: "PMC6700017", evidence: .verified)),
    ExpectedGrowth(
      "expected-pve-croome", [.pve], "portal vein embolisation; mean (mean +- sd)",
      Numbers(
        relative: .init(36, 8.8...63.2), perDay: .init(4.4, 1.2...7.6),
        relativePerDay: .init(0.98, 0.23...1.73)),
      croome),
    ExpectedGrowth(
      "expected-lvd", [.lvd, .hve], "faster than after portal vein embolisation; no number found",
      Numbers(), Source("no source with a number was found", evidence: .unverified)),
  ]

  private static let croome = Source(
    "Croome KP, HPB 2015", identifier: "PMC4430776", evidence: .verified)

  private struct Numbers {
    var relative: PublishedNumber?
    var absolute: PublishedNumber?
    var dh: PublishedNumber?
    var perDay: PublishedNumber?
    var relativePerDay: PublishedNumber?
    var days: PublishedNumber?
  }

  private init(
    _ id: String, _ techniques: Set<GrowthTechnique>, _ series: String, _ numbers: Numbers,
    _ source: Source
  ) {
    self.id = id
    self.techniques = techniques
    self.series = series
    relativePercent = numbers.relative
    absoluteMillilitres = numbers.absolute
    dhPercentagePoints = numbers.dh
    millilitresPerDay = numbers.perDay
    relativePercentPerDay = numbers.relativePerDay
    days = numbers.days
    self.source = source
  }
}

extension GrowthWindow {
  /// Every window, the registry's first.
  public static let all: [GrowthWindow] = [
    registry,
    GrowthWindow(
      id: "window-alpps-volumetry", techniques: [.alpps, .rescueALPPS],
      event: "volumetry after ALPPS stage 1", isOfScans: true, days: 6...7,
      source: Source("rescue ALPPS series", identifier: "PMC5309264", evidence: .verified)),
    GrowthWindow(
      id: "window-alpps-stage-2", techniques: [.alpps, .rescueALPPS], event: "stage 2 of ALPPS",
      isOfScans: false, days: 7...14,
      source: Source("customary (from memory)", evidence: .unverified)),
    GrowthWindow(
      id: "window-pve-volumetry", techniques: [.pve, .pvl],
      event: "first CT after portal vein occlusion, 3 to 4 weeks", isOfScans: true, days: 21...28,
      source: Source("public code", evidence: .verifiedSecondary)),
    GrowthWindow(
      id: "window-pve-resection", techniques: [.pve, .pvl],
      event: "resection after portal vein occlusion, 4 to 8 weeks", isOfScans: false, days: 28...56,
      source: Source("public code", evidence: .verifiedSecondary)),
    GrowthWindow(
      id: "window-lvd", techniques: [.lvd], event: "volumetry after LVD, 1 to 3 weeks",
      isOfScans: true, days: 7...21,
      source: Source("customary (from memory)", evidence: .unverified)),
  ]

  /// 1 to 12 weeks, day 7 and day 84 included.
  public static let registry = GrowthWindow(
    id: "window-registry", techniques: Set(GrowthTechnique.allCases),
    event: "volumetry between the stages in the ALPPS registry, 1 to 12 weeks",
    isOfScans: true, days: 7...84,
    source: GrowthPlausibility.windowSource)
}
