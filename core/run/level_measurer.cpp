#include "core/run/detail/level_measurer.h"

#include <torch/types.h>

#include <cmath>
#include <numeric>

#include "core/empirical_score.h"
#include "core/metric/fisher_information.h"
#include "core/tensor_draws.h"

namespace scorescope {
namespace {

constexpr std::int64_t kGridSide = 24;  // uniform grid for the error outside the data
constexpr std::int64_t kCloudDraws =
    8;  // noise draws a particle and level, each used with both signs
constexpr std::size_t kHistoryRounds = 2048;  // thinned to half when full

const auto kLevelPoints = torch::dtype(torch::kFloat64);

torch::Tensor grid_points(double half_width, torch::Device device) {
  const double step = 2.0 * half_width / static_cast<double>(kGridSide);
  const torch::Tensor line = (torch::arange(kGridSide, kLevelPoints) + 0.5) * step - half_width;
  const auto axes = torch::meshgrid({line, line}, "xy");
  return torch::stack({axes[0].reshape({-1}), axes[1].reshape({-1})}, 1).to(device);
}

float mean_of(const std::vector<double>& values) {
  const double sum = std::accumulate(values.begin(), values.end(), 0.0);
  return static_cast<float>(sum / static_cast<double>(values.size()));
}

template <class T>
void keep_every_other(std::vector<T>& values) {
  std::size_t kept = 0;
  for (std::size_t i = 1; i < values.size(); i += 2) values[kept++] = values[i];
  values.resize(kept);
}

}  // namespace

LevelMeasurer::LevelMeasurer(std::shared_ptr<const ExperimentParts> parts,
                             std::int64_t points_per_level)
    : points_per_level_(points_per_level), history_(std::make_shared<const BiasHistory>()) {
  draw_probes(std::move(parts));
}

void LevelMeasurer::draw_probes(std::shared_ptr<const ExperimentParts> parts) {
  parts_ = std::move(parts);
  probes_.clear();
  const std::vector<torch::Tensor> unknown(parts_->levels.size());
  truth_ = {&parts_->truth, unknown, unknown};
  exact_ = {&parts_->exact, unknown, unknown};
  if (round_in_progress()) {
    next_ = 0;
    draft_ = exact_columns();
  }
  RandomStream stream(stream_seed(parts_->spec.seeds, "probe"), "probe");
  const torch::Tensor clean = parts_->mixture->sample(points_per_level_, stream);
  const torch::Tensor grid = grid_points(1.25 * parts_->mixture->extent(), parts_->device);
  for (const double sigma : parts_->levels) {
    const torch::Tensor noise = draw_normal(stream, {points_per_level_, 2}, kLevelPoints);
    probes_.push_back(
        {sigma, clean.to(parts_->device), (clean + sigma * noise).to(parts_->device), grid});
  }
}

void LevelMeasurer::compare_anew(std::shared_ptr<const ExperimentParts> parts) {
  next_ = parts->levels.size();
  // both references of a ring have the same truth, and with it floors that take seconds to measure
  const bool same_truth = parts_->data.reference && parts->data.reference;
  if (!same_truth) fisher_ = {};
  draw_probes(std::move(parts));
  table_ = exact_is_known() ? std::make_shared<const LevelTable>(exact_columns()) : nullptr;
}

bool LevelMeasurer::measure_next_exact() {
  if (exact_is_known()) return false;
  fisher_.levels.push_back(level_fisher(*parts_, parts_->levels[fisher_.levels.size()]));
  if (!exact_is_known()) return true;
  fisher_.clean = clean_fisher(*parts_);
  table_ = std::make_shared<const LevelTable>(exact_columns());
  return false;
}

LevelTable LevelMeasurer::exact_columns() const {
  LevelTable columns;
  columns.sigma = parts_->levels;
  for (std::size_t i = 0; i < fisher_.levels.size(); ++i) {
    const Estimate& fisher = fisher_.levels[i];
    columns.fisher.push_back(fisher.value);
    columns.fisher_error.push_back(fisher.standard_error);
    columns.floor.push_back(denoising_floor(fisher, parts_->levels[i]).value);
  }
  return columns;
}

void LevelMeasurer::begin_round(std::shared_ptr<const FrozenNetwork> network) {
  network_.load(std::move(network));
  next_ = 0;
  draft_ = exact_columns();
}

LevelMeasure LevelMeasurer::measure(std::size_t level, bool averaged, Compared& with) {
  LevelProbe& probe = probes_[level];
  const ScoreFunction known_score = [&](const torch::Tensor& points, const torch::Tensor& sigma) {
    const bool at_points = points.data_ptr() == probe.noisy.data_ptr();
    torch::Tensor& known = (at_points ? with.at_points : with.at_grid)[level];
    if (!known.defined() || known.sizes() != points.sizes()) known = (*with.score)(points, sigma);
    return known;
  };
  return measure_level(probe, network_.score(averaged), known_score, fisher_.levels[level]);
}

bool LevelMeasurer::measure_next_level() {
  if (!round_in_progress()) return false;
  const LevelMeasure averaged = measure(next_, true, truth_);
  // The error shown is the distance from what is called exact; the identity needs the true score.
  const LevelMeasure shown = parts_->exact_is_true ? averaged : measure(next_, true, exact_);
  const LevelMeasure raw = measure(next_, false, parts_->exact_is_true ? truth_ : exact_);
  const double weight = ncsn_weight(averaged.sigma);
  draft_.dsm.push_back(weight * averaged.dsm.value);
  draft_.dsm_error.push_back(weight * averaged.dsm.standard_error);
  draft_.esm.push_back(weight * averaged.esm.value);
  draft_.residual.push_back(averaged.residual * averaged.sigma * averaged.sigma / 2.0);
  draft_.residual_error.push_back(weight * averaged.bias.standard_error);
  draft_.norm_learned.push_back(averaged.norm_learned.value);
  draft_.error_data.push_back(shown.esm.value);
  draft_.error_grid.push_back(shown.error_grid);
  draft_.relative.push_back(shown.relative_error);
  draft_.relative_raw.push_back(raw.relative_error);
  ++next_;
  if (next_ < parts_->levels.size()) return false;
  finish_round();
  return true;
}

void LevelMeasurer::finish_round() {
  draft_.training_step = network_.frozen().step;
  draft_.learned = true;
  table_ = std::make_shared<const LevelTable>(draft_);
  auto history = std::make_shared<BiasHistory>(*history_);
  if (history->step.size() >= kHistoryRounds) {
    keep_every_other(history->step);
    for (auto* curve : {&history->dsm, &history->esm, &history->bias, &history->error}) {
      keep_every_other(*curve);
    }
  }
  history->step.push_back(draft_.training_step);
  history->dsm.push_back(mean_of(draft_.dsm));
  history->esm.push_back(mean_of(draft_.esm));
  history->bias.push_back(mean_of(draft_.floor));
  history->error.push_back(mean_of(draft_.relative));
  history_ = std::move(history);
}

std::shared_ptr<const CloudTable> measure_cloud(const ExperimentParts& parts,
                                                const torch::Tensor& points,
                                                const DrivingScore& driving,
                                                const CloudTable* start) {
  const torch::NoGradGuard no_grad;
  auto table = std::make_shared<CloudTable>();
  table->learned_score = driving.learned;
  RandomStream stream(stream_seed(parts.spec.seeds, "probe"), "cloud");
  const torch::Tensor clean = points.repeat({2 * kCloudDraws, 1});
  const auto mean = [](const torch::Tensor& products) {
    return products.sum(1).mean().item<double>();
  };
  for (const double sigma : parts.levels) {
    const torch::Tensor half =
        draw_normal(stream, {kCloudDraws * points.size(0), 2}, points.options());
    const torch::Tensor noise = torch::cat({half, -half});
    const torch::Tensor noisy = clean + sigma * noise;
    const torch::Tensor level = sigma_like(noisy, sigma);
    const torch::Tensor prior = driving.score(noisy, level);
    const torch::Tensor own = empirical_score(noisy, level, points);
    const double weight = ncsn_weight(sigma);
    const double target_norm = 2.0 / (sigma * sigma);  // E|noise / sigma|^2, known exactly
    const double norm = mean(own * own);
    table->sigma.push_back(sigma);
    table->dsm.push_back(weight *
                         (mean(prior * prior) + 2.0 / sigma * mean(prior * noise) + target_norm));
    table->esm.push_back(weight * mean((prior - own).square()));
    table->bias.push_back(weight * (target_norm - norm));
    table->norm.push_back(norm);
  }
  table->dsm_start = start != nullptr ? start->dsm : table->dsm;
  table->norm_start = start != nullptr ? start->norm : table->norm;
  return table;
}

}  // namespace scorescope
