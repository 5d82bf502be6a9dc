#include "app/plot/plot_frame.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "app/plot/number_text.h"
#include "app/plot/range.h"

namespace scorescope {
namespace {

constexpr float kLeft = 48, kRight = 16, kTop = 4, kBottom = 37;
/// Names of classes slant if this many times their height is left to the plot, and this height.
constexpr float kLeastBesideSlant = 1.25F, kLeastHeight = 96.0F;

double stretched(double value, bool logarithmic) {
  if (!logarithmic) return value;
  return value > 0.0 ? std::log10(value) : std::numeric_limits<double>::quiet_NaN();
}

double share_of(const PlotRange& range, double value, bool logarithmic) {
  const double low = stretched(range.low, logarithmic), high = stretched(range.high, logarithmic);
  return (stretched(value, logarithmic) - low) / (high - low);
}

double value_at(const PlotRange& range, double share, bool logarithmic) {
  if (!logarithmic) return range.low + (range.high - range.low) * share;
  const double low = std::log10(range.low), high = std::log10(range.high);
  return std::pow(10.0, low + (high - low) * share);
}

/// Marks of a heat strip's rows: the value of every row that has room.
std::vector<Tick> row_ticks(const PlotFrame& frame, const HeatStrip& heat, float least_gap) {
  std::vector<Tick> ticks;
  const auto rows = static_cast<float>(heat.row_value.size());
  const float pitch = frame.height() / rows;
  const auto stride = static_cast<std::size_t>(std::max(1.0F, std::ceil(least_gap / pitch)));
  for (std::size_t row = 0; row < heat.row_value.size(); row += stride) {
    const float from_top = (static_cast<float>(row) + 0.5F) * pitch;
    ticks.push_back({heat.row_value[row], frame.height() - from_top,
                     short_number_text(heat.row_value[row], 3)});
  }
  return ticks;
}

float widest(const PlotStyle& style, const std::vector<std::string>& names) {
  float width = 0.0F;
  for (const auto& name : names) width = std::max(width, plot_text_width(style.number, name));
  return width;
}

float class_room(const PlotStyle& style, const PlotFrame& frame) {
  return std::abs(frame.px(1.0) - frame.px(0.0)) - style.px(4);
}

/// What names of classes that slant take more than those that lie; 0 where they need not slant, or
/// too little of the plot would be left.
float slant_height(const PlotStyle& style, const PlotFrame& frame, const PlotAxis& axis) {
  std::size_t cut = 0;  // names that the short ones do not say in whole
  for (std::size_t i = 0; i < axis.names.size(); ++i) {
    cut += i >= axis.short_names.size() || axis.short_names[i] != axis.names[i] ? 1 : 0;
  }
  if (cut < 2) return 0.0F;  // one is understood ("?")
  const float width = widest(style, axis.names);
  if (width <= class_room(style, frame)) return 0.0F;
  const float height = std::ceil(width * std::sqrt(0.5F)) - style.px(4 * style.room);
  const float left = frame.height() - height;
  return left >= std::max(kLeastBesideSlant * height, style.px(kLeastHeight)) ? height : 0.0F;
}

/// By how much a slanting name would begin left of `left`.
float slant_beyond(const PlotStyle& style, const PlotFrame& frame, const PlotAxis& axis,
                   float left) {
  float beyond = 0.0F;
  for (std::size_t i = 0; i < axis.names.size(); ++i) {
    const float run = plot_text_width(style.number, axis.names[i]) * std::sqrt(0.5F);
    const float begins = frame.px(static_cast<double>(i)) - run - style.number->FontSize * 0.5F;
    beyond = std::max(beyond, left - begins);
  }
  return std::ceil(beyond);
}

/// A mark at every class: its name, short name or number, whichever all have room for.
std::vector<Tick> class_ticks(const PlotStyle& style, const PlotFrame& frame, const PlotAxis& axis,
                              bool slant) {
  const float room = class_room(style, frame);
  const auto fit = [&](const std::vector<std::string>& names) {
    return widest(style, names) <= room;
  };
  const std::vector<std::string>* shown = nullptr;
  if (slant || fit(axis.names)) {
    shown = &axis.names;
  } else if (axis.short_names.size() == axis.names.size() && fit(axis.short_names)) {
    shown = &axis.short_names;
  }
  const auto number = [&](std::size_t i) {
    const bool is_sign = i < axis.short_names.size() && axis.short_names[i].size() == 1;
    return is_sign ? axis.short_names[i] : std::to_string(i);  // "?" needs no more room
  };
  std::vector<Tick> ticks;
  for (std::size_t i = 0; i < axis.names.size(); ++i) {
    const auto at = static_cast<double>(i);
    if (at < frame.x.low || at > frame.x.high) continue;
    ticks.push_back({at, frame.px(at) - frame.low.x, shown != nullptr ? (*shown)[i] : number(i)});
  }
  return ticks;
}

std::vector<Tick> x_ticks_of(const PlotStyle& style, const PlotFrame& frame) {
  return axis_ticks(
      {.low = frame.x.low,
       .high = frame.x.high,
       .logarithmic = frame.log_x,
       .length = frame.width(),
       .least_gap = style.px(60 * std::sqrt(style.room)),
       .label_gap = style.px(8),
       .extent = [&](const std::string& text) { return plot_text_width(style.number, text); }});
}

std::vector<Tick> y_ticks_of(const PlotStyle& style, const PlotFrame& frame) {
  return axis_ticks({.low = frame.y.low,
                     .high = frame.y.high,
                     .logarithmic = frame.log_y,
                     .length = frame.height(),
                     .least_gap = style.px(24 * style.room),
                     .label_gap = 0.0F,
                     .extent = [&](const std::string&) { return style.px(15 * style.room); }});
}

}  // namespace

bool PlotFrame::contains(ImVec2 point) const {
  return point.x >= low.x && point.x <= high.x && point.y >= low.y && point.y <= high.y;
}

float PlotFrame::px(double value) const {
  const double share = share_of(x, value, log_x);
  return low.x + width() * static_cast<float>(falls ? 1.0 - share : share);
}

float PlotFrame::py(double value) const {
  return high.y - height() * static_cast<float>(share_of(y, value, log_y));
}

double PlotFrame::x_at(float pixel) const {
  const auto share = static_cast<double>((pixel - low.x) / width());
  return value_at(x, falls ? 1.0 - share : share, log_x);
}

double PlotFrame::y_at(float pixel) const {
  return value_at(y, static_cast<double>((high.y - pixel) / height()), log_y);
}

float plot_text_width(ImFont* font, std::string_view text) {
  return font->CalcTextSizeA(font->FontSize, 1e9F, 0.0F, text.data(), text.data() + text.size()).x;
}

float plot_text(ImDrawList* list, ImFont* font, ImU32 colour, float x, float middle_y,
                std::string_view text) {
  list->AddText(font, font->FontSize, {std::round(x), std::round(middle_y - font->FontSize / 2.0F)},
                colour, text.data(), text.data() + text.size());
  return x + plot_text_width(font, text);
}

void slanting_text(ImDrawList* list, ImFont* font, ImU32 colour, ImVec2 end, float left,
                   std::string_view text) {
  const int first = list->VtxBuffer.Size;
  const float right = plot_text(list, font, colour, left, end.y, text);
  const float turn = std::sqrt(0.5F);
  for (ImDrawVert* vertex = list->VtxBuffer.begin() + first; vertex != list->VtxBuffer.end();
       ++vertex) {
    const float x = vertex->pos.x - right, y = vertex->pos.y - end.y;
    vertex->pos = {end.x + turn * (x + y), end.y + turn * (y - x)};
  }
}

PlotLayout laid_out(const PlotStyle& style, const PlotModel& model, const PlotState& state,
                    ImVec2 low, ImVec2 high) {
  PlotLayout layout;
  PlotFrame& frame = layout.frame;
  frame.log_x = state.log_x.value_or(model.x.logarithmic);
  frame.log_y = state.log_y.value_or(model.y.logarithmic) && !model.heat;
  frame.falls = model.x.falls;
  frame.x = state.x.value_or(model_x_range(model, frame.log_x));
  frame.y = model.heat ? PlotRange{0.0, 1.0}
                       : state.y.value_or(model_y_range(model, frame.x, frame.log_y));
  layout.legend_height = legend_height(style, model, frame.y.low, high.x - low.x);
  frame.low.y = low.y + layout.legend_height + style.px(kTop * style.room);
  frame.high = {high.x - style.px(kRight * std::sqrt(style.room)),
                high.y - style.px(kBottom * style.room)};
  frame.high.y = std::max(frame.high.y, frame.low.y + 1.0F);
  frame.low.x = low.x;  // for the height only; the left margin follows from the labels
  layout.slant = slant_height(style, frame, model.x);
  frame.high.y -= layout.slant;
  layout.y_ticks = model.heat ? row_ticks(frame, *model.heat, style.px(24 * style.room))
                              : y_ticks_of(style, frame);
  float labels = 0.0F;
  for (const Tick& tick : layout.y_ticks) {
    labels = std::max(labels, plot_text_width(style.number, tick.text));
  }
  frame.low.x =
      low.x + std::max(style.px(kLeft * std::sqrt(style.room)), std::ceil(labels) + style.px(14));
  if (layout.slant > 0.0F) frame.low.x += slant_beyond(style, frame, model.x, low.x);
  frame.high.x = std::max(frame.high.x, frame.low.x + 1.0F);
  layout.x_ticks = model.x.names.empty() ? x_ticks_of(style, frame)
                                         : class_ticks(style, frame, model.x, layout.slant > 0.0F);
  return layout;
}

}  // namespace scorescope
