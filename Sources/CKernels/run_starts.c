#include "CKernels.h"

#include <stdatomic.h>

#include "processor.h"
#include "run_starts_variants.h"

struct variant {
  run_starts_function *function;
  const char *name;
};

/// The variants that this processor has, the fastest last; returns how many.
static size_t variants(struct variant found[3]) {
  size_t count = 0;
  found[count++] = (struct variant){volumetry_run_starts_portable, "portable"};
#if defined(__x86_64__)
  if (PROCESSOR_HAS(AVX2, "avx2") && PROCESSOR_HAS(BMI1, "bmi") && PROCESSOR_HAS(BMI2, "bmi2")
      && PROCESSOR_HAS(POPCNT, "popcnt"))
    found[count++] = (struct variant){volumetry_run_starts_avx2, "avx2"};
  if (PROCESSOR_HAS(AVX512F, "avx512f") && PROCESSOR_HAS(AVX512BW, "avx512bw")
      && PROCESSOR_HAS(AVX512VL, "avx512vl") && PROCESSOR_HAS(AVX512_VBMI2, "avx512vbmi2")
      && PROCESSOR_HAS(POPCNT, "popcnt"))
    found[count++] = (struct variant){volumetry_run_starts_avx512, "avx512"};
#endif
  return count;
}

size_t volumetry_run_starts_variants(void) {
  struct variant found[3];
  return variants(found);
}

const char *volumetry_run_starts_name(size_t variant) {
  struct variant found[3];
  return variant < variants(found) ? found[variant].name : NULL;
}

size_t volumetry_run_starts_by(
  size_t variant, const void *voxels, size_t width, size_t row_length, size_t rows,
  uint16_t *positions) {
  struct variant found[3];
  if (variant >= variants(found)) return 0;
  return found[variant].function(voxels, width, row_length, rows, positions);
}

size_t volumetry_run_starts(
  const void *voxels, size_t width, size_t row_length, size_t rows, uint16_t *positions) {
  // Threads that come first at once find the same.
  static _Atomic(run_starts_function *) chosen;
  run_starts_function *function = atomic_load_explicit(&chosen, memory_order_relaxed);
  if (function == NULL) {
    struct variant found[3];
    function = found[variants(found) - 1].function;
    atomic_store_explicit(&chosen, function, memory_order_relaxed);
  }
  return function(voxels, width, row_length, rows, positions);
}
