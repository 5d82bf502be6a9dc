#include "app/panels/view_labels.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include "app/panels/label_placement.h"
#include "app/panels/sampler_colours.h"
#include "app/panels/view_axes.h"
#include "app/panels/view_content.h"
#include "app/plot/number_text.h"
#include "app/widgets/controls.h"
#include "app/widgets/text.h"

namespace scorescope {
namespace {

/// More modes than this would cover the view with labels; the plot has them all.
constexpr std::size_t kMostLabels = 4;
/// A cloud is called collapsed below this share of the true width.
constexpr double kCollapsed = 0.25;
/// Narrower views have room for the big number only; of the presenter, and at scale 1.
constexpr float kRoomForCountsLarge = 560.0F, kRoomForCounts = 220.0F;
/// Full scale of the width's bar, in true widths.
constexpr double kWidthScale = 1.25;

/// A big number over a bar with a tick at the truth.
struct BigLabel {
  std::string number, unit, truth;
  double share = 0.0, tick = 0.0;  ///< of the bar
  float bar_width = 96.0F;
};

struct LabelSizes {
  float plate_width, plate_height, number, bar, words, bar_height, padding;
};

LabelSizes label_sizes(const Style& style, float bar_width, bool large) {
  if (large) {
    return {style.px(bar_width * 1.67F + 24.0F),
            style.px(124.0F),
            style.px(38.0F),
            style.px(76.0F),
            style.px(102.0F),
            style.px(6.0F),
            style.px(12.0F)};
  }
  return {style.px(bar_width + 20.0F),
          style.px(84.0F),
          style.px(23.0F),
          style.px(48.0F),
          style.px(68.0F),
          style.px(6.0F),
          style.px(10.0F)};
}

void draw_big_label(const Style& style, ImDrawList* list, const Region& plate,
                    const BigLabel& label, const SamplerColours& colours, bool large) {
  const LabelSizes sizes = label_sizes(style, label.bar_width, large);
  list->AddRectFilled(plate.min, plate.max, style.colours.plate, style.px(8.0F));
  const float left = plate.min.x + sizes.padding, right = plate.max.x - sizes.padding;
  const float end = draw_text(list, style.fonts.share, colours.text, left,
                              plate.min.y + sizes.number, label.number);
  if (!label.unit.empty()) {
    draw_text(list, style.fonts.label, style.colours.muted, end + style.px(8.0F),
              plate.min.y + sizes.number + style.px(7.0F), label.unit);
  }
  const float middle = std::round(plate.min.y + sizes.bar), half = sizes.bar_height * 0.5F;
  progress_bar(style, list, {left, middle - half}, {right - left, 2.0F * half},
               static_cast<float>(std::clamp(label.share, 0.0, 1.0)), colours.mark);
  const float tick = std::round(left + (right - left) * static_cast<float>(label.tick));
  list->AddRectFilled({tick - style.px(1.0F), middle - style.px(6.0F)},
                      {tick + style.px(1.0F), middle + style.px(6.0F)}, style.colours.text);
  draw_text(list, style.fonts.label, style.colours.muted, left, plate.min.y + sizes.words,
            label.truth);
}

ImVec2 on_screen(const Region& region, const Camera2D& camera, std::array<double, 2> data) {
  const PixelSize size{static_cast<int>(region.width()), static_cast<int>(region.height())};
  const auto pixel = camera.to_pixel(data, size);
  return {region.min.x + static_cast<float>(pixel[0]), region.min.y + static_cast<float>(pixel[1])};
}

/// The modes on screen, heaviest first, as anchors of labels.
std::vector<std::size_t> visible_modes(const Region& region, const Camera2D& camera,
                                       const std::vector<ModeInfo>& modes) {
  std::vector<std::size_t> visible;
  for (std::size_t i = 0; i < modes.size(); ++i) {
    if (region.contains(on_screen(region, camera, modes[i].centre))) visible.push_back(i);
  }
  return visible;
}

BigLabel share_label(const CloudFrame& frame, const ModeInfo& mode, std::size_t index) {
  const double share = frame.mode_share[index];
  return {percent_text(share), "", "true " + percent_text(mode.weight), share, mode.weight};
}

BigLabel width_label(const CloudFrame& frame, const ModeInfo& mode) {
  const double width = frame.width.value_or(0.0);
  const double scale = kWidthScale * std::max(mode.std, 1e-9);
  return {fmt::format("{:.2f}", width),
          "std",
          fmt::format("true {:.2f}", mode.std),
          width / scale,
          mode.std / scale,
          112.0F};
}

void draw_count(const Style& style, ImDrawList* list, const Region& region, ImVec2 place,
                const std::string& text) {
  const float leader = style.px(78.0F), height = style.px(22.0F);
  const float way = place.y < region.centre().y ? 1.0F : -1.0F;
  const ImVec2 end{place.x, place.y + way * leader};
  list->AddRectFilled({std::round(place.x), std::min(place.y, end.y)},
                      {std::round(place.x) + style.px(1.0F), std::max(place.y, end.y)},
                      style.colours.text);
  const float width = text_width(style.fonts.label, text) + style.px(16.0F);
  const float left = std::clamp(std::round(place.x - width * 0.5F), region.min.x + style.px(6.0F),
                                region.max.x - width - style.px(6.0F));
  list->AddRectFilled({left, end.y - height * 0.5F}, {left + width, end.y + height * 0.5F},
                      style.colours.plate, style.px(4.0F));
  draw_text(list, style.fonts.label, style.colours.text, left + style.px(8.0F), end.y, text);
}

void draw_counts(const Style& style, ImDrawList* list, const Region& region,
                 const ProgramState& state, const CloudFrame& frame) {
  const auto& modes = state.frames.simulation->modes;
  if (modes.empty() || !frame.width || *frame.width > kCollapsed * modes.front().std) return;
  const double particles = static_cast<double>(frame.positions.size()) / 2.0;
  const Camera2D camera = camera_of(state.view);
  for (const std::size_t i : visible_modes(region, camera, modes)) {
    if (i >= frame.mode_share.size()) continue;
    const auto count = std::llround(frame.mode_share[i] * particles);
    draw_count(style, list, region, on_screen(region, camera, modes[i].centre),
               count_text(count) + (count == 1 ? " particle here" : " particles here"));
  }
}

}  // namespace

void draw_view_labels(const Style& style, ImDrawList* list, const Region& region,
                      const ProgramState& state, int view, bool large) {
  if (state.view.pair != StagePair::kSamplers || !state.frames.simulation) return;
  const CloudFrame* frame = cloud(state, view);
  const auto& modes = state.frames.simulation->modes;
  const bool shown = has(state.view.layers, StageLayer::kParticles) && !shows_preview(state);
  if (!frame || frame->step == 0 || modes.empty() || !shown) return;
  const bool width = moves_data(state) && frame->width.has_value();
  const bool has_room = region.width() >= style.px(large ? kRoomForCountsLarge : kRoomForCounts);
  if (width && has_room) draw_counts(style, list, region, state, *frame);
  if (!width && (modes.size() > kMostLabels || modes.size() < 2)) return;
  if (frame->mode_share.size() != modes.size()) return;
  const Camera2D camera = camera_of(state.view);
  std::vector<std::size_t> indices = visible_modes(region, camera, modes);
  if (width && indices.size() > 1) indices.erase(indices.begin() + 1, indices.end());
  const float bar_width = width ? 112.0F : 96.0F;
  const LabelSizes sizes = label_sizes(style, bar_width, large);
  LabelRequest request{region.shrunk(style.px(12.0F)),
                       {sizes.plate_width, sizes.plate_height},
                       {},
                       std::round(region.width() * 0.27F),
                       axis_number_regions(style, region)};
  for (const std::size_t i : indices) {
    request.anchors.push_back(on_screen(region, camera, modes[i].centre));
  }
  const std::vector<Region> plates = place_labels(request);
  const SamplerColours colours = sampler_colours(style.colours, state, view);
  for (std::size_t i = 0; i < indices.size(); ++i) {
    const std::size_t mode = indices[i];
    const BigLabel label =
        width ? width_label(*frame, modes[mode]) : share_label(*frame, modes[mode], mode);
    draw_big_label(style, list, plates[i], label, colours, large);
  }
}

namespace {

struct ProbeRow {
  const char* name;
  std::string value;
  ImU32 colour;
};

double length(const std::array<double, 2>& v) { return std::hypot(v[0], v[1]); }

std::string vector_text(const std::array<double, 2>& v) {
  return fmt::format("{:>7} {:>7}", fmt::format("{:.3f}", v[0]), fmt::format("{:.3f}", v[1]));
}

std::vector<ProbeRow> probe_rows(const Palette& colours, const ProbeFrame& probe) {
  std::vector<ProbeRow> rows{{"position", vector_text(probe.position), colours.text},
                             {"density", number_text(probe.density), colours.text},
                             {"exact s", vector_text(probe.exact), colours.exact}};
  if (probe.learned) {
    rows.push_back({"learned s", vector_text(*probe.learned), colours.learned_text});
    const std::string angle = angle_text(*probe.learned, probe.exact);
    if (!angle.empty()) {
      rows.push_back({"angle", angle, colours.text});
      rows.push_back({"length ratio", number_text(length(*probe.learned) / length(probe.exact), 3),
                      colours.text});
    }
  }
  rows.push_back({"nearest data", vector_text(probe.nearest_data), colours.text});
  return rows;
}

}  // namespace

std::string angle_text(const std::array<double, 2>& a, const std::array<double, 2>& b) {
  const double of_a = length(a), of_b = length(b);
  if (!(of_a > 0.0 && of_b > 0.0)) return {};
  const double cosine = std::clamp((a[0] * b[0] + a[1] * b[1]) / (of_a * of_b), -1.0, 1.0);
  return fmt::format("{:.1f}°", std::acos(cosine) * 180.0 / std::numbers::pi);
}

void draw_probe_card(const Style& style, ImDrawList* list, const Region& region,
                     const ProgramState& state) {
  if (!state.hover || !state.frames.simulation || !state.frames.simulation->probe) return;
  const Palette& colours = style.colours;
  const auto rows = probe_rows(colours, *state.frames.simulation->probe);
  const float width = style.px(222.0F), row = style.px(20.0F), pad = style.px(10.0F);
  const float height = row * static_cast<float>(rows.size()) + pad;
  const ImVec2 at = on_screen(region, camera_of(state.view), state.hover->position);
  const float gap = style.px(14.0F);
  // below right of the cross, and on its other sides where the view ends
  float x = at.x + gap, y = at.y + gap;
  if (x + width > region.max.x - style.px(4.0F)) x = at.x - gap - width;
  if (y + height > region.max.y - style.px(4.0F)) y = at.y - gap - height;
  x = std::round(std::max(x, region.min.x + style.px(4.0F)));
  y = std::round(std::max(y, region.min.y + style.px(4.0F)));
  list->AddRectFilled({x, y}, {x + width, y + height}, colours.raised, style.px(6.0F));
  list->AddRect({x, y}, {x + width, y + height}, colours.line_strong, style.px(6.0F));
  float middle = y + pad * 0.5F + row * 0.5F;
  for (const ProbeRow& shown : rows) {
    draw_text(list, style.fonts.caption, colours.muted, x + style.px(11.0F), middle, shown.name);
    draw_text_right(list, style.fonts.mono_caption, shown.colour, x + width - style.px(11.0F),
                    middle, shown.value);
    middle += row;
  }
}

}  // namespace scorescope
