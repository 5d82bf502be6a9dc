// Plots of the particles against the sampling step: mode weight and width.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/panels/plot_builders.h"
#include "app/panels/plot_parts.h"
#include "app/plot/number_text.h"

namespace scorescope::plot_builders {
namespace {

using namespace plot_parts;

const ModeInfo* heaviest_mode(const SimulationFrame* simulation) {
  if (simulation == nullptr || simulation->modes.empty()) return nullptr;
  return &*std::max_element(
      simulation->modes.begin(), simulation->modes.end(),
      [](const ModeInfo& a, const ModeInfo& b) { return a.weight < b.weight; });
}

/// Of a ring or a picture there is nothing that has a weight of its own.
bool has_no_modes(const SimulationFrame* simulation) {
  return simulation != nullptr && simulation->modes.empty() && !simulation->clouds.empty();
}

/// Shares stand beside each other, one perhaps near nothing: to the same decimals.
std::string share_text(double share) { return fmt::format("{:.3f}", share); }
std::string width_text(double width) { return number_text(width, 3); }

/// A quantity of every cloud against its step, with a band of two standard errors.
struct CloudCurve {
  const ShareHistory CloudFrame::* history;
  std::string (*text)(double value);
  bool with_band = true;
};

Series cloud_series(const CloudFrame& cloud, const CloudLook& look, const CloudCurve& curve) {
  const ShareHistory& history = cloud.*(curve.history);
  Series series{.label = look.name,
                .role = look.role,
                .marker = look.marker,
                .marker_at_end = true,
                .x = as_doubles(history.step),
                .y = as_doubles(history.share)};
  if (!series.y.empty()) series.end_text = curve.text(series.y.back());
  if (!curve.with_band || history.standard_error.size() != history.share.size()) return series;
  for (std::size_t i = 0; i < series.y.size(); ++i) {
    const double reach = 2.0 * static_cast<double>(history.standard_error[i]);
    series.low.push_back(series.y[i] - reach);
    series.high.push_back(series.y[i] + reach);
  }
  return series;
}

/// The two samplers of the first lesson, as they will appear, before anything has moved.
void add_expected_clouds(const SimulationFrame* simulation, PlotModel& model) {
  if (simulation != nullptr && simulation->spec && simulation->spec->samplers.size() == 1) {
    const bool plain = simulation->spec->samplers.front().kind == "langevin";
    model.series.push_back({.label = "particles",
                            .role = plain ? Role::kPlain : Role::kAnnealed,
                            .marker = plain ? Marker::kRound : Marker::kDiamond});
    return;
  }
  model.series.push_back({.label = "plain", .role = Role::kPlain, .marker = Marker::kRound});
  model.series.push_back(
      {.label = "annealed", .role = Role::kAnnealed, .marker = Marker::kDiamond});
}

/// Fills in the curves; returns whether any cloud has moved.
bool add_clouds(const SimulationFrame* simulation, const CloudCurve& curve, PlotModel& model) {
  bool moved = false;
  if (simulation != nullptr) {
    for (std::size_t i = 0; i < simulation->clouds.size(); ++i) {
      const CloudLook look = cloud_look(*simulation, i);
      Series series = cloud_series(*simulation->clouds[i], look, curve);
      const bool has_moved = series.y.size() > 1;
      moved |= has_moved;
      if (!has_moved) {
        // where the particles lie before their first step says nothing of a sampler
        series.x.clear();
        series.y.clear();
        series.low.clear();
        series.high.clear();
        series.end_text.clear();
      } else {
        model.summary.push_back(number_words(series.end_text, look.role));
        model.summary.push_back(joined(words(look.name)));
      }
      model.series.push_back(std::move(series));
    }
  }
  if (model.series.empty()) add_expected_clouds(simulation, model);
  return moved;
}

/// The width each sampler aims at: one line if all agree, else one a sampler. Returns the widest,
/// not-a-number where none is known.
double add_true_widths(const SimulationFrame* simulation, PlotModel& model) {
  double widest = std::nan("");
  bool agree = true;
  const auto& clouds = simulation != nullptr ? simulation->clouds : decltype(simulation->clouds){};
  for (const auto& cloud : clouds) {
    if (!cloud->true_width) continue;
    const double width = *cloud->true_width;
    agree = agree && (std::isnan(widest) || std::abs(width - widest) < 1e-9 * widest);
    widest = std::fmax(widest, width);
  }
  const auto add = [&](double width, const std::string& whose) {
    model.lines.push_back({.at = width,
                           .label = std::isfinite(width)
                                        ? "true" + whose + " " + short_number_text(width, 3)
                                        : "true",
                           .role = Role::kTruth});
  };
  if (agree) {
    add(widest, "");
    return widest;
  }
  for (std::size_t i = 0; i < clouds.size(); ++i) {
    if (clouds[i]->true_width) add(*clouds[i]->true_width, ", " + cloud_look(*simulation, i).name);
  }
  return widest;
}

std::string coordinates(const ModeInfo& mode) {
  return fmt::format("({}, {})", short_number_text(mode.centre[0], 3),
                     short_number_text(mode.centre[1], 3));
}

}  // namespace

PlotModel mode_weight(const PlotInput& input) {
  const ModeInfo* mode = heaviest_mode(input.simulation);
  PlotModel model{.quantity = mode != nullptr ? "share of particles at " + coordinates(*mode)
                                              : "share in the heaviest mode",
                  .x = sampling_axis(input.simulation),
                  .y = {.name = "share",
                        .may_be_logarithmic = false,
                        .least_span = 0.3,
                        .least = 0.0,
                        .most = 1.0}};
  const bool moved = add_clouds(input.simulation, {&CloudFrame::heavy_share, share_text}, model);
  const double truth = mode != nullptr ? mode->weight : std::nan("");
  model.lines.push_back({.at = truth,
                         .label = mode != nullptr ? "true, " + short_number_text(truth, 3) : "true",
                         .role = Role::kTruth});
  model.series.push_back({.role = Role::kStart,
                          .style = LineStyle::kNone,
                          .band_in_legend = true,
                          .band_label = "± 2 s.e."});
  if (!moved) {
    const double centre = std::isfinite(truth) ? truth : 0.8;
    model.y.low = std::max(0.0, std::floor((centre - 0.4) * 10.0 + 0.5) / 10.0);
    model.y.high = std::min(1.0, std::floor((centre + 0.1) * 10.0 + 0.5) / 10.0);
    model.empty = after_sampling(input.simulation, "Each sampler, against the truth");
    model.series.pop_back();
  }
  if (has_no_modes(input.simulation)) {
    model.empty = EmptyState{"No separate modes to weigh", "", ""};
    model.summary = {words("no separate modes to weigh")};
  }
  if (model.summary.empty()) model.summary.push_back(sampling_words(input.simulation));
  return model;
}

PlotModel cloud_width(const PlotInput& input) {
  PlotModel model{.quantity = "std inside a mode",
                  .x = sampling_axis(input.simulation),
                  .y = {.name = "std", .low = 0.0}};
  const bool moved =
      add_clouds(input.simulation, {&CloudFrame::width_history, width_text, false}, model);
  const double widest = add_true_widths(input.simulation, model);
  if (!moved) {
    model.y.high = std::isfinite(widest) ? 1.2 * widest : 1.2;
    model.empty = after_sampling(input.simulation, "How wide the cloud is inside a mode");
  }
  if (model.summary.empty()) model.summary.push_back(sampling_words(input.simulation));
  return model;
}

}  // namespace scorescope::plot_builders
