#version 330 core
// A slim dart with a notch, smoothed by its distance in pixels, on a halo.
in vec2 v_point;
flat in vec4 v_edges;    // from the tip to the tail, from there to the notch, in pixels
flat in vec3 v_measure;  // inverse squares of the edges' lengths, half the dart's length
flat in vec4 v_colour;
out vec4 colour;

uniform float u_halo;
uniform vec4 u_halo_colour;

float squared_distance(vec2 from_start, vec2 edge, float inverse_square) {
  vec2 off = from_start - clamp(dot(from_start, edge) * inverse_square, 0.0, 1.0) * edge;
  return dot(off, off);
}

// Negative inside. The dart is its own mirror image, so only the upper half is measured; its corners run
// counter-clockwise from the tip, so inside is left of both edges.
float distance_to_dart(vec2 p) {
  vec2 side = v_edges.xy, back = v_edges.zw;
  vec2 from_tip = vec2(p.x - v_measure.z, abs(p.y)), from_tail = from_tip - side;
  float edge = sqrt(min(squared_distance(from_tip, side, v_measure.x), squared_distance(from_tail, back, v_measure.y)));
  bool inside = side.x * from_tip.y > side.y * from_tip.x && back.x * from_tail.y > back.y * from_tail.x;
  return inside ? -edge : edge;
}

void main() {
  float distance = distance_to_dart(v_point);
  float fill = clamp(0.5 - distance, 0.0, 1.0);
  float halo = clamp(0.5 + u_halo - distance, 0.0, 1.0) * u_halo_colour.a;
  float alpha = max(fill, halo);
  colour = vec4(mix(u_halo_colour.rgb, v_colour.rgb, fill / max(alpha, 1e-6)), alpha * v_colour.a);
}
