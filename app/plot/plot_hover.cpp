// What appears over the curves: the card at the mouse and the sentence of the empty state.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "app/plot/number_text.h"
#include "app/plot/plot_frame.h"

namespace scorescope {
namespace {

struct Row {
  std::string name, value;
  ImU32 colour = 0;
};

struct Box {
  ImVec2 low, high;
};

/// Index of the point of `series` nearest to the mouse in x; -1 if it has none.
int nearest_index(const PlotFrame& frame, const Series& series, float mouse_x) {
  int best = -1;
  float least = 1e9F;
  for (std::size_t i = 0; i < std::min(series.x.size(), series.y.size()); ++i) {
    const float distance = std::abs(frame.px(series.x[i]) - mouse_x);
    if (!std::isfinite(series.y[i]) || !(distance < least)) continue;
    least = distance;
    best = static_cast<int>(i);
  }
  return best;
}

/// How many points of curves lie in the box: where the card would hide the least.
int points_inside(const PlotFrame& frame, const PlotModel& model, const Box& box) {
  int count = 0;
  for (const Series& series : model.series) {
    for (const auto& run : screen_runs(frame, series)) {
      for (const ImVec2& p : run) {
        count += p.x >= box.low.x && p.x <= box.high.x && p.y >= box.low.y && p.y <= box.high.y;
      }
    }
  }
  return count;
}

Box card_place(const PlotStyle& style, const PlotFrame& frame, const PlotModel& model, ImVec2 mouse,
               ImVec2 size) {
  const float gap = style.px(10), inset = style.px(6);
  const float left = mouse.x - gap - size.x, right = mouse.x + gap;
  const float top = frame.low.y + inset, bottom = frame.high.y - inset - size.y;
  const float middle = (top + bottom) / 2.0F;
  Box best{};
  int least = 1 << 30;
  for (const float x : {left, right}) {
    if (x < frame.low.x || x + size.x > frame.high.x + style.px(12)) continue;
    for (const float y : {bottom, top, middle}) {
      const Box box{{std::round(x), std::round(y)},
                    {std::round(x) + size.x, std::round(y) + size.y}};
      const int hidden = points_inside(frame, model, box);
      if (hidden < least) {
        least = hidden;
        best = box;
      }
    }
  }
  if (least < (1 << 30)) return best;
  const float x = std::clamp(right, frame.low.x, std::max(frame.low.x, frame.high.x - size.x));
  return {{x, top}, {x + size.x, top + size.y}};
}

void draw_card(const PlotStyle& style, ImDrawList* list, const Box& box,
               const std::vector<Row>& rows) {
  list->AddRectFilled(box.low, box.high, style.raised, style.px(6));
  list->AddRect(box.low, box.high, style.border, style.px(6));
  const float line = style.px(18 * style.room);
  float y = box.low.y + style.px(6) + line / 2.0F;
  for (const Row& row : rows) {
    plot_text(list, style.label, style.muted, box.low.x + style.px(10), y, row.name);
    const float width = plot_text_width(style.number, row.value);
    plot_text(list, style.number, row.colour, box.high.x - style.px(10) - width, y, row.value);
    y += line;
  }
}

std::string x_text(double value) {
  return value == std::round(value) && std::abs(value) < 1e9
             ? count_text(static_cast<std::int64_t>(value))
             : number_text(value);
}

/// A class by its name, any other place by its number.
std::string place_text(const PlotModel& model, double x) {
  const auto index = static_cast<std::size_t>(std::max(0.0, std::round(x)));
  return index < model.x.names.size() ? model.x.names[index] : x_text(x);
}

/// "0.0109 ± 0.0006" where the error is drawn at the point.
std::string point_text(const Series& series, std::size_t i) {
  const std::string value = number_text(series.y[i]);
  if (!series.whiskers || i >= series.low.size() || i >= series.high.size()) return value;
  const UncertainText text = uncertain_text(series.y[i], (series.high[i] - series.low[i]) / 2.0);
  return text.error.empty() ? value : text.value + " " + text.error;
}

/// The axis name without what is obvious in a card: "training step" is "step".
std::string short_name(const std::string& name) {
  const auto space = name.rfind(' ');
  return space == std::string::npos || name.back() == ')' ? name : name.substr(space + 1);
}

void draw_heat_hover(const PlotStyle& style, ImDrawList* list, const PlotFrame& frame,
                     const PlotModel& model, ImVec2 mouse) {
  const HeatStrip& heat = *model.heat;
  const double step = frame.x_at(mouse.x);
  const auto found = std::lower_bound(heat.column_end.begin(), heat.column_end.end(), step);
  if (found == heat.column_end.end()) return;
  const auto column = static_cast<std::size_t>(found - heat.column_end.begin());
  const float share = (mouse.y - frame.low.y) / frame.height();
  const auto row = std::min(
      static_cast<std::size_t>(std::max(0.0F, share) * static_cast<float>(heat.row_value.size())),
      heat.row_value.size() - 1);
  const auto value = static_cast<double>(heat.values[row * heat.column_end.size() + column]);
  const std::vector<Row> rows{{short_name(model.x.name), x_text(*found), style.text},
                              {model.y.name, number_text(heat.row_value[row]), style.text},
                              {heat.quantity, number_text(value), style.text}};
  const ImVec2 size(style.px(150 * style.room), style.px(12 + 54 * style.room));
  draw_card(style, list, card_place(style, frame, model, mouse, size), rows);
}

/// A key cap with its left edge at x.
float draw_key(const PlotStyle& style, ImDrawList* list, float x, float y, const std::string& key) {
  const float height = style.px(20 * style.room);
  const float width = std::max(plot_text_width(style.number, key) + style.px(12), height * 0.9F);
  const ImVec2 low(std::round(x), std::round(y - height / 2.0F));
  const ImVec2 high(low.x + std::round(width), low.y + height);
  list->AddRectFilled(low, high, style.control, style.px(4));
  list->AddRect(low, high, style.border, style.px(4));
  plot_text(list, style.number, style.text,
            (low.x + high.x - plot_text_width(style.number, key)) / 2.0F, y, key);
  return high.x;
}

/// The heights at which lines and curves run between two x, `width` apart round `centre`.
std::vector<float> heights_behind(const PlotFrame& frame, const PlotModel& model, float centre,
                                  float width) {
  std::vector<float> taken;
  for (const ReferenceLine& line : model.lines) {
    const float y = frame.py(line.at);
    const bool across = line.direction == ReferenceLine::Direction::kHorizontal;
    if (across && std::isfinite(y)) taken.push_back(y);
  }
  constexpr int kPieces = 8;  // of a segment: few points may span the whole width
  for (const Series& series : model.series) {
    for (const auto& run : screen_runs(frame, series)) {
      for (std::size_t i = 1; i < run.size(); ++i) {
        for (int k = 0; k <= kPieces; ++k) {
          const float t = static_cast<float>(k) / kPieces;
          const float x = run[i - 1].x + t * (run[i].x - run[i - 1].x);
          if (std::abs(x - centre) > width / 2.0F) continue;
          taken.push_back(run[i - 1].y + t * (run[i].y - run[i - 1].y));
        }
      }
    }
  }
  return taken;
}

/// Where the words of an empty plot stand: the middle of their lines, `size` px in all. In the
/// middle of the plot if they keep clear of all lines and curves there, else at a side, else where
/// they keep farthest.
ImVec2 clear_place(const PlotStyle& style, const PlotFrame& frame, const PlotModel& model,
                   ImVec2 size) {
  const float width = size.x;
  const float centre = (frame.low.x + frame.high.x) / 2.0F;
  const float left = frame.low.x + style.px(4) + width / 2.0F;
  const float right = frame.high.x - style.px(4) - width / 2.0F;
  const float enough = size.y / 2.0F + style.px(8 * style.room);
  ImVec2 best(centre, (frame.low.y + frame.high.y) / 2.0F);
  float widest = -1.0F;
  for (const float x : {centre, std::min(left, centre), std::max(right, centre)}) {
    const std::vector<float> taken = heights_behind(frame, model, x, width);
    for (const float share : {0.45F, 0.38F, 0.55F, 0.3F, 0.65F, 0.75F, 0.22F, 0.82F}) {
      const float y = frame.low.y + frame.height() * share;
      float clearance = std::min(y - frame.low.y, frame.high.y - y);
      for (const float line : taken) clearance = std::min(clearance, std::abs(line - y));
      if (clearance >= enough) return {x, y};
      if (clearance > widest) {
        widest = clearance;
        best = {x, y};
      }
    }
  }
  return best;
}

/// What the plot stands on, behind one line of words: where a curve must run there all the same, it
/// stops beside them.
void draw_plate(const PlotStyle& style, ImDrawList* list, const PlotFrame& frame, ImVec2 middle,
                float width) {
  const float half = width / 2.0F + style.px(8 * style.room), up = style.px(12 * style.room);
  list->AddRectFilled({std::max(middle.x - half, frame.low.x + style.px(1)), middle.y - up},
                      {std::min(middle.x + half, frame.high.x), middle.y + up}, style.behind,
                      style.px(4));
}

/// `text` in lines of at most `width`, of about one length.
std::vector<std::string_view> broken(ImFont* font, std::string_view text, float width) {
  const float whole = plot_text_width(font, text);
  if (whole > width) width = std::min(width, 1.2F * whole / std::ceil(whole / width));
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const char* end = text.data() + text.size();
    const char* stop = font->CalcWordWrapPositionA(1.0F, text.data(), end, width);
    const auto length = std::max<std::size_t>(1, static_cast<std::size_t>(stop - text.data()));
    lines.push_back(text.substr(0, length));
    text.remove_prefix(std::min(text.find_first_not_of(' ', length), text.size()));
  }
  return lines;
}

}  // namespace

