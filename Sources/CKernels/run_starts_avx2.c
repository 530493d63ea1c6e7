#include "run_starts_variants.h"

#if defined(__x86_64__)

#include <immintrin.h>

#pragma clang attribute push( \
  __attribute__((target("avx2,bmi,bmi2,popcnt"))), apply_to = function)

/// Bits of the voxels of one vector.
static inline __attribute__((always_inline)) uint64_t differ256(
  const unsigned char *voxel, size_t width) {
  __m256i these = _mm256_loadu_si256((const __m256i *)voxel);
  __m256i before = _mm256_loadu_si256((const __m256i *)(voxel - width));
  switch (width) {
  case 1: return (uint32_t)~_mm256_movemask_epi8(_mm256_cmpeq_epi8(these, before));
  case 2: {
    // Two bits a voxel, of which one is wanted.
    uint32_t twice = (uint32_t)~_mm256_movemask_epi8(_mm256_cmpeq_epi16(these, before));
    return _pext_u32(twice, 0x55555555);
  }
  case 4: {
    __m256i same = _mm256_cmpeq_epi32(these, before);
    return ~(uint64_t)_mm256_movemask_ps(_mm256_castsi256_ps(same)) & 0xff;
  }
  default: {
    __m256i same = _mm256_cmpeq_epi64(these, before);
    return ~(uint64_t)_mm256_movemask_pd(_mm256_castsi256_pd(same)) & 0xf;
  }
  }
}

static inline __attribute__((always_inline)) uint64_t differ64(
  const unsigned char *voxel, size_t width) {
  __m256i any = _mm256_setzero_si256();
  for (size_t byte = 0; byte < 64 * width; byte += 32) {
    __m256i these = _mm256_loadu_si256((const __m256i *)(voxel + byte));
    __m256i before = _mm256_loadu_si256((const __m256i *)(voxel + byte - width));
    any = _mm256_or_si256(any, _mm256_xor_si256(these, before));
  }
  if (_mm256_testz_si256(any, any)) return 0;
  uint64_t bits = 0;
  for (size_t lane = 0; lane < 64; lane += 32 / width)
    bits |= differ256(voxel + lane * width, width) << lane;
  return bits;
}

/// Four indices are written whether or not so many bits are set, more by a loop.
static inline __attribute__((always_inline)) size_t write64(
  uint64_t bits, size_t i, uint16_t *positions) {
  if (bits == 0) return 0;
  size_t count = (size_t)_mm_popcnt_u64(bits);
  for (size_t n = 0; n < 4; n++, bits = _blsr_u64(bits))
    positions[n] = (uint16_t)(i + _tzcnt_u64(bits));
  for (size_t n = 4; __builtin_expect(bits != 0, 0); n++, bits = _blsr_u64(bits))
    positions[n] = (uint16_t)(i + _tzcnt_u64(bits));
  return count;
}

#include "run_starts_rows.h"

size_t volumetry_run_starts_avx2(
  const void *voxels, size_t width, size_t row_length, size_t rows, uint16_t *positions) {
  return run_starts(voxels, width, row_length, rows, positions);
}

#pragma clang attribute pop
#endif
