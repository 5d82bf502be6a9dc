#include "app/panels/view_axes.h"

#include <fmt/format.h>

#include <cmath>
#include <string>

#include "app/plot/number_text.h"
#include "app/widgets/text.h"

namespace scorescope {
namespace {

double tick_step(double span) {
  const double wanted = span * 0.2;
  const double decade = std::pow(10.0, std::floor(std::log10(wanted)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * decade >= wanted * (1.0 - 1e-9)) return factor * decade;
  }
  return 10.0 * decade;
}

std::string tick_text(double value, double step) {
  const int decimals = std::max(0, static_cast<int>(std::ceil(-std::log10(step) - 1e-9)));
  if (decimals > 4 || std::abs(value) >= 1e6) return short_number_text(value);
  return grouped_digits(
      fmt::format("{:.{}f}", std::abs(value) < step * 1e-6 ? 0.0 : value, decimals));
}

struct AxisPlates {
  ImFont* font;
  float height, pad, tick;
};

void draw_x_number(const Style& style, ImDrawList* list, const Region& view,
                   const AxisPlates& plates, float x, const std::string& text) {
  const float width = text_width(plates.font, text);
  const float left = std::round(x - width * 0.5F - plates.pad);
  const float top = view.max.y - plates.height;
  list->AddRectFilled({left, top}, {left + width + 2.0F * plates.pad, view.max.y},
                      style.colours.axis_plate, style.px(4.0F), ImDrawFlags_RoundCornersTop);
  draw_text(list, plates.font, style.colours.muted, left + plates.pad,
            top + plates.height * 0.5F - style.px(1.0F), text);
}

void draw_y_number(const Style& style, ImDrawList* list, const Region& view,
                   const AxisPlates& plates, float y, const std::string& text) {
  const float width = text_width(plates.font, text);
  const float top = std::round(y - plates.height * 0.5F);
  list->AddRectFilled({view.min.x, top},
                      {view.min.x + width + 2.0F * plates.pad, top + plates.height},
                      style.colours.axis_plate, style.px(4.0F), ImDrawFlags_RoundCornersRight);
  draw_text(list, plates.font, style.colours.muted, view.min.x + plates.pad, std::round(y), text);
}

}  // namespace

std::vector<double> axis_ticks(double low, double high) {
  std::vector<double> ticks;
  const double span = high - low;
  if (!(span > 0.0) || !std::isfinite(span)) return ticks;
  const double step = tick_step(span), margin = 0.04 * span;
  for (double i = std::ceil((low + margin) / step); i * step <= high - margin; i += 1.0) {
    ticks.push_back(i * step);
  }
  return ticks;
}

void draw_view_axes(const Style& style, ImDrawList* list, const Region& view,
                    const Camera2D& camera, bool large) {
  const PixelSize size{static_cast<int>(view.width()), static_cast<int>(view.height())};
  const Bounds bounds = camera.bounds(size);
  const AxisPlates plates{style.fonts.mono_caption, style.px(large ? 34.0F : 20.0F),
                          style.px(large ? 8.0F : 5.0F), style.px(large ? 8.0F : 4.0F)};
  const double step = tick_step(bounds.right - bounds.left);
  const float line = std::max(1.0F, style.px(1.0F));
  for (const double value : axis_ticks(bounds.left, bounds.right)) {
    const auto pixel = camera.to_pixel({value, bounds.bottom}, size);
    const float x = std::round(view.min.x + static_cast<float>(pixel[0]));
    list->AddRectFilled({x, view.max.y}, {x + line, view.max.y + plates.tick},
                        style.colours.line_strong);
    draw_x_number(style, list, view, plates, x, tick_text(value, step));
  }
  for (const double value : axis_ticks(bounds.bottom, bounds.top)) {
    const auto pixel = camera.to_pixel({bounds.left, value}, size);
    const float y = std::round(view.min.y + static_cast<float>(pixel[1]));
    list->AddRectFilled({view.min.x - plates.tick, y}, {view.min.x, y + line},
                        style.colours.line_strong);
    draw_y_number(style, list, view, plates, y, tick_text(value, step));
  }
}

std::vector<Region> axis_number_regions(const Style& style, const Region& view) {
  return {{{view.min.x, view.max.y - style.px(22.0F)}, view.max},
          {view.min, {view.min.x + style.px(30.0F), view.max.y}}};
}

}  // namespace scorescope
