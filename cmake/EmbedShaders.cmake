# shaders/* become one generated source behind app/gl/shader_sources.h. This file is both the part that CMakeLists.txt
# includes and, run with -P, the generator.
if(CMAKE_SCRIPT_MODE_FILE)
  # cmake -D OUTPUT=file -D SHADERS=a,b,c -P EmbedShaders.cmake
  set(entries "")
  string(REPLACE "," ";" SHADERS "${SHADERS}")
  foreach(file IN LISTS SHADERS)
    get_filename_component(name "${file}" NAME)
    file(READ "${file}" text)
    string(APPEND entries "    {\"${name}\", R\"glsl_text(${text})glsl_text\"},\n")
  endforeach()
  file(WRITE "${OUTPUT}" "// Generated from shaders/ by cmake/EmbedShaders.cmake.
#include \"app/gl/shader_sources.h\"

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace scorescope {
namespace {

const std::vector<std::pair<std::string_view, std::string_view>>& all_shaders() {
  static const std::vector<std::pair<std::string_view, std::string_view>> shaders{
${entries}  };
  return shaders;
}

}  // namespace

std::string_view shader_source(std::string_view file_name) {
  for (const auto& [name, text] : all_shaders()) {
    if (name == file_name) return text;
  }
  throw std::out_of_range(\"no shader named '\" + std::string(file_name) + \"' was built in\");
}

std::vector<std::string_view> shader_names() {
  std::vector<std::string_view> names;
  for (const auto& shader : all_shaders()) names.push_back(shader.first);
  return names;
}

}  // namespace scorescope
")
  return()
endif()

file(GLOB shader_files CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/shaders/*.glsl"
     "${CMAKE_SOURCE_DIR}/shaders/*.vert" "${CMAKE_SOURCE_DIR}/shaders/*.frag")
list(JOIN shader_files "," shader_list)
set(SCORESCOPE_SHADER_SOURCES "${CMAKE_BINARY_DIR}/generated/shader_sources.cpp")
add_custom_command(
  OUTPUT "${SCORESCOPE_SHADER_SOURCES}"
  COMMAND "${CMAKE_COMMAND}" -D "OUTPUT=${SCORESCOPE_SHADER_SOURCES}" -D "SHADERS=${shader_list}" -P
          "${CMAKE_CURRENT_LIST_FILE}"
  DEPENDS ${shader_files} "${CMAKE_CURRENT_LIST_FILE}"
  COMMENT "Embedding shaders"
  VERBATIM)
