#include "core/run/detail/picture_simulator.h"

#include <torch/types.h>

#include <algorithm>
#include <chrono>

#include "core/base/error.h"
#include "core/run/choices.h"
#include "core/run/detail/advice.h"
#include "core/run/detail/simulator.h"

namespace scorescope {
namespace {

using std::chrono::milliseconds;

constexpr std::int64_t kShownPictures = 256;   // tiles of a gallery
constexpr std::int64_t kPreviewPictures = 64;  // 8 x 8: more take too long beside the training
constexpr std::int64_t kSuggestionPictures = 1000;
constexpr std::int64_t kPreviewSteps = 50;  // a longer sampler is replaced by nine Heun points
constexpr milliseconds kLeastPreviewInterval{700};
constexpr milliseconds kLeastPictureRound{2000};
constexpr milliseconds kLeastInspectionInterval{700};
constexpr milliseconds kDistanceTurn{50};
// How much rest follows each, in multiples of what it took: bounds its share of the core.
constexpr int kPreviewRest = 2;
constexpr int kRoundRest = 8;
constexpr int kInspectionRest = 4;

/// Nine points and a last denoising step on the run's own ladder (maths.md section 9.4).
Choice quick_sampler(const std::vector<double>& levels) {
  return {"heun",
          {{"grid", std::string("edm")},
           {"steps", std::int64_t{9}},
           {"sigma_max", levels.front()},
           {"sigma_min", levels.back()},
           {"final_denoise", true}}};
}

std::vector<double> class_shares_of(const ImageSet& set) {
  if (!set.has_classes()) return {};
  const auto classes = static_cast<std::int64_t>(set.class_names.size());
  const torch::Tensor counts = torch::bincount(set.labels.to(torch::kInt64), {}, classes);
  const torch::Tensor shares = counts.to(torch::kFloat64) / static_cast<double>(set.count());
  return {shares.data_ptr<double>(), shares.data_ptr<double>() + shares.numel()};
}

/// Null if the classifier's file is missing or damaged: the pictures can be shown without it.
std::shared_ptr<FeatureReference> reference_of(const ExperimentParts& parts) {
  try {
    return make_reference(parts);
  } catch (const UserError&) {
    return nullptr;
  }
}

}  // namespace

std::unique_ptr<LiveSimulator> make_simulator(const ExperimentSpec& spec, std::uint64_t run_id,
                                              const std::shared_ptr<const PictureData>& pictures) {
  if (has_pictures(schema(), spec)) {
    return std::make_unique<PictureSimulator>(spec, run_id, pictures);
  }
  return std::make_unique<Simulator>(spec, run_id);
}

PictureSimulator::PictureSimulator(const ExperimentSpec& spec, std::uint64_t run_id,
                                   const std::shared_ptr<const PictureData>& known)
    : run_id_(run_id),
      parts_(std::make_shared<const ExperimentParts>(make_parts(spec, known))),
      spec_(std::make_shared<const ExperimentSpec>(spec)),
      objective_(objective_of(*parts_)),
      levels_(parts_),
      reference_(reference_of(*parts_)),
      plane_(parts_),
      training_shares_(class_shares_of(parts_->pictures->images.train)) {
  if (reference_) distances_.emplace(reference_);
  const auto features =
      reference_ ? std::shared_ptr<const FeatureSpace>(reference_, &reference_->space()) : nullptr;
  const ImageSet& training = parts_->pictures->images.train;
  const std::int64_t compared = std::min(training.count(), kSuggestionPictures);
  if (compared > 1) {
    ladder_advice_ = ladder_advice(*parts_, image_rows(training, torch::arange(compared)));
  }
  inspections_.assign(2, Inspection(parts_->pictures, features));
  restart_galleries();
}

PictureSimulator::Source PictureSimulator::source_of(std::size_t view) const {
  const ViewRequest& request = stage_.views[view];
  Source source;
  if (request.level == ViewRequest::Level::kSamplerB && spec_->samplers.size() > 1) {
    source.sampler = 1;
  }
  if (request.exact) {
    source.weights = Source::Weights::kTrainingSet;
  } else if (request.pinned && pinned_.is_loaded()) {
    source.weights = Source::Weights::kPinned;
  } else if (!request.averaged) {
    source.weights = Source::Weights::kRaw;
  }
  return source;
}

std::vector<PictureSimulator::Source> PictureSimulator::sources() const {
  std::vector<Source> wanted{source_of(0)};
  if (stage_.gallery.views > 1) wanted.push_back(source_of(1));
  return wanted;
}

PictureSimulator::Route PictureSimulator::route_of(const Source& source, bool preview) const {
  const Choice& own = spec_->samplers[source.sampler];
  const std::string& start = spec_->sampling.start;
  if (!preview || make_sampler(own, parts_->levels)->step_count() <= kPreviewSteps) {
    return {own, start};
  }
  // Langevin steps forget a start without the ladder's highest noise, an ODE keeps it to the end
  const bool has_the_noise = start == "matched" || start == "mean_noise";
  return {quick_sampler(parts_->levels), has_the_noise ? start : "matched"};
}

PictureSimulator::Galleries PictureSimulator::start_galleries(bool preview) const {
  ExperimentParts parts = *parts_;
  parts.spec = *spec_;
  if (preview) {
    parts.spec.sampling.particles = std::min(parts.spec.sampling.particles, kPreviewPictures);
  }
  Galleries galleries;
  for (const Source& source : sources()) {
    const Route route = route_of(source, preview);
    parts.spec.sampling.start = route.start;
    galleries.push_back({source, PictureSampling(parts, route.sampler, kShownPictures)});
  }
  return galleries;
}

void PictureSimulator::restart_galleries() {
  step_advice_ = step_advice(*parts_);
  shown_ = start_galleries(false);
  coming_.clear();
  previewed_step_ = 0;
  sampled_ = false;
  for (Inspection& inspection : inspections_) inspection.forget();
  inspected_ = {};
}

void PictureSimulator::reset_sampling() {
  restart_galleries();
  // The noise stays to be seen until there is a newer network to show.
  if (network_.is_loaded()) previewed_step_ = network_.frozen().step;
}

void PictureSimulator::adopt(std::shared_ptr<const FrozenNetwork> network) {
  if (!network || (network_.is_loaded() && &network_.frozen() == network.get())) return;
  network_.load(std::move(network));
}

void PictureSimulator::pin(std::shared_ptr<const FrozenNetwork> network, std::uint64_t run_id,
                           std::string label) {
  if (network->context.dimension != parts_->dimension()) return;  // of other data
  pinned_.load(std::move(network));
  pinned_run_ = run_id;
  pinned_label_ = std::move(label);
}

void PictureSimulator::set_sampling(const ExperimentSpec& spec) {
  const ExperimentSpec before = *spec_;
  for (const Choice& choice : spec.samplers) make_sampler(choice, parts_->levels);  // may refuse
  spec_ = std::make_shared<const ExperimentSpec>(spec);
  auto parts = std::make_shared<ExperimentParts>(*parts_);
  parts->spec = spec;
  parts_ = std::move(parts);
  objective_ = objective_of(*parts_);
  if (before.plane != spec.plane) {
    plane_.change_plane(parts_);
    plane_problem_.clear();
  }
  if (stream_seed(before.seeds, "probe") != stream_seed(spec.seeds, "probe")) {
    levels_ = PictureLevelMeasurer(parts_);
  }
  // A sampler's way is kept as a whole, so even an option that acts at once on points starts
  // pictures again.
  const bool same_samplers = before.samplers == spec.samplers;
  if (!same_samplers || effect_of_change(schema(), before, spec) != Effect::kLive) {
    restart_galleries();
  }
}

void PictureSimulator::look(const StageRequest& request) {
  const std::vector<Source> before = sources();
  stage_ = request;
  if (sources() != before) restart_galleries();
}

bool PictureSimulator::has_score(const Source& source) const {
  return source.weights == Source::Weights::kTrainingSet || network_.is_loaded();
}

ScoreFunction PictureSimulator::score_of(const Source& source, const LoadedNetwork& network) const {
  switch (source.weights) {
    case Source::Weights::kTrainingSet:
      return [this](const torch::Tensor& points, const torch::Tensor& sigma) {
        const bool fine = sigma.min().item<double>() < kLeastSigmaInFloat;
        const auto type = fine ? torch::kFloat64 : torch::kFloat32;
        const torch::Tensor score = levels_.training_set().score(points.to(type), sigma.to(type));
        return score.to(points.scalar_type());
      };
    case Source::Weights::kPinned:
      return in_batches(pinned_.score(true));
    case Source::Weights::kRaw:
      return in_batches(network.score(false));
    case Source::Weights::kAveraged:
      break;
  }
  return in_batches(network.score(true));
}

std::string PictureSimulator::weights_text(const Source& source) const {
  switch (source.weights) {
    case Source::Weights::kTrainingSet:
      return "training set's own score";
    case Source::Weights::kPinned:
      return pinned_label_;
    case Source::Weights::kRaw:
      return "raw weights";
    case Source::Weights::kAveraged:
      break;
  }
  return "averaged weights";
}

bool PictureSimulator::advance(Gallery& gallery, const LoadedNetwork& network) {
  if (!has_score(gallery.source)) return false;
  const bool learned = gallery.source.weights != Source::Weights::kTrainingSet;
  const torch::NoGradGuard no_grad;
  if (!gallery.sampling.advance(score_of(gallery.source, network), learned)) return false;
  const bool pinned = gallery.source.weights == Source::Weights::kPinned;
  gallery.training_step = learned ? (pinned ? pinned_ : network).frozen().step : 0;
  return true;
}

bool PictureSimulator::advance_sampling() {
  coming_.clear();
  sampled_ = true;
  bool moved = false;
  for (Gallery& gallery : shown_) moved = advance(gallery, network_) || moved;
  return moved;
}

bool PictureSimulator::sampling_finished() const {
  return std::ranges::all_of(shown_, [](const Gallery& gallery) {
    return gallery.sampling.run().finished() || gallery.sampling.run().failed();
  });
}

bool PictureSimulator::preview_is_due() const {
  return !sampled_ && network_.is_loaded() && network_.frozen().step != previewed_step_ &&
         Clock::now() >= next_preview_;
}

bool PictureSimulator::has_preview() const { return !coming_.empty() || preview_is_due(); }

bool PictureSimulator::advance_preview() {
  if (coming_.empty()) {
    if (!preview_is_due()) return false;
    preview_began_ = Clock::now();
    previewed_step_ = network_.frozen().step;
    preview_network_.load(std::make_shared<const FrozenNetwork>(network_.frozen()));
    coming_ = start_galleries(true);
  }
  bool moved = false;
  for (Gallery& gallery : coming_) moved = advance(gallery, preview_network_) || moved;
  if (moved) return false;
  shown_ = std::move(coming_);
  coming_.clear();
  const auto cost = Clock::now() - preview_began_;
  next_preview_ =
      Clock::now() + std::max<Clock::duration>(kLeastPreviewInterval, kPreviewRest * cost);
  return true;
}

void PictureSimulator::make_step_grid() {
  if (!network_.is_loaded()) return;
  grid_network_.load(std::make_shared<const FrozenNetwork>(network_.frozen()));
  const bool averaged = spec_->sampling.weights != "raw";
  step_grid_.emplace(StepGrid::Order{
      .parts = parts_,
      .score = grid_network_.score(averaged),
      .weights = averaged ? "averaged weights" : "raw weights",
      .training_step = network_.frozen().step,
      .features = reference_ ? std::shared_ptr<const FeatureSpace>(reference_, &reference_->space())
                             : nullptr});
}

void PictureSimulator::cancel_step_grid() {
  if (step_grid_) step_grid_->cancel();
}

bool PictureSimulator::advance_step_grid() {
  if (!step_grid_ || !step_grid_->in_progress()) return false;
  step_grid_->advance();
  return true;
}

bool PictureSimulator::measure_slice(Clock::time_point now) {
  // what is looked at comes first, and does not stop a grid: new paintings may follow without end
  if (plane_is_busy()) {
    const bool painted = paint_plane(now);
    return advance_step_grid() || painted;
  }
  // a grid always has something new to show: the others get their turn before it
  const bool measured =
      paint_plane(now) || inspect(now) || measure_distances(now) || measure_levels(now);
  return advance_step_grid() || measured;
}

bool PictureSimulator::is_measuring() const {
  return levels_.round_in_progress() || next_slice() <= Clock::now() || plane_is_busy() ||
         (step_grid_ && step_grid_->in_progress()) ||
         std::ranges::any_of(inspections_, &Inspection::in_progress);
}

LiveSimulator::Clock::time_point PictureSimulator::next_slice() const {
  auto next = Clock::time_point::max();
  if (!levels_.references_are_known()) next = next_reference_;
  if (distances_) next = std::min(next, distances_->next_slice(spec_->distances));
  if (plane_is_outdated()) next = std::min(next, next_painting_);
  return next;
}

bool PictureSimulator::measure_levels(Clock::time_point now) {
  if (!levels_.references_are_known()) {
    if (now < next_reference_) return false;
    levels_.measure_next_reference();
    const auto done = Clock::now();
    next_reference_ = done + (done - now);  // dear slices: half of the time is left to sampling
    return levels_.references_are_known();
  }
  if (levels_.round_in_progress()) {
    if (!levels_.measure_next_level()) return false;
    const auto cost = Clock::now() - round_began_;
    next_round_ = Clock::now() + std::max<Clock::duration>(kLeastPictureRound, kRoundRest * cost);
    return true;
  }
  const bool newer = network_.is_loaded() && network_.frozen().step > 0 &&
                     network_.frozen().step != levels_.measured_step();
  if (!newer || now < next_round_) return false;
  round_began_ = now;
  levels_.begin_round(std::make_shared<const FrozenNetwork>(network_.frozen()));
  return false;
}

/// Several slices while the share allows them: those of the others are longer.
bool PictureSimulator::advance_distances(Clock::time_point now) {
  const DistanceOptions& options = spec_->distances;
  const auto until = Clock::now() + kDistanceTurn;
  bool news = false;
  do {
    now = std::max(now, Clock::now());
    if (distances_->next_slice(options) > now) return false;
    news = distances_->advance(options);
  } while (!news && Clock::now() < until);
  return news;
}

bool PictureSimulator::measure_distances(Clock::time_point now) {
  if (!distances_) return false;
  const bool due = network_.is_loaded() && distances_->is_due(*spec_, network_.frozen().step);
  if (!due) return advance_distances(now);
  const Route route = route_of({}, true);
  auto parts = std::make_shared<ExperimentParts>(*parts_);
  parts->spec.sampling.start = route.start;
  distances_->begin(
      {std::move(parts), std::make_shared<const FrozenNetwork>(network_.frozen()), route.sampler});
  return false;
}

PictureSimulator::Inspected PictureSimulator::state_of(std::size_t view) const {
  const Gallery& gallery = shown_[view];
  return {gallery.sampling.run().step(), gallery.training_step};
}

bool PictureSimulator::has_ended(std::size_t view) const {
  return sampled_ && shown_[view].sampling.run().finished();
}

bool PictureSimulator::is_inspected(std::size_t view) const {
  const Inspection& inspection = inspections_[view];
  if (!inspection.has_found()) return false;
  const bool newest = inspected_[view] == state_of(view) && !inspection.in_progress();
  return newest || !has_ended(view);
}

bool PictureSimulator::inspect(Clock::time_point now) {
  for (std::size_t view = 0; view < shown_.size(); ++view) {
    Inspection& inspection = inspections_[view];
    if (!inspection.in_progress()) continue;
    // what has come to its end is looked at, not the way there
    if (has_ended(view) && inspected_[view] != state_of(view)) {
      inspection.stop();
      continue;
    }
    if (inspection.advance()) return false;
    const auto cost = Clock::now() - inspection_began_;
    next_inspection_ =
        Clock::now() + std::max<Clock::duration>(kLeastInspectionInterval, kInspectionRest * cost);
    return true;
  }
  for (std::size_t view = 0; view < shown_.size(); ++view) {
    if (inspected_[view] == state_of(view) || shown_[view].sampling.run().step() == 0) continue;
    if (now < next_inspection_ && !has_ended(view)) continue;
    inspected_[view] = state_of(view);
    inspection_began_ = now;
    inspections_[view].begin(shown_[view].sampling.now());
  }
  return false;
}

torch::Tensor PictureSimulator::shown_content(const Gallery& gallery, const torch::Tensor& points,
                                              const torch::Tensor& sigma) const {
  const GalleryContent content = stage_.gallery.content;
  if (content == GalleryContent::kPictures || !has_score(gallery.source)) return points;
  // the end of a sampler that removes all noise
  const torch::Tensor ended = (sigma <= 0.0).view({-1, 1});
  if (content == GalleryContent::kDenoised && ended.all().item<bool>()) return points;
  const torch::Tensor level = torch::where(sigma <= 0.0, parts_->levels.back(), sigma);
  const torch::NoGradGuard no_grad;
  const torch::Tensor score =
      score_of(gallery.source, network_)(points.to(parts_->device), level.to(parts_->device)).cpu();
  const torch::Tensor scale = level.view({-1, 1});
  if (content == GalleryContent::kScore) return (scale * score).abs();
  // Tweedie's formula (maths.md section 1, identity 3)
  return torch::where(ended, points, points + scale * scale * score);
}

std::vector<float> PictureSimulator::strip_of(const Gallery& gallery) const {
  const std::vector<torch::Tensor>& passed = gallery.sampling.passed();
  if (passed.empty()) return {};
  const std::int64_t chosen =
      std::clamp<std::int64_t>(stage_.gallery.chosen, 0, passed.front().size(0) - 1);
  std::vector<torch::Tensor> way;
  for (const torch::Tensor& then : passed) way.push_back(then[chosen]);
  const torch::Tensor points = torch::stack(way);
  const std::vector<double>& moments = gallery.sampling.moments();
  const std::vector<double> reached(moments.begin(), moments.begin() + points.size(0));
  return to_floats(shown_content(gallery, points, torch::tensor(reached, points.scalar_type())));
}

std::shared_ptr<const GalleryFrame> PictureSimulator::gallery_frame(std::size_t view) {
  const Gallery& gallery = shown_[view];
  const PictureSampling& sampling = gallery.sampling;
  auto frame = std::make_shared<GalleryFrame>();
  static_cast<SamplerStatus&>(*frame) = sampling.run().status(0.0);
  frame->learned_score = gallery.source.weights != Source::Weights::kTrainingSet;
  frame->weights = weights_text(gallery.source);
  frame->training_step = gallery.training_step;
  frame->content = stage_.gallery.content;
  frame->side = static_cast<int>(parts_->pictures->side());
  frame->moments = sampling.moments();
  frame->moments_reached = static_cast<int>(sampling.passed().size());
  const int wanted = stage_.gallery.moment;
  const bool passed = wanted >= 0 && wanted < frame->moments_reached;
  const auto moment = static_cast<std::size_t>(std::max(wanted, 0));
  frame->shown_moment = passed ? wanted : static_cast<int>(frame->moments.size());
  const torch::Tensor points = passed ? sampling.passed()[moment] : sampling.now();
  const double now = frame->finished ? sampling.moments().back() : frame->sigma;
  frame->shown_sigma = passed ? frame->moments[moment] : now;
  frame->count = static_cast<int>(points.size(0));
  frame->tiles = to_floats(shown_content(gallery, points, sigma_like(points, frame->shown_sigma)));
  frame->strip = strip_of(gallery);
  const Inspection& inspection = inspections_[view];
  if (is_inspected(view)) {
    frame->memorised_share = inspection.memorised_share();
    frame->classes = inspection.classes();
  }
  return frame;
}

std::shared_ptr<const InspectedSample> PictureSimulator::chosen_sample() const {
  const std::size_t view = stage_.gallery.chosen_view == 1 && shown_.size() > 1 ? 1 : 0;
  const Inspection& inspection = inspections_[view];
  const std::int64_t index = stage_.gallery.chosen;
  if (!is_inspected(view) || index < 0 || index >= inspection.pictures().size(0)) {
    return nullptr;
  }
  auto sample = std::make_shared<InspectedSample>(inspection.sample(index));
  sample->view = static_cast<int>(view);
  return sample;
}

std::shared_ptr<SimulationFrame> PictureSimulator::frame() {
  auto frame = std::make_shared<SimulationFrame>();
  frame->run_id = run_id_;
  frame->spec = spec_;
  frame->levels = parts_->levels;
  frame->training_step = network_.is_loaded() ? network_.frozen().step : 0;
  const ImageData& images = parts_->pictures->images;
  frame->data_description = images.description;
  frame->suggestions = ladder_advice_;
  if (step_advice_) frame->suggestions.push_back(*step_advice_);
  frame->pinned_run = pinned_run_;
  frame->pinned_label = pinned_label_;

  auto pictures = std::make_shared<PictureFrame>();
  pictures->side = static_cast<int>(parts_->pictures->side());
  pictures->training_pictures = images.train.count();
  pictures->test_pictures = images.test.count();
  pictures->class_names = images.train.class_names;
  pictures->training_shares = training_shares_;
  for (std::size_t view = 0; view < shown_.size(); ++view) {
    pictures->galleries[view] = gallery_frame(view);
  }
  pictures->chosen = chosen_sample();
  auto levels = std::make_shared<PictureLevels>(levels_.table(*objective_));
  pictures->levels_step = levels_.measured_step();
  if (levels_.references_are_known()) {
    const auto mean = [&](const std::vector<double>& losses) {
      const std::vector<std::int64_t> used =
          objective_->levels_used(static_cast<std::int64_t>(losses.size()));
      double sum = 0.0;
      for (const std::int64_t level : used) sum += losses[static_cast<std::size_t>(level)];
      return sum / static_cast<double>(used.size());
    };
    if (objective_->denoising_factor(1.0)) {
      pictures->gaussian_loss = mean(levels->gaussian);
      if (const auto floor = training_floor(*parts_, levels_.fisher())) {
        pictures->empirical_loss = floor->value;
        pictures->empirical_loss_error = floor->standard_error;
      }
    }
  }
  pictures->levels = std::move(levels);
  if (distances_) {
    pictures->classifier = reference_->space().name;
    pictures->distances = distances_->history();
    pictures->distance_progress = distances_->progress();
    pictures->distance_share = distances_->share();
  }
  if (step_grid_) pictures->step_grid = step_grid_->frame();
  frame->pictures = std::move(pictures);
  if (stage_.plane.shown) show_plane(*frame);
  return frame;
}

}  // namespace scorescope
