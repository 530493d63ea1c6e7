#include "CKernels.h"

#include <string.h>

size_t volumetry_run_starts(
  const void *voxels, size_t width, size_t row_length, size_t rows, uint16_t *positions) {
  const unsigned char *row = voxels;
  size_t found = 0;
  for (size_t j = 0; j < rows; j++) {
    positions[found++] = 0;
    for (size_t i = 1; i < row_length; i++) {
      const unsigned char *voxel = row + i * width;
      if (memcmp(voxel, voxel - width, width) != 0) positions[found++] = (uint16_t)i;
    }
    row += row_length * width;
  }
  return found;
}
