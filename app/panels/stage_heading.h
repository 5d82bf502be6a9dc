// What stands above the views of points and the galleries alike: the lesson's sentence with the
// arrows between its cards, titles, the button that shows one view alone.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "app/panels/program_state.h"
#include "app/panels/region.h"
#include "app/widgets/style.h"
#include "app/widgets/text.h"

namespace scorescope {

void draw_lesson_row(const Style& style, const Region& region, bool compact, ProgramState& state);

/// Shows the view `name` ("view_a", "view_b") alone, or both again; at the title's right end.
void draw_maximise(const Style& style, const Region& title, const std::string& name,
                   ProgramState& state);

/// The first wording that fits between left and right; its first run is the name.
void draw_title_runs(const Style& style, const std::vector<std::vector<TextRun>>& wordings,
                     float left, float right, float middle);

}  // namespace scorescope
