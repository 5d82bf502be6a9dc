// A headless run of pictures: train, sample with raw and averaged weights on the same noise,
// measure the denoising loss at each level beside what bounds it from above and below.
#include <torch/types.h>

#include <algorithm>
#include <cmath>

#include "core/metric/nearest_rows.h"
#include "core/run/detail/headless_distances.h"
#include "core/run/detail/headless_flow.h"
#include "core/run/detail/picture_levels.h"
#include "core/run/detail/picture_sampling.h"
#include "core/run/detail/plane_painter.h"
#include "core/run/detail/step_grid.h"

namespace scorescope {
namespace {

constexpr std::int64_t kStripPictures = 8;

SampledPictures result_of(const PictureSampling& sampling, const std::string& weights) {
  const SamplerStatus status = sampling.run().status(0.0);
  SampledPictures result;
  result.sampler = status.sampler;
  result.label = status.label;
  result.weights = weights;
  result.update_rule = status.update_rule;
  result.failure = status.failure;
  result.steps = status.step;
  result.count = sampling.run().points().size(0);
  result.pictures = to_floats(sampling.run().points());
  std::vector<torch::Tensor> strip = sampling.passed();
  result.strip_sigma.assign(sampling.moments().begin(),
                            sampling.moments().begin() + static_cast<std::ptrdiff_t>(strip.size()));
  if (!sampling.run().finished()) {  // interrupted: its last moment is where it stands
    strip.push_back(sampling.now());
    result.strip_sigma.push_back(status.sigma);
  }
  result.strip_count = strip.front().size(0);
  result.strip = to_floats(torch::cat(strip));
  return result;
}

/// Null if the classifier's file is missing or damaged: the grid can do without.
std::shared_ptr<const FeatureSpace> features_for_reading(const ExperimentParts& parts) {
  try {
    return load_feature_space(classifier_for(parts.spec.data), parts.device);
  } catch (const UserError&) {
    return nullptr;
  }
}

void sample(const HeadlessRun& run, const LoadedNetwork& network, PictureResult& pictures) {
  std::vector<PictureSampling> starts;
  for (const Choice& choice : run.spec.samplers) {
    starts.emplace_back(run.trainer.parts(), choice, kStripPictures);
  }
  for (const char* weights : {"averaged", "raw"}) {
    const bool averaged = std::string(weights) == "averaged";
    const ScoreFunction score = in_batches(network.score(averaged));
    for (PictureSampling sampling : starts) {
      if (run.watch.stopped()) return;
      while (!run.watch.stopped() && sampling.advance(score, true)) {
        run.watch.tell({std::string("sampling with ") + weights + " weights", sampling.run().step(),
                        sampling.run().sampler().step_count(), 0.0});
      }
      pictures.samples.push_back(result_of(sampling, weights));
    }
  }
}

void make_step_grid(const HeadlessRun& run, const LoadedNetwork& network, PictureResult& pictures) {
  const bool averaged = run.spec.sampling.weights != "raw";
  const auto parts = std::make_shared<const ExperimentParts>(run.trainer.parts());
  StepGrid grid({.parts = parts,
                 .score = network.score(averaged),
                 .weights = averaged ? "averaged weights" : "raw weights",
                 .training_step = run.trainer.steps_done(),
                 .features = features_for_reading(*parts)});
  const std::int64_t total = grid.frame()->total;
  std::int64_t done = 0;
  while (grid.in_progress()) {
    if (run.watch.stopped()) grid.cancel();
    grid.advance();
    run.watch.tell({"making the grid", std::min(++done, total - 1), total, 0.0});
  }
  pictures.step_grid = grid.frame();
  run.watch.tell({"making the grid", total, total, 0.0});
}

MemorisedShare memorised_of(const SampledPictures& samples, const ImageSet& training) {
  constexpr std::int64_t kAtOnce = 4096;
  const std::int64_t n = samples.count;
  NearestRows search(torch::tensor(samples.pictures).view({n, training.dimension()}));
  for (std::int64_t first = 0; first < training.count(); first += kAtOnce) {
    search.add(
        image_rows(training, torch::arange(first, std::min(first + kAtOnce, training.count()))));
  }
  const Nearest nearest = search.nearest();
  const Estimate share = memorised_share(nearest);
  const torch::Tensor ratio = nearest.distance.select(1, 0) / nearest.distance.select(1, 1);
  return {share.value, share.standard_error, ratio.median().item<double>()};
}

void find_memorised(const HeadlessRun& run, const PictureResult& pictures) {
  for (const SampledPictures& samples : pictures.samples) {
    if (run.watch.stopped()) return;
    run.result.memorised.push_back(
        memorised_of(samples, run.trainer.parts().pictures->images.train));
  }
}

/// Returns the floor of the training loss.
std::optional<Estimate> measure(const HeadlessRun& run, PictureResult& pictures) {
  const auto parts = std::make_shared<const ExperimentParts>(run.trainer.parts());
  const auto levels = static_cast<std::int64_t>(parts->levels.size());
  PictureLevelMeasurer measurer(parts);
  const auto tell = [&](std::int64_t done) {
    run.watch.tell({"measuring levels", done, 2 * levels, 0.0});
    return !run.watch.stopped();
  };
  while (measurer.measure_next_reference() &&
         tell(std::llround(measurer.progress() * static_cast<double>(levels)))) {
  }
  if (!measurer.references_are_known()) return std::nullopt;
  measurer.begin_round(run.trainer.freeze());
  std::int64_t halves = 0;  // of levels: averaged, then raw weights
  while (tell(levels + halves++ / 2) && !measurer.measure_next_level()) {
  }
  if (measurer.round_in_progress()) return std::nullopt;
  pictures.levels = measurer.table(*objective_of(*parts));
  return training_floor(*parts, measurer.fisher());
}

/// What cannot be used is refused before the training, not after it.
void check_options(const ExperimentParts& parts) {
  check_plane(parts.spec.plane, parts.pictures->images.train);
  for (const Choice& choice : parts.spec.samplers) make_sampler(choice, parts.levels);
  if (!parts.spec.step_grid.at_end) return;
  make_sampler(grid_sampler(parts.spec, 1, parts.spec.step_grid.epsilon.front()), parts.levels);
}

}  // namespace

void run_pictures(const HeadlessRun& run) {
  const ExperimentParts& parts = run.trainer.parts();
  check_options(parts);
  PictureResult& pictures = run.result.pictures.emplace();
  pictures.description = parts.pictures->images.description;
  pictures.side = parts.pictures->side();
  pictures.data_std = parts.pictures->spread.rms_std;
  pictures.data_mean = parts.pictures->spread.mean.mean().item<double>();
  HeadlessDistances distances(run);
  train(run, [&] { distances.measure_if_due(); });
  LoadedNetwork network;
  network.load(run.trainer.freeze());
  std::optional<Estimate> floor;
  if (!run.trainer.failed()) {
    if (run.options.sample && !run.watch.stopped()) sample(run, network, pictures);
    if (run.spec.step_grid.at_end && !run.watch.stopped()) make_step_grid(run, network, pictures);
    if (run.options.measure && !run.watch.stopped()) floor = measure(run, pictures);
    if (run.options.measure) find_memorised(run, pictures);
    if (!run.watch.stopped()) distances.measure_at_end();
    if (run.options.measure && !run.watch.stopped()) paint_plane(run);
  }
  pictures.distances = distances.take();
  run.result.training = final_frame(run, floor);
}

}  // namespace scorescope
