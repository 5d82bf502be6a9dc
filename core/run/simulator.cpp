#include "core/run/detail/simulator.h"

#include <torch/types.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/run/choices.h"
#include "core/run/detail/advice.h"
#include "core/tensor_draws.h"

namespace scorescope {
namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;

constexpr std::int64_t kMeasuredPoints = 2048;  // per level and round
constexpr std::int64_t kShownDataPoints = 2000;
constexpr std::int64_t kPreviewParticles = 320;  // tokens.md, "First frame"
constexpr std::size_t kDraggableComponents = 64;
constexpr std::int64_t kSuggestionPoints = 1000;
constexpr milliseconds kLeastRoundInterval{400};
constexpr milliseconds kCloudMeasureInterval{700};
// A round may take this share of the simulator's time at most.
constexpr int kRoundShare = 8;

std::shared_ptr<const ExperimentParts> parts_of_points(const ExperimentSpec& spec) {
  ExperimentParts parts = make_parts(spec);
  check(!parts.pictures, "a simulator of points was given pictures");
  return std::make_shared<const ExperimentParts>(std::move(parts));
}

}  // namespace

Simulator::Simulator(const ExperimentSpec& spec, std::uint64_t run_id)
    : run_id_(run_id),
      parts_(parts_of_points(spec)),
      spec_(std::make_shared<const ExperimentSpec>(spec)),
      painter_(parts_),
      measurer_(parts_, kMeasuredPoints),
      fresh_(parts_) {
  describe_data();
  reset_sampling();
}

void Simulator::describe_data() {
  RandomStream stream(stream_seed(spec_->seeds, "probe"), "shown data");
  const torch::Tensor data = parts_->mixture->sample(kShownDataPoints, stream);
  data_points_ = to_floats(data);
  ladder_advice_ = ladder_advice(*parts_, data.slice(0, 0, kSuggestionPoints));
}

void Simulator::adopt(std::shared_ptr<const FrozenNetwork> network) {
  if (!network || (network_.is_loaded() && &network_.frozen() == network.get())) return;
  network_.load(std::move(network));
  ++version_;
}

void Simulator::pin(std::shared_ptr<const FrozenNetwork> network, std::uint64_t run_id,
                    std::string label) {
  if (network->context.dimension != parts_->dimension()) return;  // of pictures
  pinned_.load(std::move(network));
  pinned_run_ = run_id;
  pinned_label_ = std::move(label);
  ++version_;
}

void Simulator::set_sampling(const ExperimentSpec& spec) {
  const ExperimentSpec before = *spec_;
  spec_ = std::make_shared<const ExperimentSpec>(spec);
  if (before.data != spec.data) compare_anew();
  if (stream_seed(before.seeds, "probe") != stream_seed(spec.seeds, "probe")) draw_probes();
  if (effect_of_change(schema(), before, spec) != Effect::kLive) {
    reset_sampling();
    return;
  }
  for (std::size_t i = 0; i < clouds_.size(); ++i) clouds_[i]->set_options(spec.samplers[i]);
}

void Simulator::draw_probes() {
  auto parts = std::make_shared<ExperimentParts>(*parts_);
  parts->spec = *spec_;
  parts_ = std::move(parts);
  describe_data();
  measurer_.draw_probes(parts_);
  measure_anew();
}

/// The points stay the same, so this is not for data of another shape.
void Simulator::compare_anew() {
  parts_ = std::make_shared<const ExperimentParts>(make_parts(*spec_));
  measurer_.compare_anew(parts_);
  measure_anew();
}

void Simulator::measure_anew() {
  painter_ = FieldPainter(parts_);
  fresh_ = FreshData(parts_);
  measured_step_ = -1;
  clouds_measured_.assign(clouds_.size(), {});
  next_round_ = next_cloud_measure_ = Clock::time_point{};
}

void Simulator::reset_sampling() {
  const std::uint64_t seed = stream_seed(spec_->seeds, "sampler");
  ExperimentParts start_parts = *parts_;
  start_parts.spec = *spec_;
  step_advice_ = step_advice(start_parts);
  clouds_.clear();
  for (const Choice& sampler : spec_->samplers) {
    // Each from its own copy of the same streams: same start (but for the noise level of a matched
    // one), same random numbers.
    RandomStream start(seed, "start");
    const double sigma = make_sampler(sampler, parts_->levels)->first_sigma();
    clouds_.push_back(std::make_unique<Cloud>(
        parts_, sampler, starting_points(start_parts, spec_->sampling.particles, sigma, start),
        RandomStream(seed, "noise")));
  }
  cloud_tables_.assign(clouds_.size(), nullptr);
  clouds_measured_.assign(clouds_.size(), {});
  if (preview_) set_preview(true);
}

void Simulator::drop_particles(std::array<double, 2> place, int count) {
  for (auto& cloud : clouds_) cloud->add_particles(place, count);
}

