#version 330 core
// One quad over the whole view; hands on the data coordinates.
#include "view.glsl"
out vec2 v_data;

void main() {
  gl_Position = vec4(corner(), 0.0, 1.0);
  v_data = (corner() - u_view.zw) / u_view.xy;
}
