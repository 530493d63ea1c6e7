// swift-tools-version: 6.1
import PackageDescription

// A package of its own: what it needs is no business of the build or of CI.

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "volumetry-benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "volumetry", path: ".."),
    // Without traits: no interposer that would count allocations, and slow them down.
    .package(url: "https://github.com/ordo-one/benchmark", exact: "1.38.1", traits: []),
  ],
  targets: [
    // zlib, libdeflate and ISA-L (Debian: zlib1g-dev, libdeflate-dev, libisal-dev).
    .systemLibrary(name: "CRivals", path: "CRivals"),
    .target(
      name: "StageCases",
      dependencies: ["CRivals", .product(name: "VolumetryCore", package: "volumetry")],
      path: "StageCases", swiftSettings: strict),
    .executableTarget(
      name: "StageTable", dependencies: ["StageCases"], path: "StageTable",
      swiftSettings: strict),
    .executableTarget(
      name: "StageBenchmarks",
      dependencies: ["StageCases", .product(name: "Benchmark", package: "benchmark")],
      path: "StageBenchmarks", swiftSettings: strict,
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
  ])
