#include "app/panels/stage_plane.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "app/panels/gallery.h"
#include "app/panels/plane.h"
#include "app/panels/stage_input.h"
#include "app/panels/view_axes.h"
#include "app/panels/view_content.h"
#include "app/panels/view_labels.h"
#include "app/plot/number_text.h"
#include "app/widgets/controls.h"
#include "app/widgets/text.h"

namespace scorescope {
namespace {

/// Side of a picture in shares of the distance to the next: what is left lets the arrows between
/// them be seen on the bare ground.
constexpr float kPictureShare = 0.74F;
constexpr float kProbeSide = 56.0F;

PixelSize pixel_size(const Region& region) {
  return {static_cast<int>(region.width()), static_cast<int>(region.height())};
}

ImVec2 on_screen(const Region& region, const Camera2D& camera, std::array<double, 2> place) {
  const auto pixel = camera.to_pixel(place, pixel_size(region));
  return {region.min.x + static_cast<float>(pixel[0]), region.min.y + static_cast<float>(pixel[1])};
}

/// Each picture centred on its place; they stay where they belong while the camera moves on.
void draw_pictures(const Style& style, ImDrawList* list, const Region& region,
                   const PictureTiles& tiles, const ProgramState& state) {
  const PlaneFrame* frame = plane_frame(state);
  if (!frame || frame->columns == 0 || tiles.count == 0) return;
  const Camera2D camera = camera_of(state.view);
  const Bounds& area = frame->bounds;
  const double pitch = (area.right - area.left) / frame->columns;
  const float half = std::round(plane_picture_side(state, region.width()) * 0.5F);
  for (int i = 0; i < tiles.count; ++i) {
    const int row = i / frame->columns, column = i % frame->columns;
    const ImVec2 at = on_screen(
        region, camera, {area.left + (column + 0.5) * pitch, area.top - (row + 0.5) * pitch});
    const ImVec2 min{std::round(at.x) - half, std::round(at.y) - half};
    draw_tile(list, tiles, i, min, {min.x + 2.0F * half, min.y + 2.0F * half}, style.px(3.0F), 0);
  }
}

/// A ring and the number of each training picture that the plane goes through.
void draw_corners(const Style& style, ImDrawList* list, const Region& region, bool large,
                  const ProgramState& state) {
  const PlaneFrame* frame = plane_frame(state);
  if (!frame) return;
  const float radius = style.px(large ? 9.0F : 6.0F), pad = style.px(5.0F);
  for (const PlaneFrame::Corner& corner : frame->corners) {
    const ImVec2 at = on_screen(region, camera_of(state.view), corner.place);
    if (!region.contains(at)) continue;
    list->AddCircle(at, radius, style.colours.well, 24, style.px(4.0F));
    list->AddCircle(at, radius, style.colours.text, 24, style.px(2.0F));
    const std::string text = "no. " + count_text(corner.number);
    const float width = text_width(style.fonts.caption, text) + 2.0F * pad;
    const float height = style.fonts.caption->FontSize + pad;
    const float left = std::clamp(at.x - width * 0.5F, region.min.x + pad, region.max.x - width);
    const float top = at.y + radius + style.px(4.0F);
    list->AddRectFilled({left, top}, {left + width, top + height}, style.colours.plate,
                        style.px(4.0F));
    draw_text(list, style.fonts.caption, style.colours.text, left + pad, top + height * 0.5F, text);
  }
}

void draw_axis_name(const Style& style, ImDrawList* list, ImVec2 min, const std::string& text) {
  const float pad = style.px(6.0F), height = style.fonts.caption->FontSize + style.px(6.0F);
  const float width = text_width(style.fonts.caption, text) + 2.0F * pad;
  list->AddRectFilled(min, {min.x + width, min.y + height}, style.colours.axis_plate,
                      style.px(4.0F));
  draw_text(list, style.fonts.caption, style.colours.muted, min.x + pad, min.y + height * 0.5F,
            text);
}

/// "PC 1, pixel distance" above the numbers at the right, the other at the upper left.
void draw_axis_names(const Style& style, ImDrawList* list, const Region& region, bool large,
                     const ProgramState& state) {
  const PlaneFrame* frame = plane_frame(state);
  if (!frame || frame->axes[0].empty()) return;
  const float height = style.fonts.caption->FontSize + style.px(6.0F), pad = style.px(6.0F);
  const float numbers = style.px(large ? 34.0F : 20.0F);
  std::string across = frame->axes[0] + ", pixel distance";
  // in a small view it would lie over half of the last row
  if (text_width(style.fonts.caption, across) > 0.5F * region.width()) across = frame->axes[0];
  const float width = text_width(style.fonts.caption, across) + 2.0F * pad;
  draw_axis_name(style, list, {region.max.x - width, region.max.y - numbers - height}, across);
  draw_axis_name(style, list, region.min, frame->axes[1]);
}

void draw_empty(const Style& style, ImDrawList* list, const Region& region,
                const std::string& words) {
  const float line = style.fonts.label->FontSize + style.px(4.0F);
  const auto lines = wrapped_lines(style.fonts.label, words, region.width() - style.px(64.0F));
  float y = region.centre().y - line * (static_cast<float>(lines.size()) - 1.0F) * 0.5F;
  for (const std::string& text : lines) {
    const float half = text_width(style.fonts.label, text) * 0.5F + style.px(10.0F);
    list->AddRectFilled({region.centre().x - half, y - line * 0.5F},
                        {region.centre().x + half, y + line * 0.5F}, style.colours.well);
    draw_text_centred(list, style.fonts.label, style.colours.muted, region.centre().x, y, text);
    y += line;
  }
}

/// What is missing in a view that shows a plane; empty if nothing is.
std::string missing_words(const ProgramState& state, int view) {
  const PlaneFrame* frame = plane_frame(state);
  const auto& simulation = state.frames.simulation;
  if (!frame || !frame->problem.empty() || !simulation->fields[0]) return plane_empty_text(frame);
  const bool learned = view == 0 && has(state.view.plane_layers, StageLayer::kLearned);
  if (learned && !simulation->fields[0]->learned)
    return "The network\u2019s arrows appear in a moment";
  return {};
}

struct Row {
  const char* name;
  std::string value;
  ImU32 colour;
};

std::string vector_text(const std::array<double, 2>& v) {
  return fmt::format("{:>7} {:>7}", number_text(v[0], 3), number_text(v[1], 3));
}

std::vector<Row> probe_rows(const Palette& colours, const ProbeFrame& values,
                            const PlaneFrame::Probe& pictures) {
  std::vector<Row> rows{{"place", vector_text(values.position), colours.text},
                        {"exact s", vector_text(values.exact), colours.exact}};
  if (values.learned) {
    rows.push_back({"learned s", vector_text(*values.learned), colours.learned_text});
    const std::string angle = angle_text(*values.learned, values.exact);
    if (!angle.empty()) rows.push_back({"angle", angle, colours.text});
  }
  rows.push_back({"exact, in the plane", percent_text(pictures.exact_share), colours.text});
  rows.push_back({"nearest",
                  fmt::format("no. {}, {} away", count_text(pictures.nearest),
                              number_text(pictures.nearest_distance, 3)),
                  colours.text});
  return rows;
}

}  // namespace

float plane_picture_side(const ProgramState& state, float view_width) {
  const PlaneFrame* frame = plane_frame(state);
  if (!frame || frame->columns == 0) return 0.0F;
  const double shown = 2.0 * state.view.half_width;
  const double pitch = (frame->bounds.right - frame->bounds.left) / frame->columns;
  const auto pixels = static_cast<float>(pitch / shown) * view_width;
  return std::max(std::round(pixels * kPictureShare), 4.0F);
}

float plane_probe_side(const Style& style) { return std::round(style.px(kProbeSide)); }

void draw_plane_view(const Style& style, const Region& region, int view,
                     const ScreenPictures& pictures, bool large, ProgramState& state) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const auto index = static_cast<std::size_t>(view);
  const float radius = style.px(size::kRadius);
  list->AddRectFilled(region.min, region.max, style.colours.well, radius);
  ImGui::PushID(view);
  take_view_pointer(style, region, view, state);
  ImGui::PopID();
  if (large) state.hover.reset();
  list->PushClipRect(region.min, region.max, true);
  draw_pictures(style, list, region, pictures.plane[index], state);
  const ScreenPicture& arrows = pictures.views[index];
  if (arrows.id != nullptr) {
    draw_picture(list, arrows, region.min, region.max, radius, style.colours.well);
  }
  draw_corners(style, list, region, large, state);
  const std::string words = missing_words(state, view);
  if (!words.empty()) draw_empty(style, list, region, words);
  draw_axis_names(style, list, region, large, state);
  list->PopClipRect();
  draw_view_axes(style, list, region, camera_of(state.view), large);
  list->AddRect(region.min, region.max, style.colours.line, radius);
}

