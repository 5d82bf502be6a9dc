// The mean over the last hundred steps of a thinned history, and its envelope.
#pragma once

#include <cstdint>
#include <vector>

#include "core/run/frames.h"

namespace scorescope {

/// For every bin of `history`, the mean over the last `window` steps, or over the last quarter of
/// the steps so far where that is less: at the start of training the curve must not lag behind.
/// Bins that reach over the window's beginning count with the part inside; a bin wider than the
/// window gives its own mean. Length of the result: that of `history.step`.
std::vector<double> running_mean(const History& history, std::int64_t window);

/// Least and largest loss of single steps round each bin.
struct StepEnvelope {
  std::vector<double> low, high;  ///< lengths of `history.step`
};

/// Over all bins whose steps differ by a factor of at most `ratio` (above 1): on a logarithmic axis
/// a strip of constant width, so that the band is as wide where every bin is one step.
StepEnvelope step_envelope(const History& history, double ratio);

}  // namespace scorescope
