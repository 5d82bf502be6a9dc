#include "core/run/detail/torch_engine.h"

#include <torch/nn/utils/clip_grad.h>
#include <torch/types.h>

#include <cmath>
#include <utility>

#include "core/run/detail/precision.h"

namespace scorescope {
namespace {

constexpr double kBeta1 = 0.9;
constexpr double kBeta2 = 0.999;
constexpr double kEpsilon = 1e-8;

using Tensors = std::vector<torch::Tensor>;

Tensors zeros_like(const Tensors& tensors) {
  Tensors zeros;
  for (const auto& tensor : tensors) zeros.push_back(torch::zeros_like(tensor));
  return zeros;
}

Tensors copies(const Tensors& tensors) {
  Tensors copied;
  for (const auto& tensor : tensors) copied.push_back(tensor.detach().clone());
  return copied;
}

void copy_into(const Tensors& places, const Tensors& values) {
  for (std::size_t i = 0; i < places.size(); ++i) places[i].copy_(values[i]);
}

bool can_be_recorded(const Objective& objective) {
  const auto regression = objective.regression();
  return regression && regression->target == Regression::Target::kAddedNoise;
}

/// Of what denoising score matching reads; the rest stays undefined.
Batch copy_of(const Batch& batch) {
  Batch copy;
  copy.sigma = batch.sigma.clone();
  copy.noise = batch.noise.clone();
  copy.noisy = batch.noisy.clone();
  return copy;
}

void copy_into(const Batch& places, const Batch& values) {
  places.sigma.copy_(values.sigma);
  places.noise.copy_(values.noise);
  places.noisy.copy_(values.noisy);
}

}  // namespace

TorchEngine::TorchEngine(const EngineTask& task, WorkRecorder recorder)
    : network_(task.network),
      objective_(task.objective),
      exact_(task.exact),
      device_(task.parts.device),
      parameters_(network_->parameters()),
      first_(zeros_like(parameters_)),
      second_(zeros_like(parameters_)),
      averaged_(*network_),
      recorder_(can_be_recorded(*objective_) ? std::move(recorder) : WorkRecorder()) {
  if (task.parts.pictures) arithmetic_ = task.parts.spec.compute;
  use_precision(arithmetic_);
  score_ = [network = network_.get()](const torch::Tensor& points, const torch::Tensor& sigma) {
    return network->score(points, sigma);
  };
  for (auto& parameter : parameters_) {
    parameter.mutable_grad() = torch::zeros_like(parameter);
    steps_.push_back(torch::zeros({}, parameter.options().requires_grad(false)));
  }
}

BatchLoss TorchEngine::evaluate(const TrainingBatch& batch, RandomStream& directions) {
  if (recorder_) {
    compute_recorded(batch.tensors, directions);
  } else {
    compute(batch.tensors, directions);
  }
  per_point_ = to_floats(value_.per_point);
  terms_.clear();
  for (std::size_t i = 1; i < value_.terms.size(); ++i) {
    terms_.push_back({value_.terms[i].name, value_.terms[i].value.item<double>()});
  }
  const double loss = value_.loss.item<double>();
  const bool finite = std::isfinite(loss) && std::isfinite(gradient_sum_.item<float>());
  return {loss, finite, per_point_, terms_};
}

void TorchEngine::compute(const Batch& batch, RandomStream& directions) {
  for (auto& parameter : parameters_) parameter.mutable_grad().zero_();
  value_ = evaluate_objective(batch, directions);
  value_.loss.backward();
  value_.loss = value_.loss.detach();
  // A sum is finite exactly if no entry is infinite or NaN (float32 sums of finite gradients of
  // this size overflow only where an update would be meaningless too). One number, because a GPU
  // is waited for to read it.
  Tensors sums;
  for (const auto& parameter : parameters_) sums.push_back(parameter.grad().sum());
  gradient_sum_ = torch::stack(sums).sum();
}

void TorchEngine::compute_recorded(const Batch& batch, RandomStream& directions) {
  if (recorded_ && recorded_batch_.noisy.sizes() == batch.noisy.sizes()) {
    copy_into(recorded_batch_, batch);
  } else {
    recorded_.reset();
    recorded_batch_ = copy_of(batch);
    recorded_ = recorder_([&] { compute(recorded_batch_, directions); });
  }
  recorded_->repeat();
}

ObjectiveValue TorchEngine::evaluate_objective(const Batch& batch, RandomStream& directions) const {
  const MixedPrecision precision(arithmetic_, device_);  // of the way forwards; autograd follows it
  return objective_->evaluate(score_, batch, exact_, directions);
}

void TorchEngine::update(const TrainingOptions& options) {
  const torch::NoGradGuard no_gradients;
  Tensors gradients;
  gradients.reserve(parameters_.size());
  for (const auto& parameter : parameters_) gradients.push_back(parameter.grad());
  if (options.clip > 0.0) torch::nn::utils::clip_grad_norm_(parameters_, options.clip);
  at::_foreach_add_(steps_, 1.0);
  // Adam, Kingma & Ba 2015, algorithm 1: weight decay is added to the gradient; AdamW, Loshchilov &
  // Hutter 2019, algorithm 2: it acts on the weights.
  if (options.optimiser == "adamw") {
    at::_fused_adamw_(parameters_, gradients, first_, second_, {}, steps_, options.learning_rate,
                      kBeta1, kBeta2, options.weight_decay, kEpsilon, false, false);
  } else {
    at::_fused_adam_(parameters_, gradients, first_, second_, {}, steps_, options.learning_rate,
                     kBeta1, kBeta2, options.weight_decay, kEpsilon, false, false);
  }
  averaged_.update(*network_, options.ema_decay, options.ema_warm_up);
}

EngineState TorchEngine::state(Moments moments) const {
  EngineState state{copies(parameters_), copies(averaged_.tensors()), {}, {}, averaged_.updates()};
  if (moments == Moments::kInclude) {
    state.first = copies(first_);
    state.second = copies(second_);
  }
  return state;
}

void TorchEngine::restore(const EngineState& state) {
  const torch::NoGradGuard no_gradients;
  copy_into(parameters_, state.raw);
  copy_into(first_, state.first);
  copy_into(second_, state.second);
  for (auto& steps : steps_) steps.fill_(static_cast<double>(state.steps));
  averaged_.restore(state.averaged, state.steps);
}

}  // namespace scorescope
