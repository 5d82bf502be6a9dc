// Training steps by LibTorch's autograd and Adam: any network, objective and device. Internal to
// core/run.
#pragma once

#include <torch/types.h>

#include <vector>

#include "core/network/averaged_weights.h"
#include "core/run/detail/training_engine.h"

namespace scorescope {

class TorchEngine final : public TrainingEngine {
 public:
  explicit TorchEngine(const EngineTask& task);

  std::string name() const override { return "LibTorch"; }
  BatchLoss evaluate(const TrainingBatch& batch, RandomStream& directions) override;
  void update(const TrainingOptions& options) override;
  EngineState state(Moments moments) const override;
  void restore(const EngineState& state) override;

 private:
  bool gradients_are_finite() const;
  ObjectiveValue evaluate_objective(const TrainingBatch& batch, RandomStream& directions) const;

  std::shared_ptr<ScoreNetwork> network_;
  std::shared_ptr<const Objective> objective_;
  ScoreFunction exact_, score_;
  torch::Device device_;
  /// Networks of points are too small to gain from coarse arithmetic, and keep out of it.
  ComputeOptions arithmetic_;
  std::vector<torch::Tensor> parameters_, first_, second_, steps_;
  AveragedWeights averaged_;
  std::vector<float> per_point_;
  std::vector<LossTerm> terms_;
};

}  // namespace scorescope
