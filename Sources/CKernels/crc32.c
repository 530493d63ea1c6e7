#include "CKernels.h"

#include <limits.h>
#include <zlib.h>

uint32_t volumetry_crc32(uint32_t crc, const void *bytes, size_t count) {
  const unsigned char *next = bytes;
  while (count > 0) {
    uInt piece = count < UINT_MAX ? (uInt)count : UINT_MAX;
    crc = (uint32_t)crc32(crc, next, piece);
    next += piece;
    count -= piece;
  }
  return crc;
}

uint32_t volumetry_crc32_product(uint32_t first, uint32_t second) {
  uint32_t product = 0;
  for (uint32_t bit = UINT32_C(1) << 31; bit != 0; bit >>= 1) {
    // `second` is times x for every step; what leaves at the low end comes back as P.
    product ^= second & -(uint32_t)((first & bit) != 0);
    second = (second >> 1) ^ (UINT32_C(0xedb88320) & -(second & 1));
  }
  return product;
}
