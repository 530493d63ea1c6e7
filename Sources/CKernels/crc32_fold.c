#include "crc32_fold.h"

#include "crc32_variants.h"
#include "processor.h"

// The specialisations of `crc32_by_folding`: what they differ in is how many bytes a vector holds.

uint64_t crc32_power(unsigned exponent) {
#define CRC32_CASE(known, value) case known: return value;
  switch (exponent) {
    CRC32_POWERS(CRC32_CASE)
    default: return 0;
  }
}

#ifdef FOLDING

// MARK: - Sums of 16 bytes

FOLDING INLINE block take_by_16(struct rest *rest, block added) {
  block sum = take_block(rest) ^ added;
  if (rest->count >= 48) {
    block sums[4] = {sum, take_block(rest), take_block(rest), take_block(rest)};
    while (rest->count >= sizeof sums) {
      for (int i = 0; i < 4; i++) sums[i] = fold(sums[i], BY_512, take_block(rest));
    }
    for (int i = 0; i < 2; i++) sums[i] = fold(sums[i], BY_256, sums[i + 2]);
    sum = fold(sums[0], BY_128, sums[1]);
  }
  return sum;
}

FOLDING static uint32_t crc32_by_16(uint32_t crc, const void *bytes, size_t count) {
  return crc32_by_folding(crc, bytes, count, 16, take_by_16);
}

FOLDING static uint32_t product_by_16(uint32_t first, uint32_t second) {
  return product_by_folding(first, second);
}

#if defined(__x86_64__)

static bool has_16(void) { return PROCESSOR_HAS(PCLMULQDQ, "pclmul"); }

// MARK: - Vectors of two sums

#define FOLDING_32 __attribute__((target("pclmul,avx2,vpclmulqdq")))

FOLDING_32 INLINE __m256i take_32(struct rest *rest) {
  __m256i taken = _mm256_loadu_si256((const __m256i *)rest->next);
  rest->next += sizeof taken;
  rest->count -= sizeof taken;
  return taken;
}

FOLDING_32 INLINE __m256i fold_32(__m256i sum, block by, __m256i added) {
  __m256i distance = _mm256_broadcastsi128_si256((__m128i)by);
  __m256i low = _mm256_clmulepi64_epi128(sum, distance, 0x00);
  __m256i high = _mm256_clmulepi64_epi128(sum, distance, 0x11);
  return _mm256_xor_si256(_mm256_xor_si256(low, high), added);
}

FOLDING_32 INLINE block take_by_32(struct rest *rest, block added) {
  __m256i sum = _mm256_xor_si256(take_32(rest), _mm256_zextsi128_si256((__m128i)added));
  if (rest->count >= 96) {
    __m256i sums[4] = {sum, take_32(rest), take_32(rest), take_32(rest)};
    while (rest->count >= sizeof sums) {
      for (int i = 0; i < 4; i++) sums[i] = fold_32(sums[i], BY_1024, take_32(rest));
    }
    for (int i = 0; i < 2; i++) sums[i] = fold_32(sums[i], BY_512, sums[i + 2]);
    sum = fold_32(sums[0], BY_256, sums[1]);
  }
  while (rest->count >= sizeof sum) sum = fold_32(sum, BY_256, take_32(rest));
  return fold(
    (block)_mm256_castsi256_si128(sum), BY_128, (block)_mm256_extracti128_si256(sum, 1));
}

FOLDING_32 static uint32_t crc32_by_32(uint32_t crc, const void *bytes, size_t count) {
  return crc32_by_folding(crc, bytes, count, 32, take_by_32);
}

static bool has_32(void) {
  return has_16() && PROCESSOR_HAS(AVX2, "avx2") && PROCESSOR_HAS(VPCLMULQDQ, "vpclmulqdq");
}

// MARK: - Vectors of four sums

#define FOLDING_64 __attribute__((target("pclmul,avx512f,vpclmulqdq,avx512vl")))

FOLDING_64 INLINE __m512i take_64(struct rest *rest) {
  __m512i taken = _mm512_loadu_si512(rest->next);
  rest->next += sizeof taken;
  rest->count -= sizeof taken;
  return taken;
}

FOLDING_64 INLINE __m512i fold_64(__m512i sum, block by, __m512i added) {
  __m512i distance = _mm512_broadcast_i32x4((__m128i)by);
  __m512i low = _mm512_clmulepi64_epi128(sum, distance, 0x00);
  __m512i high = _mm512_clmulepi64_epi128(sum, distance, 0x11);
  // 0x96 is the sum of three bits.
  return _mm512_ternarylogic_epi64(low, high, added, 0x96);
}

FOLDING_64 INLINE block take_by_64(struct rest *rest, block added) {
  __m512i sum = _mm512_xor_si512(take_64(rest), _mm512_zextsi128_si512((__m128i)added));
  if (rest->count >= 192) {
    __m512i sums[4] = {sum, take_64(rest), take_64(rest), take_64(rest)};
    while (rest->count >= sizeof sums) {
      for (int i = 0; i < 4; i++) sums[i] = fold_64(sums[i], BY_2048, take_64(rest));
    }
    for (int i = 0; i < 2; i++) sums[i] = fold_64(sums[i], BY_1024, sums[i + 2]);
    sum = fold_64(sums[0], BY_512, sums[1]);
  }
  while (rest->count >= sizeof sum) sum = fold_64(sum, BY_512, take_64(rest));
  block one = (block)_mm512_castsi512_si128(sum);
  block two = (block)_mm512_extracti32x4_epi32(sum, 1);
  block three = (block)_mm512_extracti32x4_epi32(sum, 2);
  block four = (block)_mm512_extracti32x4_epi32(sum, 3);
  return fold(one, BY_384, fold(two, BY_256, fold(three, BY_128, four)));
}

FOLDING_64 static uint32_t crc32_by_64(uint32_t crc, const void *bytes, size_t count) {
  return crc32_by_folding(crc, bytes, count, 64, take_by_64);
}

static bool has_64(void) {
  return has_32() && PROCESSOR_HAS(AVX512F, "avx512f") && PROCESSOR_HAS(AVX512VL, "avx512vl");
}

const struct crc32_variant crc32_folding_variants[] = {
  {"PCLMULQDQ, 128 bits", has_16, crc32_by_16, product_by_16},
  {"VPCLMULQDQ, 256 bits", has_32, crc32_by_32, product_by_16},
  {"VPCLMULQDQ, 512 bits", has_64, crc32_by_64, product_by_16},
};
const size_t crc32_folding_variant_count = 3;

#else

#if defined(__linux__)
#include <sys/auxv.h>
/// Bit 4 of AT_HWCAP: polynomial multiplication of 64 bits.
static bool has_16(void) { return (getauxval(AT_HWCAP) & 1 << 4) != 0; }
#else
/// Every Apple processor of this kind has it.
static bool has_16(void) { return true; }
#endif

const struct crc32_variant crc32_folding_variants[] = {
  {"PMULL, 128 bits", has_16, crc32_by_16, product_by_16},
};
const size_t crc32_folding_variant_count = 1;

#endif
#else

const struct crc32_variant crc32_folding_variants[] = {{0}};
const size_t crc32_folding_variant_count = 0;

#endif
