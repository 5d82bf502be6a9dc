// Plots of what denoising score matching adds: DSM = ESM + B over noise level and step, its
// identity, and what each loss prefers.
#include <algorithm>
#include <cmath>

#include "app/panels/plot_builders.h"
#include "app/panels/plot_parts.h"
#include "app/plot/number_text.h"

namespace scorescope::plot_builders {
namespace {

using namespace plot_parts;

constexpr double kIdentityLimit = 0.01;  // maths.md AT-4

Series dsm_series(std::vector<double> x, std::vector<double> y) {
  return {.label = "DSM", .x = std::move(x), .y = std::move(y)};
}

Series esm_series(std::vector<double> x, std::vector<double> y) {
  return {.label = "ESM",
          .style = LineStyle::kDot,
          .width = 0.9F,
          .x = std::move(x),
          .y = std::move(y)};
}

Series bias_series(std::vector<double> x, std::vector<double> y) {
  return {.label = "B",
          .role = Role::kExact,
          .style = LineStyle::kDash,
          .width = 0.85F,
          .x = std::move(x),
          .y = std::move(y)};
}

/// The areas of a sum plot: up to ESM learned, from ESM to DSM exact (series 0 and 1).
std::vector<Area> sum_areas() {
  return {{.above = 1, .below = -1, .role = Role::kLearned, .alpha = 0.16F},
          {.above = 0, .below = 1, .role = Role::kExact, .alpha = 0.30F}};
}

std::string five_digits(double value) { return number_text(value, 5); }

/// When the terms will be there: those of moved data come with its first steps.
SummaryPart waiting_words(const PlotInput& input) {
  return moves_data(input.simulation) ? sampling_words(input.simulation) : training_words(input);
}

std::vector<SummaryPart> sum_summary(const PlotInput& input, double dsm, double esm, double bias) {
  if (!std::isfinite(dsm)) {
    const SummaryPart waiting = waiting_words(input);
    if (!std::isfinite(bias)) return {waiting};
    return {words("B"), number_words(five_digits(bias), Role::kExact),
            is_measuring(input) ? waiting : words("the rest " + waiting.text)};
  }
  // two of the three are estimates: their sum closes up to their own error only
  const bool closes = std::abs(dsm - esm - bias) < 1e-4 * dsm;
  return {number_words(five_digits(dsm)), words(closes ? "=" : "≈"), number_words(five_digits(esm)),
          words("+"), number_words(five_digits(bias))};
}

/// Which score the terms of a cloud were measured with: the one that drives it.
std::string score_words(const CloudTable& table) {
  return table.learned_score ? "learned score" : "exact score";
}

/// Of the first data-moving cloud: the terms for the cloud's own law.
PlotModel cloud_bias(const PlotInput& input, const MovedCloud& moved) {
  const CloudTable& table = *moved.table;
  PlotModel model{.quantity = "½ σ² |·|², view A, " + score_words(table),
                  .x = level_axis(table.sigma),
                  .y = {.name = "½ σ² |·|²", .low = 0.0},
                  .series = {dsm_series(table.sigma, table.dsm),
                             esm_series(table.sigma, table.esm),
                             bias_series(table.sigma, table.bias),
                             {.label = "DSM at the start",
                              .role = Role::kStart,
                              .width = 0.75F,
                              .x = table.sigma,
                              .y = table.dsm_start}},
                  .lines = {shown_level_line(input, false)},
                  .areas = sum_areas()};
  model.summary = sum_summary(input, mean_of(table.dsm), mean_of(table.esm), mean_of(table.bias));
  return model;
}

/// DSM = ESM + B for the cloud's own law, relative to 2/σ² as in the level table.
std::vector<double> cloud_residual(const CloudTable& table) {
  std::vector<double> residual;
  for (std::size_t i = 0; i < table.sigma.size(); ++i) {
    residual.push_back(table.dsm[i] - table.esm[i] - table.bias[i]);  // ½σ² over ½σ²·2/σ²: the same
  }
  return residual;
}

/// LAB A3 of maths.md 3.4, two dimensions, ½ σ² |·|²: prior N(0, s²), cloud N(0, v).
struct Preference {
  double prior = 1.0, sigma = 1.0;
  double dsm(double width) const {
    const double v = width * width, s2 = prior * prior, n = sigma * sigma, sum = s2 + n;
    return n * (v / (sum * sum) + s2 * s2 / (n * sum * sum));
  }
  double esm(double width) const {
    const double v = width * width, n = sigma * sigma, sum = prior * prior + n;
    return n * (1.0 / (v + n) - 2.0 / sum + (v + n) / (sum * sum));
  }
};

Preference preference_of(const PlotInput& input) {
  Preference law;
  if (input.simulation != nullptr && !input.simulation->modes.empty()) {
    law.prior = std::max(1e-6, input.simulation->modes.front().std);
  }
  law.sigma = shown_sigma(input).value_or(1.0);
  return law;
}

/// The right end of the axis: a little more than the prior's width and every cloud's.
double widest_shown(const PlotInput& input, const Preference& law) {
  double widest = 1.6 * law.prior;
  if (input.simulation == nullptr) return widest;
  for (const auto& cloud : input.simulation->clouds) {
    widest = std::max(widest, 1.1 * cloud->width.value_or(0.0));
  }
  return widest;
}

/// "A" or "B" beside the marks of a cloud; marks that lie on each other share the first one's.
std::string mark_letter(const SimulationFrame& simulation, std::size_t index, double axis) {
  const auto& clouds = simulation.clouds;
  if (clouds.size() < 2) return "";
  constexpr double kLetterWidth = 0.05;  // of the axis
  const bool together = clouds[0]->width && clouds[1]->width &&
                        std::abs(*clouds[0]->width - *clouds[1]->width) < kLetterWidth * axis;
  if (together) return index == 0 ? "A, B" : "";
  return index == 0 ? "A" : "B";
}

/// Marks of the clouds' present widths on both curves.
void add_width_marks(const PlotInput& input, const Preference& law, PlotModel& model) {
  if (input.simulation == nullptr) return;
  const auto& clouds = input.simulation->clouds;
  for (std::size_t i = 0; i < clouds.size(); ++i) {
    if (!clouds[i]->width) continue;
    const CloudLook look = cloud_look(*input.simulation, i);
    const double width = *clouds[i]->width;
    const std::string letter = mark_letter(*input.simulation, i, *model.x.high);
    for (const double value : {law.dsm(width), law.esm(width)}) {
      model.series.push_back({.role = look.role,
                              .style = LineStyle::kNone,
                              .marker = look.marker,
                              .x = {width},
                              .y = {value},
                              .end_text = value == law.dsm(width) ? letter : ""});
    }
  }
}

}  // namespace

PlotModel bias(const PlotInput& input) {
  const std::vector<MovedCloud> moved = moved_clouds(input);
  if (!moved.empty()) return cloud_bias(input, moved.front());
  const LevelTable* table = level_table(input);
  const bool learned = table != nullptr && table->learned;
  const std::vector<double> none, sigma = table != nullptr ? table->sigma : ladder(input);
  PlotModel model{
      .quantity = learned ? "½ σ² |·|²" + measured_at(input) : "½ σ² |·|² at each level",
      .x = level_axis(sigma),
      .y = {.name = "½ σ² |·|²", .low = 0.0},
      .series = {dsm_series(sigma, learned ? table->dsm : none),
                 esm_series(sigma, learned ? table->esm : none),
                 bias_series(sigma, table != nullptr ? table->floor : none)},
      .lines = {shown_level_line(input, true)}};
  if (learned) {
    model.areas = sum_areas();
  } else {
    model.empty = moves_data(input.simulation)
                      ? after_sampling(input.simulation, "How DSM and ESM fall as the data moves")
                      : after_training(input, "DSM and ESM come with learning");
    model.y.high = 1.0;
  }
  const double bias_mean = table != nullptr ? mean_of(table->floor) : std::nan("");
  model.summary = sum_summary(input, learned ? mean_of(table->dsm) : std::nan(""),
                              learned ? mean_of(table->esm) : std::nan(""), bias_mean);
  return model;
}

PlotModel bias_step(const PlotInput& input) {
  const BiasHistory* history =
      input.simulation != nullptr ? input.simulation->bias_history.get() : nullptr;
  const bool there = history != nullptr && !history->step.empty();
  const LevelTable* table = level_table(input);
  const double known = table != nullptr ? mean_of(table->floor) : std::nan("");
  PlotModel model{.quantity = "B stays put: only θ is trained",
                  .x = training_axis(input),
                  .y = {.name = "mean over levels", .logarithmic = true}};
  const std::vector<double> step = there ? as_doubles(history->step) : std::vector<double>{};
  const auto last = [](const std::vector<float>& values) {
    return values.empty() ? std::nan("") : static_cast<double>(values.back());
  };
  model.series.push_back(
      dsm_series(step, there ? as_doubles(history->dsm) : std::vector<double>{}));
  model.series.push_back(
      esm_series(step, there ? as_doubles(history->esm) : std::vector<double>{}));
  if (there) {
    model.series.push_back(bias_series(step, as_doubles(history->bias)));
    model.series[0].value = number_text(last(history->dsm));
    model.series[1].value = number_text(last(history->esm));
    model.series[2].value = number_text(last(history->bias));
    model.areas = sum_areas();
    model.summary = sum_summary(input, last(history->dsm), last(history->esm), last(history->bias));
    return model;
  }
  model.lines.push_back(
      {.at = known, .label = "B", .value = std::isfinite(known) ? number_text(known) : ""});
  model.y.low = std::isfinite(known) ? known / 20.0 : 0.01;
  model.y.high = std::isfinite(known) ? known * 10.0 : 2.0;
  model.empty = after_training(input, "ESM falls away, DSM settles on B");
  model.summary = sum_summary(input, std::nan(""), std::nan(""), known);
  return model;
}

PlotModel identity(const PlotInput& input) {
  const LevelTable* table = level_table(input);
  const std::vector<MovedCloud> moved = moved_clouds(input);
  std::vector<double> sigma, residual;
  if (!moved.empty()) {
    sigma = moved.front().table->sigma;
    residual = cloud_residual(*moved.front().table);
  } else if (table != nullptr && table->learned) {
    sigma = table->sigma;
    residual = table->residual;
  }
  PlotModel model{.quantity = "DSM − ESM − B, of 2/σ²" + (moved.empty() ? measured_at(input) : ""),
                  .x = level_axis(sigma.empty() ? ladder(input) : sigma),
                  .y = {.name = "of 2/σ²", .may_be_logarithmic = false, .robust = false}};
  if (!moved.empty()) model.quantity += ", " + score_words(*moved.front().table);
  model.series.push_back(
      {.label = "residual", .marker = Marker::kRound, .width = 0.75F, .x = sigma, .y = residual});
  model.lines = {{.at = kIdentityLimit, .label = "limit", .value = "± 0.01", .role = Role::kStart},
                 {.at = -kIdentityLimit, .role = Role::kStart},
                 {.at = 0.0, .role = Role::kExact},
                 shown_level_line(input, false)};
  if (residual.empty()) {
    model.empty = moves_data(input.simulation)
                      ? after_sampling(input.simulation, "How well the identity holds")
                      : after_training(input, "How well the identity holds");
    model.summary = {waiting_words(input)};
    return model;
  }
  double largest = 0.0;
  for (const double value : residual) largest = std::max(largest, std::abs(value));
  model.summary = {words("DSM − ESM − B"), number_words(number_text(largest, 2)),
                   words("of 2/σ²; limit"), number_words("0.01"), words("at 400 000 draws")};
  return model;
}

PlotModel loss_preference(const PlotInput& input) {
  const Preference law = preference_of(input);
  PlotModel model{.quantity = "½ σ² |·|², exact score",
                  .x = {.name = "std of the cloud", .low = 0.0, .high = widest_shown(input, law)},
                  .y = {.name = "½ σ² |·|²", .low = 0.0}};
  std::vector<double> widths, dsm, esm;
  for (int i = 0; i <= 160; ++i) {
    widths.push_back(*model.x.high * i / 160.0);
    dsm.push_back(law.dsm(widths.back()));
    esm.push_back(law.esm(widths.back()));
  }
  model.series = {dsm_series(widths, dsm), esm_series(widths, esm)};
  model.series[0].label = "DSM, lowest at 0";
  model.series[1].label = "ESM, lowest at " + short_number_text(law.prior, 3);
  add_width_marks(input, law, model);
  model.summary = {words("DSM"), number_words("0"), words("ESM"),
                   number_words(short_number_text(law.prior, 3)), words("std")};
  return model;
}

}  // namespace scorescope::plot_builders
