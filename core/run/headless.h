// A whole experiment without a window: train, sample with both scores, measure, hand over the
// results.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/run/frames.h"
#include "core/run/picture_result.h"
#include "core/run/session.h"

namespace scorescope {

/// One sampler's outcome on one score.
struct SampledCloud {
  std::string sampler;  ///< catalogue id
  std::string label;
  std::string score;  ///< "exact" | "learned"
  CloudFrame final_frame;
  std::vector<double> samples;  ///< [n * 2] final positions
};

struct HeadlessProgress {
  std::string stage;  ///< "training", "sampling on the exact score", "measuring"
  std::int64_t done = 0, total = 0;
  double loss = 0.0;  ///< of training: mean over the last 500 steps
};

struct HeadlessOptions {
  std::function<void(const HeadlessProgress&)> progress;  ///< called a few times a second
  /// A sampler whose step is too long, in a sentence, before it takes its first one.
  std::function<void(const std::string&)> warn;
  std::function<bool()> stop;  ///< polled between steps; true finishes with what there is
  bool sample = true;
  /// Without `sample`: samplers that move data run all the same, since what they do to each level
  /// is measured beside the network.
  bool move_data = false;
  bool measure = true;
  /// A saved state to go on from; empty: from the first step. The spec given beside it must be the
  /// state's own but for what needs no restart (effect_of_change).
  std::string state_path;
  /// What the figures will show (camera, level, error picture); absent: the default stage.
  std::optional<StageRequest> stage;
  /// In whose features distances are measured: mnist, fashion_mnist, a file of `scorescope features
  /// train`, or a TorchScript network (.pt), which may run whatever it wants. Empty: the classifier
  /// that fits the data.
  std::string features;
  /// Where to write raw and averaged weights (safetensors); empty for none.
  std::string weights_path;
  /// Where to keep a state that can be gone on from, as Session::save_state writes it: each minute
  /// of training and at its end; empty for none. `lesson_json` is its body.
  std::string state_to, lesson_json;
};

/// Of some samples: the share that is three times as near to one training picture as to any other
/// (maths.md section 9.2), its binomial error, and the median of d1 / d2.
struct MemorisedShare {
  double share = 0.0, error = 0.0, median_ratio = 0.0;
};

/// Scores of pictures on the plane through them, at one noise level.
struct PlaneLevel {
  std::shared_ptr<const FieldFrame> field;
  double exact_share = 0.0, learned_share = 0.0;  ///< of |s|^2 along the plane (see PlaneFrame)
};

struct HeadlessResult {
  std::shared_ptr<const TrainingFrame> training;
  /// As the window would show it, for figures: points sampled with the spec's own choice of score,
  /// of pictures the plane through them at the stage's level.
  std::shared_ptr<const SimulationFrame> simulation;
  /// Of pictures: some noise levels, highest first; empty if nothing was measured.
  std::vector<PlaneLevel> plane;
  /// Of each of pictures->samples; empty if nothing was measured.
  std::vector<MemorisedShare> memorised;
  // Of points in the plane.
  std::vector<SampledCloud> clouds;
  LevelTable table;
  /// The objective's own floor at each level, with its weight; NaN where it is not known or not
  /// trained. On clean data it is that of the lowest level, whose noise input is trained.
  std::vector<double> level_floor;
  std::optional<PictureResult> pictures;  ///< of pictures, in place of the above
  std::int64_t resumed_from = 0;          ///< training steps that the saved state had behind it
  /// The loss of every training step made here, in order; the first is step resumed_from + 1.
  std::vector<float> losses;
  double final_loss = 0.0;  ///< mean over the last 500 of them
  double final_loss_error = 0.0;
  double training_seconds = 0.0;
  bool interrupted = false;
  /// Why weights_path or state_to could not be written, a sentence each; the rest is there.
  std::vector<std::string> unwritten;
};

/// Runs the experiment on the calling thread. Throws UserError for a spec that cannot be run and a
/// state that cannot be used; a training that leaves the finite numbers is reported in
/// training->state and failure, not thrown.
HeadlessResult run_headless(const ExperimentSpec& spec, const HeadlessOptions& options);

/// Exact values at points: for `scorescope probe`. Vectors are interleaved x, y.
struct ProbeTable {
  /// Of the law whose score is given; NaN where that is no law's ("radial").
  std::vector<double> log_density;
  std::vector<double> score, denoised;
  std::vector<double> learned;  ///< empty without weights
};

/// `points` interleaved x, y; `weights_path` a safetensors file written by a run of the same
/// network, or empty; of its weights those that sampling.weights names are used. Throws UserError,
/// also for pictures, whose law has no closed form.
ProbeTable probe_points(const ExperimentSpec& spec, double sigma, const std::vector<double>& points,
                        const std::string& weights_path);

/// Per level of the ladder: sigma, J = E|exact score|^2, floor of 1/2 sigma^2 |.|^2, standard error
/// of J (0 where J came from quadrature). Throws UserError for pictures.
struct FloorRow {
  double sigma, fisher, floor, fisher_error;
};
std::vector<FloorRow> floor_table(const ExperimentSpec& spec);

}  // namespace scorescope
