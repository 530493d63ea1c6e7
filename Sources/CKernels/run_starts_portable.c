#include "run_starts_variants.h"

#include <string.h>

static inline uint64_t word_at(const unsigned char *bytes) {
  uint64_t word;
  memcpy(&word, bytes, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  return word;
}

/// In a word the lanes of one voxel that are not 0, a bit each, from the lowest.
static inline __attribute__((always_inline)) uint64_t lanes_set(uint64_t word, size_t width) {
  // The highest bit of each lane, and the lowest.
  const uint64_t low = width == 1   ? UINT64_C(0x0101010101010101)
                       : width == 2 ? UINT64_C(0x0001000100010001)
                       : width == 4 ? UINT64_C(0x0000000100000001)
                                    : 1;
  const uint64_t high = low << (8 * width - 1);
  // Adding all bits below the highest carries into it where one of them is set.
  uint64_t set = (((word & ~high) + ~high) | word) & high;
  set >>= 8 * width - 1;
  // A multiplication brings the lanes' bits beside each other, into the top byte of the product.
  switch (width) {
  case 1: return set * UINT64_C(0x0102040810204080) >> 56;
  case 2: return (set * UINT64_C(0x0001000200040008) >> 48) & 0xf;
  case 4: return (set | set >> 31) & 3;
  default: return set;
  }
}

/// A word is compared with the word one voxel before it; lanes are looked at only where some word
/// of the 64 voxels differs.
static inline __attribute__((always_inline)) uint64_t differ64(
  const unsigned char *voxel, size_t width) {
  uint64_t any = 0;
  for (size_t byte = 0; byte < 64 * width; byte += 8)
    any |= word_at(voxel + byte) ^ word_at(voxel + byte - width);
  if (any == 0) return 0;
  uint64_t bits = 0;
  for (size_t byte = 0; byte < 64 * width; byte += 8) {
    uint64_t difference = word_at(voxel + byte) ^ word_at(voxel + byte - width);
    bits |= lanes_set(difference, width) << (byte / width);
  }
  return bits;
}

static inline __attribute__((always_inline)) size_t write64(
  uint64_t bits, size_t i, uint16_t *positions) {
  size_t found = 0;
  for (; bits != 0; bits &= bits - 1)
    positions[found++] = (uint16_t)(i + (size_t)__builtin_ctzll(bits));
  return found;
}

#include "run_starts_rows.h"

size_t volumetry_run_starts_portable(
  const void *voxels, size_t width, size_t row_length, size_t rows, uint16_t *positions) {
  return run_starts(voxels, width, row_length, rows, positions);
}
