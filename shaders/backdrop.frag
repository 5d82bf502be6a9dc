#version 330 core
// The heat picture of a view (density or error) and the rings that hold given shares of the mass.
#include "ramp.glsl"
in vec2 v_data;
out vec4 colour;

uniform sampler2D u_log_density;  // natural log, one texel a grid cell
uniform sampler2D u_error;        // |learned - exact|
uniform vec4 u_bounds;            // left, bottom, width, height of the grid in data units
uniform int u_picture;            // 0 nothing, 1 density, 2 error
uniform float u_log_maximum;      // of the density
uniform vec2 u_error_range;       // log10 at the two ends of the ramp
uniform vec4 u_ring_levels;       // log density of three rings
uniform vec4 u_ring_alpha;        // 0 for no ring
uniform vec4 u_ring_colour;
uniform float u_ring_width;       // pixels

// Catmull-Rom weights of the four texels around `t` in [0, 1) between the middle two (Keys 1981, a = -1/2).
// Reproduces quadratics, so the log of a Gaussian is exact and its contours are round.
vec4 weights(float t) {
  float t2 = t * t, t3 = t2 * t;
  return 0.5 * vec4(-t3 + 2.0 * t2 - t, 3.0 * t3 - 5.0 * t2 + 2.0, -3.0 * t3 + 4.0 * t2 + t, t3 - t2);
}

float smooth_value(sampler2D grid, vec2 uv) {
  ivec2 size = textureSize(grid, 0);
  vec2 texel = uv * vec2(size) - 0.5;
  ivec2 base = ivec2(floor(texel));
  vec4 wx = weights(texel.x - float(base.x));
  vec4 wy = weights(texel.y - float(base.y));
  float sum = 0.0;
  for (int row = 0; row < 4; ++row) {
    vec4 values;
    for (int column = 0; column < 4; ++column) {
      ivec2 place = clamp(base + ivec2(column - 1, row - 1), ivec2(0), size - 1);
      values[column] = texelFetch(grid, place, 0).r;
    }
    sum += wy[row] * dot(wx, values);
  }
  return sum;
}

float ring_coverage(float log_density) {
  float slope = max(length(vec2(dFdx(log_density), dFdy(log_density))), 1e-6);
  vec3 distance = abs(log_density - u_ring_levels.xyz) / slope;
  vec3 alpha = clamp(0.5 * u_ring_width + 0.5 - distance, 0.0, 1.0) * u_ring_alpha.xyz;
  return max(alpha.x, max(alpha.y, alpha.z));
}

void main() {
  vec2 uv = (v_data - u_bounds.xy) / u_bounds.zw;
  bool rings = u_ring_alpha.x + u_ring_alpha.y + u_ring_alpha.z > 0.0;
  float log_density = rings || u_picture == 1 ? smooth_value(u_log_density, uv) : 0.0;
  vec4 picture = vec4(0.0);
  if (u_picture == 1) {
    picture = ramp(exp(0.75 * (log_density - u_log_maximum)));  // (p / p_max)^0.75
  } else if (u_picture == 2) {
    float error = log(max(smooth_value(u_error, uv), 1e-12)) / log(10.0);
    picture = ramp((error - u_error_range.x) / (u_error_range.y - u_error_range.x));
  }
  float ring = rings ? ring_coverage(log_density) : 0.0;
  float alpha = max(picture.a, ring);
  colour = vec4(mix(picture.rgb, u_ring_colour.rgb, picture.a > 0.0 ? ring : 1.0), alpha);
  bool inside = all(greaterThanEqual(uv, vec2(0.0))) && all(lessThanEqual(uv, vec2(1.0)));
  if (!inside) colour = vec4(0.0);
}
