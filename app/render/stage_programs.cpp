#include "app/render/stage_programs.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "app/render/stage_content.h"

namespace scorescope {
namespace {

constexpr std::size_t kMostStops = 9;  // as in ramp.glsl

}  // namespace

StagePrograms::StagePrograms()
    : backdrop({"backdrop.vert", "backdrop.frag"}),
      arrows({"arrow.vert", "arrow.frag"}),
      segments({"segment.vert", "segment.frag"}),
      discs({"disc.vert", "disc.frag"}) {}

void StagePrograms::reload_if_changed() {
  for (Program* program : {&backdrop, &arrows, &segments, &discs}) program->reload_if_changed();
}

Rgba to_rgba(ImU32 colour) {
  const auto channel = [colour](unsigned shift) {
    return static_cast<float>((colour >> shift) & 0xFFU) / 255.0F;
  };
  return {channel(IM_COL32_R_SHIFT), channel(IM_COL32_G_SHIFT), channel(IM_COL32_B_SHIFT),
          channel(IM_COL32_A_SHIFT)};
}

void set_view(const Program& program, const Canvas& canvas) {
  const double x_scale = 1.0 / canvas.camera.half_width;
  const double y_scale = x_scale * canvas.size.width / canvas.size.height;
  program.set("u_view", Rgba{static_cast<float>(x_scale), static_cast<float>(y_scale),
                             static_cast<float>(-canvas.camera.x * x_scale),
                             static_cast<float>(-canvas.camera.y * y_scale)});
}

void set_pixels(const Program& program, const Canvas& canvas) {
  program.set("u_pixels", std::array{static_cast<float>(canvas.size.width),
                                     static_cast<float>(canvas.size.height)});
}

void set_ramp(const Program& program, std::span<const ImU32> stops) {
  std::array<Rgba, kMostStops> colours{};
  for (std::size_t i = 0; i < kMostStops; ++i)
    colours[i] = to_rgba(stops[std::min(i, stops.size() - 1)]);
  program.set("u_ramp", std::span<const Rgba>(colours));
  program.set("u_stops", static_cast<int>(stops.size()));
}

void set_flat_ramp(const Program& program, ImU32 colour) {
  set_ramp(program, std::array{colour, colour});
}

FieldScales shared_scales(const FieldFrame* a, const FieldFrame* b) {
  constexpr float kLeastError = 0.02F;  // of the longest exact arrow: as good as none
  FieldScales scales{.density_maximum = 0.0F, .arrow_maximum = 0.0F};
  for (const FieldFrame* field : {a, b}) {
    if (field == nullptr) continue;
    scales.density_maximum = std::max(scales.density_maximum, field->density.maximum);
    scales.arrow_maximum = std::max(scales.arrow_maximum, field->exact.maximum);
  }
  if (scales.density_maximum <= 0.0F) scales.density_maximum = 1.0F;
  if (scales.arrow_maximum <= 0.0F) scales.arrow_maximum = 1.0F;
  scales.error_range = {kLeastError * scales.arrow_maximum, scales.arrow_maximum};
  return scales;
}

}  // namespace scorescope
