#include "app/gl/buffer.h"

#include <cstdint>
#include <vector>

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

/// Two triangles of the corners 0 1 2 3 of each quad.
std::vector<std::uint32_t> quad_indices(std::size_t quads) {
  std::vector<std::uint32_t> indices;
  indices.reserve(6 * quads);
  for (std::uint32_t first = 0; first < 4 * quads; first += 4) {
    for (const std::uint32_t corner : {0U, 1U, 2U, 2U, 1U, 3U}) indices.push_back(first + corner);
  }
  return indices;
}

}  // namespace

Buffer::Buffer() : name_(new_buffer()) {}

void Buffer::upload(std::span<const float> values) {
  glBindBuffer(GL_ARRAY_BUFFER, name_.get());
  glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(values.size_bytes()), values.data(),
               GL_STREAM_DRAW);
  size_ = values.size();
}

VertexArray::VertexArray() : name_(new_vertex_array()), indices_(new_buffer()) {}

void VertexArray::read(const Buffer& buffer, const Attribute& attribute) {
  glBindVertexArray(name_.get());
  glBindBuffer(GL_ARRAY_BUFFER, buffer.name());
  glEnableVertexAttribArray(attribute.location);
  glVertexAttribPointer(attribute.location, attribute.components, GL_FLOAT, GL_FALSE,
                        static_cast<GLsizei>(attribute.stride * sizeof(float)),
                        reinterpret_cast<const void*>(attribute.offset * sizeof(float)));
}

void VertexArray::draw_quads(std::size_t quads) {
  if (quads == 0) return;
  glBindVertexArray(name_.get());
  glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, indices_.get());  // kept by the vertex array
  if (quads > indexed_) {
    indexed_ = quads;
    const std::vector<std::uint32_t> indices = quad_indices(quads);
    glBufferData(GL_ELEMENT_ARRAY_BUFFER,
                 static_cast<GLsizeiptr>(indices.size() * sizeof(std::uint32_t)), indices.data(),
                 GL_STATIC_DRAW);
  }
  glDrawElements(GL_TRIANGLES, static_cast<GLsizei>(6 * quads), GL_UNSIGNED_INT, nullptr);
}

void VertexArray::draw_points(std::size_t count) const {
  if (count == 0) return;
  glBindVertexArray(name_.get());
  glEnable(GL_PROGRAM_POINT_SIZE);
  glDrawArrays(GL_POINTS, 0, static_cast<GLsizei>(count));
}

}  // namespace scorescope
