#include "app/plot/plot.h"

#include <algorithm>
#include <cmath>

#include "app/plot/plot_frame.h"

namespace scorescope {
namespace {

constexpr float kLeastDrag = 6;

/// The dragged rectangle within the axes.
struct Selection {
  ImVec2 low, high;
};

Selection selection_of(const PlotFrame& frame, ImVec2 from, ImVec2 to) {
  const auto inside = [&](ImVec2 p) {
    return ImVec2(std::clamp(p.x, frame.low.x, frame.high.x),
                  std::clamp(p.y, frame.low.y, frame.high.y));
  };
  const ImVec2 a = inside(from), b = inside(to);
  return {{std::min(a.x, b.x), std::min(a.y, b.y)}, {std::max(a.x, b.x), std::max(a.y, b.y)}};
}

/// A drag along one axis zooms that axis only.
void zoom(const PlotFrame& frame, const Selection& selection, float least, bool heat,
          PlotState& state) {
  const bool wide = selection.high.x - selection.low.x > least;
  const bool high = selection.high.y - selection.low.y > 2.0F * least && !heat;
  if (wide) {
    const double a = frame.x_at(selection.low.x), b = frame.x_at(selection.high.x);
    state.x = PlotRange{std::min(a, b), std::max(a, b)};
  }
  if (high) state.y = PlotRange{frame.y_at(selection.high.y), frame.y_at(selection.low.y)};
}

void handle_drag(const PlotStyle& style, const PlotFrame& frame, bool heat, PlotState& state) {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  if (ImGui::IsItemActivated() && frame.contains(mouse)) state.drag_from = mouse;
  if (!state.drag_from) return;
  const Selection selection = selection_of(frame, *state.drag_from, mouse);
  const float least = style.px(kLeastDrag);
  if (ImGui::IsItemActive()) {
    if (selection.high.x - selection.low.x < least && selection.high.y - selection.low.y < least) {
      return;
    }
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(selection.low, selection.high,
                        (style.text & ~static_cast<ImU32>(IM_COL32_A_MASK)) | (0x22U << 24U));
    list->AddRect(selection.low, selection.high, style.muted);
    return;
  }
  zoom(frame, selection, least, heat, state);
  state.drag_from.reset();
}

/// A zoom that the axis' scale cannot show (made on the other scale) is dropped.
void drop_impossible_zoom(const PlotModel& model, PlotState& state) {
  const auto drop = [](std::optional<PlotRange>& range, bool logarithmic) {
    if (!range) return;
    const bool shown =
        std::isfinite(range->low) && range->low < range->high && (!logarithmic || range->low > 0.0);
    if (!shown) range.reset();
  };
  drop(state.x, state.log_x.value_or(model.x.logarithmic));
  drop(state.y, state.log_y.value_or(model.y.logarithmic));
}

PlotOutcome handle_mouse(const PlotStyle& style, const PlotFrame& frame, const PlotModel& model,
                         PlotState& state, ImVec2 low, ImVec2 high) {
  PlotOutcome outcome;
  const ImVec2 cursor = ImGui::GetCursorScreenPos();
  ImGui::SetCursorScreenPos(low);
  ImGui::PushID(model.id.c_str());
  ImGui::InvisibleButton("plot", {std::max(1.0F, high.x - low.x), std::max(1.0F, high.y - low.y)});
  ImGui::PopID();
  outcome.hovered = ImGui::IsItemHovered();
  outcome.menu_wanted = outcome.hovered && ImGui::IsMouseReleased(ImGuiMouseButton_Right);
  handle_drag(style, frame, model.heat.has_value(), state);
  if (outcome.hovered && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) fit_plot(state);
  ImGui::SetCursorScreenPos(cursor);
  return outcome;
}

}  // namespace

void fit_plot(PlotState& state) {
  state.x.reset();
  state.y.reset();
  state.drag_from.reset();
}

PlotOutcome draw_plot(const PlotStyle& style, const PlotModel& model, PlotState& state, ImVec2 low,
                      ImVec2 high, bool interactive) {
  drop_impossible_zoom(model, state);
  const PlotLayout layout = laid_out(style, model, state, low, high);
  ImDrawList* list = ImGui::GetWindowDrawList();
  draw_legend(style, list, model, layout.frame.y.low, low, high.x - low.x);
  draw_axes(style, list, layout, model);
  draw_curves(style, list, layout.frame, model);
  if (model.empty) draw_empty_state(style, list, layout.frame, model);
  if (!interactive) return {};
  const PlotOutcome outcome = handle_mouse(style, layout.frame, model, state, low, high);
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  if (outcome.hovered && layout.frame.contains(mouse) && !state.drag_from) {
    draw_hover(style, list, layout.frame, model, mouse);
  }
  return outcome;
}

}  // namespace scorescope
