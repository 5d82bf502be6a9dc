// Particles under one sampler, with their trails and everything measured along the way.
// Internal to core/run (it shows Torch types); nothing outside may include it.
#pragma once

#include <torch/types.h>

#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/random_stream.h"
#include "core/metric/mixing.h"
#include "core/metric/mode_shares.h"
#include "core/run/detail/experiment_parts.h"
#include "core/run/detail/fresh_data.h"
#include "core/run/detail/sampler_run.h"
#include "core/run/frames.h"

namespace scorescope {

/// Belongs to one thread. Two clouds made from copies of one stream and the same start see the same
/// random numbers.
class Cloud {
 public:
  Cloud(std::shared_ptr<const ExperimentParts> parts, const Choice& sampler, torch::Tensor start,
        RandomStream noise);

  /// One sampling step; does nothing once finished() or failed().
  void advance(const ScoreFunction& score, bool learned_score);

  bool finished() const { return run_.finished(); }
  bool failed() const { return run_.failed(); }
  std::int64_t step() const { return run_.step(); }
  SamplerPosition position() const { return run_.position(); }
  const torch::Tensor& points() const { return run_.points(); }
  /// Where they began (those dropped later: where they were dropped), [n, 2] float64.
  torch::Tensor starting_points() const;
  /// The particles are the data that a loss moves, not draws of a law (maths.md LAB A5).
  bool moves_data() const { return run_.sampler().moves_data(); }

  /// See SamplerRun.
  void set_options(const Choice& sampler) { run_.set_options(sampler); }

  /// Puts `count` more particles at one place.
  void add_particles(std::array<double, 2> place, int count);

  /// Mixing times and the distance to fresh data: costs milliseconds, so it is asked for now and
  /// then.
  void measure(FreshData& fresh);

  /// The floor of that distance, once measure() was called and until all its pairs are measured.
  bool floor_in_progress() const { return floor_ && !floor_->is_known(); }
  /// One more pair of it: milliseconds too.
  void add_floor_pair() { floor_->add_pair(); }

  std::shared_ptr<const CloudFrame> frame() const;

 private:
  void record();
  void record_shares(const torch::Tensor& on_cpu);
  void record_trails(const torch::Tensor& on_cpu);
  void forget_trails();
  /// Standard deviation of a coordinate within the modes of the law that the sampler aims at.
  std::optional<double> true_width() const;

  std::shared_ptr<const ExperimentParts> parts_;
  SamplerRun run_;  // of points [n, 2]

  ModeCentres centres_;
  std::vector<float> start_;
  std::vector<std::int32_t> modes_;
  std::vector<Estimate> shares_;
  std::optional<double> width_;
  ShareHistory heavy_share_, width_history_;
  std::int64_t record_stride_ = 1;
  std::int64_t crossings_ = 0;
  std::int64_t crossing_steps_ = 0;
  ChainMixing mixing_;
  std::optional<Mixing> mixing_measured_;
  std::optional<double> distance_;
  std::shared_ptr<DistanceFloor> floor_;
  std::int64_t trail_stride_ = 5;
  std::vector<std::vector<float>> trail_;  // newest last, each [trails * 2]
};

}  // namespace scorescope
