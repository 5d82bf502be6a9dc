// Sole ownership of one OpenGL object name. Everything in this folder lives on the thread that owns
// the context, and must be destroyed while that context is current.
#pragma once

#include <epoxy/gl.h>

#include <stdexcept>
#include <utility>

namespace scorescope {

/// The driver refused something: a shader that does not compile, a framebuffer that is not
/// complete. The message names the file or object and gives the driver's own words.
class GlError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Move-only; 0 owns nothing. `Delete` is a type whose call operator frees a name.
template <class Delete>
class GlName {
 public:
  GlName() = default;
  explicit GlName(GLuint name) : name_(name) {}
  GlName(GlName&& other) noexcept : name_(std::exchange(other.name_, 0U)) {}
  GlName& operator=(GlName&& other) noexcept {
    std::swap(name_, other.name_);
    return *this;
  }
  ~GlName() {
    if (name_ != 0) Delete{}(name_);
  }

  GLuint get() const { return name_; }

 private:
  GLuint name_ = 0;
};

}  // namespace scorescope
