// Random projection vectors for the sliced objectives.
#pragma once

#include <torch/types.h>

#include <cstdint>
#include <string>

#include "core/base/random_stream.h"
#include "core/objective/weighting.h"

namespace scorescope {

/// Options shared by the two sliced objectives.
struct SlicedOptions : DataSetting {
  SlicedOptions() = default;

  std::int64_t directions = 1;
  std::string distribution = "rademacher";  // rademacher | gaussian
};

/// The field table of both.
const FieldTable<SlicedOptions>& sliced_fields();

/// Vectors v shaped like `like` [n, d] with E[v v'] = I: unit normal, or independent signs.
torch::Tensor draw_projections(const SlicedOptions& options, const torch::Tensor& like,
                               RandomStream& stream);

}  // namespace scorescope
