// Points on their way under one sampler. Internal to core/run (it shows Torch types).
#pragma once

#include <torch/types.h>

#include <memory>
#include <string>
#include <vector>

#include "core/base/random_stream.h"
#include "core/run/sampler_status.h"
#include "core/sampler/catalogue.h"

namespace scorescope {

/// Belongs to one thread. Two made from copies of one stream and the same start see the same random
/// numbers; a copy goes its own way from there (its points are its own), with the same noise.
class SamplerRun {
 public:
  /// start [n, d] float64; copied. UserError for options that the sampler refuses.
  SamplerRun(const Choice& sampler, std::vector<double> levels, const torch::Tensor& start,
             RandomStream noise);
  SamplerRun(const SamplerRun& other);
  SamplerRun& operator=(const SamplerRun&) = delete;

  /// One sampling step; false, and nothing done, once finished or failed. Fails as soon as a point
  /// leaves the finite numbers.
  bool advance(const ScoreFunction& score, bool learned_score);

  bool finished() const { return step_ >= sampler_->step_count(); }
  bool failed() const { return !failure_.empty(); }
  std::int64_t step() const { return step_; }
  /// Of the next step; at the end of the last one.
  SamplerPosition position() const;
  const Sampler& sampler() const { return *sampler_; }
  const torch::Tensor& points() const { return points_; }
  RandomStream& noise() { return noise_; }
  /// More points [m, d], behind the others.
  void add(const torch::Tensor& points) { points_ = torch::cat({points_, points}); }

  /// Adopts new options of the same sampler without losing the points; the fraction of the run done
  /// stays if the number of steps changes.
  void set_options(const Choice& sampler);

  /// `smallest_variance` of the clean data, for the warning of a step that is too long.
  SamplerStatus status(double smallest_variance) const;

 private:
  Choice choice_;
  std::string label_;
  std::vector<double> levels_;
  std::shared_ptr<const Sampler> sampler_;
  torch::Tensor points_;
  RandomStream noise_;
  std::int64_t step_ = 0;
  bool learned_score_ = false;
  std::string failure_;
};

}  // namespace scorescope
