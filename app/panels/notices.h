// Notices in the lower right corner of the stage: at most three, newest at the bottom.
#pragma once

#include "app/panels/program_state.h"
#include "app/panels/region.h"
#include "app/widgets/style.h"

namespace scorescope {

/// `corner_of` is the stage: notices stack upwards from its lower right corner. What was only done
/// leaves after six seconds (not under the pointer); what went wrong stays until it is closed.
void draw_notices(const Style& style, const Region& corner_of, ProgramState& state);

/// Seconds after which a notice of something done leaves.
inline constexpr double kNoticeSeconds = 6.0;

}  // namespace scorescope
