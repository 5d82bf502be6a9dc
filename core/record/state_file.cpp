// A saved state: one JSON file and the weights beside it.
#include "core/record/state_file.h"

#include <fmt/format.h>

#include <filesystem>

#include "core/base/error.h"
#include "core/experiment/json_text.h"
#include "core/record/file.h"

namespace scorescope {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kFormat = 1;

[[noreturn]] void refuse_state(const std::string& path, const std::string& what) {
  throw UserError(fmt::format("{}: {}.", path, what));
}

void check_format(const std::string& path, const Json& state) {
  check_keys(state, {"format", "step", "weights"}, path + ": state");
  const bool usable = state.contains("format") && state["format"].is_number_integer() &&
                      state.contains("step") && state["step"].is_number_integer() &&
                      state.contains("weights") && state["weights"].is_string();
  if (!usable) refuse_state(path, "state must hold format, step and weights");
  if (state["format"].get<std::int64_t>() != kFormat) {
    refuse_state(path, fmt::format("its state has format {}, but this program reads format {}",
                                   state["format"].dump(), kFormat));
  }
}

}  // namespace

std::string weights_path_beside(const std::string& json_path) {
  const fs::path path(json_path);
  return (path.parent_path() / (path.stem().string() + ".weights.safetensors")).string();
}

void write_state_file(const std::string& json_path, const std::string& lesson_json,
                      std::int64_t step) {
  Json json = parse_json(lesson_json, json_path);
  json["state"] = {{"format", kFormat},
                   {"step", step},
                   {"weights", fs::path(weights_path_beside(json_path)).filename().string()}};
  write_file(json_path, json_text(json));
}

SavedState read_state_file(const std::string& json_path) {
  SavedState saved;
  saved.json = read_file(json_path);
  const Json json = parse_json(saved.json, json_path);
  if (!json.is_object() || !json.contains("state")) {
    refuse_state(json_path, "this is not a saved state: it has no \"state\"");
  }
  const Json& state = json["state"];
  check_format(json_path, state);
  saved.step = state["step"].get<std::int64_t>();
  const fs::path weights = fs::path(state["weights"].get<std::string>());
  saved.weights_path = (fs::path(json_path).parent_path() / weights).string();
  if (std::error_code ignored; !fs::exists(saved.weights_path, ignored)) {
    refuse_state(json_path, fmt::format("its weights file {} is missing", saved.weights_path));
  }
  return saved;
}

bool is_state_text(std::string_view text) {
  try {
    const Json json = parse_json(text, "");
    return json.is_object() && json.contains("state");
  } catch (const UserError&) {
    return false;
  }
}

bool is_state_file(const std::string& path) {
  try {
    return is_state_text(read_file(path));
  } catch (const UserError&) {
    return false;
  }
}

}  // namespace scorescope
