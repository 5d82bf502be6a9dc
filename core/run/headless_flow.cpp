#include "core/run/detail/headless_flow.h"

#include <torch/types.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace scorescope {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kFinalSteps = 500;  // the loss of a run is the mean over these
constexpr auto kProgressInterval = std::chrono::milliseconds(200);

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

TrainingState final_state(const Trainer& trainer) {
  if (trainer.failed()) return TrainingState::kFailed;
  return trainer.finished() ? TrainingState::kFinished : TrainingState::kPaused;
}

}  // namespace

void Watch::tell(const HeadlessProgress& progress) {
  const auto now = Clock::now();
  if (!options_.progress || (progress.done < progress.total && now < next_)) return;
  next_ = now + kProgressInterval;
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
  while (!trainer.finished() && !trainer.failed() && !run.watch.stopped()) {
    const auto before = Clock::now();
    trainer.step();
    in_steps += Clock::now() - before;
    if (trainer.failed()) break;
    run.result.losses.push_back(static_cast<float>(trainer.last_loss()));
    run.watch.tell({"training", trainer.steps_done(), total, trainer.last_loss()});
    after_step();
  }
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
