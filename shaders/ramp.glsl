// A colour ramp of equal stops.
const int k_most_stops = 9;
uniform vec4 u_ramp[k_most_stops];
uniform int u_stops;

vec4 ramp(float value) {
  float place = clamp(value, 0.0, 1.0) * float(u_stops - 1);
  int below = min(int(place), u_stops - 2);
  return mix(u_ramp[below], u_ramp[below + 1], place - float(below));
}
