// What the workers show the rest of the program: immutable frames of plain values.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/gaussian_component.h"
#include "core/experiment/spec.h"
#include "core/run/picture_frames.h"
#include "core/run/sampler_status.h"

namespace scorescope {

// Opaque outside core/run.
class FrozenNetwork;  // raw and averaged weights at one step
struct PictureData;   // a data set in memory

struct PlaneFrame;  // core/run/plane_frame.h

/// A square or rectangle in data units.
struct Bounds {
  double left = -8.0, right = 8.0, bottom = -8.0, top = 8.0;
  bool operator==(const Bounds&) const = default;
};

/// Values at the centres of columns x rows equal cells of `bounds`; row 0 is the bottom one.
struct ScalarGrid {
  Bounds bounds;
  int columns = 0, rows = 0;
  std::vector<float> values;  // [rows * columns]
  float maximum = 0.0F;
};

/// Vectors at the centres of columns x rows equal cells of `bounds`; x, y interleaved, bottom row
/// first.
struct VectorGrid {
  Bounds bounds;
  int columns = 0, rows = 0;
  std::vector<float> vectors;  // [rows * columns * 2]
  float maximum = 0.0F;        // largest length
};

/// A curve that is thinned as it grows: one bin per point, with the least, mean and largest value
/// of the steps it stands for. `step` is the last step of the bin, counted from 1.
struct History {
  std::vector<std::int64_t> step;
  std::vector<float> low, mean, high;
};

struct NamedHistory {
  std::string name;
  History history;
};

/// Mean training loss per noise level (rows, highest level first) and bin of steps (columns).
struct LevelStrip {
  std::vector<std::int64_t> step;  // [columns], last step of each bin
  std::vector<float> loss;  // [levels * columns], row-major; NaN where a bin saw no such point
};

enum class TrainingState { kPaused, kRunning, kFinished, kFailed };

struct TrainingFrame {
  std::uint64_t run_id = 0;    ///< grows with every (re)start; frames of older runs are ignored
  std::uint64_t revision = 0;  ///< grows with every published frame
  std::shared_ptr<const ExperimentSpec> spec;
  std::vector<double> levels;  ///< noise levels, highest first
  TrainingState state = TrainingState::kPaused;
  std::string failure;  ///< a sentence if state is kFailed

  std::int64_t step = 0;
  double steps_per_second = 0.0;  ///< over the last second; 0 while paused
  std::optional<double> loss;     ///< mean of the last 100 steps; of one batch while untrained
  double loss_error = 0.0;        ///< its standard error
  std::optional<double> floor;    ///< exact floor of the training loss, where known
  double floor_error = 0.0;
  std::string loss_formula;  ///< normalisation in words
  std::string network_description;
  std::int64_t parameter_count = 0;
  std::string engine;                  ///< "LibTorch" or "fused, AVX-512", for the status bar
  std::string device;                  ///< "CPU, 1 thread"
  double milliseconds_per_step = 0.0;  ///< cost of a step without pauses

  History loss_history;
  std::vector<NamedHistory> terms;  ///< the objective's further terms
  LevelStrip level_strip;
  std::vector<float>
      level_loss;  ///< [levels] mean over the recent points of that level; NaN if none

  double epoch = 0.0;  ///< of pictures: how often the training set was seen; 0 for points

  std::shared_ptr<const FrozenNetwork> network;
  std::shared_ptr<const PictureData> pictures;  ///< null for points
};

/// Exact and learned fields of one view at one noise level.
struct FieldFrame {
  double sigma = 0.0;
  int level = 0;
  bool averaged = true;  ///< learned values come from the averaged weights
  ScalarGrid density;    ///< exact density q_sigma
  std::array<float, 3>
      ring_levels{};  ///< density values whose contours hold 50, 90, 99 % of the mass
  VectorGrid exact;
  std::optional<VectorGrid> learned;
  std::optional<ScalarGrid> error;  ///< |learned - exact|
};

/// Share of particles in one mode against sampling step.
struct ShareHistory {
  std::vector<std::int64_t> step;
  std::vector<float> share;
  std::vector<float> standard_error;
};

/// A set of particles under one sampler.
struct CloudFrame : SamplerStatus {
  std::vector<float> positions;  ///< [particles * 2]
  std::vector<float> start;      ///< [particles * 2] where they began
  int trail_length = 0;          ///< points a trail, newest last
  int trail_stride = 1;          ///< every trail_stride-th particle has one
  std::vector<float> trails;     ///< [trails * trail_length * 2]

