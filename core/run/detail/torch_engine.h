// Training steps by LibTorch's autograd and Adam: any network, objective and device. Internal to
// core/run.
#pragma once

#include <torch/types.h>

#include <memory>
#include <string>
#include <vector>

#include "core/network/averaged_weights.h"
#include "core/run/detail/recorded_work.h"
#include "core/run/detail/training_engine.h"

namespace scorescope {

class TorchEngine final : public TrainingEngine {
 public:
  /// `recorder`: that of the step, or empty. Only denoising score matching is recorded: other
  /// objectives draw numbers on the way.
  TorchEngine(const EngineTask& task, WorkRecorder recorder);

  std::string name() const override { return recorder_ ? "LibTorch, CUDA graph" : "LibTorch"; }
  BatchLoss evaluate(const TrainingBatch& batch, RandomStream& directions) override;
  void update(const TrainingOptions& options) override;
  EngineState state(Moments moments) const override;
  void restore(const EngineState& state) override;

 private:
  void compute(const Batch& batch, RandomStream& directions);
  void compute_recorded(const Batch& batch, RandomStream& directions);
  ObjectiveValue evaluate_objective(const Batch& batch, RandomStream& directions) const;

  std::shared_ptr<ScoreNetwork> network_;
  std::shared_ptr<const Objective> objective_;
  ScoreFunction exact_, score_;
  torch::Device device_;
  /// Networks of points are too small to gain from coarse arithmetic, and keep out of it.
  ComputeOptions arithmetic_;
  std::vector<torch::Tensor> parameters_, first_, second_, steps_;
  AveragedWeights averaged_;
  ObjectiveValue value_;        // of the last batch, detached
  torch::Tensor gradient_sum_;  // scalar
  WorkRecorder recorder_;
  std::unique_ptr<RecordedWork> recorded_;
  Batch recorded_batch_;  // what the record reads
  std::vector<float> per_point_;
  std::vector<LossTerm> terms_;
};

}  // namespace scorescope
