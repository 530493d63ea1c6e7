/// A place that takes text piece by piece: a string in tests, standard output or a file in use.
///
/// Writers of this room hand over pieces of at most some tens of kilobytes, so a long report needs
/// no giant string. What may go wrong is the sink's own affair (`Failure`); a sink that cannot fail
/// says `Never`, and then nothing needs `try`.
public protocol TextSink {
  /// What `write(_:)` throws; `Never` for a sink in memory.
  associatedtype Failure: Error

  /// Appends `text` after all that was written before, as UTF-8.
  mutating func write(_ text: String) throws(Failure)
}

/// A string is the sink that never fails.
extension String: TextSink {
  /// Memory takes every text.
  public typealias Failure = Never
}
