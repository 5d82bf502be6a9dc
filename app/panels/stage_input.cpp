#include "app/panels/stage_input.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "app/panels/panel_window.h"
#include "app/panels/plane.h"
#include "app/panels/view_content.h"
#include "app/widgets/cards.h"

namespace scorescope {
namespace {

constexpr double kZoomPerNotch = 1.15;
constexpr int kDroppedParticles = 64;
/// A press that moved less than this many pixels is a click.
constexpr float kClickSlack = 4.0F;

PixelSize pixel_size(const Region& region) {
  return {static_cast<int>(region.width()), static_cast<int>(region.height())};
}

std::array<double, 2> pixel_in(const Region& region, ImVec2 place) {
  return {place.x - region.min.x, place.y - region.min.y};
}

void pan_and_zoom(const Region& region, ProgramState& state, bool hovered, bool active) {
  const ImGuiIO& io = ImGui::GetIO();
  Camera2D camera = camera_of(state.view);
  const PixelSize size = pixel_size(region);
  if (hovered && io.MouseWheel != 0.0F) {
    camera.zoom(std::pow(kZoomPerNotch, io.MouseWheel), pixel_in(region, io.MousePos), size);
  }
  if (active && ImGui::IsMouseDragging(ImGuiMouseButton_Left, kClickSlack)) {
    camera.pan({io.MouseDelta.x, io.MouseDelta.y}, size);
  }
  set_camera(state.view, camera);
}

void draw_view_menu(const Style& style, const std::string& id, int view, ProgramState& state) {
  if (!begin_menu(style, id.c_str(), 300.0F)) return;
  const std::string name = view == 0 ? "view_a" : "view_b";
  if (menu_item(style, {.label = "Export picture", .right = "PNG, 2×"})) {
    state.ask(action::ExportPicture{name});
  }
  if (menu_item(style, {.label = "Export field", .right = "CSV"})) {
    state.ask(action::ExportView{view, false});
  }
  const bool particles = state.view.pair == StagePair::kSamplers && cloud(state, view);
  if (particles && menu_item(style, {.label = "Export particles", .right = "CSV"})) {
    state.ask(action::ExportView{view, true});
  }
  if (menu_item(style, {.label = "Copy the command for this figure"})) {
    state.ask(action::CopyCommand{name});
  }
  menu_rule(style);
  const bool large = !state.view.maximised.empty();
  if (menu_item(style, {.label = large ? "Show both views" : "Maximise this view"})) {
    state.view.maximised = large ? "" : name;
  }
  if (menu_item(style, {.label = "Fit", .right = "double-click"})) fit_camera(state);
  if (!shows_plane(state)) {
    menu_rule(style);
    if (menu_item(style, {.label = "Pin this run to compare", .enabled = has_learned(state)})) {
      state.ask(action::PinRun{});
    }
  }
  end_menu();
}

}  // namespace

double fitting_half_width(const ProgramState& state) {
  if (shows_plane(state)) return state.frames.simulation ? state.frames.simulation->extent : 10.0;
  if (state.draft.data == state.lesson.spec.data) {
    if (state.lesson.layout.half_width) return *state.lesson.layout.half_width;
  }
  return state.frames.simulation ? state.frames.simulation->extent * 1.1 : 10.0;
}

void fit_camera(ProgramState& state) {
  state.view.centre = {0.0, 0.0};
  state.view.half_width = fitting_half_width(state);
}

void take_view_pointer(const Style& style, const Region& region, int view, ProgramState& state) {
  const std::string id = view == 0 ? "view A" : "view B", menu = id + " menu";
  place_at(region.min.x, region.min.y);
  const bool released = ImGui::InvisibleButton(id.c_str(), {region.width(), region.height()});
  ImGui::SetItemAllowOverlap();
  const bool hovered = ImGui::IsItemHovered(), active = ImGui::IsItemActive();
  const ImGuiIO& io = ImGui::GetIO();
  pan_and_zoom(region, state, hovered, active);
  const auto data =
      camera_of(state.view).to_data(pixel_in(region, io.MousePos), pixel_size(region));
  const bool dragging = active && ImGui::IsMouseDragging(ImGuiMouseButton_Left, kClickSlack);
  if (hovered && !dragging) state.hover = StageHover{data, view};
  if (hovered && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) {
    fit_camera(state);
  } else if (released && io.MouseDragMaxDistanceSqr[0] < kClickSlack * kClickSlack &&
             io.MouseClickedCount[0] < 2 && !shows_plane(state)) {
    state.ask(action::DropParticles{data, kDroppedParticles});
  }
  if (hovered && ImGui::IsMouseReleased(ImGuiMouseButton_Right)) ImGui::OpenPopup(menu.c_str());
  draw_view_menu(style, menu, view, state);
}

}  // namespace scorescope
