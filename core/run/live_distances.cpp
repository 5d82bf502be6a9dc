#include "core/run/detail/live_distances.h"

#include <torch/types.h>

namespace scorescope {

bool LiveDistances::is_due(const ExperimentSpec& spec, std::int64_t step) const {
  const DistanceOptions& options = spec.distances;
  if (options.samples == 0 || in_progress() || step == 0 || step == measured_step_) return false;
  if (step >= spec.training.stop_after) return true;
  return options.every > 0 && step / options.every > measured_step_ / options.every;
}

void LiveDistances::begin(const Order& order) {
  measured_step_ = order.network->step;  // also if it is refused: once is enough
  job_ = std::make_unique<DistanceJob>(order.parts, order.network, order.sampler,
                                       order.parts->spec.distances.samples, reference_);
  began_ = Clock::now();
  busy_ = {};
}

bool LiveDistances::advance(const DistanceOptions& options) {
  const auto before = Clock::now();
  const bool more = job_ ? job_->advance() : reference_->prepare(options.samples);
  const auto after = Clock::now();
  busy_ += after - before;
  // of the whole time, so that what others' longer slices took is made up for
  next_slice_ = began_ + std::chrono::duration_cast<Clock::duration>(busy_ / options.share);
  if (!job_) {
    if (!more) prepared_for_ = options.samples;
    return false;
  }
  share_ = std::chrono::duration<double>(busy_) / std::chrono::duration<double>(after - began_);
  if (more) return false;
  auto history = history_ ? std::make_shared<DistanceHistory>(*history_)
                          : std::make_shared<DistanceHistory>(reference_->begin_history());
  const DistanceMeasurement& result = job_->result();
  history->rows.insert(history->rows.end(), result.rows.begin(), result.rows.end());
  history->classes.insert(history->classes.end(), result.classes.begin(), result.classes.end());
  history_ = std::move(history);
  job_.reset();
  return true;
}

std::optional<double> LiveDistances::progress() const {
  if (!job_) return std::nullopt;
  return job_->progress();
}

}  // namespace scorescope
