// The numbers of a headless run as one JSON object.
#pragma once

#include <string>
#include <vector>

#include "core/experiment/lesson.h"
#include "core/run/headless.h"

namespace scorescope {

/// The sampler's id for each cloud, with "_a" and "_b" where both samplers are of one kind.
std::vector<std::string> cloud_names(const ExperimentSpec& spec,
                                     const std::vector<SampledCloud>& clouds);

/// summary.json: how the run ended, the loss over the last 500 steps beside its floor, per sampler
/// and score the shares of the modes and the mixing, the distance to fresh data beside that between
/// two fresh sets (mean over pairs, and standard deviation of one pair as "spread"), and the score
/// error averaged over the levels, with what the numbers of levels.csv are of (levels_weights) and
/// in what units (levels_units). Of pictures: the denoising loss beside its references averaged
/// over the levels, per sampler and weights the brightness and the spread of the samples, and the
/// distances and classes measured last.
std::string run_summary(const Lesson& lesson, const HeadlessResult& result);

}  // namespace scorescope
