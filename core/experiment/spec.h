// ExperimentSpec: everything a user can choose about a run, as one copyable value without Torch.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/catalogue.h"
#include "core/base/field.h"

namespace scorescope {

/// How the network is trained.
struct TrainingOptions {
  std::string optimiser = "adam";  // adam | adamw
  double learning_rate = 1e-3;
  double weight_decay = 0.0;
  std::int64_t batch = 128;
  std::int64_t stop_after = 15000;
  double ema_decay = 0.999;
  bool ema_warm_up = true;
  double clip = 0.0;            // largest gradient norm; 0 is off
  double pace = 0.0;            // training steps a second; 0 is full speed
  std::string engine = "auto";  // auto | fused | libtorch

  bool operator==(const TrainingOptions&) const = default;
};

/// What the particles start from and which score moves them.
struct SamplingOptions {
  std::string score = "exact";       // exact | learned
  std::string weights = "averaged";  // averaged | raw
  std::int64_t particles = 1280;
  std::string start = "square";  // square | gaussian | matched | mean_noise | data | collapsed
  double start_width = 8.0;      // half side of the square, or standard deviation
  double speed = 60.0;           // sampling steps a second in the window; 0 is full speed

  bool operator==(const SamplingOptions&) const = default;
};

/// One seed for all random streams; -1 means "as the main seed".
struct SeedOptions {
  std::int64_t main = 42;
  std::int64_t data = -1;
  std::int64_t weights = -1;
  std::int64_t batches = -1;
  std::int64_t sampler = -1;
  std::int64_t probe = -1;

  bool operator==(const SeedOptions&) const = default;
};

struct ComputeOptions {
  std::string device = "auto";  // auto | cpu | cuda
  std::int64_t threads = 1;
  std::string precision = "float32";  // float32 | tf32 | bf16
  bool cuda_graphs = false;

  bool operator==(const ComputeOptions&) const = default;
};

/// Distances between a network's pictures and the data, measured along a run. For pictures only.
struct DistanceOptions {
  std::int64_t every = 0;       // training steps between two measurements; 0: at the end only
  std::int64_t samples = 1000;  // with each set of weights; 0 measures nothing
  double share = 0.25;          // of the background thread's time in the window

  bool operator==(const DistanceOptions&) const = default;
};

/// The grid of annealed Langevin runs, one for each number of steps and each step size, from the
/// same noise (maths.md section 5.2, "Figure 1"). For pictures only.
struct StepGridOptions {
  std::vector<double> steps_per_level{10, 30, 100};     // T, rows; whole numbers, increasing
  std::vector<double> epsilon{1e-5, 2e-5, 1e-4, 1e-3};  // columns, increasing
  std::int64_t samples = 6;                             // in each cell
  bool at_end = false;                                  // of a headless run

  bool operator==(const StepGridOptions&) const = default;
};

/// The plane through the pictures on which scores are drawn as arrows. For pictures only.
struct PlaneOptions {
  std::string through = "components";  // components | pictures
  std::int64_t first = 0;              // rows of the training set, with "pictures"
  std::int64_t second = 1;
  std::int64_t third = 2;

  bool operator==(const PlaneOptions&) const = default;
};

/// Labels, ranges, units and help of the fixed sections.
const FieldTable<TrainingOptions>& training_fields();
const FieldTable<SamplingOptions>& sampling_fields();
const FieldTable<SeedOptions>& seed_fields();
const FieldTable<ComputeOptions>& compute_fields();
const FieldTable<DistanceOptions>& distance_fields();
const FieldTable<StepGridOptions>& step_grid_fields();
const FieldTable<PlaneOptions>& plane_fields();

/// Every user choice. Options absent from a Choice have the catalogue's defaults.
struct ExperimentSpec {
  Choice data{"two_gaussians", {}};
  Choice network{"mlp", {}};
  Choice objective{"denoising", {}};
  Choice noise{"geometric", {}};
  TrainingOptions training;
  SamplingOptions sampling;
  /// One or two; the second runs beside the first from the same start with the same random numbers.
  std::vector<Choice> samplers{{"langevin", {}}, {"annealed_langevin", {}}};
  SeedOptions seeds;
  ComputeOptions compute;
  DistanceOptions distances;  ///< has no say over points in the plane
  StepGridOptions step_grid;  ///< neither has this
  PlaneOptions plane;         ///< likewise

  bool operator==(const ExperimentSpec&) const = default;
};

/// What can be chosen in the sections that hold a Choice; filled from the catalogues by core/run,
/// so that this folder needs none of them.
struct Schema {
  EntryList distributions;  ///< data that are points in the plane
  EntryList image_sets;     ///< data that are pictures
  EntryList networks;
  EntryList objectives;
  EntryList schedules;
  EntryList samplers;
};

/// Whether the data are pictures: their kind is one of the schema's image sets.
bool has_pictures(const Schema& schema, const ExperimentSpec& spec);

/// Where a spec of pictures begins: sections it leaves out, and single options of training and
/// sampling, have these values (maths.md section 9.4).
ExperimentSpec picture_defaults();

/// The id of each of the samplers, with "_a" and "_b" where both are of one kind.
std::vector<std::string> sampler_names(const ExperimentSpec& spec);

/// The seed of the stream `name` ("data", "weights", "batches", "sampler", "probe").
std::uint64_t stream_seed(const SeedOptions& seeds, std::string_view name);

/// The strongest effect of replacing `before` by `after`: kRestarts if data, network, objective
/// family, ladder, seeds or device differ (as their fields say), kResample if only the start or the
/// sampler differ, kLive otherwise.
Effect effect_of_change(const Schema& schema, const ExperimentSpec& before,
                        const ExperimentSpec& after);

}  // namespace scorescope
