#include <limits.h>
#include <stdatomic.h>
#include <zlib.h>

#include "CKernels.h"
#include "crc32_variants.h"

// MARK: - What every machine has

static bool always(void) { return true; }

static uint32_t crc32_of_zlib(uint32_t crc, const void *bytes, size_t count) {
  const unsigned char *next = bytes;
  while (count > 0) {
    uInt piece = count < UINT_MAX ? (uInt)count : UINT_MAX;
    crc = (uint32_t)crc32(crc, next, piece);
    next += piece;
    count -= piece;
  }
  return crc;
}

static uint32_t plain_product(uint32_t first, uint32_t second) {
  uint32_t product = 0;
  for (uint32_t bit = UINT32_C(1) << 31; bit != 0; bit >>= 1) {
    // `second` is times x for every step; what leaves at the low end comes back as P.
    product ^= second & -(uint32_t)((first & bit) != 0);
    second = (second >> 1) ^ (UINT32_C(0xedb88320) & -(second & 1));
  }
  return product;
}

static const struct crc32_variant of_zlib = {"zlib", always, crc32_of_zlib, plain_product};

// MARK: - The choice

/// Null until the first use. Threads that meet here find the same answer, so that it does not
/// matter which of them writes it.
static _Atomic(const struct crc32_variant *) fastest;

static const struct crc32_variant *variant_at(size_t index) {
  if (index == 0) return &of_zlib;
  return index <= crc32_folding_variant_count ? &crc32_folding_variants[index - 1] : NULL;
}

static const struct crc32_variant *choose(void) {
  size_t index = crc32_folding_variant_count;
  while (!variant_at(index)->is_here()) index--;
  atomic_store_explicit(&fastest, variant_at(index), memory_order_relaxed);
  return variant_at(index);
}

static inline const struct crc32_variant *chosen(void) {
  const struct crc32_variant *known = atomic_load_explicit(&fastest, memory_order_relaxed);
  return known != NULL ? known : choose();
}

uint32_t volumetry_crc32(uint32_t crc, const void *bytes, size_t count) {
  return chosen()->crc32(crc, bytes, count);
}

uint32_t volumetry_crc32_product(uint32_t first, uint32_t second) {
  return chosen()->product(first, second);
}

// MARK: - For tests and benchmarks

const char *volumetry_crc32_variant(size_t variant) {
  const struct crc32_variant *found = variant_at(variant);
  return found == NULL ? NULL : found->is_here() ? found->name : "";
}

uint32_t volumetry_crc32_by(size_t variant, uint32_t crc, const void *bytes, size_t count) {
  return variant_at(variant)->crc32(crc, bytes, count);
}

uint32_t volumetry_crc32_product_by(size_t variant, uint32_t first, uint32_t second) {
  return variant_at(variant)->product(first, second);
}

uint64_t volumetry_crc32_power(unsigned exponent) { return crc32_power(exponent); }
