// The tables of probe, floor and fd.
#include "app/command/table_commands.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/record/csv_table.h"
#include "core/run/headless.h"

namespace scorescope {
namespace {

/// A learned score knows no noise level 0; the command line has refused what is negative or no
/// number.
void check_sigma(double sigma, bool learned) {
  if (sigma > 0.0 || !learned) return;
  throw UserError("--sigma is 0, but with --weights it must be above 0.");
}

void check_finite(const ProbeTable& table, double sigma) {
  const auto finite = [](double value) { return std::isfinite(value); };
  if (std::ranges::all_of(table.score, finite)) return;
  throw UserError(fmt::format(
      "the data has no density at sigma {} (it lies on points or curves); give a larger --sigma.",
      sigma));
}

std::vector<std::string> probe_header(bool learned) {
  std::vector<std::string> header{"x",       "y",          "log_density", "score_x",
                                  "score_y", "denoised_x", "denoised_y"};
  if (learned) header.insert(header.end(), {"learned_x", "learned_y"});
  return header;
}

}  // namespace

std::string probe_csv(const ProbeArguments& arguments) {
  const bool learned = !arguments.weights.empty();
  check_sigma(arguments.sigma, learned);
  const Lesson lesson = choose_experiment(arguments.experiment);
  const std::vector<double> points = read_points_csv(arguments.points);
  const ProbeTable values = probe_points(lesson.spec, arguments.sigma, points, arguments.weights);
  check_finite(values, arguments.sigma);
  CsvTable table(probe_header(learned));
  for (std::size_t i = 0; i < points.size() / 2; ++i) {
    const std::size_t x = 2 * i;
    const std::size_t y = x + 1;
    std::vector<CsvCell> row{points[x],         points[y],       values.log_density[i],
                             values.score[x],   values.score[y], values.denoised[x],
                             values.denoised[y]};
    if (learned) row.insert(row.end(), {values.learned[x], values.learned[y]});
    table.add(row);
  }
  return table.text();
}

std::string floor_csv(const ExperimentArguments& arguments) {
  const std::vector<FloorRow> rows = floor_table(choose_experiment(arguments).spec);
  const bool estimated =
      std::ranges::any_of(rows, [](const FloorRow& row) { return row.fisher_error > 0.0; });
  std::vector<std::string> header{"sigma", "J", "floor"};
  if (estimated) header.push_back("J_error");
  CsvTable table(header);
  for (const auto& row : rows) {
    std::vector<CsvCell> cells{row.sigma, row.fisher, row.floor};
    if (estimated) cells.push_back(row.fisher_error);
    table.add(cells);
  }
  return table.text();
}

std::string comparison_csv(const ComparisonOptions& options) {
  const PictureComparison found = compare_pictures(options);
  CsvTable table({"a", "b", "features", "n_a", "n_b", "fd", "fd_floor", "fd_floor_spread", "kd",
                  "kd_se", "kd_floor", "kd_floor_spread", "kd_n_a", "kd_n_b", "floor_n_a",
                  "floor_n_b"});
  table.add({options.a, options.b, found.features_name, found.n_a, found.n_b, found.fd,
             found.fd_floor, found.fd_floor_spread, found.kd, found.kd_error, found.kd_floor,
             found.kd_floor_spread, found.kd_n_a, found.kd_n_b, found.floor_n_a, found.floor_n_b});
  return table.text();
}

}  // namespace scorescope
