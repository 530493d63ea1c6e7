#include "run_starts_variants.h"

#if defined(__x86_64__)

#include <immintrin.h>

#pragma clang attribute push( \
  __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi2,popcnt"))), apply_to = function)

/// Bits of the voxels of one vector.
static inline __attribute__((always_inline)) uint64_t differ512(
  const unsigned char *voxel, size_t width) {
  __m512i these = _mm512_loadu_si512(voxel), before = _mm512_loadu_si512(voxel - width);
  switch (width) {
  case 1: return _mm512_cmpneq_epi8_mask(these, before);
  case 2: return _mm512_cmpneq_epi16_mask(these, before);
  case 4: return _mm512_cmpneq_epi32_mask(these, before);
  default: return _mm512_cmpneq_epi64_mask(these, before);
  }
}

static inline __attribute__((always_inline)) uint64_t differ64(
  const unsigned char *voxel, size_t width) {
  uint64_t bits = 0;
  for (size_t lane = 0; lane < 64; lane += 64 / width)
    bits |= differ512(voxel + lane * width, width) << lane;
  return bits;
}

/// The set bits' indices are pressed together as bytes and widened: 16 of them always, which is
/// enough but for noise, the others behind a branch that is rarely taken.
static inline __attribute__((always_inline)) size_t write64(
  uint64_t bits, size_t i, uint16_t *positions) {
  const __m512i indices = _mm512_set_epi8(
    63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40,
    39, 38, 37, 36, 35, 34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16,
    15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
  __m512i set = _mm512_maskz_compress_epi8(bits, indices);
  size_t count = (size_t)_mm_popcnt_u64(bits);
  __m256i few = _mm256_cvtepu8_epi16(_mm512_castsi512_si128(set));
  few = _mm256_add_epi16(few, _mm256_set1_epi16((short)i));
  _mm256_storeu_si256((__m256i *)positions, few);
  if (__builtin_expect(count > 16, 0)) {
    __m512i low = _mm512_cvtepu8_epi16(_mm512_castsi512_si256(set));
    __m512i high = _mm512_cvtepu8_epi16(_mm512_extracti64x4_epi64(set, 1));
    __m512i first = _mm512_set1_epi16((short)i);
    _mm512_storeu_si512(positions, _mm512_add_epi16(low, first));
    _mm512_storeu_si512(positions + 32, _mm512_add_epi16(high, first));
  }
  return count;
}

#include "run_starts_rows.h"

size_t volumetry_run_starts_avx512(
  const void *voxels, size_t width, size_t row_length, size_t rows, uint16_t *positions) {
  return run_starts(voxels, width, row_length, rows, positions);
}

#pragma clang attribute pop
#endif
