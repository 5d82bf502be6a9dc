#version 330 core
// A smooth line segment, dashed if asked.
in vec2 v_point;
flat in float v_length;
in float v_alpha;
out vec4 colour;

uniform vec4 u_colour;
uniform float u_width;
uniform vec2 u_dash;  // pixels on and off; off 0 is a solid line

void main() {
  float beyond = max(max(-v_point.x, v_point.x - v_length), 0.0);
  float distance = length(vec2(beyond, v_point.y));
  float coverage = clamp(0.5 * u_width + 0.5 - distance, 0.0, 1.0);
  float alpha = u_colour.a * clamp(v_alpha, 0.0, 1.0) * coverage;
  if (u_dash.y > 0.0 && mod(v_point.x, u_dash.x + u_dash.y) > u_dash.x) alpha = 0.0;
  colour = vec4(u_colour.rgb, alpha);
}
