// The range an axis shows when the user has not zoomed.
#pragma once

#include <vector>

#include "app/plot/plot.h"
#include "app/plot/plot_model.h"

namespace scorescope {

/// Least and largest of the finite (and, if logarithmic, positive) `values`. Where `robust`, single
/// outliers do not widen it: the range reaches at most one inner spread (0.5 to 99.5 % of the
/// values) beyond that spread, and with few values one point that is eight ranges away from all
/// others is left out. {0, 1} (logarithmic {0.1, 1}) if there is nothing.
PlotRange fitted_range(std::vector<double> values, bool logarithmic, bool robust);

/// `range` widened to round ends (linear) or by a margin (logarithmic); never empty. A linear range
/// that begins near zero begins at zero.
PlotRange rounded_range(const PlotRange& range, bool logarithmic);

/// The y range of a model over the visible part of x: curves, bands, areas and horizontal lines.
PlotRange model_y_range(const PlotModel& model, const PlotRange& x, bool logarithmic);
PlotRange model_x_range(const PlotModel& model, bool logarithmic);

}  // namespace scorescope
