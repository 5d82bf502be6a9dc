// A linked pair of shaders with setters for its uniforms.
#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "app/gl/gl_name.h"

namespace scorescope {

struct DeleteProgram {
  void operator()(GLuint name) const { glDeleteProgram(name); }
};

/// The files of a program as in shaders/ ("arrow.vert").
struct ProgramFiles {
  std::string vertex;
  std::string fragment;
};

/// Linear colour components as the shaders take them: red, green, blue, alpha, each 0 to 1.
using Rgba = std::array<float, 4>;

class Program {
 public:
  /// Throws GlError with the driver's words, each with the file and line they are about.
  explicit Program(ProgramFiles files);

  void use() const { glUseProgram(name_.get()); }

  /// Uniform setters act on this program, which must be in use. A name the linked program does not
  /// have throws GlError naming it, unless shaders come from disk: a developer may be half way
  /// through an edit.
  void set(std::string_view uniform, int value) const;
  void set(std::string_view uniform, float value) const;
  void set(std::string_view uniform, std::array<float, 2> value) const;
  void set(std::string_view uniform, const Rgba& value) const;
  /// An array of vec4; `uniform` without brackets.
  void set(std::string_view uniform, std::span<const Rgba> values) const;

  /// Compiles again if a file in SCORESCOPE_SHADERS was written since. Returns false and keeps the
  /// old program, with the reason on stderr, if the new text is wrong. Does nothing without that
  /// variable.
  bool reload_if_changed();

  GLuint name() const { return name_.get(); }

 private:
  GLint location(std::string_view uniform) const;
  std::filesystem::file_time_type newest_write() const;

  ProgramFiles files_;
  GlName<DeleteProgram> name_;
  std::filesystem::file_time_type written_{};
  mutable std::map<std::string, GLint, std::less<>> locations_;
};

/// Compiles one shader file alone; GL_VERTEX_SHADER for *.vert, GL_FRAGMENT_SHADER otherwise. For
/// tests.
void check_shader_compiles(std::string_view file_name);

}  // namespace scorescope
