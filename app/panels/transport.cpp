#include "app/panels/transport.h"

#include <string>

#include "app/panels/panel_window.h"
#include "app/widgets/cards.h"
#include "app/widgets/controls.h"

namespace scorescope {
namespace {

constexpr float kGap = 6.0F;

bool place_icon(const Style& style, const TransportPlace& place, const char* id, Icon icon, float x,
                bool on = false) {
  place_at(x, place.middle_y - style.px(place.height) * 0.5F);
  return icon_button(style, {.id = id,
                             .icon = icon,
                             .side = place.height,
                             .icon_size = 16,
                             .framed = true,
                             .on = on,
                             .enabled = place.enabled});
}

}  // namespace

float transport_width(const Style& style, const TransportPlace& place) {
  const float squares = place.has_pace ? 3.0F : 2.0F;
  return squares * (style.px(place.height) + style.px(kGap)) + style.px(place.go_width);
}

TransportOutcome draw_transport(const Style& style, const TransportPlace& place) {
  TransportOutcome out;
  ImGui::PushID(place.id);
  const std::string what = place.what;
  float x = place.left;
  out.reset = place_icon(style, place, "reset", Icon::kReset, x);
  simple_tooltip(style, "Reset", ("Starts " + what + " again with the same seed.").c_str(), "R");
  x += style.px(place.height) + style.px(kGap);
  place_at(x, place.middle_y - style.px(place.height) * 0.5F);
  const std::string label = std::string(place.running ? "Pause" : place.verb) + "##go";
  out.go = transport_button(style, {.label = label.c_str(),
                                    .icon = place.running ? Icon::kPause : Icon::kPlay,
                                    .call_to_action = place.call_to_action,
                                    .enabled = place.enabled,
                                    .width = place.go_width,
                                    .height = place.height});
  simple_tooltip(style, place.running ? ("Pause " + what).c_str() : place.verb,
                 ((place.running ? "Pauses " : "Starts ") + what + ".").c_str(), place.key);
  x += style.px(place.go_width) + style.px(kGap);
  out.step = place_icon(style, place, "step", Icon::kStep, x);
  simple_tooltip(style, "Step", ("One step of " + what + ".").c_str(), place.step_key);
  out.right = x + style.px(place.height);
  if (place.has_pace) {
    x = out.right + style.px(kGap);
    out.full_speed = place_icon(style, place, "full speed", Icon::kFast, x, place.full_speed);
    simple_tooltip(style, "Full speed",
                   place.full_speed ? "Trains as fast as the machine can. Press to go back to the "
                                      "lesson's pace."
                                    : "Lets go of the pace, which holds training so that it can "
                                      "be followed.");
    out.right = x + style.px(place.height);
  }
  ImGui::PopID();
  return out;
}

}  // namespace scorescope
