// The legend above the axes.
#include <algorithm>
#include <cmath>
#include <string>

#include "app/plot/number_text.h"
#include "app/plot/plot_frame.h"

namespace scorescope {
namespace {

constexpr float kRow = 20, kPitch = 17;  // px
constexpr float kSample = 18, kGapInside = 6, kGapBetween = 16, kLeft = 21, kLeftNarrow = 9;

struct Entry {
  const Series* series = nullptr;  ///< for its line and marker
  bool band = false;               ///< a filled block instead
  Role role = Role::kLearned;
  LineStyle style = LineStyle::kSolid;
  std::string label, value;
  bool missing = false;
  bool value_must_stay = false;  ///< without it the entry would be misread
  bool solid = false;            ///< a filled square: bars
};

std::vector<Entry> entries_of(const PlotModel& model, double lowest) {
  std::vector<Entry> entries;
  for (const Series& series : model.series) {
    if (series.band_in_legend) {
      entries.push_back({nullptr, true, series.role, LineStyle::kSolid, series.band_label, "",
                         model.empty && !has_values(series)});
    }
    if (series.label.empty()) continue;
    entries.push_back({&series, false, series.role, series.style, series.label, series.value,
                       !has_values(series)});
    entries.back().solid = series.bars;
  }
  for (const ReferenceLine& line : model.lines) {
    if (line.label.empty()) continue;
    const bool below = line.at < lowest && line.direction == ReferenceLine::Direction::kHorizontal;
    entries.push_back({nullptr, false, line.role, line.style, line.label,
                       below ? number_text(line.at, 3) + ", below" : line.value,
                       below || !std::isfinite(line.at)});
    entries.back().value_must_stay = below;
  }
  return entries;
}

/// How much of an entry is shown; a crowded row first loses air, then values.
struct Density {
  bool values = true;
  float sample = kSample, between = kGapBetween, left = kLeft;
};

bool shows_value(const Entry& entry, const Density& density) {
  return (density.values || entry.value_must_stay) && !entry.value.empty();
}

float entry_width(const PlotStyle& style, const Entry& entry, const Density& density) {
  float width = style.px((density.sample + kGapInside) * style.room) +
                plot_text_width(style.label, entry.label);
  if (shows_value(entry, density)) {
    width += style.px(5) + plot_text_width(style.number, entry.value);
  }
  return width;
}

/// Where the row begins: under the title, which stands at the very left in presenter mode.
float row_start(const PlotStyle& style, float left) {
  return style.room > 1.0F ? 0.0F : style.px(left);
}

float row_width(const PlotStyle& style, const std::vector<Entry>& entries, const Density& density) {
  float width = row_start(style, density.left);
  for (const Entry& entry : entries) {
    width += entry_width(style, entry, density) + style.px(density.between * style.room);
  }
  return width - style.px(density.between * style.room);
}

Density density_for(const PlotStyle& style, const std::vector<Entry>& entries, float room) {
  const Density steps[] = {{true, kSample, kGapBetween, kLeft},
                           {true, kSample, 10, kLeftNarrow},
                           {false, kSample, kGapBetween, kLeft},
                           {false, kSample, 10, kLeftNarrow}};
  for (const Density& density : steps) {
    if (row_width(style, entries, density) <= room) return density;
  }
  return steps[0];  // in several rows there is room for everything
}

/// Entries with the place of each: left edge and row.
struct Arranged {
  struct Place {
    float x = 0.0F;
    int row = 0;
  };
  std::vector<Entry> entries;
  std::vector<Place> places;
  Density density;
  int rows = 1;
};

Arranged arranged(const PlotStyle& style, const PlotModel& model, double lowest, float width) {
  Arranged legend;
  legend.entries = entries_of(model, lowest);
  const float room = width - style.px(8);
  legend.density = density_for(style, legend.entries, room);
  const float start = row_start(style, legend.density.left);
  float x = start;
  for (const Entry& entry : legend.entries) {
    const float wide = entry_width(style, entry, legend.density);
    if (x > start && x + wide > room) {
      x = start;
      ++legend.rows;
    }
    legend.places.push_back({x, legend.rows - 1});
    x += wide + style.px(legend.density.between * style.room);
  }
  return legend;
}

ImU32 mixed_into_panel(const PlotStyle& style, ImU32 colour) {
  const ImVec4 a = ImGui::ColorConvertU32ToFloat4(colour);
  const ImVec4 b = ImGui::ColorConvertU32ToFloat4(style.panel);
  constexpr float kPanel = 0.55F;
  return ImGui::ColorConvertFloat4ToU32(
      {a.x + (b.x - a.x) * kPanel, a.y + (b.y - a.y) * kPanel, a.z + (b.z - a.z) * kPanel, 1.0F});
}

void draw_sample(const PlotStyle& style, ImDrawList* list, const Entry& entry, float x, float y,
                 float length) {
  ImU32 colour = style.colour(entry.role);
  if (entry.missing) colour = mixed_into_panel(style, colour);
  if (entry.band) {
    const float half = style.px(5 * style.room);
    const ImU32 light = (colour & ~static_cast<ImU32>(IM_COL32_A_MASK)) |
                        (static_cast<ImU32>(entry.missing ? 0x80 : 0x60)
                         << static_cast<unsigned>(IM_COL32_A_SHIFT));
    list->AddRectFilled({x, y - half}, {x + length, y + half}, light);
    return;
  }
  if (entry.solid) {
    const float half = style.px(5 * style.room), middle = x + length / 2.0F;
    list->AddRectFilled({middle - half, y - half}, {middle + half, y + half}, colour, style.px(2));
    return;
  }
  draw_stroke(
      list, {{x, y}, {x + length, y}},
      {colour, style.line_width * style.scale, entry.style, style.scale * std::sqrt(style.room)});
  if (entry.series != nullptr) {
    draw_marker(style, list, entry.series->marker, {x + length / 2.0F, y}, colour);
  }
}

/// The colour bar of a heat strip: quantity, least value, ramp, largest value.
void draw_heat_legend(const PlotStyle& style, ImDrawList* list, const HeatStrip& heat, ImVec2 low,
                      float y) {
  const PlotRange range = heat_range(heat);
  float x = low.x + row_start(style, kLeft);
  x = plot_text(list, style.label, style.muted, x, y, heat.quantity) + style.px(10);
  if (heat.column_end.empty()) return;
  x = plot_text(list, style.number, style.muted, x, y, short_number_text(range.low, 2)) +
      style.px(6);
  const float width = style.px(112 * style.room), half = style.px(5 * style.room);
  const auto pieces = static_cast<float>(style.heat.size() - 1);
  for (std::size_t i = 0; i + 1 < style.heat.size(); ++i) {
    const float left = std::round(x + width * static_cast<float>(i) / pieces);
    const float right = std::round(x + width * static_cast<float>(i + 1) / pieces);
    list->AddRectFilledMultiColor({left, y - half}, {right, y + half}, style.heat[i],
                                  style.heat[i + 1], style.heat[i + 1], style.heat[i]);
  }
  list->AddRect({x, y - half}, {x + width, y + half}, style.axis);
  plot_text(list, style.number, style.muted, x + width + style.px(6), y,
            short_number_text(range.high, 2));
}

}  // namespace

float legend_height(const PlotStyle& style, const PlotModel& model, double lowest, float width) {
  const int rows = model.heat ? 1 : arranged(style, model, lowest, width).rows;
  return static_cast<float>(rows) * style.px(kRow * style.room);
}

void draw_legend(const PlotStyle& style, ImDrawList* list, const PlotModel& model, double lowest,
                 ImVec2 low, float width) {
  const float first = std::round(low.y + style.px(kRow * style.room) / 2.0F);
  if (model.heat) return draw_heat_legend(style, list, *model.heat, low, first);
  const Arranged legend = arranged(style, model, lowest, width);
  for (std::size_t i = 0; i < legend.entries.size(); ++i) {
    const Entry& entry = legend.entries[i];
    const float x = low.x + legend.places[i].x;
    const float y =
        first + static_cast<float>(legend.places[i].row) * style.px(kPitch * style.room);
    const float length = style.px(legend.density.sample * style.room);
    draw_sample(style, list, entry, x, y, length);
    const float end = plot_text(list, style.label, entry.missing ? style.muted : style.text,
                                x + length + style.px(kGapInside * style.room), y, entry.label);
    if (shows_value(entry, legend.density)) {
      plot_text(list, style.number, style.text, end + style.px(5), y, entry.value);
    }
  }
}

}  // namespace scorescope
