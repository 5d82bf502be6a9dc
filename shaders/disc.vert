#version 330 core
// Discs of one radius, one an instance.
#include "view.glsl"
layout(location = 0) in vec2 a_position;  // data units

uniform float u_radius;  // pixels

out vec2 v_point;  // pixels from the centre

void main() {
  v_point = corner() * (u_radius + 1.0);
  gl_Position = from_pixels(to_pixels(a_position) + v_point);
  if (!is_drawable(a_position)) gl_Position = k_nowhere;
}