void Simulator::set_preview(bool on) {
  preview_.reset();
  if (!on) return;
  RandomStream start(stream_seed(spec_->seeds, "sampler"), "preview start");
  ExperimentParts start_parts = *parts_;
  start_parts.spec.sampling.start = "square";
  start_parts.spec.sampling.start_width = parts_->mixture->extent();
  preview_ = std::make_unique<Cloud>(
      parts_, Choice{"langevin", {}}, starting_points(start_parts, kPreviewParticles, 0.0, start),
      RandomStream(stream_seed(spec_->seeds, "sampler"), "preview noise"));
}

bool Simulator::sampling_score_is_learned() const {
  return spec_->sampling.score == "learned" && network_.is_loaded();
}

const ScoreFunction& Simulator::sampling_score() const {
  if (!sampling_score_is_learned()) return parts_->exact;
  return network_.score(spec_->sampling.weights == "averaged");
}

bool Simulator::advance_sampling() {
  bool moved = false;
  for (auto& cloud : clouds_) {
    if (cloud->finished() || cloud->failed()) continue;
    cloud->advance(sampling_score(), sampling_score_is_learned());
    moved = true;
  }
  return moved;
}

bool Simulator::advance_preview() {
  if (!preview_) return false;
  if (preview_->finished() || preview_->failed()) set_preview(true);
  preview_->advance(parts_->exact, false);
  return true;
}

bool Simulator::sampling_finished() const {
  return std::all_of(clouds_.begin(), clouds_.end(),
                     [](const auto& cloud) { return cloud->finished() || cloud->failed(); });
}

bool Simulator::measure_slice(Clock::time_point now) {
  if (!measurer_.exact_is_known()) {
    measurer_.measure_next_exact();
    return measurer_.exact_is_known();
  }
  if (measurer_.round_in_progress()) {
    if (!measurer_.measure_next_level()) return false;
    const auto cost = Clock::now() - round_began_;
    next_round_ = Clock::now() + std::max<Clock::duration>(kLeastRoundInterval, kRoundShare * cost);
    return true;
  }
  if (network_.is_loaded() && network_.frozen().step != measured_step_ && now >= next_round_ &&
      network_.frozen().step > 0) {
    measured_step_ = network_.frozen().step;
    round_began_ = now;
    measurer_.begin_round(std::make_shared<const FrozenNetwork>(network_.frozen()));
    return false;
  }
  if (measure_clouds(now)) return true;
  return add_floor_pair();
}

bool Simulator::is_measuring() const {
  return !measurer_.exact_is_known() || measurer_.round_in_progress() || floor_in_progress();
}

bool Simulator::floor_in_progress() const {
  return std::ranges::any_of(clouds_, [](const auto& cloud) { return cloud->floor_in_progress(); });
}

bool Simulator::add_floor_pair() {
  for (const auto& cloud : clouds_) {
    if (!cloud->floor_in_progress()) continue;
    cloud->add_floor_pair();
    return !cloud->floor_in_progress();
  }
  return false;
}

std::uint64_t Simulator::sampling_score_version() const {
  if (!sampling_score_is_learned()) return 0;
  return 2 * version_ + (spec_->sampling.weights == "averaged" ? 1U : 0U) + 2;
}

void Simulator::measure_moved_data(std::size_t index) {
  const Cloud& cloud = *clouds_[index];
  CloudMeasured& measured = clouds_measured_[index];
  const DrivingScore driving{sampling_score(), sampling_score_is_learned()};
  const std::uint64_t version = sampling_score_version();
  const std::int64_t particles = cloud.points().size(0);
  if (!measured.start || measured.start_version != version ||
      measured.start_particles != particles) {
    measured.start = measure_cloud(*parts_, cloud.starting_points(), driving, nullptr);
    measured.start_version = version;
    measured.start_particles = particles;
  }
  cloud_tables_[index] = cloud.step() > 0
                             ? measure_cloud(*parts_, cloud.points(), driving, measured.start.get())
                             : measured.start;
}

bool Simulator::measure_clouds(Clock::time_point now) {
  if (now < next_cloud_measure_) return false;
  bool measured = false;
  const std::string score = sampling_score_is_learned() ? spec_->sampling.weights : "exact";
  for (std::size_t i = 0; i < clouds_.size(); ++i) {
    Cloud& cloud = *clouds_[i];
    CloudMeasured& last = clouds_measured_[i];
    const bool other_score = cloud.moves_data() && last.score != score;
    if ((cloud.step() == last.step && !other_score) || cloud.failed()) continue;
    if (cloud.moves_data()) measure_moved_data(i);
    // Mixing needs a stretch of the run to say anything, and costs the more the longer that is.
    if (cloud.step() > 0) cloud.measure(fresh_);
    last.step = cloud.step();
    last.score = score;
    measured = true;
  }
  const auto cost = Clock::now() - now;
  next_cloud_measure_ =
      Clock::now() + std::max<Clock::duration>(kCloudMeasureInterval, kRoundShare * cost);
  return measured;
}

