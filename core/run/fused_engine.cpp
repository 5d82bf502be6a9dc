#include "core/run/detail/fused_engine.h"

#include <torch/types.h>

#include "core/base/error.h"
#include "core/fused/instruction_set.h"
#include "core/network/averaged_weights.h"
#include "core/run/detail/mlp_tensors.h"

namespace scorescope {
namespace {

std::vector<LevelLoss> level_losses(const Regression& regression,
                                    const std::vector<double>& levels) {
  std::vector<LevelLoss> losses;
  for (const double sigma : levels) {
    const double weight = regression.weight(sigma);
    // sigma s + noise is of order one at every level, where s + noise / sigma would grow
    losses.push_back(regression.target == Regression::Target::kAddedNoise
                         ? LevelLoss{sigma, sigma, weight / (sigma * sigma)}
                         : LevelLoss{sigma, 1.0, weight});
  }
  return losses;
}

}  // namespace

FusedEngine::FusedEngine(const EngineTask& task)
    : regression_(task.objective->regression().value()),
      exact_(task.exact),
      training_(task.network->mlp_shape().value()) {
  const std::vector<torch::Tensor> parameters = task.network->parameters();
  for (const auto& parameter : parameters) shapes_.push_back(parameter.sizes().vec());
  training_.set_levels(level_losses(regression_, task.parts.levels));
  training_.set_threads(static_cast<int>(task.parts.spec.compute.threads));
  training_.start_from(values_of(parameters));
}

std::string FusedEngine::name() const { return "fused, " + instruction_set(); }

const float* FusedEngine::minus_exact_score(const TrainingBatch& batch) {
  const torch::NoGradGuard no_gradients;
  const Batch& at = batch.tensors;
  target_ = exact_(at.noisy, regression_.on_clean ? torch::zeros_like(at.sigma) : at.sigma)
                .neg()
                .contiguous();
  return target_.const_data_ptr<float>();
}

BatchLoss FusedEngine::evaluate(const TrainingBatch& batch, RandomStream&) {
  const PlaneBatch& plane = batch.plane;
  const bool on_noise = regression_.target == Regression::Target::kAddedNoise;
  const RegressionResult result =
      training_.evaluate({.count = plane.count,
                          .points = plane.noisy,
                          .level = plane.level,
                          .addend = on_noise ? plane.noise : minus_exact_score(batch)});
  return {result.loss, result.finite, result.per_point, {}};
}

void FusedEngine::update(const TrainingOptions& options) {
  training_.update({.learning_rate = options.learning_rate,
                    .weight_decay = options.weight_decay,
                    .decoupled = options.optimiser == "adamw",
                    .clip = options.clip,
                    .kept = kept_share(steps_++, options.ema_decay, options.ema_warm_up)});
}

EngineState FusedEngine::state(Moments moments) const {
  EngineState state;
  TrainingTensors<ParameterPlaces> places;
  const auto make = [&](std::vector<torch::Tensor>& tensors, ParameterPlaces& into) {
    for (const auto& shape : shapes_) tensors.push_back(torch::empty(shape, torch::kFloat32));
    into = places_of(tensors);
  };
  make(state.raw, places.weights);
  make(state.averaged, places.averaged);
  if (moments == Moments::kInclude) {
    make(state.first, places.first);
    make(state.second, places.second);
  }
  training_.store(places);
  state.steps = places.steps;
  return state;
}

void FusedEngine::restore(const EngineState& state) {
  TrainingTensors<ParameterValues> values{values_of(state.raw), values_of(state.averaged),
                                          values_of(state.first), values_of(state.second),
                                          state.steps};
  training_.load(values);
  steps_ = state.steps;
}

}  // namespace scorescope
