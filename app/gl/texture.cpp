#include "app/gl/texture.h"

#include <cstddef>
#include <string>

namespace scorescope {
namespace {

GLuint new_texture() {
  GLuint name = 0;
  glGenTextures(1, &name);
  return name;
}

void check_count(PixelSize size, std::size_t count) {
  const auto wanted = static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height);
  if (size.width > 0 && size.height > 0 && wanted == count) return;
  throw GlError("a texture of " + std::to_string(size.width) + " x " + std::to_string(size.height) +
                " texels was given " + std::to_string(count) + " values");
}

}  // namespace

Texture::Texture(Filter filter) : name_(new_texture()) {
  const GLint mode = filter == Filter::kLinear ? GL_LINEAR : GL_NEAREST;
  glBindTexture(GL_TEXTURE_2D, name_.get());
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, mode);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, mode);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
}

void Texture::upload_floats(PixelSize size, std::span<const float> values) {
  check_count(size, values.size());
  glBindTexture(GL_TEXTURE_2D, name_.get());
  glTexImage2D(GL_TEXTURE_2D, 0, GL_R32F, size.width, size.height, 0, GL_RED, GL_FLOAT,
               values.data());
  size_ = size;
}

void Texture::upload_rgba(PixelSize size, std::span<const std::uint32_t> pixels) {
  check_count(size, pixels.size());
  glBindTexture(GL_TEXTURE_2D, name_.get());
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, size.width, size.height, 0, GL_RGBA, GL_UNSIGNED_BYTE,
               pixels.data());
  size_ = size;
}

void Texture::allocate_rgba(PixelSize size) {
  if (size == size_) return;
  glBindTexture(GL_TEXTURE_2D, name_.get());
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, size.width, size.height, 0, GL_RGBA, GL_UNSIGNED_BYTE,
               nullptr);
  size_ = size;
}

void Texture::bind(int unit) const {
  glActiveTexture(GL_TEXTURE0 + static_cast<GLenum>(unit));
  glBindTexture(GL_TEXTURE_2D, name_.get());
  glActiveTexture(GL_TEXTURE0);
}

}  // namespace scorescope
