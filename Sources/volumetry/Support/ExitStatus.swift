/// What the command tells its caller, after the BSD `sysexits.h` where it is a failure.
///
/// A verdict is not a failure: `noGo` and `indeterminate` are used only where the caller asked for
/// them with `--exit-status`.
enum ExitStatus: Int32, Sendable, CaseIterable {
  /// Done. With `--exit-status`: the criteria are met.
  case ok = 0
  /// With `--exit-status`: a criterion is not met.
  case noGo = 1
  /// With `--exit-status`: it cannot be decided.
  case indeterminate = 2
  /// The command was called wrongly.
  case usage = 64
  /// An input is damaged, of another kind, or contradicts itself.
  case dataError = 65
  /// An input does not exist or cannot be opened.
  case noInput = 66
  /// A law of our own code is broken.
  case software = 70
  /// The output cannot be created.
  case cannotCreate = 73
  /// Reading or writing failed on the way.
  case ioError = 74
}
