// ExperimentSpec as a JSON object, for files that hold a spec among other things.
#pragma once

#include <string_view>

#include "core/experiment/json_text.h"
#include "core/experiment/spec.h"

namespace scorescope {

/// As spec_from_json and spec_to_json, on parsed JSON.
ExperimentSpec spec_from_object(const Schema& schema, const Json& json, std::string_view name);
Json spec_to_object(const Schema& schema, const ExperimentSpec& spec);

}  // namespace scorescope
