// Two-dimensional textures without mipmaps, clamped at the edge.
#pragma once

#include <cstdint>
#include <span>

#include "app/gl/gl_name.h"

namespace scorescope {

struct DeleteTexture {
  void operator()(GLuint name) const { glDeleteTextures(1, &name); }
};

struct PixelSize {
  int width = 0, height = 0;
  bool operator==(const PixelSize&) const = default;
};

enum class Filter { kNearest, kLinear };

class Texture {
 public:
  explicit Texture(Filter filter = Filter::kLinear);

  /// One 32-bit float a texel; `values` has width * height entries, bottom row first (GlError if
  /// not).
  void upload_floats(PixelSize size, std::span<const float> values);
  /// Packed as ImU32 (red in the lowest byte), width * height entries, bottom row first.
  void upload_rgba(PixelSize size, std::span<const std::uint32_t> pixels);
  /// Storage for drawing into, eight bits a channel, contents undefined.
  void allocate_rgba(PixelSize size);

  void bind(int unit) const;
  PixelSize size() const { return size_; }
  GLuint name() const { return name_.get(); }

 private:
  GlName<DeleteTexture> name_;
  PixelSize size_;
};

}  // namespace scorescope
