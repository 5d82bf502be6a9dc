// Training of a multilayer perceptron by regression on scores: forward, backward and Adam in one
// go, with batch and weights in the caches of one core.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/fused/mlp_shape.h"

namespace scorescope {

/// One noise level's part in the loss: a point there costs factor |scale s(x, sigma) + addend|^2,
/// summed over both coordinates. Denoising (Vincent 2011, equation 11) with weight lambda:
/// scale = sigma, addend = the unit noise, factor = lambda / (2 sigma^2). Regression on a known
/// score: scale = 1, addend = minus that score, factor = lambda / 2.
struct LevelLoss {
  double sigma = 1.0;
  double scale = 1.0;
  double factor = 0.5;

  bool operator==(const LevelLoss&) const = default;
};

/// What one step is computed on; nothing is kept after the call.
struct RegressionBatch {
  std::int64_t count = 0;
  const float* points = nullptr;        ///< [count, 2] what the network is given
  const std::int64_t* level = nullptr;  ///< [count] index into the levels
  const float* addend = nullptr;        ///< [count, 2]
};

/// What evaluate() found.
struct RegressionResult {
  double loss = 0.0;                 ///< mean of `per_point`
  std::span<const float> per_point;  ///< [count], valid until the next evaluate()
  double gradient_norm = 0.0;        ///< Euclidean, over all parameters
  bool finite = true;                ///< the loss and every entry of the gradient are
};

/// One update of the weights and of their average.
struct UpdateOptions {
  double learning_rate = 1e-3;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  double weight_decay = 0.0;
  bool decoupled = false;  ///< AdamW (Loshchilov & Hutter 2019, algorithm 2) instead of Adam
  double clip = 0.0;       ///< largest norm of the gradient; 0: none
  double kept = 0.999;     ///< average = kept average + (1 - kept) weights
};

/// What training remembers, each in the order of ParameterValues. `steps` counts updates.
template <class Values>
struct TrainingTensors {
  Values weights, averaged;
  Values first, second;  ///< Adam's moments
  std::int64_t steps = 0;
};

/// Owns weights, their average and Adam's moments, padded and reordered for the kernels; one thread
/// at a time. Results depend on the instruction set (in the last digits), not on threads. Numbers
/// below 1e-38 count as zero.
class MlpTraining {
 public:
  /// Weights and all else are zero until load(). `shape` must have kernels (has_fused_mlp).
  explicit MlpTraining(const MlpShape& shape);
  ~MlpTraining();
  MlpTraining(MlpTraining&&) noexcept;
  MlpTraining& operator=(MlpTraining&&) noexcept;

  /// The levels that batches refer to; may be changed between steps.
  void set_levels(const std::vector<LevelLoss>& levels);

  /// Threads that share a step, >= 1; the results are the same to the bit. Where other programs
  /// want the cores too, more than one may make a step up to twice as long.
  void set_threads(int threads);

  void load(const TrainingTensors<ParameterValues>& from);
  /// Weights only: with fresh moments, and the average a copy of them.
  void start_from(const ParameterValues& weights);
  /// Writes the tensors that are not empty lists; sets steps. A few microseconds each.
  void store(TrainingTensors<ParameterPlaces>& into) const;

  /// Loss and gradient at the present weights, which it leaves as they are.
  RegressionResult evaluate(const RegressionBatch& batch);

  /// Adam with the gradient of the last evaluate(), then the average. Kingma & Ba 2015,
  /// algorithm 1.
  void update(const UpdateOptions& options);

  /// The gradient of the last evaluate(), for tests.
  void store_gradient(const ParameterPlaces& into) const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace scorescope
