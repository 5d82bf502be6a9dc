// The stage: the lesson's sentence, one or two square views with their titles, the legend and the
// layers.
#pragma once

#include <array>

#include "app/panels/program_state.h"
#include "app/panels/region.h"
#include "app/panels/screen_pictures.h"
#include "app/widgets/style.h"

namespace scorescope {

struct StagePlace {
  Region stage, lesson;
  std::array<Region, 2> titles, views;  ///< the second is empty if one view is maximised
  Region legend, layers;
  bool compact = false;
};

void draw_stage(const Style& style, const StagePlace& place, const ScreenPictures& pictures,
                ProgramState& state);

/// One view with its title into the current window, as exported pictures have it.
void draw_single_view(const Style& style, const Region& title, const Region& region, int view,
                      const ScreenPictures& pictures, ProgramState& state);

}  // namespace scorescope
