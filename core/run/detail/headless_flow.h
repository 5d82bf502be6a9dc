// What headless runs of points and of pictures share: progress, the training loop, its summary.
// Internal to core/run.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "core/run/detail/trainer.h"
#include "core/run/headless.h"

namespace scorescope {

/// Passes progress on a few times a second and asks whether to stop.
class Watch {
 public:
  explicit Watch(const HeadlessOptions& options) : options_(options) {}

  /// Whether tell() would pass on anything now.
  bool is_due(std::int64_t done, std::int64_t total) const;
  void tell(const HeadlessProgress& progress);
  /// True for ever once it was.
  bool stopped();

 private:
  const HeadlessOptions& options_;
  std::chrono::steady_clock::time_point next_{};
  bool stopped_ = false;
};

/// One run in progress.
struct HeadlessRun {
  const ExperimentSpec& spec;
  const HeadlessOptions& options;
  Trainer& trainer;
  Watch& watch;
  HeadlessResult& result;
};

/// Trains to the end, a failure or a stop; `after_step` may look at the trainer, and its time does
/// not count. Fills in losses, their summary and the time.
void train(const HeadlessRun& run, const std::function<void()>& after_step);

/// The training frame of the end, with the loss's floor where it is known.
std::shared_ptr<const TrainingFrame> final_frame(const HeadlessRun& run,
                                                 std::optional<Estimate> floor);

/// Paints the plane through the pictures with the trained network. Throws UserError for a plane
/// that the pictures do not span.
void paint_plane(const HeadlessRun& run);

/// Measures and samples pictures, with both sets of weights on the same noise; trains first.
void run_pictures(const HeadlessRun& run);

}  // namespace scorescope
