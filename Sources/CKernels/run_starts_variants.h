// The variants of the search for run starts; `run_starts.c` chooses among them.
#pragma once

#include <stddef.h>
#include <stdint.h>

/// What every variant is: see `volumetry_run_starts`.
typedef size_t run_starts_function(
  const void *voxels, size_t width, size_t row_length, size_t rows, uint16_t *positions);

run_starts_function volumetry_run_starts_portable;

#if defined(__x86_64__)
/// Needs AVX2, BMI1, BMI2 and POPCNT.
run_starts_function volumetry_run_starts_avx2;
/// Needs AVX-512 F, BW, VL, VBMI2 and POPCNT.
run_starts_function volumetry_run_starts_avx512;
#endif
