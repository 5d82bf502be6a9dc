#include "core/run/detail/advice.h"

#include <torch/types.h>

#include <algorithm>

#include "core/sampler/catalogue.h"
#include "core/schedule/suggestions.h"

namespace scorescope {
namespace {

constexpr const char* kAnnealed = "annealed_langevin";
constexpr const char* kPlain = "langevin";

template <class T>
T option_of(const Choice& sampler, const char* key) {
  const FieldList& fields = sampler_catalogue().find(sampler.kind).info.fields;
  return std::get<T>(value_or_default(fields, sampler.options, key));
}

const Choice* langevin_of(const ExperimentSpec& spec) {
  for (const char* kind : {kAnnealed, kPlain}) {
    const auto found = std::ranges::find(spec.samplers, kind, &Choice::kind);
    if (found != spec.samplers.end()) return &*found;
  }
  return nullptr;
}

/// The levels at which the sampler's steps are taken.
std::vector<double> levels_of(const Choice& sampler, const std::vector<double>& ladder) {
  if (sampler.kind == kAnnealed) return ladder;
  const auto level = option_of<std::int64_t>(sampler, "level");
  const auto last = static_cast<std::int64_t>(ladder.size()) - 1;
  return {ladder[static_cast<std::size_t>(level < 0 ? last : std::min(level, last))]};
}

}  // namespace

std::vector<Advice> ladder_advice(const ExperimentParts& parts, const torch::Tensor& points) {
  const std::vector<double>& levels = parts.levels;
  const bool ladder = levels.size() > 1;
  return {{"noise.max", suggest_largest_level(points).reason},
          {"noise.levels",
           ladder ? suggest_level_count(levels.front(), levels.back(), parts.dimension()).reason
                  : suggest_ratio(parts.dimension()).reason}};
}

std::optional<Advice> step_advice(const ExperimentParts& parts) {
  const Choice* sampler = langevin_of(parts.spec);
  if (sampler == nullptr) return std::nullopt;
  const std::vector<double> levels = levels_of(*sampler, parts.levels);
  std::string reason;
  if (levels.size() > 1) {
    reason = suggest_step_size({.ratio = levels[levels.size() - 2] / levels.back(),
                                .steps = option_of<std::int64_t>(*sampler, "steps_per_level"),
                                .lowest_level = levels.back()})
                 .reason +
             " ";
  }
  const double variance = parts.pictures ? 0.0 : smallest_variance(parts.data.components);
  const StabilityBound bound = largest_stable_epsilon(levels, variance);
  const bool q = option_of<std::string>(*sampler, "convention") == "Q";
  return Advice{"samplers.epsilon", reason + (q ? bound.convention_q : bound.convention_p).reason};
}

}  // namespace scorescope
