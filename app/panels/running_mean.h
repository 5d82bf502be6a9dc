// The mean over the last hundred steps of a thinned history.
#pragma once

#include <cstdint>
#include <vector>

#include "core/run/frames.h"

namespace scorescope {

/// For every bin of `history`, the mean over the last min(`window`, steps so far) steps; bins that
/// reach over the window's beginning count with the part inside. A bin wider than the window gives
/// its own mean. Length of the result: that of `history.step`.
std::vector<double> running_mean(const History& history, std::int64_t window);

}  // namespace scorescope
