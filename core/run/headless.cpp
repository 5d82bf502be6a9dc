#include "core/run/headless.h"

#include <torch/types.h>

#include <chrono>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/base/error.h"
#include "core/metric/fisher_information.h"
#include "core/run/detail/simulator.h"
#include "core/run/detail/state_file.h"
#include "core/run/detail/trainer.h"

namespace scorescope {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kFinalSteps = 500;  // the loss of a run is the mean over these
constexpr double kRoundRatio = 1.35;      // between the steps at which levels are measured
constexpr auto kProgressInterval = std::chrono::milliseconds(200);

/// Passes progress on a few times a second and asks whether to stop.
class Watch {
 public:
  explicit Watch(const HeadlessOptions& options) : options_(options) {}

  void tell(const HeadlessProgress& progress) {
    const auto now = Clock::now();
    if (!options_.progress || (progress.done < progress.total && now < next_)) return;
    next_ = now + kProgressInterval;
    options_.progress(progress);
  }

  bool stopped() {
    stopped_ = stopped_ || (options_.stop && options_.stop());
    return stopped_;
  }

 private:
  const HeadlessOptions& options_;
  Clock::time_point next_{};
  bool stopped_ = false;
};

void measure_round(Simulator& simulator, const Trainer& trainer) {
  simulator.adopt(trainer.freeze());
  simulator.measure_network_now();
}

void train(Trainer& trainer, Simulator& simulator, HeadlessResult& result, Watch& watch,
           bool measure) {
  const std::int64_t total = trainer.parts().spec.training.stop_after;
  double next_round = static_cast<double>(trainer.steps_done() + 1);
  Clock::duration in_steps{};
  while (!trainer.finished() && !trainer.failed() && !watch.stopped()) {
    const auto before = Clock::now();
    trainer.step();
    in_steps += Clock::now() - before;
    if (trainer.failed()) break;
    result.losses.push_back(static_cast<float>(trainer.last_loss()));
    watch.tell({"training", trainer.steps_done(), total, trainer.last_loss()});
    if (measure && static_cast<double>(trainer.steps_done()) >= next_round) {
      measure_round(simulator, trainer);
      next_round = std::max(next_round + 1.0, next_round * kRoundRatio);
    }
  }
  result.training_seconds = std::chrono::duration<double>(in_steps).count();
}

void summarise_loss(HeadlessResult& result) {
  if (result.losses.empty()) return;
  const std::size_t n = std::min(kFinalSteps, result.losses.size());
  const auto last = result.losses.end() - static_cast<std::ptrdiff_t>(n);
  const double mean = std::accumulate(last, result.losses.end(), 0.0) / static_cast<double>(n);
  double squares = 0.0;
  for (auto loss = last; loss != result.losses.end(); ++loss) {
    squares += (*loss - mean) * (*loss - mean);
  }
  result.final_loss = mean;
  if (n > 1) {
    result.final_loss_error =
        std::sqrt(squares / static_cast<double>(n - 1) / static_cast<double>(n));
  }
}

std::vector<double> to_doubles(const torch::Tensor& points) {
  const torch::Tensor flat = points.to(torch::kCPU).contiguous().view({-1});
  const double* first = flat.data_ptr<double>();
  return {first, first + flat.numel()};
}

void sample_with(const std::string& score, Simulator& simulator, const ExperimentSpec& spec,
                 HeadlessResult& result, Watch& watch) {
  ExperimentSpec chosen = spec;
  chosen.sampling.score = score;
  simulator.set_sampling(chosen);
  simulator.reset_clouds();
  simulator.measure_clouds_now();  // where data-moving samplers begin
  std::int64_t total = 0;
  for (const auto& cloud : simulator.clouds()) {
    total = std::max(total, cloud->frame()->step_count);
  }
  std::int64_t done = 0;
  while (!watch.stopped() && simulator.advance_clouds()) {
    watch.tell({"sampling on the " + score + " score", ++done, total, 0.0});
  }
  simulator.measure_clouds_now();
  for (const auto& cloud : simulator.clouds()) {
    const auto frame = cloud->frame();
    result.clouds.push_back(
        {frame->sampler, frame->label, score, *frame, to_doubles(cloud->points())});
  }
}

std::vector<double> level_floors(const ExperimentParts& parts, const LevelTable& table) {
  const auto objective = make_objective(parts.spec.objective);
  std::vector<double> floors(table.sigma.size(), std::numeric_limits<double>::quiet_NaN());
  for (const std::int64_t level :
       objective->levels_used(static_cast<std::int64_t>(floors.size()))) {
    const auto i = static_cast<std::size_t>(level);
    const auto floor = objective->floor(table.sigma[i], table.fisher[i]);
    if (floor) floors[i] = *floor;
  }
  return floors;
}

TrainingState final_state(const Trainer& trainer) {
  if (trainer.failed()) return TrainingState::kFailed;
  return trainer.finished() ? TrainingState::kFinished : TrainingState::kPaused;
}

std::shared_ptr<const TrainingFrame> training_frame(Trainer& trainer, const Simulator& simulator,
                                                    const HeadlessResult& result) {
  if (simulator.measurer().exact_is_known()) {
    trainer.set_floor(training_floor(trainer.parts(), simulator.measurer().fisher()));
  }
  auto frame = trainer.frame();
  frame->run_id = simulator.run_id();
  frame->revision = 1;
  frame->state = final_state(trainer);
  if (result.training_seconds > 0.0) {
    const auto steps = static_cast<double>(result.losses.size());
    frame->steps_per_second = steps / result.training_seconds;
    frame->milliseconds_per_step = 1000.0 * result.training_seconds / steps;
  }
  return frame;
}

}  // namespace

