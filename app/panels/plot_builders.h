// One builder per plot; the catalogue in plots.cpp lists them.
#pragma once

#include "app/panels/plots.h"

namespace scorescope::plot_builders {

PlotModel loss(const PlotInput& input);
/// The loss without reference lines: what points and pictures share.
PlotModel loss_curves(const PlotInput& input);
PlotModel level_loss(const PlotInput& input);
PlotModel level_strip(const PlotInput& input);
PlotModel bias(const PlotInput& input);
PlotModel bias_step(const PlotInput& input);
PlotModel score_norm(const PlotInput& input);
PlotModel mode_weight(const PlotInput& input);
PlotModel field_error(const PlotInput& input);
PlotModel cloud_width(const PlotInput& input);
PlotModel loss_preference(const PlotInput& input);
PlotModel identity(const PlotInput& input);

// of pictures; the first two instead of those of points
PlotModel picture_loss(const PlotInput& input);
PlotModel picture_level_loss(const PlotInput& input);
PlotModel frechet(const PlotInput& input);
PlotModel kernel(const PlotInput& input);
PlotModel classes(const PlotInput& input);
PlotModel memorised(const PlotInput& input);

}  // namespace scorescope::plot_builders
