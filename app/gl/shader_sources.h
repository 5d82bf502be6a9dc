// The text of the files in shaders/, embedded at build time (cmake/EmbedShaders.cmake writes the
// source file).
#pragma once

#include <string_view>
#include <vector>

namespace scorescope {

// Text of the shader file of that name ("density.frag"), valid for the whole run. Throws
// std::out_of_range with the name if there is no such file.
std::string_view shader_source(std::string_view file_name);

// Names of all embedded shader files, in alphabetical order.
std::vector<std::string_view> shader_names();

}  // namespace scorescope
