// Moves particles, paints fields and measures, beside the training. Internal to core/run.
#pragma once

#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/run/detail/cloud.h"
#include "core/run/detail/field_painter.h"
#include "core/run/detail/fresh_data.h"
#include "core/run/detail/level_measurer.h"
#include "core/run/detail/live_simulator.h"

namespace scorescope {

/// Of points in the plane.
class Simulator final : public LiveSimulator {
 public:
  /// Throws UserError for a spec that cannot be run; InternalError for pictures.
  Simulator(const ExperimentSpec& spec, std::uint64_t run_id);

  std::uint64_t run_id() const override { return run_id_; }

  void adopt(std::shared_ptr<const FrozenNetwork> network) override;
  void set_sampling(const ExperimentSpec& spec) override;
  void look(const StageRequest& request) override { stage_ = request; }
  void probe(std::optional<std::array<double, 2>> position) override { probe_ = position; }
  void pin(std::shared_ptr<const FrozenNetwork> network, std::uint64_t run_id,
           std::string label) override;

  void reset_sampling() override;
  void drop_particles(std::array<double, 2> place, int count) override;
  void set_preview(bool on) override;
  bool has_preview() const override { return preview_ != nullptr; }

  bool advance_sampling() override;
  bool advance_preview() override;
  bool sampling_finished() const override;
  const std::vector<std::unique_ptr<Cloud>>& clouds() const { return clouds_; }

  bool measure_slice(Clock::time_point now) override;
  bool is_measuring() const override;
  bool fisher_is_known() const override { return measurer_.exact_is_known(); }
  ExactFisher fisher() const override { return measurer_.fisher(); }
  /// Measures the network at every level, or the clouds, now, however long it takes.
  void measure_network_now();
  void measure_clouds_now();
  const LevelMeasurer& measurer() const { return measurer_; }
  LevelMeasurer& measurer() { return measurer_; }
  const ExperimentParts& parts() const { return *parts_; }

  std::shared_ptr<SimulationFrame> frame() override;

 private:
  const ScoreFunction& sampling_score() const;
  bool sampling_score_is_learned() const;
  void describe_data();
  double view_sigma(const ViewRequest& view, int& level) const;
  LearnedSource learned_for(const ViewRequest& view) const;
  std::optional<ProbeFrame> probe_frame();
  void draw_probes();
  void compare_anew();
  void measure_anew();
  std::uint64_t sampling_score_version() const;
  bool measure_clouds(Clock::time_point now);
  void measure_moved_data(std::size_t index);
  bool floor_in_progress() const;
  bool add_floor_pair();

  /// What was measured of a cloud last.
  struct CloudMeasured {
    std::int64_t step = -1;
    std::string score;
    /// Of a cloud of data: where it began, under the score of that version, with so many particles.
    std::shared_ptr<const CloudTable> start;
    std::uint64_t start_version = 0;
    std::int64_t start_particles = 0;
  };

  std::uint64_t run_id_;
  std::shared_ptr<const ExperimentParts> parts_;
  std::shared_ptr<const ExperimentSpec> spec_;
  LoadedNetwork network_, pinned_;
  std::optional<std::uint64_t> pinned_run_;
  std::string pinned_label_;
  std::uint64_t version_ = 0;
  FieldPainter painter_;
  LevelMeasurer measurer_;
  FreshData fresh_;
  StageRequest stage_;
  std::optional<std::array<double, 2>> probe_;
  std::vector<std::unique_ptr<Cloud>> clouds_;
  std::unique_ptr<Cloud> preview_;
  std::vector<std::shared_ptr<const CloudTable>> cloud_tables_;
  std::vector<float> data_points_;
  std::vector<Advice> ladder_advice_;
  std::optional<Advice> step_advice_;
  std::int64_t measured_step_ = -1;
  std::vector<CloudMeasured> clouds_measured_;
  Clock::time_point next_round_{}, next_cloud_measure_{}, round_began_{};
};

}  // namespace scorescope
