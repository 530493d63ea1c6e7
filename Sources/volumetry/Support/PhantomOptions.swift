import ArgumentParser
import VolumetryCore

/// What can be said of a phantom of a family.
struct PhantomOptions: ParsableArguments {
  @Option(help: "Voxels along i, j and k, as 512x512x400.")
  var shape: Triple<Int>?

  @Option(help: "Distance of voxel centres in mm, as 0.78x0.78x1.5.")
  var spacing: Triple<Double>?

  @Option(help: "Labels beside the background, where the family lets one choose.")
  var labels: Int?

  @Option(help: "Share of the voxels that carry a label, where the family lets one choose.")
  var density: Double?

  @Option(help: "Another seed is another phantom; the same gives the same bytes.")
  var seed: UInt64?

  @Option(help: "How a voxel is stored.")
  var datatype: Word<Datatype>?

  @Option(help: "Of header and voxels.")
  var byteOrder: Word<PhantomOrder.ByteOrder>?

  @Option(
    parsing: .unconditional, help: "scl_slope: label = slope x stored + intercept.")
  var slope: Double?

  @Option(parsing: .unconditional, help: "scl_inter.")
  var intercept: Double?

  @Option(help: "0 (stored) to 9. Default: 6.")
  var gzipLevel: Int?

  @Option(help: "zlib's strategy.")
  var strategy: Word<PhantomOrder.Strategy>?

  @Option(help: "gzip members that the bytes are cut into. Default: 1.")
  var members: Int?

  /// The names of the options that were given.
  var given: [String] {
    let all: [(String, Bool)] = [
      ("--shape", shape != nil), ("--spacing", spacing != nil), ("--labels", labels != nil),
      ("--density", density != nil), ("--seed", seed != nil), ("--datatype", datatype != nil),
      ("--byte-order", byteOrder != nil), ("--slope", slope != nil),
      ("--intercept", intercept != nil), ("--gzip-level", gzipLevel != nil),
      ("--strategy", strategy != nil), ("--members", members != nil),
    ]
    return all.filter(\.1).map(\.0)
  }

  /// The order for a file of this name.
  func order(_ family: PhantomFamily, output: String) throws -> PhantomOrder {
    var order = PhantomOrder(family)
    if let shape { order.shape = shape.values }
    if let spacing { order.spacing = spacing.values }
    if let labels { order.labels = labels }
    order.density = density
    if let seed { order.seed = seed }
    if let datatype { order.datatype = datatype.value }
    if let byteOrder { order.byteOrder = byteOrder.value }
    if let slope { order.scaling.slope = slope }
    if let intercept { order.scaling.intercept = intercept }
    order.packing = try packing(output)
    return order
  }

  private func packing(_ output: String) throws -> PhantomOrder.Packing {
    let name = output.lowercased()
    if name.hasSuffix(".nii.gz") {
      var gzip = PhantomOrder.Gzip()
      if let gzipLevel { gzip.level = gzipLevel }
      if let strategy { gzip.strategy = strategy.value }
      if let members { gzip.members = members }
      return .gzip(gzip)
    }
    guard name.hasSuffix(".nii") else {
      throw ValidationError("--output \(output): expected a name that ends in .nii.gz or .nii")
    }
    let packed = given.filter { ["--gzip-level", "--strategy", "--members"].contains($0) }
    guard packed.isEmpty else {
      throw ValidationError(
        "\(packed.joined(separator: ", ")): \(output) is not compressed; name a .nii.gz")
    }
    return .plain
  }
}

/// Three numbers with an `x` between them.
struct Triple<Value: LosslessStringConvertible & SIMDScalar>: ExpressibleByArgument {
  let values: SIMD3<Value>

  init?(argument: String) {
    let parts = argument.split(separator: "x", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Value(String($0)) }
    guard parts.count == 3, numbers.count == 3 else { return nil }
    values = SIMD3(numbers[0], numbers[1], numbers[2])
  }
}

/// A word of a closed list of the core.
struct Word<Value>: ExpressibleByArgument
where Value: CaseIterable & RawRepresentable & Sendable, Value.RawValue == String {
  let value: Value

  init?(argument: String) {
    guard let value = Value(rawValue: argument) else { return nil }
    self.value = value
  }

  static var allValueStrings: [String] { Value.allCases.map(\.rawValue) }
}
