// Plots of how far samples of pictures are from the data, against the training step.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "app/panels/plot_builders.h"
#include "app/panels/plot_parts.h"
#include "app/plot/number_text.h"
#include "core/run/choices.h"

namespace scorescope::plot_builders {
namespace {

using namespace plot_parts;

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

/// A distance of a row with its error, and what real pictures reach.
struct Measure {
  double DistanceRow::* value;
  double DistanceRow::* error;  ///< nullptr: without
  double DistanceRow::* floor;
  std::int64_t DistanceRow::* n;  ///< samples and reference pictures it is of
  std::int64_t DistanceRow::* reference_n;
};
constexpr Measure kFrechet{&DistanceRow::fd, nullptr, &DistanceRow::fd_floor, &DistanceRow::n,
                           &DistanceRow::reference_n};
constexpr Measure kKernel{&DistanceRow::kd, &DistanceRow::kd_error, &DistanceRow::kd_floor,
                          &DistanceRow::kd_n, &DistanceRow::kd_reference_n};

const DistanceHistory* history_of(const PlotInput& input) {
  const PictureFrame* frame = picture_frame(input);
  return frame != nullptr ? frame->distances.get() : nullptr;
}

std::vector<const DistanceRow*> rows_of(const DistanceHistory* history, const std::string& weights,
                                        const std::string& reference) {
  std::vector<const DistanceRow*> rows;
  if (history == nullptr) return rows;
  for (const DistanceRow& row : history->rows) {
    if (row.weights == weights && row.reference == reference) rows.push_back(&row);
  }
  return rows;
}

bool has_reference(const DistanceHistory* history, const std::string& reference) {
  return history != nullptr && std::ranges::any_of(history->rows, [&](const DistanceRow& row) {
           return row.reference == reference;
         });
}

/// What can be compared with, of what was measured.
std::vector<PlotChoice> reference_choices(const DistanceHistory* history) {
  std::vector<PlotChoice> choices;
  if (has_reference(history, "train")) choices.push_back({"train", "Against training pictures"});
  if (has_reference(history, "test")) choices.push_back({"test", "Against test pictures"});
  if (choices.size() == 2) choices.push_back({"both", "Against both"});
  return choices;
}

std::string chosen_reference(const std::vector<PlotChoice>& choices, const std::string& wanted) {
  const bool there = std::ranges::find(choices, wanted, &PlotChoice::id) != choices.end();
  if (there) return wanted;
  return choices.empty() ? "train" : choices.front().id;
}

/// "averaged" or, where both references are shown, "averaged, test".
Series distance_series(const std::vector<const DistanceRow*>& rows, const Measure& measure,
                       bool averaged, const std::string& suffix) {
  Series series{.label = (averaged ? "averaged" : "raw weights") + suffix,
                .style = averaged ? LineStyle::kSolid : LineStyle::kRaw,
                // a single one would not be seen without
                .marker = averaged || rows.size() == 1 ? Marker::kRound : Marker::kNone,
                .width = averaged ? 1.0F : 0.75F};
  for (const DistanceRow* row : rows) {
    series.x.push_back(static_cast<double>(row->step));
    series.y.push_back(row->*measure.value);
    if (measure.error == nullptr || !averaged) continue;
    series.whiskers = true;
    series.low.push_back(row->*measure.value - row->*measure.error);
    series.high.push_back(row->*measure.value + row->*measure.error);
  }
  return series;
}

void add_reference(const DistanceHistory* history, const Measure& measure,
                   const std::string& reference, bool alone, PlotModel& model) {
  const std::string suffix = alone ? "" : ", " + reference;
  const auto averaged = rows_of(history, "averaged", reference);
  const auto raw = rows_of(history, "raw", reference);
  Series main = distance_series(averaged, measure, true, suffix);
  // on one axis the second reference is told by its mark
  if (!alone && reference == "test") main.marker = Marker::kDiamond;
  model.series.push_back(std::move(main));
  model.series.push_back(distance_series(raw, measure, false, suffix));
  const auto& newest = !averaged.empty() ? averaged : raw;
  const double floor = newest.empty() ? kNothing : newest.back()->*measure.floor;
  // of a small data set there are fewer real pictures than samples, and their distance is larger
  const bool fewer = !newest.empty() && newest.back()->floor_n < newest.back()->n;
  const std::string count = fewer ? " (" + count_text(newest.back()->floor_n) + ")" : "";
  model.lines.push_back({.at = floor,
                         .label = "real vs real" + count + suffix,
                         .value = newest.empty() ? "" : number_text(floor, 3)});
}

/// The step of the first measurement, as the options have it.
std::int64_t first_measurement(const ExperimentSpec& spec) {
  const std::int64_t every = spec.distances.every, last = spec.training.stop_after;
  return every > 0 ? std::min(every, last) : last;
}

PlotAxis distance_axis(const PlotInput& input, const DistanceHistory* history) {
  PlotAxis axis{.name = "training step"};
  std::int64_t last = 1;
  if (history != nullptr) {
    for (const DistanceRow& row : history->rows) last = std::max(last, row.step);
  }
  if (input.training != nullptr) {
    last = std::max(last, input.training->step);
    // nothing can stand left of the first measurement
    const ExperimentSpec* spec = input.training->spec.get();
    if (spec != nullptr && spec->distances.samples > 0) {
      last = std::max(last, first_measurement(*spec));
    }
  }
  axis.low = 0.0;
  axis.high = static_cast<double>(std::max<std::int64_t>(last, 10));
  return axis;
}

/// "1 000 vs 60 000", of the newest row.
std::string counts_of(const DistanceHistory& history, const Measure& measure,
                      const std::string& reference) {
  for (auto row = history.rows.rbegin(); row != history.rows.rend(); ++row) {
    if (reference != "both" && row->reference != reference) continue;
    return count_text((*row).*measure.n) + " vs " + count_text((*row).*measure.reference_n);
  }
  return {};
}

/// What there is to say while nothing was measured: as a sentence, and beside a folded plot.
struct Waiting {
  std::string sentence, remark;
  bool for_training = false;
};
Waiting waiting_for(const PlotInput& input) {
  const PictureFrame* frame = picture_frame(input);
  const ExperimentSpec* spec = input.training != nullptr ? input.training->spec.get() : nullptr;
  if (frame != nullptr && frame->classifier.empty()) {
    return {"No classifier is at hand for these pictures", "no classifier"};
  }
  if (frame != nullptr && frame->distance_progress) {
    const std::string share = percent_text(*frame->distance_progress);
    return {"Being measured: " + share + " done", "being measured, " + share};
  }
  if (spec != nullptr && spec->distances.samples == 0) {
    return {"Not measured: the distances' samples are 0", "not measured"};
  }
  if (spec != nullptr && input.training->step > 0) {
    const std::string first = count_text(first_measurement(*spec));
    return {"First measured at step " + first, "at step " + first};
  }
  return {"How far samples are from the data", "after Train", true};
}

EmptyState empty_state(const PlotInput& input) {
  const Waiting waiting = waiting_for(input);
  return {waiting.sentence, waiting.for_training ? "Train" : "", waiting.for_training ? "T" : ""};
}

/// Who made the samples, and "For scale, of 1 000 pictures: one class missing 2.3; ..." as measured
/// for the classifier, smallest first.
std::string scale_text(const DistanceHistory* history, double ScaleMark::* value) {
  if (history == nullptr) return {};
  std::string text;
  if (!history->rows.empty()) {
    text = "Of samples by " + entry_label(schema().samplers, history->rows.back().sampler) + ". ";
  }
  if (history->scale.empty()) return text;
  text += "For scale, of " + count_text(history->scale.front().n) + " pictures: ";
  for (const ScaleMark& mark : history->scale) {
    if (&mark != &history->scale.front()) text += "; ";
    text += mark.what + " " + short_number_text(mark.*value, 2);
  }
  return text + ".";
}

PlotModel distance_plot(const PlotInput& input, const Measure& measure, const char* short_name) {
  const DistanceHistory* history = history_of(input);
  PlotModel model;
  model.choices = reference_choices(history);
  model.choice = chosen_reference(model.choices, input.choice);
  model.quantity = fmt::format("{}, averaged and raw weights", short_name);
  model.short_quantity = short_name;
  if (history != nullptr) {
    model.quantity = fmt::format("{} ({}), {}", short_name, history->features_name,
                                 counts_of(*history, measure, model.choice));
  }
  model.x = distance_axis(input, history);
  const bool both = model.choice == "both";
  for (const char* reference : {"train", "test"}) {
    if (both || model.choice == reference) add_reference(history, measure, reference, !both, model);
  }
  const bool known = std::ranges::any_of(model.series, [](const Series& series) {
    return std::ranges::any_of(series.y, [](double y) { return std::isfinite(y); });
  });
  if (!known) model.empty = empty_state(input);
  return model;
}

/// The newest value of averaged weights beside its floor.
std::vector<SummaryPart> distance_summary(const PlotInput& input, const Measure& measure,
                                          const std::string& choice) {
  const std::string reference = choice == "both" ? "train" : choice;
  const auto rows = rows_of(history_of(input), "averaged", reference);
  if (rows.empty()) return {words(waiting_for(input).remark)};
  const DistanceRow& row = *rows.back();
  const double error = measure.error != nullptr ? row.*measure.error : 0.0;
  const UncertainText text = uncertain_text(row.*measure.value, error);
  std::vector<SummaryPart> summary{
      number_words(text.error.empty() ? number_text(row.*measure.value, 3) : text.value)};
  if (!text.error.empty()) summary.push_back(words(text.error));
  summary.push_back(words("floor"));
  summary.push_back(joined(number_words(number_text(row.*measure.floor, 2), Role::kExact)));
  return summary;
}

}  // namespace

PlotModel frechet(const PlotInput& input) {
  PlotModel model = distance_plot(input, kFrechet, "FD");
  model.y = {.name = "distance", .logarithmic = true, .robust = false};
  if (model.empty) {
    model.y.low = 1.0;
    model.y.high = 100.0;
  }
  model.summary = distance_summary(input, kFrechet, model.choice);
  model.help = scale_text(history_of(input), &ScaleMark::fd);
  return model;
}

PlotModel kernel(const PlotInput& input) {
  PlotModel model = distance_plot(input, kKernel, "KD");
  model.y = {.name = "distance", .may_be_logarithmic = false};
  if (model.empty) {
    model.y.low = 0.0;
    model.y.high = 1.0;
  }
  model.summary = distance_summary(input, kKernel, model.choice);
  model.help = scale_text(history_of(input), &ScaleMark::kd);
  return model;
}

}  // namespace scorescope::plot_builders
