/* What nifti_clib makes of a file: nifti_image_read, the stored numbers as they are (scl_slope is
 * left to the caller by that library), voxels of each number but 0, times |dx * dy * dz|.
 *
 * Prints {"labels": {"1": 900}}. Leaves with 3 where the library refuses the file or holds something
 * that has no labels. long double holds every 64-bit integer exactly on x86-64.
 */
#include <math.h>
#include <nifti/nifti2_io.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int compare(const void *a, const void *b) {
  long double x = *(const long double *)a, y = *(const long double *)b;
  return (x > y) - (x < y);
}

#define COPY(type)                                                      \
  for (int64_t i = 0; i < count; i++) {                                 \
    type value;                                                         \
    memcpy(&value, (const char *)image->data + i * sizeof value, sizeof value); \
    values[i] = value;                                                  \
  }                                                                     \
  break

static int copy(const nifti_image *image, long double *values, int64_t count) {
  switch (image->datatype) {
    case DT_UINT8: COPY(uint8_t);
    case DT_INT8: COPY(int8_t);
    case DT_UINT16: COPY(uint16_t);
    case DT_INT16: COPY(int16_t);
    case DT_UINT32: COPY(uint32_t);
    case DT_INT32: COPY(int32_t);
    case DT_UINT64: COPY(uint64_t);
    case DT_INT64: COPY(int64_t);
    case DT_FLOAT32: COPY(float);
    case DT_FLOAT64: COPY(double);
    default: return 0;
  }
  return 1;
}

int main(int argc, char **argv) {
  if (argc != 2) return 64;
  if (strcmp(argv[1], "--version") == 0) {
    nifti_disp_lib_version();
    return 0;
  }
  nifti_image *image = nifti_image_read(argv[1], 1);
  if (image == NULL || image->data == NULL) return 3;
  int64_t count = image->nvox;
  long double *values = malloc((count > 0 ? count : 1) * sizeof *values);
  if (values == NULL) return 4;
  if (!copy(image, values, count)) return 3;
  int64_t finite = 0;
  for (int64_t i = 0; i < count; i++) {
    if (isfinite(values[i])) values[finite++] = rintl(values[i]);
  }
  qsort(values, finite, sizeof *values, compare);
  double voxel = fabs((double)image->dx * image->dy * image->dz);
  const char *separator = "";
  printf("{\"labels\": {");
  for (int64_t i = 0, next; i < finite; i = next) {
    for (next = i; next < finite && values[next] == values[i];) next++;
    if (values[i] == 0) continue;
    printf("%s\"%.0Lf\": %.17g", separator, values[i], (double)(next - i) * voxel);
    separator = ", ";
  }
  printf("}}\n");
  free(values);
  nifti_image_free(image);
  return 0;
}
