// Plots of the training loss: against step, per level, and both.
#include <algorithm>
#include <cmath>
#include <iterator>
#include <string_view>

#include "app/panels/plot_builders.h"
#include "app/panels/plot_parts.h"
#include "app/panels/running_mean.h"
#include "app/plot/number_text.h"

namespace scorescope::plot_builders {
namespace {

using namespace plot_parts;

constexpr std::int64_t kWindow = 100;
constexpr double kEnvelopeRatio = 1.06;  // some four pixels of the column to either side

/// What each objective minimises, short enough for the header; "λ" stands for the loss weight. The
/// whole formula is in the tooltip.
struct ShortFormula {
  std::string_view objective, formula;
};
constexpr ShortFormula kShortFormulas[] = {{"denoising", "½ λ |s − target|², mean over levels"},
                                           {"denoising_one_level", "½ λ |s − target|², one level"},
                                           {"explicit", "½ λ |s − exact|², mean over levels"},
                                           {"implicit", "λ (½ |s|² + tr ∇s), mean over levels"},
                                           {"sliced", "λ (½ (vᵀs)² + vᵀ∇s v), mean over levels"},
                                           {"sliced_vr", "λ (½ |s|² + vᵀ∇s v), mean over levels"}};

/// Of an objective that looks at the data itself, without noise.
bool is_on_clean_data(const TrainingFrame& training) {
  return training.loss_formula.find("on clean data") != std::string::npos;
}

void replace(std::string& text, std::string_view part, std::string_view by) {
  if (const auto at = text.find(part); at != std::string::npos) text.replace(at, part.size(), by);
}

/// λ is σ² itself; other weights may begin with it.
bool has_squared_weight(const TrainingFrame& training) {
  constexpr std::string_view kWeight = "λ = σ²";
  const std::string& formula = training.loss_formula;
  const auto end = formula.find(kWeight) + kWeight.size();
  return formula.find(kWeight) != std::string::npos &&
         (end == formula.size() || formula[end] == ',');
}

/// Not ½ the sum over the coordinates but their mean.
bool is_mean_over_dimensions(const TrainingFrame& training) {
  return training.loss_formula.find("mean over dimensions") != std::string::npos;
}

/// "½ σ² |s − target|², mean over levels" for the usual objective.
std::string loss_quantity(const TrainingFrame* training) {
  const bool known = training != nullptr && training->spec && !training->loss_formula.empty();
  const std::string kind = known ? training->spec->objective.kind : "denoising";
  const auto* found = std::ranges::find(kShortFormulas, kind, &ShortFormula::objective);
  if (found == std::end(kShortFormulas)) return training->loss_formula;
  std::string text(found->formula);
  if (!known || has_squared_weight(*training)) replace(text, "λ", "σ²");
  if (known && is_mean_over_dimensions(*training)) replace(text, "½ ", "");
  if (known && is_on_clean_data(*training)) {
    replace(text, "λ ", "");
    replace(text, "mean over levels", "on clean data");
  }
  return text;
}

bool is_positive(const History& history) {
  const auto not_positive = [](float value) { return std::isfinite(value) && value <= 0.0F; };
  return std::none_of(history.mean.begin(), history.mean.end(), not_positive);
}

/// Logarithmic wherever the loss is a square, and so never negative: its floor may be zero. The
/// implicit and the sliced losses lack the constant that would make them squares and go below zero;
/// their axis is linear.
PlotAxis loss_axis(const TrainingFrame* training) {
  PlotAxis axis{.name = "loss", .logarithmic = true};
  const double floor = training != nullptr ? training->floor.value_or(0.2) : 0.2;
  const bool empty = training == nullptr || training->loss_history.step.empty();
  axis.logarithmic = floor >= 0.0 && (empty || is_positive(training->loss_history));
  axis.may_be_logarithmic = axis.logarithmic;
  if (!empty) return axis;
  if (floor > 0.0) {
    axis.low = floor / 2.0;
    axis.high = floor * 15.0;
  } else if (floor == 0.0) {
    axis.low = 0.002;
    axis.high = 5.0;
  } else {
    axis.low = 2.0 * floor;
    axis.high = -2.0 * floor;
  }
  return axis;
}

/// The whole formula, and why the axis is as it is.
std::string loss_help(const TrainingFrame* training, const PlotAxis& axis) {
  std::string help;
  if (training != nullptr && !training->loss_formula.empty()) {
    help = "It is " + training->loss_formula + ". ";
  }
  if (!axis.logarithmic) {
    return help +
           "The axis is linear, for this loss goes below zero: it lacks the constant that would "
           "make it a square. Only its distance from the floor tells how far the field is from "
           "the exact one; Field error shows that on a logarithmic axis.";
  }
  const bool zero = training != nullptr && training->floor && *training->floor <= 0.0;
  return help + (zero ? "The axis is logarithmic; the floor, zero, lies below its end."
                      : "The axis is logarithmic.");
}

Series band_series(const TrainingFrame* training) {
  Series band{.style = LineStyle::kNone, .band_in_legend = true, .band_label = "per step"};
  if (training == nullptr) return band;
  band.x = as_doubles(training->loss_history.step);
  StepEnvelope envelope = step_envelope(training->loss_history, kEnvelopeRatio);
  band.low = std::move(envelope.low);
  band.high = std::move(envelope.high);
  return band;
}

Series mean_series(const TrainingFrame* training) {
  Series mean{.label = "mean of 100"};
  if (training == nullptr) return mean;
  mean.x = as_doubles(training->loss_history.step);
  mean.y = running_mean(training->loss_history, kWindow);
  return mean;
}

/// Further terms of the objective, thin, so that the loss stays the main curve.
void add_terms(const TrainingFrame& training, PlotModel& model) {
  constexpr LineStyle kStyles[] = {LineStyle::kDot, LineStyle::kRaw, LineStyle::kDash};
  for (std::size_t i = 0; i < std::min<std::size_t>(training.terms.size(), 3); ++i) {
    const NamedHistory& term = training.terms[i];
    model.series.push_back({.label = term.name,
                            .role = Role::kStart,
                            .style = kStyles[i],
                            .width = 0.75F,
                            .x = as_doubles(term.history.step),
                            .y = running_mean(term.history, kWindow)});
  }
}

/// `least` names what bounds the loss from below.
std::vector<SummaryPart> loss_summary(const TrainingFrame* training, const char* least) {
  std::vector<SummaryPart> summary;
  const bool learned = training != nullptr && training->loss && training->step > 0;
  if (learned) {
    const UncertainText text = uncertain_text(*training->loss, training->loss_error);
    summary.push_back(number_words(text.value));
    if (!text.error.empty()) summary.push_back(words(text.error));
  }
  if (training != nullptr && training->floor) {
    summary.push_back(words(least));
    summary.push_back(joined(number(*training->floor, Role::kExact)));
  }
  if (!learned) summary.push_back(words("after Train"));
  return summary;
}

/// True where the table's floor of ½ σ² |s − target|² is the floor of the training loss per level.
bool has_table_units(const TrainingFrame& training) {
  return training.spec && training.spec->objective.kind == "denoising" &&
         (training.loss_formula.empty() ||
          (has_squared_weight(training) && !is_mean_over_dimensions(training)));
}

/// The loss per level: of the training itself where it is in the floor's units, else as measured.
std::vector<double> learned_levels(const PlotInput& input) {
  const LevelTable* table = level_table(input);
  const TrainingFrame* training = input.training;
  if (training != nullptr && training->step > 0 && has_table_units(*training) &&
      training->level_loss.size() == training->levels.size()) {
    return as_doubles(training->level_loss);
  }
  return table != nullptr && table->learned ? table->dsm : std::vector<double>{};
}

/// Logarithmic where the floors allow it: a level that was not trained may lie a hundred times
/// above its floor, and a level at its floor must still be told from one that is twice as high.
PlotAxis level_loss_axis(const std::vector<double>& floors, bool empty) {
  PlotAxis axis{.name = "loss", .logarithmic = true};
  const auto [least, largest] = std::ranges::minmax_element(floors);
  if (floors.empty()) {
    axis.low = 0.02;
    axis.high = 5.0;
  } else if (*least <= 0.0) {
    axis.logarithmic = false;
    axis.low = 0.0;
  } else if (empty) {
    axis.low = *least / 2.0;
    axis.high = *largest * 20.0;
  }
  return axis;
}

std::vector<SummaryPart> level_summary(const PlotInput& input, const std::vector<double>& learned,
                                       const LevelTable* table) {
  std::vector<SummaryPart> summary;
  const int index = shown_index(input);
  const auto at = static_cast<std::size_t>(std::max(index, 0));
  if (index >= 0 && at < learned.size()) summary.push_back(number(learned[at]));
  if (index >= 0 && table != nullptr && at < table->floor.size()) {
    summary.push_back(words("floor"));
    summary.push_back(joined(number(table->floor[at], Role::kExact)));
  }
  if (learned.empty()) {
    summary.push_back(training_words(input));
  } else if (const auto sigma = shown_sigma(input)) {
    summary.push_back(words("at σ"));
    summary.push_back(joined(number(*sigma)));
  }
  return summary;
}

}  // namespace

PlotModel loss(const PlotInput& input) {
  if (is_about_pictures(input)) return picture_loss(input);
  PlotModel model = loss_curves(input);
  model.help = "The dashed floor is what the exact score would reach. " + model.help;
  const TrainingFrame* training = input.training;
  const bool known = training != nullptr && training->floor.has_value();
  if (known || training == nullptr) {
    model.lines.push_back({.at = known ? *training->floor : std::nan(""),
                           .label = "floor",
                           .value = known ? number_text(*training->floor) : ""});
  }
  return model;
}

PlotModel loss_curves(const PlotInput& input) {
  const TrainingFrame* training = input.training;
  PlotModel model{.quantity = loss_quantity(training),
                  .x = training_axis(input),
                  .y = loss_axis(training),
                  .series = {band_series(training), mean_series(training)}};
  model.short_quantity = model.quantity.substr(0, model.quantity.rfind(", "));
  model.help = loss_help(training, model.y);
  if (training != nullptr) add_terms(*training, model);
  if (training == nullptr || training->loss_history.step.empty()) {
    model.empty = EmptyState{"Falls to the floor as the network learns", "Train", "T"};
  }
  model.summary = loss_summary(training, is_about_pictures(input) ? "memorised" : "floor");
  return model;
}

PlotModel level_loss(const PlotInput& input) {
  if (is_about_pictures(input)) return picture_level_loss(input);
  const LevelTable* table = level_table(input);
  const std::vector<double> sigma = table != nullptr ? table->sigma : ladder(input);
  const std::vector<double> learned = learned_levels(input);
  const std::vector<double> floors = table != nullptr ? table->floor : std::vector<double>{};
  // beside another objective's own loss, the one whose floor is known at every level is shown
  const bool own = input.training == nullptr || has_table_units(*input.training);
  PlotModel model{.quantity = own ? "against its floor" : "denoising, floor" + measured_at(input),
                  .x = level_axis(sigma),
                  .y = level_loss_axis(floors, learned.empty())};
  model.series.push_back(
      {.label = "learned", .marker = Marker::kRound, .width = 0.75F, .x = sigma, .y = learned});
  Series floor{.label = "floor", .role = Role::kExact, .marker = Marker::kSquare, .width = 0.75F};
  if (table != nullptr) {
    floor.x = table->sigma;
    floor.y = floors;
  }
  model.series.push_back(floor);
  model.lines.push_back(shown_level_line(input, true));
  if (learned.empty())
    model.empty = after_training(input, "Learned points beside the floor of each level");
  model.summary = level_summary(input, learned, table);
  model.help =
      "½ σ² |s − target|² beside the least value any network can reach there. A gap says at which "
      "noise the field is still wrong.";
  return model;
}

PlotModel level_strip(const PlotInput& input) {
  PlotModel model{.quantity = "rows are noise levels σ",
                  .x = training_axis(input),
                  .y = {.name = "σ", .may_be_logarithmic = false}};
  HeatStrip heat{.row_value = ladder(input), .quantity = "loss"};
  if (heat.row_value.empty()) heat.row_value = {20.0, 1.0};
  const TrainingFrame* training = input.training;
  const bool there = training != nullptr && !training->level_strip.step.empty() &&
                     training->level_strip.loss.size() ==
                         training->level_strip.step.size() * heat.row_value.size();
  if (there) {
    heat.column_end = as_doubles(training->level_strip.step);
    heat.values = training->level_strip.loss;
  } else {
    model.empty = EmptyState{"Every level's loss, step by step", "Train", "T"};
  }
  model.heat = std::move(heat);
  model.summary = level_summary(input, learned_levels(input), level_table(input));
  return model;
}

}  // namespace scorescope::plot_builders