  std::vector<double> mode_share;        ///< now, by nearest mode, heaviest first
  std::vector<double> mode_share_error;  ///< binomial
  ShareHistory heavy_share;              ///< of the heaviest mode
  std::optional<double> width;           ///< standard deviation of a coordinate within the modes
  std::optional<double> true_width;      ///< of the law that the sampler ends at, noise included
  ShareHistory width_history;            ///< the same against step
  std::optional<double> crossings;       ///< between modes per 1,000 steps and particle
  std::optional<double> autocorrelation_time;  ///< of the heavy-mode indicator, in steps
  std::optional<double> effective_samples;
  /// The chains are too short to tell: the time is at least that, the samples are at most those.
  bool mixing_is_bound = false;
  std::optional<double> sliced_wasserstein;  ///< to fresh data at the sampler's final level
  /// The same between two fresh sets of that size: mean over 16 independent pairs, and the standard
  /// deviation of one pair.
  std::optional<double> sliced_wasserstein_floor, sliced_wasserstein_floor_spread;
};

struct ModeInfo {
  std::array<double, 2> centre{};
  double weight = 0.0;
  double std = 1.0;
};

/// Per noise level: the terms of denoising score matching for the learned score, and the exact
/// values. Losses are 1/2 sigma^2 E|.|^2 (NCSN normalisation, maths.md 0.2); norms are E|s|^2.
struct LevelTable {
  std::vector<double> sigma;
  std::vector<double> fisher, fisher_error;  ///< J = E|exact score|^2
  std::vector<double> floor;                 ///< of 1/2 sigma^2 |s - target|^2 = B
  std::vector<double> dsm, dsm_error, esm;
  /// |DSM - ESM - B|, relative to 2 / sigma^2, and the standard error of DSM - ESM (both from the
  /// same draws) likewise.
  std::vector<double> residual, residual_error;
  std::vector<double> norm_learned;
  std::vector<double> error_data,
      error_grid;  ///< E|s - s*|^2 under q_sigma, and on the uniform grid
  std::vector<double> relative, relative_raw;  ///< root of error_data / J, averaged and raw weights
  std::int64_t training_step = 0;
  bool learned = false;  ///< false: only sigma, fisher and floor are filled
};

/// The level means of the table each time it was measured.
struct BiasHistory {
  std::vector<std::int64_t> step;
  std::vector<float> dsm, esm, bias, error;
};

/// What each data-moving loss prefers (lesson on DSM), as in LevelTable but for the cloud's own
/// law, and for the score that drives the cloud.
struct CloudTable {
  bool learned_score = false;  ///< false: the exact score
  std::vector<double> sigma, dsm, esm, bias, norm;
  std::vector<double> dsm_start, norm_start;
};

struct ProbeFrame {
  std::array<double, 2> position{};
  double density = 0.0;
  std::array<double, 2> exact{};
  std::optional<std::array<double, 2>> learned;
  std::array<double, 2> nearest_data{};
};

/// What the literature suggests for an option, in a sentence with its reason.
struct Advice {
  std::string option;  ///< as after --set, of samplers without their number: "samplers.epsilon"
  std::string reason;
};

struct SimulationFrame {
  std::uint64_t run_id = 0;
  std::uint64_t revision = 0;
  std::shared_ptr<const ExperimentSpec> spec;
  std::vector<double> levels;
  std::int64_t training_step = 0;  ///< of the network that learned values come from

  std::string data_description;
  std::vector<GaussianComponent>
      components;  ///< empty if more than 64: then there is nothing to drag
  std::vector<ModeInfo> modes;
  double extent = 8.0;                      ///< half width that shows the data
  std::vector<float> data_points;           ///< [up to 2000 * 2] clean draws for the data layer
  std::vector<ScalarGrid> ladder_pictures;  ///< density per level over the camera's square
  std::vector<Advice> suggestions;          ///< for the ladder and the step

  /// One per view of the stage; equal views share a frame.
  std::array<std::shared_ptr<const FieldFrame>, 2> fields;
  std::vector<std::shared_ptr<const CloudFrame>> clouds;  ///< one per sampler
  std::shared_ptr<const CloudFrame>
      preview;  ///< moving on the exact score before anything was pressed
  bool sampling = false;
  double sampling_steps_per_second = 0.0;

  std::shared_ptr<const LevelTable> table;
  std::shared_ptr<const BiasHistory> bias_history;
  std::vector<std::shared_ptr<const CloudTable>>
      cloud_tables;  ///< one per cloud if any moves data (null for the others), else empty
  /// Whether the particles are data that descends a loss, not draws of a law.
  bool moves_data() const { return !cloud_tables.empty(); }
  std::optional<ProbeFrame> probe;
  std::shared_ptr<const PictureFrame> pictures;  ///< instead of modes, fields, clouds and table
  /// Of pictures, where the stage shows it: both fields are the one on this plane; null before the
  /// plane is known.
  std::shared_ptr<const PlaneFrame> plane;
  std::optional<std::uint64_t> pinned_run;  ///< the older run that view A shows in the pair run|run
  std::string pinned_label;
};

/// Something to tell the user.
struct Notice {
  enum class Kind { kDone, kWarning, kError };
  Kind kind = Kind::kDone;
  std::string title;   ///< the outcome
  std::string detail;  ///< what and where
  std::string hint;    ///< what is allowed
  std::string path;    ///< a file to show, or empty
};

}  // namespace scorescope
