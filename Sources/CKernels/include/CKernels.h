// What Swift cannot reach: carry-less multiplication, and comparing 64 voxels in one instruction.
//
// Every function picks, once, the fastest variant that the processor has; all variants give the
// same answers, and the portable one needs nothing but C.
#pragma once

#include <stddef.h>
#include <stdint.h>

/// Continues a CRC-32 (RFC 1952, section 8) over `count` bytes; the first call is given 0.
uint32_t volumetry_crc32(uint32_t crc, const void *bytes, size_t count);

/// The product of two polynomials modulo that of CRC-32, both with the highest power lowest.
uint32_t volumetry_crc32_product(uint32_t first, uint32_t second);

/// For tests and benchmarks: the name of a variant of the two functions above, counted from 0,
/// which is zlib's; empty where this processor lacks it, null behind the last.
const char *volumetry_crc32_variant(size_t variant);
/// `volumetry_crc32` by a variant that this processor has.
uint32_t volumetry_crc32_by(size_t variant, uint32_t crc, const void *bytes, size_t count);
/// `volumetry_crc32_product` by a variant that this processor has.
uint32_t volumetry_crc32_product_by(size_t variant, uint32_t first, uint32_t second);
/// x to the power of `exponent` as the variants have it written down, shifted left by one; 0 where
/// they do not need it.
uint64_t volumetry_crc32_power(unsigned exponent);

/// Writes where the runs of each row begin.
///
/// For each of `rows` rows of `row_length` voxels, which follow each other without gaps: 0, then
/// every index whose voxel differs from its left neighbour. Returns how many positions were
/// written, at least `rows`.
///
/// - voxels: `rows * row_length * width` bytes at any alignment; nothing outside is read.
/// - width: bytes of a voxel, 1, 2, 4 or 8.
/// - row_length: 1 to 65536.
/// - positions: room for `rows * row_length + 64`; what lies behind the written positions is
///   undefined.
size_t volumetry_run_starts(
  const void *voxels, size_t width, size_t row_length, size_t rows, uint16_t *positions);

/// How many variants of `volumetry_run_starts` this processor has, at least one; the last is the
/// one that it takes, number 0 the portable one.
size_t volumetry_run_starts_variants(void);

/// What a variant is called; NULL where there is none of that number.
const char *volumetry_run_starts_name(size_t variant);

/// `volumetry_run_starts` by one of its variants; nothing is written, and 0 returned, where there
/// is none of that number.
size_t volumetry_run_starts_by(
  size_t variant, const void *voxels, size_t width, size_t row_length, size_t rows,
  uint16_t *positions);
