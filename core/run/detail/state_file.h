// A resumable state: one JSON file and a safetensors file of weights, moments and history beside
// it. Internal to core/run.
#pragma once

#include <string>

#include "core/experiment/spec.h"
#include "core/run/detail/trainer.h"

namespace scorescope {

/// Writes `path` (JSON: the lesson as given, or one of the bare spec, and the step) and
/// "<stem>.weights.safetensors" beside it, each to a temporary name first. Throws UserError naming
/// the path and the reason.
void save_training(const Trainer& trainer, const std::string& path, const std::string& lesson_json);

/// The spec inside a state file. Throws UserError.
ExperimentSpec read_state_spec(const std::string& path);

/// Puts the saved training back into a trainer made from read_state_spec(path). Throws UserError,
/// also for weights of another step than the JSON file says.
void load_training(Trainer& trainer, const std::string& path);

/// Raw ("raw.<name>") and averaged ("averaged.<name>") parameters with the network's choice, step
/// and buffers in the metadata, as float32. Throws UserError naming the path and the reason.
void write_weights(const FrozenNetwork& network, const std::string& path);

/// Reads them back for the network that `parts` asks for. Throws UserError if names or shapes
/// differ.
std::shared_ptr<const FrozenNetwork> read_weights(const ExperimentParts& parts,
                                                  const std::string& path);

}  // namespace scorescope
