// Where labels that belong to places on a view go: beside their place, inside the frame, on nothing
// else.
#pragma once

#include <vector>

#include "app/panels/region.h"

namespace scorescope {

/// What a label must keep clear of and how large it is, in pixels.
struct LabelRequest {
  Region frame;                 ///< labels stay inside
  ImVec2 size{};                ///< of every label
  std::vector<ImVec2> anchors;  ///< the places, most important first
  float distance = 0.0F;        ///< wanted gap between a place and its label
  std::vector<Region> taken;    ///< other things that should stay visible (axis numbers, a card)
};

/// One region per anchor, in order. Of the sides of a place the one that covers least of the other
/// places, labels and taken regions wins, and one that is nearer to another place loses; towards the middle of the frame where that is equal.
std::vector<Region> place_labels(const LabelRequest& request);

}  // namespace scorescope
