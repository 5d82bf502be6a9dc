#include "core/run/detail/headless_flow.h"

#include <torch/types.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

#include "core/base/error.h"
#include "core/run/detail/state_file.h"

namespace scorescope {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kFinalSteps = 500;  // the loss of a run is the mean over these
constexpr auto kProgressInterval = std::chrono::milliseconds(200);
constexpr auto kStateInterval = std::chrono::minutes(1);  // what a killed run loses at most

std::span<const float> last_losses(const std::vector<float>& losses) {
  return std::span(losses).last(std::min(kFinalSteps, losses.size()));
}

double mean_of(std::span<const float> losses) {
  return std::accumulate(losses.begin(), losses.end(), 0.0) / static_cast<double>(losses.size());
}

void summarise_loss(HeadlessResult& result) {
  if (result.losses.empty()) return;
  const auto last = last_losses(result.losses);
  const auto n = static_cast<double>(last.size());
  result.final_loss = mean_of(last);
  double squares = 0.0;
  for (const float loss : last) {
    squares += (loss - result.final_loss) * (loss - result.final_loss);
  }
  if (n > 1.0) result.final_loss_error = std::sqrt(squares / (n - 1.0) / n);
}

/// What cannot be written is told at the end: the run goes on.
void keep_state(const HeadlessRun& run) {
  if (run.options.state_to.empty()) return;
  run.result.unwritten.clear();
  try {
    save_training(run.trainer, run.options.state_to, run.options.lesson_json);
  } catch (const UserError& error) {
    run.result.unwritten.emplace_back(error.what());
  }
}

TrainingState final_state(const Trainer& trainer) {
  if (trainer.failed()) return TrainingState::kFailed;
  return trainer.finished() ? TrainingState::kFinished : TrainingState::kPaused;
}

}  // namespace

bool Watch::is_due(std::int64_t done, std::int64_t total) const {
  return options_.progress && (done >= total || Clock::now() >= next_);
}

void Watch::tell(const HeadlessProgress& progress) {
  if (!is_due(progress.done, progress.total)) return;
  next_ = Clock::now() + kProgressInterval;
  options_.progress(progress);
}

bool Watch::stopped() {
  stopped_ = stopped_ || (options_.stop && options_.stop());
  return stopped_;
}

void train(const HeadlessRun& run, const std::function<void()>& after_step) {
  Trainer& trainer = run.trainer;
  const std::int64_t total = run.spec.training.stop_after;
  Clock::duration in_steps{};
  Clock::time_point kept = Clock::now();
  while (!trainer.finished() && !trainer.failed() && !run.watch.stopped()) {
    const auto before = Clock::now();
    trainer.step();
    in_steps += Clock::now() - before;
    if (trainer.failed()) break;
    run.result.losses.push_back(static_cast<float>(trainer.last_loss()));
    if (run.watch.is_due(trainer.steps_done(), total)) {
      run.watch.tell(
          {"training", trainer.steps_done(), total, mean_of(last_losses(run.result.losses))});
    }
    after_step();
    if (Clock::now() - kept >= kStateInterval) {
      keep_state(run);
      kept = Clock::now();
    }
  }
  if (!trainer.failed()) keep_state(run);
  run.result.training_seconds = std::chrono::duration<double>(in_steps).count();
  summarise_loss(run.result);
}

std::shared_ptr<const TrainingFrame> final_frame(const HeadlessRun& run,
                                                 std::optional<Estimate> floor) {
  if (floor) run.trainer.set_floor(floor);
  auto frame = run.trainer.frame();
  frame->run_id = 1;
  frame->revision = 1;
  frame->state = final_state(run.trainer);
  if (run.result.training_seconds > 0.0) {
    const auto steps = static_cast<double>(run.result.losses.size());
    frame->steps_per_second = steps / run.result.training_seconds;
    frame->milliseconds_per_step = 1000.0 * run.result.training_seconds / steps;
  }
  return frame;
}

}  // namespace scorescope
