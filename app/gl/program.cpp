#include "app/gl/program.h"

#include <algorithm>
#include <cstddef>
#include <iostream>
#include <utility>

#include "app/gl/shader_text.h"

namespace scorescope {
namespace {

struct DeleteShader {
  void operator()(GLuint name) const { glDeleteShader(name); }
};
using Shader = GlName<DeleteShader>;

template <class GetLength, class GetLog>
std::string driver_log(GLuint name, GetLength get_length, GetLog get_log) {
  GLint length = 0;
  get_length(name, GL_INFO_LOG_LENGTH, &length);
  std::string log(static_cast<std::size_t>(std::max(length, 1)), '\0');
  get_log(name, length, nullptr, log.data());
  log.resize(std::min(log.find('\0'), log.size()));
  return log;
}

Shader compile(GLenum kind, std::string_view file_name) {
  const ShaderText source = load_shader(file_name);
  Shader shader(glCreateShader(kind));
  const char* text = source.text.c_str();
  glShaderSource(shader.get(), 1, &text, nullptr);
  glCompileShader(shader.get());
  GLint compiled = GL_FALSE;
  glGetShaderiv(shader.get(), GL_COMPILE_STATUS, &compiled);
  if (compiled == GL_TRUE) return shader;
  const std::string log = driver_log(
      shader.get(), [](auto... a) { glGetShaderiv(a...); },
      [](auto... a) { glGetShaderInfoLog(a...); });
  throw GlError("shader " + std::string(file_name) + " does not compile:\n" +
                readable_log(log, source.files));
}

GlName<DeleteProgram> link(const ProgramFiles& files) {
  const Shader vertex = compile(GL_VERTEX_SHADER, files.vertex);
  const Shader fragment = compile(GL_FRAGMENT_SHADER, files.fragment);
  GlName<DeleteProgram> program(glCreateProgram());
  glAttachShader(program.get(), vertex.get());
  glAttachShader(program.get(), fragment.get());
  glLinkProgram(program.get());
  GLint linked = GL_FALSE;
  glGetProgramiv(program.get(), GL_LINK_STATUS, &linked);
  if (linked == GL_TRUE) return program;
  throw GlError("shaders " + files.vertex + " and " + files.fragment + " do not link:\n" +
                driver_log(
                    program.get(), [](auto... a) { glGetProgramiv(a...); },
                    [](auto... a) { glGetProgramInfoLog(a...); }));
}

}  // namespace

Program::Program(ProgramFiles files)
    : files_(std::move(files)), name_(link(files_)), written_(newest_write()) {}

void Program::set(std::string_view uniform, int value) const {
  glUniform1i(location(uniform), value);
}

void Program::set(std::string_view uniform, float value) const {
  glUniform1f(location(uniform), value);
}

void Program::set(std::string_view uniform, std::array<float, 2> value) const {
  glUniform2f(location(uniform), value[0], value[1]);
}

void Program::set(std::string_view uniform, const Rgba& value) const {
  glUniform4fv(location(uniform), 1, value.data());
}

void Program::set(std::string_view uniform, std::span<const Rgba> values) const {
  glUniform4fv(location(uniform), static_cast<GLsizei>(values.size()), values.front().data());
}

GLint Program::location(std::string_view uniform) const {
  if (const auto known = locations_.find(uniform); known != locations_.end()) return known->second;
  const std::string text(uniform);
  const GLint found = glGetUniformLocation(name_.get(), text.c_str());
  if (found < 0 && !shader_folder()) {
    throw GlError("shaders " + files_.vertex + " and " + files_.fragment + " use no uniform '" +
                  text + "'");
  }
  locations_.emplace(text, found);
  return found;
}

std::filesystem::file_time_type Program::newest_write() const {
  auto newest = std::filesystem::file_time_type::min();  // its epoch lies in the future
  const auto folder = shader_folder();
  if (!folder) return newest;
  for (const std::string& root : {files_.vertex, files_.fragment}) {
    for (const std::string& file : load_shader(root).files) {
      std::error_code missing;  // an editor may be replacing the file right now
      const auto written = std::filesystem::last_write_time(*folder / file, missing);
      if (!missing) newest = std::max(newest, written);
    }
  }
  return newest;
}

bool Program::reload_if_changed() {
  if (!shader_folder()) return true;
  try {
    const auto written = newest_write();
    if (written == written_) return true;
    written_ = written;
    name_ = link(files_);
    locations_.clear();
    return true;
  } catch (const GlError& error) {
    std::cerr << error.what() << '\n';
    return false;
  }
}

void check_shader_compiles(std::string_view file_name) {
  const bool vertex = file_name.ends_with(".vert");
  compile(vertex ? GL_VERTEX_SHADER : GL_FRAGMENT_SHADER, file_name);
}

}  // namespace scorescope
