// One view or one plot as a picture of its own: for export and for headless runs. Needs a current
// GL context; UI thread.
#pragma once

#include <string>

#include "app/gl/framebuffer.h"
#include "app/panels/plots_column.h"
#include "app/panels/program_state.h"

namespace scorescope {

struct FigureRequest {
  const ProgramState& state;
  const PlotsColumnState& plots;  ///< zoom and log switches of the plots
  std::string figure;             ///< "view_a", "view_b", of pictures "grid", or a plot's id
  float scale = 2.0F;             ///< pixels a design pixel
};

/// A view is 486 x 520 design pixels with its title and axes, a plot 560 x 360, the grid of T x
/// epsilon as large as its cells (a picture 76). Throws UserError
/// for a figure that does not exist.
RgbaImage figure_picture(const FigureRequest& request);

}  // namespace scorescope
