// Distances measured beside the training, in a bounded share of the time. Internal to core/run.
#pragma once

#include <chrono>
#include <memory>
#include <optional>

#include "core/run/detail/distance_job.h"

namespace scorescope {

/// Belongs to one thread. A measurement that has begun is finished even if the network goes on: it
/// is of the weights it began with.
class LiveDistances {
 public:
  using Clock = std::chrono::steady_clock;

  /// What a measurement is made of and when it is due.
  struct Order {
    std::shared_ptr<const ExperimentParts> parts;  ///< its `spec.distances` says how often
    std::shared_ptr<const FrozenNetwork> network;
    Choice sampler;
  };

  explicit LiveDistances(std::shared_ptr<FeatureReference> reference)
      : reference_(std::move(reference)) {}

  /// Whether the newest network, at `step`, is to be measured now.
  bool is_due(const ExperimentSpec& spec, std::int64_t step) const;
  /// Throws UserError for options that do not fit the sampler.
  void begin(const Order& order);
  bool in_progress() const { return job_ != nullptr; }
  /// When the share of time allows another slice, of a measurement or of what the first one needs
  /// to know of the real pictures; for ever if none is wanted.
  Clock::time_point next_slice(const DistanceOptions& options) const {
    const bool prepared = options.samples == 0 || options.samples == prepared_for_;
    return in_progress() || !prepared ? next_slice_ : Clock::time_point::max();
  }
  /// One slice of some 30 ms; whether there is a new result.
  bool advance(const DistanceOptions& options);

  /// Null before the first result.
  std::shared_ptr<const DistanceHistory> history() const { return history_; }
  std::optional<double> progress() const;
  /// Of the time since the last measurement began.
  double share() const { return share_; }

 private:
  std::shared_ptr<FeatureReference> reference_;
  std::unique_ptr<DistanceJob> job_;
  std::int64_t measured_step_ = 0;  // of the last one begun
  std::int64_t prepared_for_ = 0;   // samples
  std::shared_ptr<const DistanceHistory> history_;
  Clock::time_point began_ = Clock::now();  // the measurement, or what the first one needs
  Clock::time_point next_slice_{};
  Clock::duration busy_{};  // of the time since
  double share_ = 0.0;
};

}  // namespace scorescope
