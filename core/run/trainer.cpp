#include "core/run/detail/trainer.h"

#include <fmt/format.h>
#include <torch/nn/utils/clip_grad.h>
#include <torch/types.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/tensor_draws.h"

namespace scorescope {
namespace {

std::vector<float> level_sigmas(const std::vector<double>& levels) {
  return {levels.begin(), levels.end()};
}

// A run is given up when the loss stays this far above where it began for that many steps: with a
// huge learning rate Adam's steps are bounded, and the loss may stay finite for ever.
constexpr double kExploded = 1000.0;
constexpr int kExplodedSteps = 100;

constexpr double kBeta1 = 0.9;
constexpr double kBeta2 = 0.999;
constexpr double kEpsilon = 1e-8;

/// Adam, Kingma & Ba 2015, algorithm 1; weight decay is added to the gradient.
void fused_adam(const std::vector<torch::Tensor>& parameters,
                const std::vector<torch::Tensor>& gradients, const OptimiserState& state,
                double learning_rate, double weight_decay) {
  at::_fused_adam_(parameters, gradients, state.first, state.second, {}, state.steps, learning_rate,
                   kBeta1, kBeta2, weight_decay, kEpsilon, false, false);
}

/// AdamW, Loshchilov & Hutter 2019, algorithm 2; weight decay acts on the weights.
void fused_adamw(const std::vector<torch::Tensor>& parameters,
                 const std::vector<torch::Tensor>& gradients, const OptimiserState& state,
                 double learning_rate, double weight_decay) {
  at::_fused_adamw_(parameters, gradients, state.first, state.second, {}, state.steps,
                    learning_rate, kBeta1, kBeta2, weight_decay, kEpsilon, false, false);
}

OptimiserState fresh_optimiser(const std::vector<torch::Tensor>& parameters) {
  OptimiserState state;
  for (const auto& parameter : parameters) {
    state.first.push_back(torch::zeros_like(parameter));
    state.second.push_back(torch::zeros_like(parameter));
    state.steps.push_back(torch::zeros({}, parameter.options()));
  }
  return state;
}

}  // namespace

Trainer::Trainer(const ExperimentSpec& spec, const std::shared_ptr<const PictureData>& known)
    : parts_(std::make_shared<ExperimentParts>(make_parts(spec, known))),
      objective_(objective_of(*parts_)),
      data_stream_(stream_seed(spec.seeds, "data"), "data"),
      batch_stream_(stream_seed(spec.seeds, "batches"), "batches"),
      strip_(parts_->levels.size()) {
  if (parts_->pictures) shuffle_.emplace(data_stream_, parts_->pictures->images.train.count());
  levels_used_ = objective_->levels_used(static_cast<std::int64_t>(parts_->levels.size()));
  if (!levels_used_.empty()) used_levels_ = torch::tensor(levels_used_, torch::kInt64);
  level_sigmas_ = torch::tensor(level_sigmas(parts_->levels)).to(parts_->device);
  network_ = make_initial_network(spec.network, parts_->network_context,
                                  stream_seed(spec.seeds, "weights"), parts_->device);
  network_->train();
  score_ = [network = network_.get()](const torch::Tensor& points, const torch::Tensor& sigma) {
    return network->score(points, sigma);
  };
  exact_ = parts_->exact;
  parameters_ = network_->parameters();
  for (auto& parameter : parameters_) parameter.mutable_grad() = torch::zeros_like(parameter);
  optimiser_ = fresh_optimiser(parameters_);
  averaged_ = std::make_unique<AveragedWeights>(*network_);
  untrained_loss_ = measure_untrained_loss();
}

double Trainer::measure_untrained_loss() {
  // On copies of the streams, so that training draws the same numbers as if nobody had looked.
  const RandomStream data = data_stream_;
  const RandomStream batches = batch_stream_;
  const std::int64_t seen = pictures_seen_;
  const Batch batch = draw_batch();
  const double loss =
      objective_->evaluate(score_, batch, exact_, batch_stream_).loss.item<double>();
  data_stream_ = data;
  batch_stream_ = batches;
  pictures_seen_ = seen;
  return loss;
}

torch::Tensor Trainer::draw_clean(std::int64_t n) {
  if (!shuffle_) {
    return parts_->mixture->sample(n, data_stream_).to(parts_->device, torch::kFloat32);
  }
  const torch::Tensor indices = shuffle_->indices(pictures_seen_, n);
  pictures_seen_ += n;
  return image_rows(parts_->pictures->images.train, indices).to(parts_->device);
}

Batch Trainer::draw_batch() {
  const std::int64_t n = parts_->spec.training.batch;
  const auto floats = torch::dtype(torch::kFloat32);
  Batch batch;
  batch.clean = draw_clean(n);
  const bool noised = !levels_used_.empty();
  const auto choices = static_cast<std::int64_t>(noised ? levels_used_.size() : 1);
  batch.level = draw_index(batch_stream_, n, choices, torch::kCPU);
  if (noised && levels_used_.size() != parts_->levels.size()) {
    batch.level = used_levels_.index_select(0, batch.level);
  } else if (!noised) {
    batch.level.fill_(static_cast<std::int64_t>(parts_->levels.size()) - 1);
  }
  batch.level = batch.level.to(parts_->device);
  batch.sigma = level_sigmas_.index_select(0, batch.level);
  batch.noise = draw_normal(batch_stream_, {n, parts_->dimension()}, floats).to(parts_->device);
  batch.noisy =
      noised ? torch::addcmul(batch.clean, batch.noise, batch.sigma.unsqueeze(1)) : batch.clean;
  return batch;
}

void Trainer::step() {
  if (failed()) return;
  const Batch batch = draw_batch();
  for (auto& parameter : parameters_) parameter.mutable_grad().zero_();
  const ObjectiveValue value = objective_->evaluate(score_, batch, exact_, batch_stream_);
  value.loss.backward();
  const double loss = value.loss.item<double>();
  if (!std::isfinite(loss) || !gradients_are_finite()) {
    failure_ = "The loss is not finite at step " + std::to_string(step_ + 1) + ", worst at " +
               worst_level(batch, value.per_point) +
               ". The last finite weights are kept; try a smaller learning rate.";
    return;
  }
  const double start = std::max(1.0, std::abs(untrained_loss_));
  exploded_steps_ = std::abs(loss) > kExploded * start ? exploded_steps_ + 1 : 0;
  if (exploded_steps_ >= kExplodedSteps) {
    failure_ = "The loss has been over a thousand times where it began for " +
               std::to_string(kExplodedSteps) + " steps (" + fmt::format("{:.4g}", loss) +
               " at step " + std::to_string(step_ + 1) + "), worst at " +
               worst_level(batch, value.per_point) +
               ". The last finite weights are kept; try a smaller learning rate.";
    return;
  }
  update_weights();
  ++step_;
  last_loss_ = loss;
  loss_history_.add(step_, loss);
  if (term_names_.empty() && value.terms.size() > 1) {
    for (std::size_t i = 1; i < value.terms.size(); ++i) term_names_.push_back(value.terms[i].name);
    term_histories_.resize(term_names_.size());
  }
  for (std::size_t i = 0; i < term_histories_.size(); ++i) {
    term_histories_[i].add(step_, value.terms[i + 1].value.item<double>());
  }
  const torch::Tensor level = batch.level.to(torch::kCPU);
  const std::int64_t* first = level.data_ptr<std::int64_t>();
  strip_.add(step_, {first, first + level.numel()}, to_floats(value.per_point));
}

bool Trainer::gradients_are_finite() const {
  for (const auto& parameter : parameters_) {
    // A sum is finite exactly if no entry is infinite or NaN (float32 sums of finite gradients of
    // this size overflow only where an update would be meaningless too).
    if (!std::isfinite(parameter.grad().sum().item<float>())) return false;
  }
  return true;
}

std::string Trainer::worst_level(const Batch& batch, const torch::Tensor& per_point) const {
  const torch::Tensor losses =
      torch::nan_to_num(per_point.to(torch::kCPU).to(torch::kFloat64), 1e300);
  const auto worst = losses.argmax().item<std::int64_t>();
  const auto level = batch.level[worst].item<std::int64_t>();
  return "noise level " + std::to_string(level + 1) + " of " +
         std::to_string(parts_->levels.size()) + " (σ " +
         fmt::format("{:.4g}", parts_->levels[static_cast<std::size_t>(level)]) + ")";
}

void Trainer::update_weights() {
  const torch::NoGradGuard no_gradients;
  const TrainingOptions& options = parts_->spec.training;
  std::vector<torch::Tensor> gradients;
  gradients.reserve(parameters_.size());
  for (const auto& parameter : parameters_) gradients.push_back(parameter.grad());
  if (options.clip > 0.0) torch::nn::utils::clip_grad_norm_(parameters_, options.clip);
  at::_foreach_add_(optimiser_.steps, 1.0);
  // Adam, Kingma & Ba 2015, algorithm 1; AdamW, Loshchilov & Hutter 2019, algorithm 2.
  const auto update = options.optimiser == "adamw" ? &fused_adamw : &fused_adam;
  update(parameters_, gradients, optimiser_, options.learning_rate, options.weight_decay);
  averaged_->update(*network_, options.ema_decay, options.ema_warm_up);
}

void Trainer::set_live_options(const ExperimentSpec& spec) {
  const bool other_units = spec.objective != parts_->spec.objective;
  if (spec.data != parts_->spec.data) {
    *parts_ = make_parts(spec, parts_->pictures);
    exact_ = parts_->exact;
  }
  parts_->spec = spec;
  objective_ = objective_of(*parts_);
  if (!other_units) return;
  // Another loss weight: what was measured in the old one says nothing of the new.
  untrained_loss_ = measure_untrained_loss();
  exploded_steps_ = 0;
  loss_history_.forget_recent();
}

std::shared_ptr<const FrozenNetwork> Trainer::freeze() const {
  auto frozen = std::make_shared<FrozenNetwork>();
  frozen->kind = parts_->spec.network;
  frozen->context = parts_->network_context;
  frozen->weights_seed = stream_seed(parts_->spec.seeds, "weights");
  frozen->device = parts_->device;
  frozen->step = step_;
  frozen->pictures_seen = pictures_seen_;
  frozen->raw = copy_parameters(*network_);
  for (const auto& tensor : averaged_->tensors()) frozen->averaged.push_back(tensor.clone());
  return frozen;
}

std::shared_ptr<TrainingFrame> Trainer::frame() const {
  auto frame = std::make_shared<TrainingFrame>();
  frame->spec = std::make_shared<const ExperimentSpec>(parts_->spec);
  frame->levels = parts_->levels;
  frame->step = step_;
  frame->failure = failure_;
  frame->loss = loss_history_.has_recent() ? loss_history_.mean() : untrained_loss_;
  frame->loss_error = loss_history_.standard_error();
  if (floor_) {
    frame->floor = floor_->value;
    frame->floor_error = floor_->standard_error;
  }
  frame->loss_formula = objective_->formula();
  frame->network_description = network_->description();
  for (const auto& parameter : parameters_) frame->parameter_count += parameter.numel();
  frame->engine = "LibTorch";
  frame->device = device_text(parts_->device, parts_->spec.compute);
  frame->loss_history = loss_history_.history();
  for (std::size_t i = 0; i < term_names_.size(); ++i) {
    frame->terms.push_back({term_names_[i], term_histories_[i].history()});
  }
  frame->level_strip = strip_.strip();
  frame->level_loss = strip_.recent();
  if (parts_->pictures) {
    frame->epoch = static_cast<double>(pictures_seen_) /
                   static_cast<double>(parts_->pictures->images.train.count());
  }
  frame->network = freeze();
  frame->pictures = parts_->pictures;
  return frame;
}

}  // namespace scorescope
