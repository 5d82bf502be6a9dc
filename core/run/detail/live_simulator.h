// What the session's second worker does beside the training, whatever the data are. Internal to
// core/run.
#pragma once

#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/run/detail/experiment_parts.h"
#include "core/run/frames.h"
#include "core/run/session.h"

namespace scorescope {

/// Everything of one run that is not training; belongs to one thread. Adopts the newest network
/// whenever it is given one, and never draws from a training stream. Every function returns within
/// some ten milliseconds, so that commands act at once; where one takes longer, it says so.
class LiveSimulator {
 public:
  using Clock = std::chrono::steady_clock;

  LiveSimulator() = default;
  virtual ~LiveSimulator() = default;
  LiveSimulator(const LiveSimulator&) = delete;
  LiveSimulator& operator=(const LiveSimulator&) = delete;

  virtual std::uint64_t run_id() const = 0;

  virtual void adopt(std::shared_ptr<const FrozenNetwork> network) = 0;
  /// Sampling options, samplers, and what counts as the exact score: live ones keep what is on its
  /// way, others start again. Another exact score or "probe" seed measures everything anew at once.
  /// UserError for options that are refused.
  virtual void set_sampling(const ExperimentSpec& spec) = 0;
  virtual void look(const StageRequest& request) = 0;
  /// Keeps the network of an older run to compare with.
  virtual void pin(std::shared_ptr<const FrozenNetwork> network, std::uint64_t run_id,
                   std::string label) = 0;

  virtual void reset_sampling() = 0;
  /// One sampling step; false when all is finished or failed.
  virtual bool advance_sampling() = 0;
  virtual bool sampling_finished() const = 0;

  /// An unrecorded preview: on points it moves before anything was pressed, on pictures it shows
  /// what the newest network makes.
  virtual void set_preview(bool on) = 0;
  virtual bool has_preview() const = 0;
  /// Whether there is something new to show.
  virtual bool advance_preview() = 0;

  // Of points only; ignored for pictures.
  virtual void probe(std::optional<std::array<double, 2>> /*position*/) {}
  virtual void drop_particles(std::array<double, 2> /*place*/, int /*count*/) {}

  // Of pictures only; ignored for points.
  /// Begins the grid of the spec's step_grid anew with the newest network.
  virtual void make_step_grid() {}
  virtual void cancel_step_grid() {}

  /// Does one slice of measuring if some is due at `now`; returns whether there is something new to
  /// show.
  virtual bool measure_slice(Clock::time_point now) = 0;
  /// Something is half measured: the next slice should not wait.
  virtual bool is_measuring() const = 0;
  /// When the next slice is due if nothing is half measured: the caller need not look before.
  virtual Clock::time_point next_slice() const { return Clock::time_point::max(); }
  /// As training_floor wants it, once known.
  virtual bool fisher_is_known() const = 0;
  virtual ExactFisher fisher() const = 0;

  /// What the stage asks for; the caller fills in revision and rates.
  virtual std::shared_ptr<SimulationFrame> frame() = 0;
};

/// For the spec's kind of data. Throws UserError for a spec that cannot be run. `pictures` as
/// make_parts takes them.
std::unique_ptr<LiveSimulator> make_simulator(const ExperimentSpec& spec, std::uint64_t run_id,
                                              const std::shared_ptr<const PictureData>& pictures);

}  // namespace scorescope
