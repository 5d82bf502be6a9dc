// The combo that opens a lesson: each row has the lesson's title and one line on what it is about.
#pragma once

#include "app/panels/program_state.h"
#include "app/panels/region.h"
#include "app/widgets/style.h"

namespace scorescope {

/// Width the picker wants for the open lesson's title, pixels.
float lesson_picker_width(const Style& style, const ProgramState& state, bool with_prefix);

/// Asks for action::OpenLesson when another lesson was taken.
void draw_lesson_picker(const Style& style, const Region& region, bool with_prefix,
                        ProgramState& state);

}  // namespace scorescope
