// What computes a training step: LibTorch, or the fused kernels where they can. Internal to
// core/run (it shows Torch types).
#pragma once

#include <torch/types.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/experiment/spec.h"
#include "core/objective/catalogue.h"
#include "core/run/detail/batch_source.h"
#include "core/run/detail/experiment_parts.h"

namespace scorescope {

/// What training remembers beside its draws, as tensors in the order of ScoreNetwork::parameters():
/// the form in which one engine hands a run to another and in which it is saved.
struct EngineState {
  std::vector<torch::Tensor> raw, averaged;
  std::vector<torch::Tensor> first, second;  ///< Adam's moments
  std::int64_t steps = 0;  ///< updates so far, of the weights and of their average
};

/// A further term of the objective.
struct LossTerm {
  std::string name;
  double value = 0.0;
};

/// The loss of a batch at the present weights.
struct BatchLoss {
  double loss = 0.0;
  bool finite = true;                ///< the loss and every entry of its gradient
  std::span<const float> per_point;  ///< [n], valid until the next evaluate()
  std::span<const LossTerm> terms;   ///< beside the loss, the same
};

/// Owns the weights that it trains, their average and Adam's moments; belongs to one thread.
class TrainingEngine {
 public:
  virtual ~TrainingEngine() = default;

  /// "LibTorch" or "fused, AVX-512".
  virtual std::string name() const = 0;

  /// Forward and backward pass; the weights stay as they are. `directions` is for the objective's
  /// own draws.
  virtual BatchLoss evaluate(const TrainingBatch& batch, RandomStream& directions) = 0;

  /// One step of the optimiser with the gradient of the last evaluate(), then of the average.
  virtual void update(const TrainingOptions& options) = 0;

  /// Copies, on the CPU or the network's device; the moments only if asked for.
  enum class Moments { kLeaveOut, kInclude };
  virtual EngineState state(Moments moments) const = 0;
  /// Takes over a run; the tensors are copied.
  virtual void restore(const EngineState& state) = 0;
};

/// What an engine is made for. It keeps `network` (whose weights it starts from) and a copy of
/// `exact`, the score that the objective calls exact; nothing of `parts`.
struct EngineTask {
  const ExperimentParts& parts;
  std::shared_ptr<ScoreNetwork> network;
  std::shared_ptr<const Objective> objective;
  ScoreFunction exact;
};

/// The engine that training.engine asks for: "auto" takes the fused one wherever that can.
/// UserError for "fused" where it cannot, with the reason.
std::unique_ptr<TrainingEngine> make_engine(const EngineTask& task);

/// Whether the network's layers could be computed by the fused kernels on that device.
bool fits_fused_kernels(const ScoreNetwork& network, torch::Device device);

}  // namespace scorescope
