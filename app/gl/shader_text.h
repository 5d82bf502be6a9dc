// Finding shader files: those built in, or those of a folder on disk for a developer who edits
// them.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace scorescope {

/// The folder named by the environment variable SCORESCOPE_SHADERS, if it is set.
std::optional<std::filesystem::path> shader_folder();

/// A shader with its `#include "file"` lines replaced by those files, and what a driver's message
/// has to be translated back into.
struct ShaderText {
  std::string text;
  std::vector<std::string> files;  ///< source string number (as in #line) to file name
};

/// Reads from shader_folder() where set, else what was built in. Throws GlError naming the file if
/// it is not there.
ShaderText load_shader(std::string_view file_name);

/// A driver's log with "0:12(3)", "0(12)" or "ERROR: 0:12:" at line starts rewritten as "file:12".
std::string readable_log(std::string_view log, const std::vector<std::string>& files);

}  // namespace scorescope
