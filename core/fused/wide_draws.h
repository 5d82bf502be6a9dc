// The numbers of RandomStream, to the bit, made in vector registers: a batch of a small network
// would otherwise cost a tenth of its step. Internal to core/fused.
#pragma once

#include <cstdint>
#include <span>

#include "core/base/random_stream.h"

namespace scorescope {

/// Each does what the function of RandomStream with that name does, whatever the instruction set.
void fill_normal(RandomStream& stream, std::span<double> out);
void fill_normal(RandomStream& stream, std::span<float> out);
void fill_uniform(RandomStream& stream, std::span<double> out);
void fill_index(RandomStream& stream, std::span<std::int64_t> out, std::int64_t count);

}  // namespace scorescope
