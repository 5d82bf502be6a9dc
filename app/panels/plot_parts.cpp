#include "app/panels/plot_parts.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "app/plot/number_text.h"

namespace scorescope::plot_parts {
namespace {

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

/// What a cloud is called in a legend: short, since several stand in one row.
std::string short_name(const CloudFrame& cloud) {
  if (cloud.sampler == "langevin") return "plain";
  if (cloud.sampler == "annealed_langevin") return "annealed";
  std::string name = cloud.label;
  if (name.size() > 1 && std::islower(static_cast<unsigned char>(name[1])) != 0) {
    name[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(name[0])));
  }
  return name;
}

/// Two samplers of one kind are told by the score that moves them, and if even that is the same by
/// their places. Not by letters alone: A and B are also the views, which may differ in something
/// else.
std::string name_beside(const CloudFrame& cloud, const CloudFrame& other, bool first) {
  const std::string name = short_name(cloud);
  if (name != short_name(other)) return name;
  if (cloud.learned_score != other.learned_score) return cloud.learned_score ? "learned" : "exact";
  return name + (first ? " A" : " B");
}

}  // namespace

const PictureFrame* picture_frame(const PlotInput& input) {
  return input.simulation != nullptr ? input.simulation->pictures.get() : nullptr;
}

bool is_about_pictures(const PlotInput& input) {
  return input.pictures || picture_frame(input) != nullptr;
}

std::vector<double> ladder(const PlotInput& input) {
  if (input.training != nullptr && !input.training->levels.empty()) return input.training->levels;
  if (input.simulation != nullptr) return input.simulation->levels;
  return {};
}

int shown_index(const PlotInput& input) {
  const auto count = static_cast<int>(ladder(input).size());
  if (count == 0) return -1;
  if (input.shown_level < 0) return count - 1;
  return std::min(input.shown_level, count - 1);
}

std::optional<double> shown_sigma(const PlotInput& input) {
  const int index = shown_index(input);
  if (index < 0) return std::nullopt;
  return ladder(input)[static_cast<std::size_t>(index)];
}

PlotAxis level_axis(const std::vector<double>& sigma) {
  PlotAxis axis{.name = "noise level σ", .logarithmic = true, .falls = true};
  if (sigma.empty()) {
    axis.low = 1.0;
    axis.high = 20.0;
    return axis;
  }
  const auto [least, largest] = std::minmax_element(sigma.begin(), sigma.end());
  // a little air, so that the markers of the end levels stand clear of the axis
  const double air = std::max(1.02, std::pow(*largest / *least, 0.03));
  axis.low = *least / air;
  axis.high = *largest * air;
  return axis;
}

PlotAxis training_axis(const PlotInput& input) {
  PlotAxis axis{.name = "training step", .logarithmic = true};
  std::int64_t last = 10;
  if (input.training != nullptr) {
    last = std::max(last, input.training->step);
    if (input.training->spec) last = std::max(last, input.training->spec->training.stop_after);
  } else {
    last = 15000;
  }
  axis.low = 1.0;
  axis.high = static_cast<double>(last);
  return axis;
}

bool moves_data(const SimulationFrame* simulation) {
  return simulation != nullptr && simulation->moves_data();
}

EmptyState after_sampling(const SimulationFrame* simulation, std::string text) {
  return {std::move(text), moves_data(simulation) ? "Descend" : "Sample", "Space"};
}

SummaryPart sampling_words(const SimulationFrame* simulation) {
  return words("after " + after_sampling(simulation, "").verb);
}

bool is_measuring(const PlotInput& input) {
  const bool begun = input.training != nullptr && input.training->step > 0;
  const LevelTable* table = level_table(input);
  return begun && (table == nullptr || !table->learned);
}

EmptyState after_training(const PlotInput& input, std::string text) {
  if (is_measuring(input)) return {"Measuring…", "", ""};
  return {std::move(text), "Train", "T"};
}

SummaryPart training_words(const PlotInput& input) {
  return words(is_measuring(input) ? "measuring…" : "after Train");
}

std::string measured_at(const PlotInput& input) {
  const LevelTable* table = level_table(input);
  if (table == nullptr || !table->learned) return "";
  return ", step " + count_text(table->training_step);
}

PlotAxis sampling_axis(const SimulationFrame* simulation) {
  PlotAxis axis{.name = "sampling step"};
  std::int64_t last = 0;
  if (simulation != nullptr) {
    for (const auto& cloud : simulation->clouds) {
      last = std::max({last, cloud->step_count, cloud->step});
    }
  }
  axis.low = 0.0;
  axis.high = last > 0 ? static_cast<double>(last) : 1000.0;
  return axis;
}

ReferenceLine shown_level_line(const PlotInput& input, bool in_legend) {
  return {.direction = ReferenceLine::Direction::kVertical,
          .at = shown_sigma(input).value_or(kNothing),
          .label = in_legend ? "shown level" : "",
          .role = Role::kTruth,
          .style = LineStyle::kDot};
}

const LevelTable* level_table(const PlotInput& input) {
  if (input.simulation == nullptr || input.simulation->table == nullptr) return nullptr;
  return input.simulation->table->sigma.empty() ? nullptr : input.simulation->table.get();
}

std::vector<MovedCloud> moved_clouds(const PlotInput& input) {
  std::vector<MovedCloud> moved;
  if (input.simulation == nullptr) return moved;
  const auto& tables = input.simulation->cloud_tables;
  for (std::size_t i = 0; i < tables.size() && i < input.simulation->clouds.size(); ++i) {
    if (tables[i] != nullptr && !tables[i]->sigma.empty()) moved.push_back({i, tables[i].get()});
  }
  return moved;
}

CloudLook cloud_look(const SimulationFrame& simulation, std::size_t index) {
  const CloudFrame& cloud = *simulation.clouds[index];
  const std::size_t count = simulation.clouds.size();
  const bool without_remedy = count > 1 ? index == 0 : cloud.sampler == "langevin";
  CloudLook look;
  if (!without_remedy) {
    look.role = Role::kAnnealed;
    look.marker = Marker::kDiamond;
  }
  look.name = count == 2 ? name_beside(cloud, *simulation.clouds[1 - index], index == 0)
                         : short_name(cloud);
  return look;
}

std::vector<double> as_doubles(const std::vector<float>& values) {
  return {values.begin(), values.end()};
}

std::vector<double> as_doubles(const std::vector<std::int64_t>& values) {
  std::vector<double> result;
  result.reserve(values.size());
  for (const std::int64_t value : values) result.push_back(static_cast<double>(value));
  return result;
}

SummaryPart words(std::string text) {
  return {SummaryPart::Kind::kWords, std::move(text), std::nullopt};
}

SummaryPart joined(SummaryPart part) {
  part.joined = true;
  return part;
}

SummaryPart number(double value, std::optional<Role> role) {
  return {SummaryPart::Kind::kNumber, number_text(value), role};
}

SummaryPart number_words(std::string text, std::optional<Role> role) {
  return {SummaryPart::Kind::kNumber, std::move(text), role};
}

double mean_of(const std::vector<double>& values) {
  double sum = 0.0;
  int count = 0;
  for (const double value : values) {
    if (!std::isfinite(value)) continue;
    sum += value;
    ++count;
  }
  return count > 0 ? sum / count : kNothing;
}

}  // namespace scorescope::plot_parts
