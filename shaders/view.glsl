// How data coordinates reach the pixels of a view. Data, clip space and gl_FragCoord all have y upwards.
uniform vec4 u_view;    // clip = data * u_view.xy + u_view.zw
uniform vec2 u_pixels;  // size of the view in pixels

vec2 to_pixels(vec2 data) { return (data * u_view.xy + u_view.zw + 1.0) * 0.5 * u_pixels; }

vec4 from_pixels(vec2 pixel) { return vec4(pixel / u_pixels * 2.0 - 1.0, 0.0, 1.0); }

// False for NaN and for what is so far out that floats would fail.
bool is_drawable(vec2 data) { return dot(data, data) < 1e12; }

// A vertex that draws nothing.
const vec4 k_nowhere = vec4(2.0, 2.0, 2.0, 1.0);

// Which of the quads that are drawn together this vertex belongs to.
int quad() { return gl_VertexID >> 2; }

// Corners of a quad of two triangles: (-1,-1) (1,-1) (-1,1) (1,1).
vec2 corner() { return vec2(gl_VertexID & 1, (gl_VertexID >> 1) & 1) * 2.0 - 1.0; }
