#include "app/gl/buffer.h"

namespace scorescope {
namespace {

GLuint new_buffer() {
  GLuint name = 0;
  glGenBuffers(1, &name);
  return name;
}

GLuint new_vertex_array() {
  GLuint name = 0;
  glGenVertexArrays(1, &name);
  return name;
}

}  // namespace

Buffer::Buffer() : name_(new_buffer()) {}

void Buffer::upload(std::span<const float> values) {
  glBindBuffer(GL_ARRAY_BUFFER, name_.get());
  glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(values.size_bytes()), values.data(),
               GL_STREAM_DRAW);
  size_ = values.size();
}

VertexArray::VertexArray() : name_(new_vertex_array()) {}

void VertexArray::read(const Buffer& buffer, const Attribute& attribute) {
  glBindVertexArray(name_.get());
  glBindBuffer(GL_ARRAY_BUFFER, buffer.name());
  glEnableVertexAttribArray(attribute.location);
  glVertexAttribPointer(attribute.location, attribute.components, GL_FLOAT, GL_FALSE,
                        static_cast<GLsizei>(attribute.stride * sizeof(float)),
                        reinterpret_cast<const void*>(attribute.offset * sizeof(float)));
  glVertexAttribDivisor(attribute.location, attribute.per_instance ? 1 : 0);
}

void VertexArray::draw_quads(std::size_t instances) const {
  if (instances == 0) return;
  glBindVertexArray(name_.get());
  glDrawArraysInstanced(GL_TRIANGLE_STRIP, 0, 4, static_cast<GLsizei>(instances));
}

void VertexArray::draw_points(std::size_t count) const {
  if (count == 0) return;
  glBindVertexArray(name_.get());
  glEnable(GL_PROGRAM_POINT_SIZE);
  glDrawArrays(GL_POINTS, 0, static_cast<GLsizei>(count));
}

}  // namespace scorescope
