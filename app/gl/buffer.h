// Vertex data on the GPU, and how a program reads it.
#pragma once

#include <cstddef>
#include <span>

#include "app/gl/gl_name.h"

namespace scorescope {

struct DeleteBuffer {
  void operator()(GLuint name) const { glDeleteBuffers(1, &name); }
};
struct DeleteVertexArray {
  void operator()(GLuint name) const { glDeleteVertexArrays(1, &name); }
};

/// A vertex buffer of floats. Replacing its contents orphans the old storage, so a frame still
/// being drawn is never waited for.
class Buffer {
 public:
  Buffer();

  void upload(std::span<const float> values);
  /// Number of floats held.
  std::size_t size() const { return size_; }
  GLuint name() const { return name_.get(); }

 private:
  GlName<DeleteBuffer> name_;
  std::size_t size_ = 0;
};

/// One float attribute, one step a vertex; offset and stride are in floats.
struct Attribute {
  GLuint location = 0;
  GLint components = 2;
  std::size_t offset = 0;
  std::size_t stride = 2;
};

/// How a program's attributes are read from buffers.
class VertexArray {
 public:
  VertexArray();

  void read(const Buffer& buffer, const Attribute& attribute);
  /// Draws quads of four vertices each: a program tells the corners apart by gl_VertexID & 3, the
  /// quads by gl_VertexID >> 2. Not instances: a software renderer handles each of those as a draw
  /// call of its own. None is fine.
  void draw_quads(std::size_t quads);
  /// Draws points whose size the program sets.
  void draw_points(std::size_t count) const;

 private:
  GlName<DeleteVertexArray> name_;
  GlName<DeleteBuffer> indices_;  // of `indexed_` quads
  std::size_t indexed_ = 0;
};

}  // namespace scorescope
