// Which engine trains what.
#include "core/run/detail/training_engine.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <torch/types.h>

#include <utility>

#include "core/base/error.h"
#include "core/fused/mlp_shape.h"
#include "core/run/detail/fused_engine.h"
#include "core/run/detail/recorded_work.h"
#include "core/run/detail/torch_engine.h"

namespace scorescope {
namespace {

std::vector<std::string> regression_objectives() {
  std::vector<std::string> ids;
  for (const auto& entry : objective_catalogue().infos()) {
    if (make_objective({entry.id, {}})->regression()) ids.push_back(entry.id);
  }
  return ids;
}

/// Why the fused kernels cannot train it; empty where they can.
std::string obstacle(const EngineTask& task) {
  const ExperimentSpec& spec = task.parts.spec;
  if (!task.network->mlp_shape()) {
    return fmt::format("that engine trains the network \"mlp\" only, and this one is \"{}\"",
                       spec.network.kind);
  }
  if (!task.parts.device.is_cpu()) {
    return "that engine runs on the CPU only, and compute.device takes a GPU here";
  }
  if (!task.objective->regression()) {
    return fmt::format(
        "that engine trains the objectives {} only, and \"{}\" differentiates the score",
        fmt::join(regression_objectives(), ", "), spec.objective.kind);
  }
  if (!has_fused_mlp(*task.network->mlp_shape())) return "this build has no kernels for it";
  return {};
}

}  // namespace

bool fits_fused_kernels(const ScoreNetwork& network, torch::Device device) {
  const auto shape = network.mlp_shape();
  return shape && device.is_cpu() && has_fused_mlp(*shape);
}

std::unique_ptr<TrainingEngine> make_engine(const EngineTask& task) {
  WorkRecorder recorder = make_work_recorder(task.parts.spec.compute, task.parts.device);
  const std::string& wanted = task.parts.spec.training.engine;
  if (wanted != "libtorch") {
    const std::string why_not = obstacle(task);
    if (why_not.empty()) return std::make_unique<FusedEngine>(task);
    if (wanted == "fused") {
      throw UserError(fmt::format(
          "training.engine is \"fused\", but {}; choose \"auto\" or \"libtorch\".", why_not));
    }
  }
  return std::make_unique<TorchEngine>(task, std::move(recorder));
}

}  // namespace scorescope
