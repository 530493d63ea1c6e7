import Glibc

// libFuzzer's side: it calls `LLVMFuzzerTestOneInput` for every input, and we call its driver from
// a main of our own, because SwiftPM renames the main of an executable to <target>_main.

/// One input; 0 always. A broken law ends the process, which libFuzzer reports with the input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = Array(UnsafeBufferPointer(start: bytes, count: count))
  switch Surface.chosen {
  case .labels:
    Attempt.keep(Array(input.dropFirst()))
    LabelAttempt.run(input)
  case .inflate: InflateAttempt.run(input)
  default: Attempt.run(Surface.chosen.file(of: input))
  }
  return 0
}

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>,
  _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
  _ target: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

@_cdecl("FuzzScan_main")
public func fuzzMain(
  _ count: CInt, _ words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> CInt {
  if let rounds = getenv("VOLUMETRY_FUZZ_ROUNDS").flatMap({ Int(String(cString: $0)) }) {
    let seed = getenv("VOLUMETRY_FUZZ_SEED").flatMap { UInt64(String(cString: $0)) } ?? 1
    var all = InflateRounds(seed: seed)
    all.run(rounds)
    return 0
  }
  var (count, words) = (count, words)
  return withUnsafeMutablePointer(to: &words) { runDriver(&count, $0) { fuzzOneInput($0, $1) } }
}
