// A texture one can draw into. Every layer smooths its own edges in its shader, so there is no
// multisampling: a software renderer pays for it per pixel.
#pragma once

#include <cstdint>
#include <vector>

#include "app/gl/texture.h"

namespace scorescope {

/// Pixels as shown on screen: eight bits a channel, red first, top row first.
struct RgbaImage {
  PixelSize size;
  std::vector<std::uint8_t> pixels;  // [height * width * 4]

  /// Pointer to the four channels of a pixel; (0, 0) is the top left one.
  const std::uint8_t* at(int x, int y) const;
};

struct DeleteFramebuffer {
  void operator()(GLuint name) const { glDeleteFramebuffers(1, &name); }
};

class Framebuffer {
 public:
  Framebuffer();

  /// Storage is made anew only if the size differs; the contents are then undefined. Throws GlError
  /// if the driver cannot draw into it.
  void resize(PixelSize size);
  /// Makes `source` this framebuffer's contents; both must have the same size.
  void copy_from(const Framebuffer& source) const;
  RgbaImage read_pixels() const;

  const Texture& texture() const { return texture_; }
  PixelSize size() const { return texture_.size(); }
  GLuint name() const { return name_.get(); }

 private:
  GlName<DeleteFramebuffer> name_;
  Texture texture_;
};

/// Directs drawing into a framebuffer while it lives; restores the framebuffer and viewport that
/// were set.
class DrawInto {
 public:
  explicit DrawInto(const Framebuffer& target);
  ~DrawInto();
  DrawInto(const DrawInto&) = delete;
  DrawInto& operator=(const DrawInto&) = delete;

 private:
  GLint framebuffer_ = 0;
  GLint viewport_[4] = {};
};

/// The lower left `size` pixels of the framebuffer that is bound for reading.
RgbaImage read_bound_framebuffer(PixelSize size);

}  // namespace scorescope
