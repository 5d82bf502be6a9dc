#include "core/run/detail/step_grid.h"

#include <torch/types.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/metric/class_shares.h"
#include "core/metric/picture_noise.h"
#include "core/sampler/langevin.h"

namespace scorescope {
namespace {

constexpr const char* kSampler = "annealed_langevin";
constexpr std::int64_t kDataPictures = 256;  // whose noise is shown for comparison

/// Standard deviation about one picture that the start gives.
double start_spread(const ExperimentSpec& spec, double first_sigma) {
  const SamplingOptions& sampling = spec.sampling;
  if (sampling.start == "gaussian") return sampling.start_width;
  if (sampling.start == "square") return sampling.start_width / std::sqrt(3.0);
  return sampling.start == "data" ? 0.0 : first_sigma;
}

torch::Tensor as_pictures(const torch::Tensor& rows, std::int64_t side) {
  return rows.view({rows.size(0), side, side});
}

double noise_of_data(const PictureData& data) {
  const ImageSet& training = data.images.train;
  const std::int64_t n = std::min(training.count(), kDataPictures);
  const torch::Tensor rows = image_rows(training, torch::arange(n, torch::kInt64));
  return picture_noise(as_pictures(rows, data.side())).mean().item<double>();
}

/// The cell of a grid is a run of its own with as many pictures.
ExperimentParts with_samples(const ExperimentParts& parts) {
  ExperimentParts own = parts;
  own.spec.sampling.particles = parts.spec.step_grid.samples;
  return own;
}

void measure_noise(StepGridCell& cell, const torch::Tensor& rows, std::int64_t side) {
  const torch::Tensor all = picture_noise(as_pictures(rows, side));
  const torch::Tensor finite = all.masked_select(all.isfinite());
  const auto n = static_cast<double>(finite.size(0));
  cell.not_finite = 1.0 - n / static_cast<double>(rows.size(0));
  if (n == 0.0) return;
  cell.noise = finite.mean().item<double>();
  if (n > 1.0) cell.noise_error = finite.std().item<double>() / std::sqrt(n);
}

}  // namespace

Choice grid_sampler(const ExperimentSpec& spec, std::int64_t steps_per_level, double epsilon) {
  Choice choice{kSampler, {{"convention", std::string("P")}, {"last_step_noise", false}}};
  const auto own = std::ranges::find(spec.samplers, kSampler, &Choice::kind);
  if (own != spec.samplers.end()) choice = *own;
  choice.options["steps_per_level"] = steps_per_level;
  choice.options["epsilon"] = epsilon;
  return choice;
}

StepGrid::StepGrid(Order order) : order_(std::move(order)) {
  const ExperimentParts& parts = *order_.parts;
  const StepGridOptions& grid = parts.spec.step_grid;
  check(parts.pictures != nullptr, "a grid of steps is made of pictures");
  for (const double steps : grid.steps_per_level) {
    plan_.steps_per_level.push_back(static_cast<std::int64_t>(steps));
  }
  plan_.epsilon = grid.epsilon;
  plan_.samples = static_cast<int>(grid.samples);
  plan_.side = static_cast<int>(parts.pictures->side());
  plan_.weights = order_.weights;
  plan_.training_step = order_.training_step;
  plan_.lowest_sigma = parts.levels.back();
  plan_.data_noise = noise_of_data(*parts.pictures);
  const Choice first = grid_sampler(parts.spec, 1, grid.epsilon.front());
  const FieldList& fields = sampler_catalogue().find(kSampler).info.fields;
  plan_.convention = std::get<std::string>(value_or_default(fields, first.options, "convention"));
  for (const double epsilon : grid.epsilon) {
    const LangevinNoise noise =
        langevin_noise(grid_sampler(parts.spec, 1, epsilon), parts.levels, 0.0);
    plan_.bound = noise.bound;
    plan_.inflation.push_back(noise.inflation);
  }
  cells_.resize(plan_.steps_per_level.size() * plan_.columns());
  for (std::size_t i = 0; i < cells_.size(); ++i) plan_.total += cell_at(i)->step_count;
}

/// A cell before its first step.
std::shared_ptr<StepGridCell> StepGrid::cell_at(std::size_t index) const {
  auto cell = std::make_shared<StepGridCell>();
  cell->steps_per_level = plan_.steps_per_level[index / plan_.columns()];
  cell->epsilon = plan_.epsilon[index % plan_.columns()];
  const ExperimentParts& parts = *order_.parts;
  const Choice choice = grid_sampler(parts.spec, cell->steps_per_level, cell->epsilon);
  cell->step_count = make_sampler(choice, parts.levels)->step_count();
  cell->expected_noise =
      langevin_noise(choice, parts.levels, start_spread(parts.spec, parts.levels.front())).left;
  return cell;
}

void StepGrid::begin_cell() {
  const auto cell = cell_at(next_);
  const Choice choice = grid_sampler(order_.parts->spec, cell->steps_per_level, cell->epsilon);
  sampling_.emplace(with_samples(*order_.parts), choice, plan_.samples);
}

void StepGrid::advance() {
  if (!in_progress()) return;
  const torch::NoGradGuard no_grad;
  if (!sampling_) begin_cell();
  if (sampling_->advance(order_.score, true)) ++made_;
  if (sampling_->run().finished() || sampling_->run().failed()) finish_cell();
}

void StepGrid::finish_cell() {
  const SamplerStatus status = sampling_->run().status(0.0);
  const torch::Tensor rows = sampling_->now();
  auto cell = cell_at(next_);
  cell->step = status.step;
  cell->finished = true;
  cell->failure = status.failure;
  cell->pictures = to_floats(rows);
  measure_noise(*cell, rows, plan_.side);
  if (order_.features && order_.features->classifier) {
    cell->unknown = class_shares(order_.features->see(rows).probabilities).unknown.value;
  }
  done_ += cell->step_count;
  cells_[next_++] = std::move(cell);
  sampling_.reset();
}

void StepGrid::cancel() {
  if (!in_progress()) return;
  cancelled_ = true;
  sampling_.reset();
}

double StepGrid::seconds_left() const {
  if (made_ == 0) return std::numeric_limits<double>::infinity();
  const double spent = std::chrono::duration<double>(Clock::now() - began_).count();
  const std::int64_t now = sampling_ ? sampling_->run().step() : 0;
  return spent / static_cast<double>(made_) * static_cast<double>(plan_.total - done_ - now);
}

std::shared_ptr<const StepGridFrame> StepGrid::frame() const {
  auto frame = std::make_shared<StepGridFrame>(plan_);
  frame->cells = cells_;
  frame->done = done_;
  frame->running = in_progress();
  frame->cancelled = cancelled_;
  if (frame->running) frame->seconds_left = seconds_left();
  if (!sampling_) return frame;
  auto cell = cell_at(next_);
  cell->step = sampling_->run().step();
  cell->pictures = to_floats(sampling_->now());
  frame->done += cell->step;
  frame->cells[next_] = std::move(cell);
  return frame;
}

}  // namespace scorescope