void draw_plane_probe(const Style& style, const Region& region, const ScreenPictures& pictures,
                      const ProgramState& state) {
  const PlaneFrame* frame = plane_frame(state);
  if (!state.hover || !frame || !frame->probe || !state.frames.simulation->probe) return;
  const Palette& colours = style.colours;
  const auto rows = probe_rows(colours, *state.frames.simulation->probe, *frame->probe);
  const float width = style.px(252.0F), row = style.px(20.0F), pad = style.px(11.0F);
  const float side = plane_probe_side(style), caption = style.px(20.0F);
  const float height = row * static_cast<float>(rows.size()) + 2.0F * pad + side + caption;
  const ImVec2 at = on_screen(region, camera_of(state.view), state.hover->position);
  const float gap = style.px(14.0F), edge = style.px(4.0F);
  // below right of the cross, and on its other sides where the view ends
  float x = at.x + gap, y = at.y + gap;
  if (x + width > region.max.x - edge) x = at.x - gap - width;
  if (y + height > region.max.y - edge) y = at.y - gap - height;
  x = std::round(std::clamp(x, region.min.x + edge, region.max.x - edge - width));
  y = std::round(std::clamp(y, region.min.y + edge,
                            std::max(region.min.y + edge, region.max.y - edge - height)));
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled({x, y}, {x + width, y + height}, colours.raised, style.px(6.0F));
  list->AddRect({x, y}, {x + width, y + height}, colours.line_strong, style.px(6.0F));
  constexpr std::array<const char*, 3> kNames{"here", "exact", "learned"};
  for (int i = 0; i < pictures.probe.count && i < 3; ++i) {
    const float left = x + pad + static_cast<float>(i) * (side + style.px(22.0F));
    draw_tile(list, pictures.probe, i, {left, y + pad}, {left + side, y + pad + side},
              style.px(3.0F), colours.well);
    draw_text_centred(list, style.fonts.caption, colours.muted, left + side * 0.5F,
                      y + pad + side + caption * 0.5F, kNames[static_cast<std::size_t>(i)]);
  }
  float middle = y + pad + side + caption + row * 0.5F + style.px(2.0F);
  for (const Row& shown : rows) {
    draw_text(list, style.fonts.caption, colours.muted, x + pad, middle, shown.name);
    draw_text_right(list, style.fonts.mono_caption, shown.colour, x + width - pad, middle,
                    shown.value);
    middle += row;
  }
}

}  // namespace scorescope
