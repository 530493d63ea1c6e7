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
