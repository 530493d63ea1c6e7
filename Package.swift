// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target is held to the same law: Swift 6, explicit imports, no warning.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")

/// Only for `make fuzz`: unsafe flags, which no package that depends on this one would be allowed.
/// The laws are not fuzzed themselves: only the core and the readers of text tell libFuzzer which
/// ways they went.
let isFuzzed = Context.environment["VOLUMETRY_FUZZ"] != nil
let fuzzed: [SwiftSetting] =
  isFuzzed ? [.unsafeFlags(["-sanitize=fuzzer,address", "-enable-testing"])] : []
let fuzzTarget = Target.executableTarget(
  name: "FuzzScan", dependencies: ["VolumetryCore", "Records", "Reporting", "CZlib"],
  path: "Fuzz/FuzzScan",
  swiftSettings: strict + [.unsafeFlags(["-sanitize=address", "-parse-as-library"])],
  linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address"])])

let package = Package(
  name: "volumetry",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "VolumetryCore", targets: ["VolumetryCore"]),
    .library(name: "Readiness", targets: ["Readiness"]),
    .executable(name: "volumetry", targets: ["volumetry"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    // MARK: - Doors to C
    .target(
      name: "CNIfTI", linkerSettings: ["nifti2", "znz", "z", "m"].map { .linkedLibrary($0) }),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CYAML", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CExpat", providers: [.apt(["libexpat1-dev"])]),
    // The only C that is ours; which instructions it uses is decided when it runs.
    .target(name: "CKernels", linkerSettings: [.linkedLibrary("z")]),

    // MARK: - Rooms, in the order the data walks through them
    .target(
      name: "VolumetryCore", dependencies: ["CKernels", "CNIfTI", "CZlib"],
      swiftSettings: strict + fuzzed),
    .target(name: "Readiness", dependencies: ["VolumetryCore"], swiftSettings: strict),
    .target(
      name: "Records", dependencies: ["VolumetryCore", "Readiness", "CYAML", "CExpat"],
      // Links to protocols/, phantoms/ and labels/; embedded, because a resource bundle imports
      // Foundation.
      resources: [
        .embedInCode("Bundled/pumch-alpps-entry.yaml"),
        .embedInCode("Bundled/pumch-alpps-stage2.yaml"),
        .embedInCode("Bundled/schadde-2015.yaml"),
        .embedInCode("Bundled/shindoh-2013.yaml"),
        .embedInCode("Bundled/sufficiency-20-30-40.yaml"),
        .embedInCode("Bundled/thresholds-in-print.yaml"),
        .embedInCode("Bundled/tomassini-2020.yaml"),
        .embedInCode("Bundled/truant-2007.yaml"),
        .embedInCode("Bundled/two-stage-case.yaml"),
        .embedInCode("Bundled/two-stage-labels.yaml"),
        .embedInCode("Bundled/labels-abdomenatlas.yaml"),
        .embedInCode("Bundled/labels-amos22.yaml"),
        .embedInCode("Bundled/labels-btcv.yaml"),
        .embedInCode("Bundled/labels-couinaud.yaml"),
        .embedInCode("Bundled/labels-ct-org.yaml"),
        .embedInCode("Bundled/labels-flare22.yaml"),
        .embedInCode("Bundled/labels-lits.yaml"),
        .embedInCode("Bundled/labels-msd03.yaml"),
        .embedInCode("Bundled/labels-totalsegmentator-liver-segments.yaml"),
        .embedInCode("Bundled/labels-totalsegmentator-liver-vessels.yaml"),
        .embedInCode("Bundled/labels-totalsegmentator-total-mr.yaml"),
        .embedInCode("Bundled/labels-totalsegmentator-total.yaml"),
      ],
      swiftSettings: strict + fuzzed),
    .target(
      name: "Reporting", dependencies: ["VolumetryCore", "Readiness"],
      // A link to docs/, embedded for the same reason.
      resources: [.embedInCode("Bundled/CODES.md")], swiftSettings: strict),
    .executableTarget(
      name: "volumetry",
      dependencies: ["VolumetryCore", "Readiness", "Records", "Reporting", argumentParser],
      swiftSettings: strict),

    // MARK: - Tests
    .testTarget(
      name: "VolumetryCoreTests", dependencies: ["VolumetryCore", "CKernels", "CNIfTI", "CZlib"],
      swiftSettings: strict),
    .testTarget(
      name: "ReadinessTests", dependencies: ["Readiness", "VolumetryCore", "Records"],
      swiftSettings: strict),
    .testTarget(
      name: "RecordsTests", dependencies: ["Records", "Readiness", "VolumetryCore"],
      swiftSettings: strict),
    .testTarget(name: "ReportingTests", dependencies: ["Reporting"], swiftSettings: strict),
    .testTarget(
      name: "CommandTests", dependencies: ["volumetry", argumentParser], swiftSettings: strict),
    .testTarget(name: "TidyTests", swiftSettings: strict),
  ] + (isFuzzed ? [fuzzTarget] : [])
)
