// What the builders of plots share: axes over noise levels and steps, names and roles of clouds,
// the pieces of folded lines. Pure functions; internal to app/panels/plots*.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/panels/plots.h"
#include "app/plot/plot_model.h"
#include "core/run/frames.h"

namespace scorescope::plot_parts {

/// Whether the data are pictures.
bool is_about_pictures(const PlotInput& input);
/// What is shown of them, or nullptr.
const PictureFrame* picture_frame(const PlotInput& input);

/// The ladder, highest first, from whichever frame has it; empty if none does.
std::vector<double> ladder(const PlotInput& input);

/// Index into the ladder of the shown level; -1 if there is no ladder.
int shown_index(const PlotInput& input);
/// Its sigma, or nothing.
std::optional<double> shown_sigma(const PlotInput& input);

/// "noise level σ", logarithmic, the highest at the left.
PlotAxis level_axis(const std::vector<double>& sigma);
/// "training step", logarithmic from 1 to `last` (at least 10).
PlotAxis training_axis(const PlotInput& input);
/// "sampling step", linear from 0.
PlotAxis sampling_axis(const SimulationFrame* simulation);

/// Whether the particles are data that descends a loss.
bool moves_data(const SimulationFrame* simulation);
/// `text`, to be had by the sampling transport, by the name it has now.
EmptyState after_sampling(const SimulationFrame* simulation, std::string text);
/// The same for a folded line: "after Sample" or "after Descend".
SummaryPart sampling_words(const SimulationFrame* simulation);

/// True from the first training step until the network was measured at every level.
bool is_measuring(const PlotInput& input);
/// `text`, to be had by training, or that the measuring goes on.
EmptyState after_training(const PlotInput& input, std::string text);
/// The same for a folded line: "after Train" or "measuring…".
SummaryPart training_words(const PlotInput& input);
/// ", step 12 340", when the values of the level table were measured; empty if they were not.
std::string measured_at(const PlotInput& input);

/// The dotted vertical line at the shown level.
ReferenceLine shown_level_line(const PlotInput& input, bool in_legend);

/// The table of `input`, or nullptr.
const LevelTable* level_table(const PlotInput& input);
/// The tables of data-moving clouds, without the missing ones, with the index of their cloud.
struct MovedCloud {
  std::size_t index = 0;
  const CloudTable* table = nullptr;
};
std::vector<MovedCloud> moved_clouds(const PlotInput& input);

/// How cloud `index` is drawn: green disc for the run without the remedy, purple diamond with it.
struct CloudLook {
  Role role = Role::kPlain;
  Marker marker = Marker::kRound;
  std::string name;  ///< "plain", "annealed", "descend DSM" ...
};
CloudLook cloud_look(const SimulationFrame& simulation, std::size_t index);

std::vector<double> as_doubles(const std::vector<float>& values);
std::vector<double> as_doubles(const std::vector<std::int64_t>& values);

SummaryPart words(std::string text);
SummaryPart number(double value, std::optional<Role> role = {});
SummaryPart number_words(std::string text, std::optional<Role> role = {});
/// Of a pair, the second part.
SummaryPart joined(SummaryPart part);

/// The mean of the finite values, or not-a-number.
double mean_of(const std::vector<double>& values);

}  // namespace scorescope::plot_parts
