// Plots over the noise level: score norm and field error.
#include <algorithm>
#include <cmath>

#include "app/panels/plot_builders.h"
#include "app/panels/plot_parts.h"
#include "app/plot/number_text.h"

namespace scorescope::plot_builders {
namespace {

using namespace plot_parts;

/// 2/σ², which E|s|² reaches when the data is a point (maths.md 3.2).
Series bound_series(const std::vector<double>& sigma) {
  Series bound{.label = "bound 2/σ²",
               .role = Role::kStart,
               .style = LineStyle::kDash,
               .width = 0.75F,
               .x = sigma};
  for (const double level : sigma) bound.y.push_back(2.0 / (level * level));
  return bound;
}

double at_shown(const PlotInput& input, const std::vector<double>& values) {
  const int index = shown_index(input);
  if (index < 0 || static_cast<std::size_t>(index) >= values.size()) return std::nan("");
  return values[static_cast<std::size_t>(index)];
}

PlotModel cloud_norm(const PlotInput& input, const std::vector<MovedCloud>& moved) {
  const CloudTable& first = *moved.front().table;
  PlotModel model{.quantity = "E|s|² of the cloud",
                  .x = level_axis(first.sigma),
                  .y = {.name = "E|s|²", .logarithmic = true}};
  model.series.push_back({.label = "start",
                          .role = Role::kStart,
                          .width = 0.75F,
                          .x = first.sigma,
                          .y = first.norm_start});
  for (const MovedCloud& cloud : moved) {
    const CloudLook look = cloud_look(*input.simulation, cloud.index);
    model.series.push_back({.label = cloud.index == 0 ? "A now" : "B now",
                            .role = look.role,
                            .marker = look.marker,
                            .width = 0.75F,
                            .x = cloud.table->sigma,
                            .y = cloud.table->norm});
    model.summary.push_back(words(cloud.index == 0 ? "A" : "B"));
    model.summary.push_back(number(at_shown(input, cloud.table->norm), look.role));
  }
  model.series.push_back(bound_series(first.sigma));
  model.lines.push_back(shown_level_line(input, false));
  return model;
}

std::vector<SummaryPart> norm_summary(const PlotInput& input, const LevelTable* table) {
  if (table == nullptr) return {training_words(input)};
  std::vector<SummaryPart> summary;
  if (table->learned) {
    summary = {words("E|s|²"), number(at_shown(input, table->norm_learned)), words("exact"),
               number(at_shown(input, table->fisher), Role::kExact)};
  } else {
    summary = {words("exact"), number(at_shown(input, table->fisher), Role::kExact), words("at σ"),
               number(shown_sigma(input).value_or(std::nan("")))};
  }
  return summary;
}

double median_of(std::vector<double> values) {
  std::erase_if(values, [](double value) { return !std::isfinite(value); });
  if (values.empty()) return std::nan("");
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2.0;
}

/// The error's root mean square on the uniform grid, divided by the same as the one on data.
std::vector<double> relative_on_square(const LevelTable& table) {
  std::vector<double> relative;
  for (std::size_t i = 0; i < std::min(table.error_grid.size(), table.relative.size()); ++i) {
    relative.push_back(table.relative[i] * std::sqrt(table.error_grid[i] / table.error_data[i]));
  }
  return relative;
}

}  // namespace

PlotModel score_norm(const PlotInput& input) {
  const std::vector<MovedCloud> moved = moved_clouds(input);
  if (!moved.empty()) return cloud_norm(input, moved);
  const LevelTable* table = level_table(input);
  const bool learned = table != nullptr && table->learned;
  const std::vector<double> none, sigma = table != nullptr ? table->sigma : ladder(input);
  PlotModel model{.quantity = "E|s|² at each level" + measured_at(input),
                  .x = level_axis(sigma),
                  .y = {.name = "E|s|²", .logarithmic = true}};
  model.series.push_back({.label = "learned",
                          .marker = Marker::kRound,
                          .width = 0.75F,
                          .x = sigma,
                          .y = learned ? table->norm_learned : none});
  model.series.push_back({.label = "exact",
                          .role = Role::kExact,
                          .marker = Marker::kSquare,
                          .width = 0.75F,
                          .x = sigma,
                          .y = table != nullptr ? table->fisher : none});
  model.series.push_back(bound_series(sigma));
  model.lines.push_back(shown_level_line(input, false));
  if (!learned) {
    model.empty = moves_data(input.simulation)
                      ? after_sampling(input.simulation, "What moving the data does to the norm")
                      : after_training(input, "Learned settles on exact");
  }
  model.summary = norm_summary(input, table);
  return model;
}

PlotModel field_error(const PlotInput& input) {
  const LevelTable* table = level_table(input);
  const bool learned = table != nullptr && table->learned;
  const std::vector<double> none, sigma = table != nullptr ? table->sigma : ladder(input);
  PlotModel model{.quantity = "relative rms" + measured_at(input),
                  .x = level_axis(sigma),
                  .y = {.name = "relative error", .logarithmic = true}};
  model.series.push_back({.label = "on data",
                          .marker = Marker::kRound,
                          .width = 0.75F,
                          .x = sigma,
                          .y = learned ? table->relative : none});
  model.series.push_back({.label = "raw",
                          .style = LineStyle::kRaw,
                          .width = 0.75F,
                          .x = sigma,
                          .y = learned ? table->relative_raw : none});
  model.series.push_back({.label = "on the square",
                          .style = LineStyle::kDot,
                          .marker = Marker::kSquare,
                          .width = 0.75F,
                          .x = sigma,
                          .y = learned ? relative_on_square(*table) : none});
  model.lines.push_back(shown_level_line(input, true));
  if (!learned) {
    model.y.low = 0.02;
    model.y.high = 1.2;
    model.empty = after_training(input, "Falls at every level as the field is learned");
    model.summary = {training_words(input)};
    return model;
  }
  model.summary = {words("median"), number_words(number_text(median_of(table->relative), 2)),
                   words("over levels")};
  return model;
}

}  // namespace scorescope::plot_builders
