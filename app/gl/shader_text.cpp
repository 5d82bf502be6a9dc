#include "app/gl/shader_text.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <regex>
#include <sstream>
#include <stdexcept>

#include "app/gl/gl_name.h"
#include "app/gl/shader_sources.h"

namespace scorescope {
namespace {

std::string read_from_disk(const std::filesystem::path& path) {
  std::ifstream file(path);
  if (!file) throw GlError("shader file " + path.string() + " cannot be read");
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string raw_text(std::string_view file_name) {
  if (const auto folder = shader_folder()) return read_from_disk(*folder / file_name);
  try {
    return std::string(shader_source(file_name));
  } catch (const std::out_of_range& missing) {
    throw GlError(missing.what());
  }
}

/// The name in `#include "name"`, or an empty string.
std::string included_file(const std::string& line) {
  static const std::regex pattern(R"re(^\s*#include\s+"([^"]+)"\s*$)re");
  std::smatch match;
  return std::regex_match(line, match, pattern) ? match[1].str() : std::string();
}

void append_line_mark(std::string& text, std::size_t next_line, std::size_t file) {
  text += "#line " + std::to_string(next_line) + " " + std::to_string(file) + "\n";
}

void append_file(ShaderText& shader, std::string_view file_name) {
  const std::size_t file = shader.files.size();
  shader.files.emplace_back(file_name);
  std::istringstream lines(raw_text(file_name));
  std::string line;
  for (std::size_t number = 1; std::getline(lines, line); ++number) {
    const std::string other = included_file(line);
    if (other.empty()) {
      shader.text += line + "\n";
      continue;
    }
    append_line_mark(shader.text, 1, shader.files.size());
    append_file(shader, other);
    append_line_mark(shader.text, number + 1, file);
  }
}

}  // namespace

std::optional<std::filesystem::path> shader_folder() {
  const char* folder = std::getenv("SCORESCOPE_SHADERS");
  if (folder == nullptr || *folder == '\0') return std::nullopt;
  return std::filesystem::path(folder);
}

ShaderText load_shader(std::string_view file_name) {
  ShaderText shader;
  append_file(shader, file_name);
  return shader;
}

std::string readable_log(std::string_view log, const std::vector<std::string>& files) {
  static const std::regex pattern(R"re(^(?:ERROR: |WARNING: )?(\d+)(?::(\d+)|\((\d+)\)))re");
  std::istringstream lines{std::string(log)};
  std::string result, line;
  while (std::getline(lines, line)) {
    std::smatch match;
    if (std::regex_search(line, match, pattern)) {
      const std::size_t file = std::min<std::size_t>(std::stoul(match[1]), files.size() - 1);
      const std::string number = match[2].matched ? match[2].str() : match[3].str();
      line = files[file] + ":" + number + match.suffix().str();
    }
    result += line + "\n";
  }
  return result;
}

}  // namespace scorescope
