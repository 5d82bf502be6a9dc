#include "core/run/detail/cloud.h"

#include <torch/types.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/tensor_draws.h"

namespace scorescope {
namespace {

constexpr std::size_t kTrailLength = 8;       // tokens.md, "Trails"
constexpr std::size_t kRecordedSteps = 4096;  // thinned to half when full
constexpr std::int64_t kWatchedChains = 256;  // for the autocorrelation time

/// Keeps every other entry, so that a long run's record stays small.
void thin(ShareHistory& history) {
  std::size_t kept = 0;
  for (std::size_t i = 1; i < history.step.size(); i += 2, ++kept) {
    history.step[kept] = history.step[i];
    history.share[kept] = history.share[i];
    history.standard_error[kept] = history.standard_error[i];
  }
  history.step.resize(kept);
  history.share.resize(kept);
  history.standard_error.resize(kept);
}

void append(ShareHistory& history, std::int64_t step, const Estimate& value) {
  history.step.push_back(step);
  history.share.push_back(static_cast<float>(value.value));
  history.standard_error.push_back(static_cast<float>(value.standard_error));
}

}  // namespace

Cloud::Cloud(std::shared_ptr<const ExperimentParts> parts, const Choice& sampler,
             torch::Tensor start, RandomStream noise)
    : parts_(std::move(parts)),
      run_(sampler, parts_->levels, start, noise),
      start_(to_floats(start)) {
  for (const auto& mode : parts_->data.modes) centres_.push_back(mode.centre);
  record();
}

void Cloud::advance(const ScoreFunction& score, bool learned_score) {
  if (run_.advance(score, learned_score) && !failed()) record();
}

void Cloud::add_particles(std::array<double, 2> place, int count) {
  const torch::Tensor spot = torch::tensor({place[0], place[1]}, torch::dtype(torch::kFloat64))
                                 .to(points().device())
                                 .view({1, 2});
  // A spread of a hundredth of the view, so that they can be told apart.
  const torch::Tensor spread = draw_normal(run_.noise(), {count, 2}, points().options()) *
                               (0.01 * parts_->mixture->extent());
  const torch::Tensor added = spot + spread;
  run_.add(added);
  const std::vector<float> floats = to_floats(added);
  start_.insert(start_.end(), floats.begin(), floats.end());
  forget_trails();
  mixing_.clear();
  mixing_measured_.reset();
  crossings_ = crossing_steps_ = 0;
  if (centres_.empty()) return;
  modes_ = nearest_modes(points().to(torch::kCPU), centres_);
  shares_ = mode_shares(modes_, centres_.size());
}

torch::Tensor Cloud::starting_points() const {
  return torch::tensor(start_, torch::dtype(torch::kFloat64)).view({-1, 2}).to(points().device());
}

void Cloud::record() {
  const torch::Tensor on_cpu = points().to(torch::kCPU);
  record_trails(on_cpu);
  if (!centres_.empty()) record_shares(on_cpu);
}

void Cloud::record_shares(const torch::Tensor& on_cpu) {
  std::vector<std::int32_t> now = nearest_modes(on_cpu, centres_);
  if (now.size() == modes_.size() && step() > 0) {
    crossings_ += count_crossings(modes_, now);
    ++crossing_steps_;
  }
  modes_ = std::move(now);
  shares_ = mode_shares(modes_, centres_.size());
  const Estimate width = width_within_modes(on_cpu, modes_, centres_.size());
  width_ = width.value;
  const auto watched = std::min<std::size_t>(modes_.size(), kWatchedChains);
  std::vector<float> in_heaviest(watched);
  for (std::size_t i = 0; i < watched; ++i) in_heaviest[i] = modes_[i] == 0 ? 1.0F : 0.0F;
  mixing_.add(in_heaviest);
  if (step() % record_stride_ == 0 || finished()) {
    append(heavy_share_, step(), shares_.front());
    append(width_history_, step(), width);
    if (heavy_share_.step.size() >= kRecordedSteps) {
      thin(heavy_share_);
      thin(width_history_);
      record_stride_ *= 2;
    }
  }
}

void Cloud::record_trails(const torch::Tensor& on_cpu) {
  // 10,000 trails are a blur and cost the same as the particles: keep at most about a thousand.
  const std::int64_t stride = std::max<std::int64_t>(5, on_cpu.size(0) / 1000);
  if (stride != trail_stride_) forget_trails();
  trail_stride_ = stride;
  trail_.push_back(to_floats(on_cpu.slice(0, 0, std::nullopt, stride)));
  if (trail_.size() > kTrailLength) trail_.erase(trail_.begin());
}

void Cloud::forget_trails() { trail_.clear(); }

std::optional<double> Cloud::true_width() const {
  const auto& modes = parts_->data.modes;
  if (modes.empty()) return std::nullopt;
  // Noise adds its variance to that of every mode (maths.md 0.1), and the width of a cloud pools
  // the squares over the particles, hence over the modes by weight (metric/mode_shares.h).
  double variance = 0.0;
  double weight = 0.0;
  for (const auto& mode : modes) {
    variance += mode.weight * mode.std * mode.std;
    weight += mode.weight;
  }
  const double sigma = run_.sampler().final_sigma();
  return std::sqrt(variance / weight + sigma * sigma);
}

void Cloud::measure(FreshData& fresh) {
  if (failed()) return;
  if (!centres_.empty() && centres_.size() > 1 && mixing_.steps() > 1) {
    mixing_measured_ = mixing_.measure();
  }
  distance_ = fresh.distance(points(), run_.sampler().final_sigma());
  floor_ = fresh.floor(points().size(0), run_.sampler().final_sigma());
}

std::shared_ptr<const CloudFrame> Cloud::frame() const {
  auto frame = std::make_shared<CloudFrame>();
  static_cast<SamplerStatus&>(*frame) = run_.status(smallest_variance(parts_->data.components));
  frame->positions = to_floats(points());
  frame->start = start_;
  frame->trail_stride = static_cast<int>(trail_stride_);
  frame->trail_length = static_cast<int>(trail_.size());
  if (!trail_.empty()) {
    const std::size_t trails = trail_.front().size() / 2;
    frame->trails.reserve(trails * 2 * trail_.size());
    for (std::size_t t = 0; t < trails; ++t) {
      for (const auto& moment : trail_) {
        frame->trails.push_back(moment[2 * t]);
        frame->trails.push_back(moment[2 * t + 1]);
      }
    }
  }
  for (const Estimate& share : shares_) {
    frame->mode_share.push_back(share.value);
    frame->mode_share_error.push_back(share.standard_error);
  }
  frame->heavy_share = heavy_share_;
  frame->width = width_;
  frame->true_width = true_width();
  frame->width_history = width_history_;
  if (crossing_steps_ > 0 && centres_.size() > 1) {
    frame->crossings = 1000.0 * static_cast<double>(crossings_) /
                       (static_cast<double>(crossing_steps_) * static_cast<double>(modes_.size()));
  }
  // A chain that goes down a ladder has no stationary law, and so no time of its own; nor has data
  // that follows a loss.
  const bool stationary =
      !moves_data() && run_.sampler().position(0).sigma ==
                           run_.sampler().position(run_.sampler().step_count() - 1).sigma;
  if (mixing_measured_ && stationary) {
    const double watched = static_cast<double>(mixing_.chains());
    frame->autocorrelation_time = mixing_measured_->autocorrelation_time;
    frame->effective_samples =
        mixing_measured_->effective_samples * static_cast<double>(modes_.size()) / watched;
    frame->mixing_is_bound = mixing_measured_->is_lower_bound;
  }
  frame->sliced_wasserstein = distance_;
  if (floor_ && floor_->is_known()) {
    frame->sliced_wasserstein_floor = floor_->mean();
    frame->sliced_wasserstein_floor_spread = floor_->spread();
  }
  return frame;
}

}  // namespace scorescope
