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
