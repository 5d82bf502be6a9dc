#include "app/gl/framebuffer.h"

#include <algorithm>
#include <cstddef>
#include <string>

namespace scorescope {
namespace {

GLuint new_framebuffer() {
  GLuint name = 0;
  glGenFramebuffers(1, &name);
  return name;
}

void flip_rows(RgbaImage& image) {
  const auto row = static_cast<std::ptrdiff_t>(image.size.width) * 4;
  auto top = image.pixels.begin();
  auto bottom = image.pixels.end() - row;
  for (; top < bottom; top += row, bottom -= row) std::swap_ranges(top, top + row, bottom);
}

}  // namespace

const std::uint8_t* RgbaImage::at(int x, int y) const {
  const auto row = static_cast<std::size_t>(y) * static_cast<std::size_t>(size.width);
  return pixels.data() + (row + static_cast<std::size_t>(x)) * 4;
}

Framebuffer::Framebuffer() : name_(new_framebuffer()) {}

void Framebuffer::resize(PixelSize size) {
  if (size == texture_.size()) return;
  texture_.allocate_rgba(size);
  const DrawInto here(*this);
  glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture_.name(), 0);
  const GLenum status = glCheckFramebufferStatus(GL_FRAMEBUFFER);
  if (status != GL_FRAMEBUFFER_COMPLETE) {
    throw GlError("a framebuffer of " + std::to_string(size.width) + " x " +
                  std::to_string(size.height) + " pixels is not complete (status " +
                  std::to_string(status) + ")");
  }
}

void Framebuffer::copy_from(const Framebuffer& source) const {
  GLint read = 0;
  glGetIntegerv(GL_READ_FRAMEBUFFER_BINDING, &read);
  const DrawInto here(*this);
  glBindFramebuffer(GL_READ_FRAMEBUFFER, source.name());
  const PixelSize area = size();
  glBlitFramebuffer(0, 0, area.width, area.height, 0, 0, area.width, area.height,
                    GL_COLOR_BUFFER_BIT, GL_NEAREST);
  glBindFramebuffer(GL_READ_FRAMEBUFFER, static_cast<GLuint>(read));
}

RgbaImage Framebuffer::read_pixels() const {
  GLint read = 0;
  glGetIntegerv(GL_READ_FRAMEBUFFER_BINDING, &read);
  glBindFramebuffer(GL_READ_FRAMEBUFFER, name_.get());
  RgbaImage image = read_bound_framebuffer(size());
  glBindFramebuffer(GL_READ_FRAMEBUFFER, static_cast<GLuint>(read));
  return image;
}

DrawInto::DrawInto(const Framebuffer& target) {
  glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &framebuffer_);
  glGetIntegerv(GL_VIEWPORT, viewport_);
  glBindFramebuffer(GL_DRAW_FRAMEBUFFER, target.name());
  glViewport(0, 0, target.size().width, target.size().height);
}

DrawInto::~DrawInto() {
  glBindFramebuffer(GL_DRAW_FRAMEBUFFER, static_cast<GLuint>(framebuffer_));
  glViewport(viewport_[0], viewport_[1], viewport_[2], viewport_[3]);
}

RgbaImage read_bound_framebuffer(PixelSize size) {
  RgbaImage image{size, {}};
  image.pixels.resize(static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height) *
                      4);
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(0, 0, size.width, size.height, GL_RGBA, GL_UNSIGNED_BYTE, image.pixels.data());
  flip_rows(image);
  return image;
}

}  // namespace scorescope
