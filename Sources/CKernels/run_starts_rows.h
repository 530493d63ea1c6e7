// The search for run starts, once; included by each variant behind its own two steps.
//
// In words, for every row: its first voxel counts. Then, 64 voxels at a time: compare them with the
// 64 that lie one voxel before them, a bit a voxel; write the indices of the set bits.
//
// Departures:
// 1. Widths differ only in how the 64 bits are made, instruction sets only in that and in how the
//    indices are written; everything else is here. `width` is a constant wherever it is used.
// 2. The 64 are written without asking whether a bit is set: asking costs a mispredicted branch
//    where labels are dense (dense map, 512 × 512 × 400, AMD Zen 5: 1.35 ms against 1.50) and saves
//    little where they are not (1.35 against 1.09).
// 3. What is left of a row at its end is found by going back so far that 64 voxels lie before the
//    end, and leaving out those that were done. Shorter rows take voxels of the next ones with them
//    and leave these out; the last rows, behind which there are none, are walked voxel by voxel.
//
// The variant has defined:
//   uint64_t differ64(const unsigned char *voxel, size_t width)
//     bit n: voxel n differs from voxel n - 1. Reads from one voxel before `voxel` to 64 behind.
//   size_t write64(uint64_t bits, size_t i, uint16_t *positions)
//     writes i + the index of every set bit; returns how many. May write 64 whatever it returns.

#include <string.h>

#define ALWAYS static inline __attribute__((always_inline))

/// A row of at most 64 voxels; `left` voxels lie from its first one on to the end of all rows.
ALWAYS size_t run_starts_in_short_row(
  const unsigned char *row, size_t width, size_t row_length, size_t left, uint16_t *positions) {
  positions[0] = 0;
  if (left > 64) {
    uint64_t bits = differ64(row + width, width) & ((UINT64_C(1) << (row_length - 1)) - 1);
    return 1 + write64(bits, 1, positions + 1);
  }
  size_t found = 1;
  for (size_t i = 1; i < row_length; i++) {
    const unsigned char *voxel = row + i * width;
    positions[found] = (uint16_t)i;
    found += memcmp(voxel, voxel - width, width) != 0;
  }
  return found;
}

ALWAYS size_t run_starts_in_row(
  const unsigned char *row, size_t width, size_t row_length, uint16_t *positions) {
  // Every index below i is done; `found` of them begin a run.
  size_t i = 1, found = 1;
  positions[0] = 0;
  for (; i + 64 <= row_length; i += 64)
    found += write64(differ64(row + i * width, width), i, positions + found);
  if (i < row_length) {
    size_t back = row_length - 64;
    uint64_t bits = differ64(row + back * width, width) & ~UINT64_C(0) << (i - back);
    found += write64(bits, back, positions + found);
  }
  return found;
}

ALWAYS size_t run_starts_in_rows(
  const unsigned char *row, size_t width, size_t row_length, size_t rows, uint16_t *positions) {
  size_t found = 0;
  for (; rows > 0; rows--, row += row_length * width)
    found += row_length > 64
               ? run_starts_in_row(row, width, row_length, positions + found)
               : run_starts_in_short_row(
                   row, width, row_length, rows * row_length, positions + found);
  return found;
}

ALWAYS size_t run_starts(
  const void *voxels, size_t width, size_t row_length, size_t rows, uint16_t *positions) {
  switch (width) {
  case 1: return run_starts_in_rows(voxels, 1, row_length, rows, positions);
  case 2: return run_starts_in_rows(voxels, 2, row_length, rows, positions);
  case 4: return run_starts_in_rows(voxels, 4, row_length, rows, positions);
  default: return run_starts_in_rows(voxels, 8, row_length, rows, positions);
  }
}
