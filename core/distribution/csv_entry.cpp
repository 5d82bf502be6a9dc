#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>

#include "core/distribution/csv.h"
#include "core/distribution/entries.h"

namespace scorescope {
namespace {

constexpr double kHalfView =
    6.0;  // points are fitted into [-6, 6], which leaves a margin in the view

/// x' = (x - centre) * scale.
struct Fit {
  std::array<double, 2> centre{0.0, 0.0};
  double scale = 1.0;
};

Fit fit_of(const std::vector<WeightedPoint>& points, const std::string& wish) {
  constexpr double kHuge = std::numeric_limits<double>::infinity();
  std::array<double, 2> low{kHuge, kHuge}, high{-kHuge, -kHuge};
  for (const auto& point : points) {
    low = {std::min(low[0], point.x), std::min(low[1], point.y)};
    high = {std::max(high[0], point.x), std::max(high[1], point.y)};
  }
  const double half = 0.5 * std::max(high[0] - low[0], high[1] - low[1]);
  const double reach = std::max({-low[0], -low[1], high[0], high[1]});
  const bool visible = reach <= 7.0 && (half >= 1.0 || half == 0.0);
  if (wish == "never" || (wish == "if_needed" && visible)) return {};
  return {{0.5 * (low[0] + high[0]), 0.5 * (low[1] + high[1])},
          half > 0.0 ? kHalfView / half : 1.0};
}

std::string description_of(const CsvOptions& options, const CsvReading& reading, const Fit& fit) {
  std::string text =
      fmt::format("{}, {} points", std::filesystem::path(options.path).filename().string(),
                  reading.points.size());
  if (reading.weight_column > 0) {
    text += fmt::format(" weighted by column {}", reading.weight_column);
  }
  if (reading.bad_rows > 0) text += fmt::format(" ({} rows left out)", reading.bad_rows);
  if (fit.scale != 1.0 || fit.centre != std::array<double, 2>{0.0, 0.0}) {
    text += fmt::format(", moved by ({:.4g}, {:.4g}) and scaled by {:.4g}", -fit.centre[0],
                        -fit.centre[1], fit.scale);
  }
  return text;
}

void check_reading(const CsvOptions& options, const CsvReading& reading) {
  const bool none = reading.points.empty();
  if (reading.bad_rows > 0 && (none || !options.skip_bad_rows)) {
    throw UserError(
        reading.first_problem +
        (none
             ? std::string(" No row can be used.")
             : fmt::format(" {} of {} rows can be used: set data.skip_bad_rows=true to load those.",
                           reading.points.size(), reading.bad_rows + std::ssize(reading.points))));
  }
  if (std::none_of(reading.points.begin(), reading.points.end(),
                   [](const WeightedPoint& point) { return point.weight > 0.0; })) {
    throw UserError(options.path + ": all weights are zero; at least one must be positive.");
  }
}

DistributionData make_csv(const CsvOptions& options) {
  const CsvReading reading = read_csv(options.path, options.max_rows);
  check_reading(options, reading);
  const Fit fit = fit_of(reading.points, options.fit);
  DistributionData data{.description = description_of(options, reading, fit)};
  for (const auto& [x, y, weight] : reading.points) {
    data.components.push_back(isotropic(weight, (x - fit.centre[0]) * fit.scale,
                                        (y - fit.centre[1]) * fit.scale, options.kernel_std));
  }
  return data;
}

}  // namespace

DistributionEntry csv_entry() {
  const FieldTable<CsvOptions> table{
      {&CsvOptions::path,
       {.key = "path",
        .label = "CSV file",
        .help =
            "Two or three columns: x, y and maybe weight; a first row may name them. Drop a file "
            "on the window to choose it.",
        .primary = true}},
      {&CsvOptions::kernel_std,
       {.key = "kernel_std",
        .label = "Kernel width",
        .symbol = "h",
        .unit = "length",
        .help =
            "Standard deviation of the Gaussian put at each point, as shown in the view. 0 is the "
            "empirical distribution: its exact score leads back to the points themselves.",
        .larger = "A smoother density that remembers less of single points.",
        .minimum = 0.0,
        .maximum = 100.0,
        .logarithmic = true,
        .primary = true}},
      {&CsvOptions::fit,
       {.key = "fit",
        .label = "Fit to the view",
        .help = "Whether points are centred and scaled to reach from -6 to 6.",
        .larger = "If needed: only when they leave the view or are very small in it.",
        .choices = {{"if_needed", "If needed"}, {"always", "Always"}, {"never", "Never"}}}},
      {&CsvOptions::max_rows,
       {.key = "max_rows",
        .label = "Rows at most",
        .unit = "rows",
        .help = "A longer file is refused.",
        .larger = "The exact score takes longer in proportion to the rows.",
        .minimum = 1,
        .maximum = 200000,
        .logarithmic = true}},
      {&CsvOptions::skip_bad_rows,
       {.key = "skip_bad_rows",
        .label = "Skip bad rows",
        .help = "Load the rows that are numbers and leave out the others.",
        .larger =
            "On: rows with text, missing cells or values that are not finite are passed over."}}};
  return distribution_entry<CsvOptions>(
      {.id = "csv",
       .label = "Your points (CSV)",
       .help = "A table of points, each a point mass or a small Gaussian."},
      table, make_csv);
}

}  // namespace scorescope
