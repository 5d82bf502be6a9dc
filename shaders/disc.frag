#version 330 core
// A smooth disc, or a ring if it has a hole.
out vec4 colour;

uniform float u_radius;
uniform float u_hole;  // inner radius in pixels; 0 is none
uniform vec4 u_colour;

void main() {
  float distance = length(gl_PointCoord - 0.5) * 2.0 * (u_radius + 1.0);
  float coverage = clamp(u_radius + 0.5 - distance, 0.0, 1.0);
  if (u_hole > 0.0) coverage *= clamp(distance + 0.5 - u_hole, 0.0, 1.0);
  if (coverage == 0.0) discard;
  colour = vec4(u_colour.rgb, u_colour.a * coverage);
}