void Simulator::measure_network_now() {
  while (measurer_.measure_next_exact()) {
  }
  if (!network_.is_loaded()) return;
  measured_step_ = network_.frozen().step;
  measurer_.begin_round(std::make_shared<const FrozenNetwork>(network_.frozen()));
  while (!measurer_.measure_next_level()) {
  }
}

void Simulator::measure_clouds_now() {
  next_cloud_measure_ = Clock::time_point{};
  measure_clouds(Clock::now());
  while (floor_in_progress()) add_floor_pair();
}

double Simulator::view_sigma(const ViewRequest& view, int& level) const {
  const std::size_t which = view.level == ViewRequest::Level::kSamplerB ? 1 : 0;
  if (view.level != ViewRequest::Level::kShown && which < clouds_.size()) {
    const SamplerPosition now = clouds_[which]->position();
    level = static_cast<int>(now.level);
    return now.sigma;
  }
  const int last = static_cast<int>(parts_->levels.size()) - 1;
  level = stage_.shown_level < 0 ? last : std::min(stage_.shown_level, last);
  return parts_->levels[static_cast<std::size_t>(level)];
}

LearnedSource Simulator::learned_for(const ViewRequest& view) const {
  const LoadedNetwork& source = view.pinned && pinned_.is_loaded() ? pinned_ : network_;
  if (!source.is_loaded()) return {};
  // Views with different weights must not share a version.
  const std::uint64_t flavour = (view.averaged ? 1U : 0U) + (view.pinned ? 2U : 0U);
  return {&source.score(view.averaged), 4 * version_ + flavour};
}

std::optional<ProbeFrame> Simulator::probe_frame() {
  if (!probe_) return std::nullopt;
  const auto [x, y] = *probe_;
  const torch::Tensor point =
      torch::tensor({x, y}, torch::dtype(torch::kFloat64)).view({1, 2}).to(parts_->device);
  int level = 0;
  const torch::Tensor sigma = sigma_like(point, view_sigma(stage_.views[0], level));
  ProbeFrame frame;
  frame.position = *probe_;
  frame.density = parts_->mixture->log_density(point, sigma).exp().item<double>();
  const auto pair = [](const torch::Tensor& v) {
    const torch::Tensor on_cpu = v.to(torch::kCPU);
    return std::array<double, 2>{on_cpu[0][0].item<double>(), on_cpu[0][1].item<double>()};
  };
  frame.exact = pair(parts_->exact(point, sigma));
  const LearnedSource learned = learned_for(stage_.views[0]);
  if (learned.score) frame.learned = pair((*learned.score)(point, sigma));
  double nearest = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i + 1 < data_points_.size(); i += 2) {
    const double distance = std::hypot(data_points_[i] - x, data_points_[i + 1] - y);
    if (distance >= nearest) continue;
    nearest = distance;
    frame.nearest_data = {data_points_[i], data_points_[i + 1]};
  }
  return frame;
}

std::shared_ptr<SimulationFrame> Simulator::frame() {
  auto frame = std::make_shared<SimulationFrame>();
  frame->run_id = run_id_;
  frame->spec = spec_;
  frame->levels = parts_->levels;
  frame->training_step = network_.is_loaded() ? network_.frozen().step : 0;
  frame->data_description = parts_->data.description;
  if (parts_->data.components.size() <= kDraggableComponents) {
    frame->components = parts_->data.components;
  }
  for (const auto& mode : parts_->data.modes) {
    frame->modes.push_back({mode.centre, mode.weight, mode.std});
  }
  frame->extent = parts_->mixture->extent();
  frame->data_points = data_points_;
  frame->ladder_pictures = painter_.ladder_pictures(stage_.bounds);
  frame->suggestions = ladder_advice_;
  if (step_advice_) frame->suggestions.push_back(*step_advice_);
  for (std::size_t view = 0; view < frame->fields.size(); ++view) {
    int level = 0;
    const double sigma = view_sigma(stage_.views[view], level);
    frame->fields[view] =
        painter_.paint(view, stage_, sigma, level, learned_for(stage_.views[view]));
  }
  for (const auto& cloud : clouds_) frame->clouds.push_back(cloud->frame());
  if (preview_) frame->preview = preview_->frame();
  frame->table = measurer_.table();
  frame->bias_history = measurer_.history();
  // Left empty where no sampler moves the data: panels tell the two kinds of lesson apart by it.
  const bool moved =
      std::ranges::any_of(clouds_, [](const auto& cloud) { return cloud->moves_data(); });
  if (moved) frame->cloud_tables = cloud_tables_;
  frame->probe = probe_frame();
  frame->pinned_run = pinned_run_;
  frame->pinned_label = pinned_label_;
  return frame;
}

}  // namespace scorescope
