#include "app/panels/mixture_handles.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

#include "app/panels/panel_window.h"
#include "app/panels/view_content.h"
#include "app/widgets/cards.h"

namespace scorescope {
namespace {

constexpr float kLeastRing = 30.0F, kKnob = 5.0F, kGrab = 20.0F;
constexpr double kLeastWeight = 0.01, kMostWeight = 0.99, kLeastStd = 0.02;
/// More components than this are a curve or a picture, not something to drag one by one.
constexpr std::size_t kMostComponents = 12;

PixelSize pixel_size(const Region& view) {
  return {static_cast<int>(view.width()), static_cast<int>(view.height())};
}

double mean_std(const GaussianComponent& component) {
  return std::sqrt(std::max(0.0, 0.5 * (component.covariance[0] + component.covariance[2])));
}

double total_weight(const std::vector<GaussianComponent>& components) {
  double sum = 0.0;
  for (const GaussianComponent& component : components) sum += component.weight;
  return sum;
}

const char* handle_help(HandlePart part) {
  switch (part) {
    case HandlePart::kMean:
      return "Drag to move this component. Training restarts; Ctrl+Z brings the run back.";
    case HandlePart::kWidth:
      return "Drag to widen or narrow this component.";
    case HandlePart::kWeight:
      break;
  }
  return "Drag around the ring to change this component's share of the data.";
}

/// The components under the edit: of the draft if it is a mixture already, else as the frame shows.
std::vector<GaussianComponent> editable_components(const ProgramState& state) {
  const auto& options = state.draft.data.options;
  const auto found = options.find("components");
  if (state.draft.data.kind == "mixture" && found != options.end()) {
    if (const auto* own = std::get_if<std::vector<GaussianComponent>>(&found->second)) return *own;
  }
  return state.frames.simulation->components;
}

/// Sets the weight's share and lets the others keep their proportions.
void set_share(std::vector<GaussianComponent>& components, std::size_t index, double share) {
  double rest = 0.0;
  for (std::size_t i = 0; i < components.size(); ++i) {
    if (i != index) rest += components[i].weight;
  }
  for (std::size_t i = 0; i < components.size(); ++i) {
    if (i == index) {
      components[i].weight = share;
    } else if (rest > 0.0) {
      components[i].weight *= (1.0 - share) / rest;
    }
  }
}

void replace_components(ProgramState& state, const std::vector<GaussianComponent>& components) {
  ExperimentSpec next = state.draft;
  if (next.data.kind != "mixture") next.data = {"mixture", {}};
  next.data.options["components"] = components;
  edit_spec(state, std::move(next), "mixture handles");
}

void draw_handles(const Style& style, ImDrawList* list, const ComponentHandles& at, double share) {
  const Palette& colours = style.colours;
  const float thin = style.px(1.0F), knob = style.px(kKnob);
  list->AddCircle(at.mean, at.ring, faded(colours.text, 0.35F), 64, thin);
  const float top = -std::numbers::pi_v<float> * 0.5F;
  list->PathArcTo(at.mean, at.ring, top,
                  top + 2.0F * std::numbers::pi_v<float> * static_cast<float>(share), 64);
  list->PathStroke(colours.text, 0, style.px(2.5F));
  list->AddLine(at.mean, at.width, faded(colours.text, 0.6F), thin);
  for (const ImVec2 place : {at.width, at.weight, at.mean}) {
    list->AddCircleFilled(place, knob + style.px(1.5F), colours.well, 24);
    list->AddCircleFilled(place, knob, colours.text, 24);
  }
  list->AddCircleFilled(at.mean, knob - style.px(2.0F), colours.well, 24);
}

}  // namespace

ComponentHandles handles_of(const Region& view, const Camera2D& camera,
                            const GaussianComponent& component, float scale) {
  const PixelSize size = pixel_size(view);
  const auto centre = camera.to_pixel(component.mean, size);
  const double per_unit = camera.pixels_per_unit(size), std = mean_std(component);
  ComponentHandles out;
  out.mean = {view.min.x + static_cast<float>(centre[0]),
              view.min.y + static_cast<float>(centre[1])};
  out.ring = std::max(kLeastRing * scale, static_cast<float>(2.0 * std * per_unit));
  out.width = {out.mean.x + static_cast<float>(std * per_unit), out.mean.y};
  const double angle = (component.weight - 0.25) * 2.0 * std::numbers::pi;
  out.weight = {out.mean.x + out.ring * static_cast<float>(std::cos(angle)),
                out.mean.y + out.ring * static_cast<float>(std::sin(angle))};
  return out;
}

GaussianComponent dragged(const GaussianComponent& component, HandlePart part, ImVec2 place,
                          const Region& view, const Camera2D& camera) {
  GaussianComponent out = component;
  const PixelSize size = pixel_size(view);
  const auto data = camera.to_data({place.x - view.min.x, place.y - view.min.y}, size);
  const double dx = data[0] - component.mean[0], dy = data[1] - component.mean[1];
  switch (part) {
    case HandlePart::kMean:
      out.mean = data;
      break;
    case HandlePart::kWidth: {
      const double before = mean_std(component), after = std::max(kLeastStd, std::hypot(dx, dy));
      if (before <= 0.0) {
        out.covariance = {after * after, 0.0, after * after};
        break;
      }
      const double factor = after / before;
      for (double& entry : out.covariance) entry *= factor * factor;
      break;
    }
    case HandlePart::kWeight: {
      // the screen's y points down, the data's up: clockwise from 12 o'clock
      double turns = std::atan2(dx, dy) / (2.0 * std::numbers::pi);
      if (turns < 0.0) turns += 1.0;
      // past the top the knob stays at the end it came from
      if (std::abs(turns - component.weight) > 0.5) turns = component.weight > 0.5 ? 1.0 : 0.0;
      out.weight = std::clamp(turns, kLeastWeight, kMostWeight);
      break;
    }
  }
  return out;
}

bool edit_mixture(const Style& style, ImDrawList* list, const Region& view, ProgramState& state) {
  if (!has(state.view.layers, StageLayer::kData) || !state.frames.simulation) return false;
  // there the data layer is where the clouds began, and the data itself stays
  if (state.frames.simulation->components.empty() || moves_data(state)) return false;
  std::vector<GaussianComponent> components = editable_components(state);
  const double total = total_weight(components);
  if (components.empty() || components.size() > kMostComponents || !(total > 0.0)) return false;
  for (GaussianComponent& component : components) component.weight /= total;
  const Camera2D camera = camera_of(state.view);
  const float grab = style.px(kGrab);
  bool on_handle = false;
  for (std::size_t i = 0; i < components.size(); ++i) {
    const ComponentHandles at = handles_of(view, camera, components[i], style.scale);
    draw_handles(style, list, at, components[i].weight);
    const std::array<std::pair<HandlePart, ImVec2>, 3> parts{{{HandlePart::kMean, at.mean},
                                                              {HandlePart::kWidth, at.width},
                                                              {HandlePart::kWeight, at.weight}}};
    for (const auto& [part, place] : parts) {
      if (!view.contains(place)) continue;
      if (part == HandlePart::kWeight && components.size() == 1) continue;
      place_at(place.x - grab * 0.5F, place.y - grab * 0.5F);
      const std::string id =
          "handle " + std::to_string(i) + " " + std::to_string(static_cast<int>(part));
      ImGui::InvisibleButton(id.c_str(), {grab, grab});
      on_handle = on_handle || ImGui::IsItemHovered() || ImGui::IsItemActive();
      if (ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
      simple_tooltip(style, "Component of the data", handle_help(part));
      if (ImGui::IsItemActive() && ImGui::IsMouseDragging(ImGuiMouseButton_Left, 1.0F)) {
        const GaussianComponent next =
            dragged(components[i], part, ImGui::GetIO().MousePos, view, camera);
        auto edited = components;
        edited[i] = next;
        if (part == HandlePart::kWeight) set_share(edited, i, next.weight);
        replace_components(state, edited);
      }
      if (ImGui::IsItemDeactivated()) state.history.end_gesture();
    }
  }
  return on_handle;
}

}  // namespace scorescope
