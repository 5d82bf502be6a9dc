#include "core/run/detail/state_file.h"

#include <fmt/format.h>
#include <torch/types.h>

#include "core/base/error.h"
#include "core/experiment/lesson.h"
#include "core/experiment/spec_json.h"
#include "core/network/averaged_weights.h"
#include "core/record/state_file.h"
#include "core/run/choices.h"
#include "core/run/detail/stored_tensors.h"

namespace scorescope {

void save_training(const Trainer& trainer, const std::string& path,
                   const std::string& lesson_json) {
  write_safetensors(weights_path_beside(path), trainer.state());
  std::string text = lesson_json;
  if (text.empty()) {
    Lesson bare;
    bare.title = "Saved state";
    bare.spec = trainer.parts().spec;
    text = lesson_to_json(schema(), bare);
  }
  write_state_file(path, text, trainer.steps_done());
}

ExperimentSpec read_state_spec(const std::string& path) {
  return lesson_from_json(schema(), read_state_file(path).json, path).spec;
}

void load_training(Trainer& trainer, const std::string& path) {
  const SavedState state = read_state_file(path);
  trainer.restore(read_safetensors(state.weights_path), state.weights_path);
  if (trainer.steps_done() == state.step) return;
  throw UserError(
      fmt::format("{} says step {}, but {} is of step {}: they were not saved together.", path,
                  state.step, state.weights_path, trainer.steps_done()));
}

void write_weights(const FrozenNetwork& network, const std::string& path) {
  const auto module =
      make_initial_network(network.kind, network.context, network.weights_seed, torch::kCPU);
  const std::vector<std::string> names = parameter_names(*module);
  TensorFile file;
  for (std::size_t i = 0; i < names.size(); ++i) {
    file.tensors.push_back(store("raw." + names[i], network.raw[i]));
    file.tensors.push_back(store("averaged." + names[i], network.averaged[i]));
  }
  for (const auto& buffer : module->named_buffers()) {
    file.tensors.push_back(store("buffer." + buffer.key(), buffer.value()));
  }
  file.metadata["step"] = std::to_string(network.step);
  file.metadata["network"] = module->description();
  file.metadata["weights_seed"] = std::to_string(static_cast<std::int64_t>(network.weights_seed));
  write_safetensors(path, file);
}

std::shared_ptr<const FrozenNetwork> read_weights(const ExperimentParts& parts,
                                                  const std::string& path) {
  const TensorFile file = read_safetensors(path);
  auto network = std::make_shared<FrozenNetwork>();
  network->kind = parts.spec.network;
  network->context = parts.network_context;
  network->device = parts.device;
  // The seed brings back the network's buffers (Fourier frequencies) too.
  network->weights_seed = file.metadata.contains("weights_seed")
                              ? static_cast<std::uint64_t>(load_number(file, "weights_seed", path))
                              : stream_seed(parts.spec.seeds, "weights");
  network->step = load_number(file, "step", path);
  const auto module =
      make_initial_network(network->kind, network->context, network->weights_seed, parts.device);
  const std::vector<torch::Tensor> like = module->parameters();
  const std::vector<std::string> names = parameter_names(*module);
  for (std::size_t i = 0; i < names.size(); ++i) {
    network->raw.push_back(load_tensor(file, "raw." + names[i], like[i], path));
    network->averaged.push_back(load_tensor(file, "averaged." + names[i], like[i], path));
  }
  return network;
}

}  // namespace scorescope
