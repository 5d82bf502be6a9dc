// The buttons of a transport: reset, go, step. Training and sampling have one each; training that
// is held to a pace has a fourth.
#pragma once

#include "app/widgets/style.h"

namespace scorescope {

struct TransportPlace {
  const char* id = "";    ///< of the ImGui scope
  const char* verb = "";  ///< "Train", "Sample", "Descend"; both write "Pause" while running
  const char* what = "";  ///< for the tooltips: "training", "sampling"
  const char* key = "";   ///< of the go button
  const char* step_key = "";
  float left = 0.0F, middle_y = 0.0F;  ///< screen pixels
  float height = 36.0F;                ///< at scale 1
  float go_width = 116.0F;
  bool call_to_action = false;
  bool running = false;
  bool enabled = true;
  bool has_pace = false;    ///< a fourth button lets go of the pace
  bool full_speed = false;  ///< it is let go
};

struct TransportOutcome {
  bool reset = false, go = false, step = false, full_speed = false;
  float right = 0.0F;  ///< edge of the last button
};

/// Pixels from the left edge of the first button to the right edge of the last.
float transport_width(const Style& style, const TransportPlace& place);

TransportOutcome draw_transport(const Style& style, const TransportPlace& place);

}  // namespace scorescope