HeadlessResult run_headless(const ExperimentSpec& spec, const HeadlessOptions& options) {
  use_threads(spec.compute);
  Watch watch(options);
  HeadlessResult result;
  Trainer trainer(spec);
  if (!options.state_path.empty()) load_training(trainer, options.state_path);
  result.resumed_from = trainer.steps_done();
  Simulator simulator(spec, 1);
  if (options.stage) simulator.look(*options.stage);
  train(trainer, simulator, result, watch, options.measure);
  summarise_loss(result);
  measure_round(simulator, trainer);
  if (options.sample && !trainer.failed()) {
    const bool learned = spec.sampling.score == "learned";
    sample_with(learned ? "exact" : "learned", simulator, spec, result, watch);
    sample_with(spec.sampling.score, simulator, spec, result, watch);
  }
  result.table = *simulator.measurer().table();
  result.level_floor = level_floors(trainer.parts(), result.table);
  result.training = training_frame(trainer, simulator, result);
  auto frame = simulator.frame();
  frame->revision = 1;
  result.simulation = std::move(frame);
  if (!options.weights_path.empty()) write_weights(*trainer.freeze(), options.weights_path);
  result.interrupted = watch.stopped();
  return result;
}

ProbeTable probe_points(const ExperimentSpec& spec, double sigma, const std::vector<double>& points,
                        const std::string& weights_path) {
  const ExperimentParts parts = make_parts(spec);
  const auto n = static_cast<std::int64_t>(points.size() / 2);
  const torch::Tensor at =
      torch::tensor(points, torch::dtype(torch::kFloat64)).view({n, 2}).to(parts.device);
  const torch::Tensor level = sigma_like(at, sigma);
  ProbeTable table;
  table.log_density = to_doubles(parts.mixture->log_density(at, level));
  const torch::Tensor score = parts.exact(at, level);
  table.score = to_doubles(score);
  table.denoised = to_doubles(at + sigma * sigma * score);
  if (!weights_path.empty()) {
    LoadedNetwork network;
    network.load(read_weights(parts, weights_path));
    table.learned = to_doubles(network.score(true)(at, level));
  }
  return table;
}

std::vector<FloorRow> floor_table(const ExperimentSpec& spec) {
  const ExperimentParts parts = make_parts(spec);
  std::vector<FloorRow> rows;
  for (const double sigma : parts.levels) {
    const Estimate fisher = level_fisher(parts, sigma);
    rows.push_back(
        {sigma, fisher.value, denoising_floor(fisher, sigma).value, fisher.standard_error});
  }
  return rows;
}

}  // namespace scorescope
