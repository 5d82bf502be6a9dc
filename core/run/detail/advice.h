// What the literature suggests for an experiment's ladder and its Langevin steps (maths.md
// section 6.2), as sentences.
#pragma once

#include <optional>
#include <vector>

#include "core/run/detail/experiment_parts.h"
#include "core/run/frames.h"

namespace scorescope {

/// On noise.max and noise.levels; points [n, d] of the data, n >= 2.
std::vector<Advice> ladder_advice(const ExperimentParts& parts, const torch::Tensor& points);

/// On samplers.epsilon of the experiment's annealed Langevin sampler, or else of a plain one, with
/// its own number of steps and in its own convention; nothing where it has neither.
std::optional<Advice> step_advice(const ExperimentParts& parts);

}  // namespace scorescope
