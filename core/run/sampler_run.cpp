#include "core/run/detail/sampler_run.h"

#include <torch/types.h>

#include <algorithm>
#include <cmath>

#include "core/base/field.h"

namespace scorescope {

SamplerRun::SamplerRun(const Choice& sampler, std::vector<double> levels,
                       const torch::Tensor& start, RandomStream noise)
    : choice_(sampler),
      label_(sampler_catalogue().find(sampler.kind).info.label),
      levels_(std::move(levels)),
      sampler_(make_sampler(sampler, levels_)),
      points_(start.clone()),
      noise_(noise) {}

SamplerRun::SamplerRun(const SamplerRun& other)
    : choice_(other.choice_),
      label_(other.label_),
      levels_(other.levels_),
      sampler_(other.sampler_),
      points_(other.points_.clone()),
      noise_(other.noise_),
      step_(other.step_),
      learned_score_(other.learned_score_),
      failure_(other.failure_) {}

bool SamplerRun::advance(const ScoreFunction& score, bool learned_score) {
  if (finished() || failed()) return false;
  learned_score_ = learned_score;
  const SamplerPosition before = position();
  sampler_->advance(points_, step_, {score, noise_});
  ++step_;
  if (!std::isfinite(points_.sum().item<double>())) {
    failure_ = label_ + " left the finite numbers at step " + std::to_string(step_) + " (σ " +
               to_text(before.sigma) + ", step size " + to_text(before.step_size) +
               "); use a smaller step.";
  }
  return true;
}

SamplerPosition SamplerRun::position() const {
  return sampler_->position(std::min(step_, sampler_->step_count() - 1));
}

void SamplerRun::set_options(const Choice& sampler) {
  if (sampler == choice_) return;
  std::shared_ptr<const Sampler> changed = make_sampler(sampler, levels_);
  const double done = static_cast<double>(step_) /
                      static_cast<double>(std::max<std::int64_t>(sampler_->step_count(), 1));
  if (changed->step_count() != sampler_->step_count()) {
    step_ = static_cast<std::int64_t>(done * static_cast<double>(changed->step_count()));
  }
  sampler_ = std::move(changed);
  choice_ = sampler;
}

SamplerStatus SamplerRun::status(double smallest_variance) const {
  const SamplerPosition now = position();
  return {choice_.kind,
          label_,
          sampler_->update_rule(),
          sampler_->stability_warning(smallest_variance),
          learned_score_,
          step_,
          sampler_->step_count(),
          static_cast<int>(now.level),
          now.sigma,
          now.step_size,
          finished(),
          failure_};
}

}  // namespace scorescope
