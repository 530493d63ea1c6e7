/// Why bytes are no DEFLATE stream (RFC 1951). The words are zlib's.
enum InflateFault: String, Error, Hashable, Sendable, CaseIterable {
  case blockType = "invalid block type"
  case storedLengths = "invalid stored block lengths"
  case tooManySymbols = "too many length or distance symbols"
  case codeLengthsSet = "invalid code lengths set"
  case bitLengthRepeat = "invalid bit length repeat"
  case missingEndOfBlock = "invalid code -- missing end-of-block"
  case literalLengthsSet = "invalid literal/lengths set"
  case distancesSet = "invalid distances set"
  case literalLengthCode = "invalid literal/length code"
  case distanceCode = "invalid distance code"
  case tooFarBack = "invalid distance too far back"
}
