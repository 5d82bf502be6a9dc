#include "core/run/detail/trainer.h"

#include <fmt/format.h>
#include <torch/types.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/error.h"

namespace scorescope {
namespace {

// A run is given up when the loss stays this far above where it began for that many steps: with a
// huge learning rate Adam's steps are bounded, and the loss may stay finite for ever.
constexpr double kExploded = 1000.0;
constexpr int kExplodedSteps = 100;

std::vector<std::int64_t> levels_used(const Objective& objective, const ExperimentParts& parts) {
  return objective.levels_used(static_cast<std::int64_t>(parts.levels.size()));
}

/// For the place of a maximum: what is not a number counts as worse than any that is finite.
float badness(float loss) {
  return std::isnan(loss) ? std::numeric_limits<float>::infinity() : loss;
}

}  // namespace

Trainer::Trainer(const ExperimentSpec& spec, const std::shared_ptr<const PictureData>& known)
    : parts_(std::make_shared<const ExperimentParts>(make_parts(spec, known))),
      objective_(objective_of(*parts_)),
      source_(*parts_, levels_used(*objective_, *parts_)),
      network_(make_initial_network(spec.network, parts_->network_context,
                                    stream_seed(spec.seeds, "weights"), parts_->device)),
      engine_(make_engine({*parts_, network_, objective_, parts_->exact})),
      strip_(parts_->levels.size()) {
  network_->train();
  untrained_loss_ = measure_untrained_loss();
}

double Trainer::measure_untrained_loss() {
  // The draws go back, so that training sees the same ones as if nobody had looked.
  const BatchSource::Place place = source_.place();
  const TrainingBatch& batch = source_.draw(parts_->spec.training.batch);
  const double loss = engine_->evaluate(batch, source_.directions()).loss;
  source_.go_to(place);
  return loss;
}

void Trainer::step() {
  if (failed()) return;
  const TrainingOptions& options = parts_->spec.training;
  const TrainingBatch& batch = source_.draw(options.batch);
  const BatchLoss found = engine_->evaluate(batch, source_.directions());
  judge(found, batch.level);
  if (failed()) return;
  engine_->update(options);
  ++step_;
  last_loss_ = found.loss;
  record(found, batch.level);
}

void Trainer::judge(const BatchLoss& found, std::span<const std::int64_t> level) {
  if (!found.finite) {
    failure_ = "The loss is not finite at step " + std::to_string(step_ + 1) + ", worst at " +
               worst_level(found.per_point, level) +
               ". The last finite weights are kept; try a smaller learning rate.";
    return;
  }
  const double start = std::max(1.0, std::abs(untrained_loss_));
  exploded_steps_ = std::abs(found.loss) > kExploded * start ? exploded_steps_ + 1 : 0;
  if (exploded_steps_ < kExplodedSteps) return;
  failure_ = "The loss has been over a thousand times where it began for " +
             std::to_string(kExplodedSteps) + " steps (" + fmt::format("{:.4g}", found.loss) +
             " at step " + std::to_string(step_ + 1) + "), worst at " +
             worst_level(found.per_point, level) +
             ". The last finite weights are kept; try a smaller learning rate.";
}

void Trainer::record(const BatchLoss& found, std::span<const std::int64_t> level) {
  loss_history_.add(step_, found.loss);
  if (term_names_.empty() && !found.terms.empty()) {
    for (const LossTerm& term : found.terms) term_names_.push_back(term.name);
    term_histories_.resize(term_names_.size());
  }
  for (std::size_t i = 0; i < term_histories_.size(); ++i) {
    term_histories_[i].add(step_, found.terms[i].value);
  }
  strip_.add(step_, level, found.per_point);
}

std::string Trainer::worst_level(std::span<const float> per_point,
                                 std::span<const std::int64_t> level) const {
  const auto worst = std::ranges::max_element(per_point, {}, badness) - per_point.begin();
  const std::int64_t at = level[static_cast<std::size_t>(worst)];
  return "noise level " + std::to_string(at + 1) + " of " + std::to_string(parts_->levels.size()) +
         " (σ " + fmt::format("{:.4g}", parts_->levels[static_cast<std::size_t>(at)]) + ")";
}

void Trainer::set_live_options(const ExperimentSpec& spec) {
  const ExperimentSpec& before = parts_->spec;
  const bool other_data = spec.data != before.data;
  const auto regression = objective_->regression();
  const bool other_target =
      other_data && regression && regression->target == Regression::Target::kExactScore;
  const bool other_units = spec.objective != before.objective || other_target;
  auto parts =
      std::make_shared<ExperimentParts>(other_data ? make_parts(spec, parts_->pictures) : *parts_);
  parts->spec = spec;
  if (other_units || other_data || spec.training.engine != before.training.engine) {
    std::shared_ptr<const Objective> objective = objective_of(*parts);
    // before the new engine is made: LibTorch's trains the network's own tensors
    const EngineState state = engine_->state(TrainingEngine::Moments::kInclude);
    engine_ = make_engine({*parts, network_, objective, parts->exact});
    engine_->restore(state);
    objective_ = std::move(objective);
  }
  parts_ = std::move(parts);
  if (!other_units) return;
  // Another loss weight or target: what was measured in the old one says nothing of the new.
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
  frozen->pictures_seen = source_.pictures_seen();
  EngineState state = engine_->state(TrainingEngine::Moments::kLeaveOut);
  frozen->raw = std::move(state.raw);
  frozen->averaged = std::move(state.averaged);
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
  for (const auto& parameter : network_->parameters()) {
    frame->parameter_count += parameter.numel();
  }
  frame->engine = engine_->name();
  frame->device = device_text(parts_->device, parts_->spec.compute);
  frame->loss_history = loss_history_.history();
  for (std::size_t i = 0; i < term_names_.size(); ++i) {
    frame->terms.push_back({term_names_[i], term_histories_[i].history()});
  }
  frame->level_strip = strip_.strip();
  frame->level_loss = strip_.recent();
  if (parts_->pictures) {
    frame->epoch = static_cast<double>(source_.pictures_seen()) /
                   static_cast<double>(parts_->pictures->images.train.count());
  }
  frame->network = freeze();
  frame->pictures = parts_->pictures;
  return frame;
}

}  // namespace scorescope
