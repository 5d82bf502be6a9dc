// Distances along a headless run of pictures. Internal to core/run.
#pragma once

#include <cstdint>
#include <memory>

#include "core/run/detail/distance_job.h"
#include "core/run/detail/headless_flow.h"

namespace scorescope {

/// Measures with every sampler of the spec when it is due. Changes nothing in the training.
class HeadlessDistances {
 public:
  /// Throws UserError if the classifier's file is missing or damaged: before the training, not
  /// after it.
  explicit HeadlessDistances(const HeadlessRun& run);

  /// Call after each training step.
  void measure_if_due();
  /// Unless the last step was measured already.
  void measure_at_end();

  DistanceHistory take() { return std::move(history_); }

 private:
  void measure();
  bool measure_sampler(const Choice& sampler, const std::string& name);

  const HeadlessRun& run_;
  DistanceOptions options_;
  std::shared_ptr<const ExperimentParts> parts_;
  std::shared_ptr<FeatureReference> reference_;  // null if nothing is to be measured
  std::int64_t measured_step_ = -1;
  DistanceHistory history_;
};

}  // namespace scorescope
