// Small pictures of distributions, for choosing one by its looks.
#pragma once

#include "core/experiment/spec.h"
#include "core/run/frames.h"

namespace scorescope {

/// The density of the data under a little noise (4 % of the picture's width), cells x cells, over
/// a square that shows all of it. A few milliseconds; any thread. Throws UserError if the data
/// cannot be made.
ScalarGrid data_picture(const Choice& data, int cells);

}  // namespace scorescope
