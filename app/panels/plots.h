// The catalogue of plots: each builds its PlotModel from the newest frames. Pure functions.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "app/plot/plot_model.h"
#include "core/run/frames.h"

namespace scorescope {

/// What a plot is built from; both frames may be null (the empty state).
struct PlotInput {
  const TrainingFrame* training = nullptr;
  const SimulationFrame* simulation = nullptr;
  /// Noise level shown on the stage, index into the ladder; -1 the lowest. Marked in plots over
  /// sigma.
  int shown_level = -1;
  bool pictures = false;  ///< the data are pictures, also before a frame with them
  std::string choice{};   ///< of PlotModel::choices; empty: the first
};

/// What data a plot is about.
enum class PlotSort { kBoth, kPoints, kPictures };

struct PlotEntry {
  std::string_view id;  ///< as in lessons ("plots") and on the command line (--plot)
  std::string_view title;
  std::string_view help;  ///< what it shows and how to read it
  PlotModel (*build)(const PlotInput& input);
  PlotSort sort = PlotSort::kPoints;

  bool is_for(bool pictures) const {
    return sort == PlotSort::kBoth || (sort == PlotSort::kPictures) == pictures;
  }
};

/// In the order of the column.
std::span<const PlotEntry> plot_catalogue();

/// nullptr if there is no plot of that id.
const PlotEntry* find_plot(std::string_view id);

}  // namespace scorescope