void draw_hover(const PlotStyle& style, ImDrawList* list, const PlotFrame& frame,
                const PlotModel& model, ImVec2 mouse) {
  if (model.heat) return draw_heat_hover(style, list, frame, model, mouse);
  std::vector<Row> rows;
  float line_x = mouse.x;
  std::vector<std::pair<ImVec2, ImU32>> dots;
  for (const Series& series : model.series) {
    const int index = nearest_index(frame, series, mouse.x);
    if (index < 0 || series.label.empty()) continue;
    const auto i = static_cast<std::size_t>(index);
    const ImVec2 at = frame.at(series.x[i], series.y[i]);
    if (rows.empty()) {
      line_x = at.x;
      rows.push_back({short_name(model.x.name), place_text(model, series.x[i]), style.text});
    }
    dots.emplace_back(at, style.colour(series.role));
    rows.push_back({series.label, point_text(series, i), style.word_colour(series.role)});
  }
  for (const ReferenceLine& line : model.lines) {
    if (line.direction != ReferenceLine::Direction::kHorizontal || !std::isfinite(line.at))
      continue;
    rows.push_back({line.label.substr(0, line.label.find(',')), number_text(line.at),
                    style.word_colour(line.role)});
  }
  if (rows.empty() || dots.empty()) return;
  float names = 0.0F, values = 0.0F;
  for (const Row& row : rows) {
    names = std::max(names, plot_text_width(style.label, row.name));
    values = std::max(values, plot_text_width(style.number, row.value));
  }
  const float thin = std::max(1.0F, std::floor(style.scale));
  list->AddRectFilled({std::round(line_x), frame.low.y}, {std::round(line_x) + thin, frame.high.y},
                      style.text);
  for (const auto& [at, colour] : dots) {
    if (frame.contains(at)) draw_marker(style, list, Marker::kRound, at, colour);
  }
  const ImVec2 size(std::round(names + values + style.px(34)),
                    style.px(12 + 18 * style.room * static_cast<float>(rows.size())));
  draw_card(style, list, card_place(style, frame, model, {line_x, mouse.y}, size), rows);
}

