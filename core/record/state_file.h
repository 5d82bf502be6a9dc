// A saved state: one JSON file that anybody can read, and the weights in a safetensors file beside
// it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace scorescope {

/// What the JSON file says beside the lesson in it.
struct SavedState {
  /// The whole text; lesson_from_json reads spec, layout and cards from it.
  std::string json;
  /// The weights file, as a path that can be opened from here.
  std::string weights_path;
  std::int64_t step = 0;  ///< training steps done
};

/// "<folder>/<stem>.weights.safetensors" for "<folder>/<stem>.json".
std::string weights_path_beside(const std::string& json_path);

/// Writes `lesson_json` (as of lesson_to_json) with a "state" object added that names the weights
/// file and the step. The weights file itself must have been written before. Throws UserError.
void write_state_file(const std::string& json_path, const std::string& lesson_json,
                      std::int64_t step);

/// Throws UserError if the file is not a saved state or its weights file is missing.
SavedState read_state_file(const std::string& json_path);

/// True for a JSON file with a "state" object; false for a lesson, a bare spec or anything
/// unreadable.
bool is_state_file(const std::string& path);
/// The same of a text that was read already.
bool is_state_text(std::string_view text);

}  // namespace scorescope
