// Training steps by the fused kernels of core/fused: multilayer perceptrons on the CPU whose loss
// is a regression. Internal to core/run.
#pragma once

#include <torch/types.h>

#include <vector>

#include "core/fused/mlp_training.h"
#include "core/run/detail/training_engine.h"

namespace scorescope {

class FusedEngine final : public TrainingEngine {
 public:
  /// The task must suit: see make_engine.
  explicit FusedEngine(const EngineTask& task);

  std::string name() const override;
  BatchLoss evaluate(const TrainingBatch& batch, RandomStream& directions) override;
  void update(const TrainingOptions& options) override;
  EngineState state(Moments moments) const override;
  void restore(const EngineState& state) override;

 private:
  /// Minus the exact score at the batch's points, [n, 2].
  const float* minus_exact_score(const TrainingBatch& batch);

  std::vector<std::vector<std::int64_t>> shapes_;  // of the parameters
  Regression regression_;
  ScoreFunction exact_;
  MlpTraining training_;
  std::int64_t steps_ = 0;
  torch::Tensor target_;
};

}  // namespace scorescope
