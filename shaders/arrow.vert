#version 330 core
// Darts, one a quad, centred on their grid points.
#include "view.glsl"
#include "ramp.glsl"
layout(location = 0) in vec2 a_position;  // data units
layout(location = 1) in vec2 a_vector;

uniform float u_spacing;   // pixels between grid points
uniform vec2 u_shape;      // length and width as shares of the spacing
uniform float u_halo;      // pixels
uniform float u_maximum;   // magnitude at the ramp's end
uniform int u_length_mode; // 0 equal, 1 raw, 2 logarithmic
uniform float u_opacity;

out vec2 v_point;             // pixels, in the dart's own frame: x towards the tip
flat out vec4 v_edges;        // see arrow.frag: what is the same for all pixels of a dart
flat out vec3 v_measure;
flat out vec4 v_colour;

// Raw lengths run to twice the equal one, so that the many short ones still show a direction.
const float k_raw_longest = 2.0;
const float k_log_contrast = 99.0;
const float k_notch = 0.2;  // of the length

float length_share(float magnitude) {
  float share = clamp(magnitude / u_maximum, 0.0, 1.0);
  if (u_length_mode == 1) return k_raw_longest * share;
  if (u_length_mode == 2) return log(1.0 + k_log_contrast * share) / log(1.0 + k_log_contrast);
  return 1.0;
}

void main() {
  float magnitude = length(a_vector);
  v_colour = ramp(pow(clamp(magnitude / u_maximum, 0.0, 1.0), 0.6));
  v_colour.a *= u_opacity;
  vec2 size = u_shape * u_spacing * length_share(magnitude);  // length and width in pixels
  vec2 side = vec2(-size.x, 0.5 * size.y), back = vec2(k_notch * size.x, -0.5 * size.y);
  v_edges = vec4(side, back);
  v_measure = vec3(1.0 / dot(side, side), 1.0 / dot(back, back), 0.5 * size.x);
  vec2 along = a_vector / max(magnitude, 1e-30);
  vec2 across = vec2(-along.y, along.x);
  v_point = corner() * (0.5 * size + u_halo + 1.0);
  gl_Position = from_pixels(to_pixels(a_position) + v_point.x * along + v_point.y * across);
  bool visible = magnitude > 1e-12 && magnitude < 1e12 && is_drawable(a_position) && size.x > 1.0;
  if (!visible) gl_Position = k_nowhere;
}
