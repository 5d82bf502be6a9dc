#version 330 core
// A slim dart with a notch, smoothed by its distance in pixels, on a halo.
in vec2 v_point;
flat in vec2 v_size;
flat in vec4 v_colour;
out vec4 colour;

uniform float u_halo;
uniform vec4 u_halo_colour;

const float k_notch = 0.2;  // of the length

float distance_to_segment(vec2 p, vec2 a, vec2 b) {
  vec2 along = b - a;
  float share = clamp(dot(p - a, along) / dot(along, along), 0.0, 1.0);
  return length(p - a - share * along);
}

// Negative inside. The dart is its own mirror image, so only the upper half is measured; its corners run
// counter-clockwise from the tip, so inside is left of both edges.
float distance_to_dart(vec2 p) {
  p.y = abs(p.y);
  vec2 tip = vec2(0.5 * v_size.x, 0.0);
  vec2 tail = vec2(-0.5 * v_size.x, 0.5 * v_size.y);
  vec2 notch = vec2((k_notch - 0.5) * v_size.x, 0.0);
  float edge = min(distance_to_segment(p, tip, tail), distance_to_segment(p, tail, notch));
  vec2 side = tail - tip, back = notch - tail;
  bool inside = side.x * (p.y - tip.y) > side.y * (p.x - tip.x) &&
                back.x * (p.y - tail.y) > back.y * (p.x - tail.x);
  return inside ? -edge : edge;
}

void main() {
  float distance = distance_to_dart(v_point);
  float fill = clamp(0.5 - distance, 0.0, 1.0);
  float halo = clamp(0.5 + u_halo - distance, 0.0, 1.0) * u_halo_colour.a;
  float alpha = max(fill, halo);
  colour = vec4(mix(u_halo_colour.rgb, v_colour.rgb, fill / max(alpha, 1e-6)), alpha * v_colour.a);
}
