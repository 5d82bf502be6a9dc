// The settings column: sections in the order of the pipeline, every control from a field table. In
// the narrow window a rail of icons, each opening its section in a drawer over the stage.
#pragma once

#include "app/panels/program_state.h"
#include "app/panels/region.h"
#include "app/panels/screen_pictures.h"
#include "app/widgets/style.h"

namespace scorescope {

struct SettingsPlace {
  Region region;  ///< the column, or the rail
  Region drawer;  ///< used if `rail`
  bool rail = false;
};

void draw_settings(const Style& style, const SettingsPlace& place, const ScreenPictures& pictures,
                   ProgramState& state);

}  // namespace scorescope
