#ifndef C_HALF_PRECISION_H
#define C_HALF_PRECISION_H

#include <stddef.h>
#include <stdint.h>

/// Widens `count` IEEE 754 binary16 values at `source` (any alignment) to binary32 at `target`.
/// Uses F16C where the processor has it, native conversion on arm64, integer code elsewhere; all
/// give the same bits, quiet NaN payloads included.
void pv_half_to_float(const void *source, float *target, size_t count);

#endif
