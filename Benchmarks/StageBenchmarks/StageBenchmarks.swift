import Benchmark
import Glibc
import StageCases

/// Our side of every case for swift-benchmark: its distributions, and its baselines, by which one
/// commit is compared with another. The rivals are in the table of `StageTable`.
let benchmarks: @Sendable () -> Void = {
  guard let folder = getenv("VOLUMETRY_BENCH_INPUTS").map({ String(cString: $0) }) else {
    preconditionFailure("VOLUMETRY_BENCH_INPUTS names the folder of the phantoms")
  }
  for stageCase in StageCase.all {
    Benchmark(
      stageCase.name,
      configuration: .init(
        // Not the peak memory: what the rivals need is in it.
        metrics: [.wallClock], warmupIterations: 1, maxDuration: .seconds(1), maxIterations: 1000)
    ) { (benchmark: Benchmark, prepared: Prepared) in
      let ours = prepared.contenders[0].run
      for _ in benchmark.scaledIterations { blackHole(try ours()) }
    } setup: {
      try stageCase.prepare(inputs: folder)
    }
  }
}
