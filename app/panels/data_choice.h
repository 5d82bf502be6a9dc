// Other data for the draft: points may give way to pictures and back, with what goes with them.
#pragma once

#include "app/panels/program_state.h"

namespace scorescope {

/// The draft with these data. Between points and pictures the other sections cannot stay: they
/// become those of the lesson if it has data of that sort, else the defaults. Seeds and device
/// stay.
ExperimentSpec with_data(const ProgramState& state, Choice data);

}  // namespace scorescope
