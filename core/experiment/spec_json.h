// ExperimentSpec to JSON text and back, "key=value" edits, and help for one key.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/experiment/spec.h"

namespace scorescope {

/// Reads a spec from JSON text; anything left out has its default. `name` (a file name) begins each
/// message. Throws UserError on malformed JSON (with line and column), an unknown key or kind, a
/// wrong type, a value out of range, and on what no single field can see (weights that sum to zero,
/// ...).
///
/// {"data": {"kind": "ring_of_gaussians", "count": 8}, "noise": {"kind": "geometric", "max": 20},
///  "samplers": [{"kind": "langevin", "epsilon": 0.1}], "training": {...}, "sampling": {...},
///  "seeds": {"main": 42}, "compute": {...}, and with pictures "distances": {...}, "step_grid":
///  {...} and "plane": {...}}. "seed": 7 is short for "seeds": {"main": 7}.
ExperimentSpec spec_from_json(const Schema& schema, std::string_view text, std::string_view name);

/// The complete spec, defaults written out, keys in a fixed order; reading it again gives an equal
/// run.
std::string spec_to_json(const Schema& schema, const ExperimentSpec& spec);

/// Applies "training.learning_rate=0.01", "data.kind=ring_of_gaussians", "samplers.0.epsilon=0.05",
/// "samplers.epsilon=0.05" (every sampler that has it). Changing a kind drops the old kind's
/// options. Throws UserError (see above; for an unknown key it lists the section's keys).
void set_option(const Schema& schema, ExperimentSpec& spec, std::string_view assignment);

/// Checks the whole spec as spec_from_json does.
void validate(const Schema& schema, const ExperimentSpec& spec);

/// The fields that apply to `section` ("data", "network", "objective", "noise", "samplers.0",
/// "training", "sampling", "seeds", "compute", "distances", "step_grid", "plane") under the kinds
/// chosen in `spec`.
const FieldList& section_fields(const Schema& schema, const ExperimentSpec& spec,
                                std::string_view section);

/// Reads and writes one option of a section as a Value (as edited by a slider). Writing the default
/// removes the option from a Choice. Throws like set_option.
Value get_value(const Schema& schema, const ExperimentSpec& spec, std::string_view section,
                std::string_view key);
void set_value(const Schema& schema, ExperimentSpec& spec, std::string_view section,
               std::string_view key, const Value& value);

}  // namespace scorescope