void draw_empty_state(const PlotStyle& style, ImDrawList* list, const PlotFrame& frame,
                      const PlotModel& model) {
  const EmptyState& empty = *model.empty;
  const float line = style.px(24 * style.room), around = style.px(16 * style.room);
  const std::vector<std::string_view> lines =
      broken(style.sentence, empty.sentence, frame.width() - around);
  const float gap = style.px(5), key_gap = style.px(10);
  float width = 0.0F;
  for (const std::string_view words : lines) {
    width = std::max(width, plot_text_width(style.sentence, words));
  }
  const bool has_verb = !empty.verb.empty();
  const auto count = static_cast<float>(lines.size() + (has_verb ? 1 : 0));
  const ImVec2 place = clear_place(style, frame, model, {width + around, line * count});
  float middle = place.y - line * (count - 1.0F) / 2.0F;
  for (const std::string_view words : lines) {
    const float wide = plot_text_width(style.sentence, words);
    draw_plate(style, list, frame, {place.x, middle}, wide);
    plot_text(list, style.sentence, style.muted, place.x - wide / 2.0F, middle, words);
    middle += line;
  }
  if (!has_verb) return;
  const float press = plot_text_width(style.sentence, "Press");
  const float verb = plot_text_width(style.strong, empty.verb);
  const float key =
      empty.key.empty()
          ? 0.0F
          : key_gap +
                std::max(plot_text_width(style.number, empty.key) + style.px(12), style.px(18));
  const float wide = press + gap + verb + key;
  draw_plate(style, list, frame, {place.x, middle}, wide);
  float x = place.x - wide / 2.0F;
  x = plot_text(list, style.sentence, style.muted, x, middle, "Press") + gap;
  x = plot_text(list, style.strong, style.text, x, middle, empty.verb) + key_gap;
  if (!empty.key.empty()) draw_key(style, list, x, middle, empty.key);
}

}  // namespace scorescope
