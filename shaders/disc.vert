#version 330 core
// Discs of one radius, one a point: a software renderer is several times slower with instanced quads.
#include "view.glsl"
layout(location = 0) in vec2 a_position;  // data units

uniform float u_radius;  // pixels

void main() {
  gl_Position = is_drawable(a_position) ? from_pixels(to_pixels(a_position)) : k_nowhere;
  gl_PointSize = 2.0 * (u_radius + 1.0);
}
