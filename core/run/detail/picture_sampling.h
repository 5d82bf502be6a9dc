// Pictures on their way under one sampler, remembering where they were. Internal to core/run.
#pragma once

#include <torch/types.h>

#include <vector>

#include "core/run/detail/experiment_parts.h"
#include "core/run/detail/sampler_run.h"

namespace scorescope {

/// Belongs to one thread. Two made from the same parts start at the same pictures (but for the
/// noise level of a matched start) and see the same random numbers; so does a copy from where it
/// is.
class PictureSampling {
 public:
  /// As many pictures as the spec says; of the first `kept` the way is remembered.
  PictureSampling(const ExperimentParts& parts, const Choice& sampler, std::int64_t kept);

  /// One sampling step; false once finished or failed.
  bool advance(const ScoreFunction& score, bool learned_score);

  const SamplerRun& run() const { return run_; }
  /// Noise levels of the moments that are kept: before the first step of each (at most 11, evenly
  /// thinned), then that of the end.
  const std::vector<double>& moments() const { return moments_; }
  /// Those passed so far, each [kept, d] float32 on the CPU.
  const std::vector<torch::Tensor>& passed() const { return passed_; }
  /// The remembered ones now, [kept, d] float32 on the CPU.
  torch::Tensor now() const;

 private:
  SamplerRun run_;
  std::int64_t kept_;
  std::vector<std::int64_t> moment_steps_;  // of all moments but the end
  std::vector<double> moments_;
  std::vector<torch::Tensor> passed_;
};

/// The same score, a few hundred rows at a time: bounds what a network's layers hold. `score` must
/// outlive it.
ScoreFunction in_batches(const ScoreFunction& score);

}  // namespace scorescope
