// The variants of CRC-32, from the one that every machine has to the fastest.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// One way to compute; all give the same answers.
struct crc32_variant {
  const char *name;
  bool (*is_here)(void);
  uint32_t (*crc32)(uint32_t crc, const void *bytes, size_t count);
  uint32_t (*product)(uint32_t first, uint32_t second);
};

/// The ones with carry-less multiplication, the narrowest first; none on other processors.
extern const struct crc32_variant crc32_folding_variants[];
extern const size_t crc32_folding_variant_count;

/// x to the power of `exponent` modulo P in 33 bits, 0 where the folding does not need it.
uint64_t crc32_power(unsigned exponent);
