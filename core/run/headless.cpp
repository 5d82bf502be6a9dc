#include "core/run/headless.h"

#include <torch/types.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/distribution/ring.h"
#include "core/metric/fisher_information.h"
#include "core/run/choices.h"
#include "core/run/detail/headless_flow.h"
#include "core/run/detail/simulator.h"
#include "core/run/detail/state_file.h"
#include "core/run/detail/trainer.h"

namespace scorescope {
namespace {

constexpr double kRoundRatio = 1.35;  // between the steps at which levels are measured

void measure_round(Simulator& simulator, const Trainer& trainer) {
  simulator.adopt(trainer.freeze());
  simulator.measure_network_now();
}

/// Trains, measuring ever more rarely, so that the curves cost about the same in each decade.
void train_measured(const HeadlessRun& run, Simulator& simulator) {
  double next_round = static_cast<double>(run.trainer.steps_done() + 1);
  train(run, [&] {
    const auto step = static_cast<double>(run.trainer.steps_done());
    if (!run.options.measure || step < next_round) return;
    measure_round(simulator, run.trainer);
    next_round = std::max(next_round + 1.0, next_round * kRoundRatio);
  });
}

std::vector<double> to_doubles(const torch::Tensor& points) {
  const torch::Tensor flat = points.to(torch::kCPU).contiguous().view({-1});
  const double* first = flat.data_ptr<double>();
  return {first, first + flat.numel()};
}

void sample_with(const std::string& score, const HeadlessRun& run, Simulator& simulator) {
  ExperimentSpec chosen = run.spec;
  chosen.sampling.score = score;
  simulator.set_sampling(chosen);
  simulator.reset_sampling();
  simulator.measure_clouds_now();  // where data-moving samplers begin
  std::int64_t total = 0;
  for (const auto& cloud : simulator.clouds()) {
    const auto frame = cloud->frame();
    total = std::max(total, frame->step_count);
    const bool first_time = run.result.clouds.empty();  // both scores are warned of alike
    if (run.options.warn && first_time && !frame->stability_warning.empty()) {
      run.options.warn(frame->label + ": " + frame->stability_warning);
    }
  }
  std::int64_t done = 0;
  while (!run.watch.stopped() && simulator.advance_sampling()) {
    run.watch.tell({"sampling on the " + score + " score", ++done, total, 0.0});
  }
  simulator.measure_clouds_now();
  for (const auto& cloud : simulator.clouds()) {
    const auto frame = cloud->frame();
    run.result.clouds.push_back(
        {frame->sampler, frame->label, score, *frame, to_doubles(cloud->points())});
  }
}

std::vector<double> level_floors(const ExperimentParts& parts, const ExactFisher& fisher) {
  const auto objective = objective_of(parts);
  std::vector<double> floors(parts.levels.size(), std::numeric_limits<double>::quiet_NaN());
  const auto used = objective->levels_used(static_cast<std::int64_t>(floors.size()));
  for (const std::int64_t level : used) {
    const auto i = static_cast<std::size_t>(level);
    const auto floor = objective->floor(parts.levels[i], fisher.levels[i].value);
    if (floor) floors[i] = *floor;
  }
  const auto clean = used.empty() ? training_floor(parts, fisher) : std::nullopt;
  if (clean) floors.back() = clean->value;  // the noise input that clean data trains
  return floors;
}

bool wants_samples(const HeadlessOptions& options, const Simulator& simulator) {
  return options.sample ||
         (options.move_data && std::ranges::any_of(simulator.clouds(), [](const auto& cloud) {
            return cloud->moves_data();
          }));
}

void run_plane(const HeadlessRun& run) {
  HeadlessResult& result = run.result;
  Simulator simulator(run.spec, 1);
  if (run.options.stage) simulator.look(*run.options.stage);
  train_measured(run, simulator);
  measure_round(simulator, run.trainer);
  if (wants_samples(run.options, simulator) && !run.trainer.failed()) {
    const bool learned = run.spec.sampling.score == "learned";
    sample_with(learned ? "exact" : "learned", run, simulator);
    sample_with(run.spec.sampling.score, run, simulator);
  }
  const LevelMeasurer& measurer = simulator.measurer();
  result.table = *measurer.table();
  result.level_floor = level_floors(run.trainer.parts(), measurer.fisher());
  result.training = final_frame(run, measurer.exact_is_known()
                                         ? training_floor(run.trainer.parts(), measurer.fisher())
                                         : std::nullopt);
  auto frame = simulator.frame();
  frame->revision = 1;
  result.simulation = std::move(frame);
}

/// `what` cannot be had for pictures.
ExperimentParts plane_parts(const ExperimentSpec& spec, const char* what) {
  if (has_pictures(schema(), spec)) {
    throw UserError(std::string(what) +
                    " needs the exact score of points in the plane, but the data are pictures; "
                    "levels.csv of a run has what can be known of them.");
  }
  return make_parts(spec);
}

std::vector<double> log_densities(const ExperimentParts& parts, const torch::Tensor& points,
                                  double sigma) {
  const auto& reference = parts.data.reference;
  if (!reference) return to_doubles(parts.mixture->log_density(points, sigma_like(points, sigma)));
  const auto n = static_cast<std::size_t>(points.size(0));
  std::vector<double> values(n, std::numeric_limits<double>::quiet_NaN());
  if (reference->kind != RingReference::Kind::kBessel) return values;
  // As for its score, the origin stands for what is next to it.
  const std::vector<double> r = to_doubles(points.square().sum(1).sqrt().clamp_min(1e-150));
  const Ring ring{reference->radius, reference->std};
  for (std::size_t i = 0; i < n; ++i) values[i] = ring_log_density_at(ring, r[i], sigma);
  return values;
}

}  // namespace

HeadlessResult run_headless(const ExperimentSpec& spec, const HeadlessOptions& options) {
  use_threads(spec.compute);
  Watch watch(options);
  HeadlessResult result;
  Trainer trainer(spec);
  if (!options.state_path.empty()) load_training(trainer, options.state_path);
  result.resumed_from = trainer.steps_done();
  const HeadlessRun run{spec, options, trainer, watch, result};
  if (trainer.parts().pictures) {
    run_pictures(run);
  } else {
    run_plane(run);
  }
  try {
    if (!options.weights_path.empty()) write_weights(*trainer.freeze(), options.weights_path);
  } catch (const UserError& error) {
    result.unwritten.emplace_back(error.what());
  }
  result.interrupted = watch.stopped();
  return result;
}

ProbeTable probe_points(const ExperimentSpec& spec, double sigma, const std::vector<double>& points,
                        const std::string& weights_path) {
  const ExperimentParts parts = plane_parts(spec, "probe");
  const auto n = static_cast<std::int64_t>(points.size() / 2);
  const torch::Tensor at =
      torch::tensor(points, torch::dtype(torch::kFloat64)).view({n, 2}).to(parts.device);
  const torch::Tensor level = sigma_like(at, sigma);
  ProbeTable table;
  table.log_density = log_densities(parts, at, sigma);
  const torch::Tensor score = parts.exact(at, level);
  table.score = to_doubles(score);
  table.denoised = to_doubles(at + sigma * sigma * score);
  if (!weights_path.empty()) {
    LoadedNetwork network;
    network.load(read_weights(parts, weights_path));
    table.learned = to_doubles(network.score(spec.sampling.weights != "raw")(at, level));
  }
  return table;
}

std::vector<FloorRow> floor_table(const ExperimentSpec& spec) {
  const ExperimentParts parts = plane_parts(spec, "floor");
  std::vector<FloorRow> rows;
  for (const double sigma : parts.levels) {
    const Estimate fisher = level_fisher(parts, sigma);
    rows.push_back(
        {sigma, fisher.value, denoising_floor(fisher, sigma).value, fisher.standard_error});
  }
  return rows;
}

}  // namespace scorescope
