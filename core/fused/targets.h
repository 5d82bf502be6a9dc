// The instruction sets that this room's kernels are compiled for; to be included before Highway's
// own headers. Vectors of a length unknown when compiling cannot be held in arrays.
#pragma once

#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
