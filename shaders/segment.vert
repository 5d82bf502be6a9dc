#version 330 core
// Line segments between neighbouring points of a list that holds many polylines of equal length.
#include "view.glsl"
layout(location = 0) in vec2 a_from;  // data units
layout(location = 1) in vec2 a_to;

uniform int u_points;      // of one polyline; oldest first
uniform float u_width;     // pixels
uniform vec2 u_alpha;      // of the oldest and the newest point
uniform float u_exponent;  // of the course between them
uniform float u_full;      // pixels; longer segments are the fainter, 0: none is

out vec2 v_point;          // pixels: along the segment from its start, and off it
flat out float v_length;
out float v_alpha;

float alpha_at(int point) {
  float age = float(point) / float(u_points - 1);
  return mix(u_alpha.x, u_alpha.y, pow(age, u_exponent));
}

void main() {
  int point = quad() % (u_points - 1);
  vec2 from = to_pixels(a_from);
  vec2 to = to_pixels(a_to);
  v_length = length(to - from);
  vec2 along = (to - from) / max(v_length, 1e-6);
  float reach = 0.5 * u_width + 1.0;
  bool at_end = corner().x > 0.0;
  v_point = vec2(at_end ? v_length + reach : -reach, corner().y * reach);
  v_alpha = alpha_at(at_end ? point + 1 : point);
  if (u_full > 0.0) v_alpha *= min(1.0, u_full / max(v_length, 1e-6));
  gl_Position = from_pixels(from + v_point.x * along + v_point.y * vec2(-along.y, along.x));
  if (v_length < 1e-3 || !is_drawable(a_from) || !is_drawable(a_to)) {
    gl_Position = k_nowhere;
  }
}
