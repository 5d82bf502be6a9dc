// Plots of pictures: the loss between its two reference scores, classes, memorisation.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include "app/panels/plot_builders.h"
#include "app/panels/plot_parts.h"
#include "app/plot/number_text.h"
#include "core/base/text.h"

namespace scorescope::plot_builders {
namespace {

using namespace plot_parts;

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
constexpr const char* kGaussian = "best Gaussian";
constexpr const char* kEmpirical = "memorised";
/// What the two lines are, for the help of both plots.
constexpr const char* kReferences =
    "Best Gaussian is the loss of the best score that is linear in the picture, in closed form; "
    "memorised is that of the training set's own exact score, the least there is.";

/// That of the arrows where the stage shows the plane, else of the first gallery.
double stage_sigma(const PlotInput& input, const PictureFrame& frame) {
  if (input.simulation->plane) return shown_sigma(input).value_or(kNothing);
  const auto& gallery = frame.galleries[0];
  return gallery && gallery->count > 0 ? gallery->shown_sigma : kNothing;
}

Series level_series(const std::string& label, const std::vector<double>& sigma,
                    const std::vector<double>& values) {
  Series series{.label = label, .width = 0.75F, .x = sigma, .y = values};
  series.x.resize(std::min(sigma.size(), values.size()));
  series.y.resize(series.x.size());
  return series;
}

void add_levels(const PictureLevels& levels, PlotModel& model) {
  Series averaged = level_series("averaged", levels.sigma, levels.averaged);
  averaged.marker = Marker::kRound;
  for (std::size_t i = 0; i < averaged.y.size() && i < levels.averaged_error.size(); ++i) {
    averaged.low.push_back(averaged.y[i] - 2.0 * levels.averaged_error[i]);
    averaged.high.push_back(averaged.y[i] + 2.0 * levels.averaged_error[i]);
  }
  if (averaged.low.size() != averaged.y.size()) averaged.low = averaged.high = {};
  Series raw = level_series("raw", levels.sigma, levels.raw);
  raw.style = LineStyle::kRaw;
  Series gaussian = level_series(kGaussian, levels.sigma, levels.gaussian);
  gaussian.role = Role::kExact;
  gaussian.marker = Marker::kSquare;
  gaussian.style = LineStyle::kDash;
  Series empirical = level_series(kEmpirical, levels.sigma, levels.empirical);
  empirical.role = Role::kExact;
  empirical.style = LineStyle::kDot;
  model.series = {averaged, raw};
  // the legend names no line that is not there yet
  for (Series* reference : {&gaussian, &empirical}) {
    if (!reference->y.empty()) model.series.push_back(std::move(*reference));
  }
}

/// While training runs the loss of the last steps, per level, before the levels were measured.
std::vector<double> training_levels(const PlotInput& input) {
  const TrainingFrame* training = input.training;
  if (training == nullptr || training->step == 0) return {};
  return as_doubles(training->level_loss);
}

std::vector<SummaryPart> level_summary(const PlotInput& input, const PictureLevels* levels) {
  if (levels == nullptr || levels->averaged.empty()) {
    const bool begun = input.training != nullptr && input.training->step > 0;
    return {words(begun ? "being measured" : "after Train")};
  }
  return {number(mean_of(levels->averaged)), words("Gaussian"),
          joined(number(mean_of(levels->gaussian), Role::kExact))};
}

/// The whole ladder, also while some of its levels are not measured yet.
std::vector<double> all_levels(const PlotInput& input, std::vector<double> measured) {
  const std::vector<double> known = ladder(input);
  measured.insert(measured.end(), known.begin(), known.end());
  return measured;
}

/// Whether the two known scores are still being measured; losses of another kind than denoising
/// have no such lines.
bool are_references_coming(const PlotInput& input, const PictureFrame* frame) {
  if (frame == nullptr || frame->gaussian_loss) return false;
  return frame->levels == nullptr || frame->levels->gaussian.size() < ladder(input).size();
}

/// The line of a loss that is known; until then the legend does not name it.
void add_loss_line(const std::optional<double>& at, const char* label, LineStyle style,
                   PlotModel& model) {
  if (!at) return;
  model.lines.push_back({.at = *at, .label = label, .value = number_text(*at, 3), .style = style});
}

/// What a classifier read, and whose bars it makes.
struct ReadClasses {
  const ClassRow* row;
  std::string label;
  Role role = Role::kLearned;
};

/// The colour of a gallery's bars beside those of the other.
Role role_beside(const GalleryFrame& gallery, const GalleryFrame& other, bool first) {
  if (!gallery.learned_score) return Role::kExact;
  if (!other.learned_score) return Role::kLearned;
  // of the same weights there are two samplers, each with its colour on the stage
  if (gallery.weights == other.weights) return first ? Role::kPlain : Role::kAnnealed;
  return first ? Role::kStart : Role::kLearned;
}

/// Of two galleries each one's own samples; else the newest row of averaged weights that was
/// measured, or of any; else what the gallery's samples say.
std::vector<ReadClasses> newest_classes(const PictureFrame* frame) {
  if (frame == nullptr) return {};
  const auto& [a, b] = frame->galleries;
  if (a && b && a->classes && b->classes) {
    return {{a->classes.get(), "A", role_beside(*a, *b, true)},
            {b->classes.get(), "B", role_beside(*b, *a, false)}};
  }
  const ClassRow* newest = nullptr;
  if (frame->distances) {
    for (const ClassRow& row : frame->distances->classes) {
      if (newest == nullptr || row.weights == "averaged" || newest->weights != "averaged") {
        newest = &row;
      }
    }
  }
  if (newest != nullptr) return {{newest, "at step " + count_text(newest->step)}};
  for (const auto& gallery : frame->galleries) {
    if (gallery && gallery->classes) return {{gallery->classes.get(), "samples"}};
  }
  return {};
}

std::vector<std::string> names_of(const PictureFrame* frame, std::size_t count) {
  std::vector<std::string> names;
  if (frame != nullptr && frame->distances) names = frame->distances->class_names;
  if (names.empty() && frame != nullptr) names = frame->class_names;
  for (std::size_t i = names.size(); i < count; ++i) names.push_back(std::to_string(i));
  return names;
}

std::vector<double> reference_shares(const PictureFrame* frame) {
  if (frame == nullptr) return {};
  if (frame->distances && !frame->distances->reference_shares.empty()) {
    return frame->distances->reference_shares;
  }
  return frame->training_shares;
}

/// A bar for every class and, last, for what is none of them; in per cent.
Series class_bars(const ReadClasses& read, std::size_t bar, std::size_t bars_beside) {
  Series bars{.label = read.label,
              .role = read.role,
              .whiskers = true,
              .bars = true,
              .bar = static_cast<int>(bar),
              .bars_beside = static_cast<int>(bars_beside)};
  const ClassRow& row = *read.row;
  const auto add = [&](double share, double error) {
    bars.x.push_back(static_cast<double>(bars.x.size()));
    bars.y.push_back(100.0 * share);
    bars.low.push_back(100.0 * std::max(0.0, share - error));
    bars.high.push_back(100.0 * (share + error));
  };
  for (std::size_t i = 0; i < row.shares.size(); ++i) {
    add(row.shares[i], i < row.errors.size() ? row.errors[i] : 0.0);
  }
  add(row.unknown, row.unknown_error);
  return bars;
}

Series training_marks(const std::vector<double>& shares) {
  Series marks{.label = "training set",
               .role = Role::kTruth,
               .style = LineStyle::kNone,
               .marker = Marker::kLevel};
  for (std::size_t i = 0; i < shares.size(); ++i) {
    marks.x.push_back(static_cast<double>(i));
    marks.y.push_back(100.0 * shares[i]);
  }
  return marks;
}

/// The first letters.
std::string beginning(const std::string& name, int letters) {
  std::size_t end = 0;
  for (int seen = 0; end < name.size(); ++end) {
    if (!continues_character(name[end]) && ++seen > letters) break;
  }
  return name.substr(0, end);
}

/// Of each its two or three first letters, so that no two are alike; else nothing.
std::vector<std::string> beginnings(const std::vector<std::string>& names) {
  for (const int letters : {2, 3}) {
    std::vector<std::string> cut;
    for (const std::string& name : names) cut.push_back(beginning(name, letters));
    if (std::set<std::string>(cut.begin(), cut.end()).size() == cut.size()) return cut;
  }
  return {};
}

/// Of `names` and, last, of what is none of them.
PlotAxis class_axis(std::vector<std::string> names) {
  PlotAxis axis{.name = "class read by the classifier", .may_be_logarithmic = false};
  axis.low = -0.6;
  axis.high = static_cast<double>(names.size()) + 0.6;
  axis.short_names = beginnings(names);
  for (std::size_t i = axis.short_names.size(); i < names.size(); ++i) {
    axis.short_names.push_back(std::to_string(i));
  }
  axis.short_names.emplace_back("?");
  axis.names = std::move(names);
  axis.names.emplace_back("unknown");
  return axis;
}

/// There are samples, and what is to be known of them will be.
bool are_samples_looked_at(const PictureFrame* frame) {
  return frame != nullptr && std::ranges::any_of(frame->galleries, [](const auto& gallery) {
           return gallery && gallery->count > 0 && gallery->step > 0;
         });
}

std::vector<SummaryPart> class_summary(const std::vector<ReadClasses>& read, bool reading) {
  if (read.empty()) return {words(reading ? "being read" : "after Sample")};
  std::vector<SummaryPart> summary;
  if (read.size() == 1) {
    summary = {words("unknown"), number_words(percent_text(read.front().row->unknown))};
  }
  summary.push_back(words("entropy"));
  for (const ReadClasses& one : read) {
    if (read.size() > 1) summary.push_back(words(one.label));
    summary.push_back(number_words(number_text(one.row->entropy, 3)));
  }
  return summary;
}

/// "% of 64, entropy 2.05 of 2.30", of a pair "% of 64, entropy A 1.21, B 2.18".
std::string class_quantity(const std::vector<ReadClasses>& read, std::size_t classes) {
  if (read.empty()) return "of the samples, in %";
  std::string entropies;
  for (const ReadClasses& one : read) {
    if (!entropies.empty()) entropies += ", ";
    if (read.size() > 1) entropies += one.label + " ";
    entropies += number_text(one.row->entropy, 3);
  }
  const double most = std::log(static_cast<double>(std::max<std::size_t>(classes, 2)));
  if (read.size() == 1) entropies += " of " + number_text(most, 3);
  return fmt::format("% of {}, entropy {}", count_text(read.front().row->n), entropies);
}

}  // namespace

PlotModel picture_loss(const PlotInput& input) {
  PlotModel model = loss_curves(input);
  // weights and normalisations are many: the whole formula is in the help
  model.quantity = "weighted |s − target|², mean over levels";
  model.short_quantity = "weighted |s − target|²";
  const PictureFrame* frame = picture_frame(input);
  if (frame != nullptr) {
    add_loss_line(frame->gaussian_loss, kGaussian, LineStyle::kDash, model);
    add_loss_line(frame->empirical_loss, kEmpirical, LineStyle::kDot, model);
  }
  model.y.low = model.y.high = {};
  if (model.empty) {
    model.empty->sentence = "Falls below that of the best Gaussian score";
    const double top = frame != nullptr ? frame->gaussian_loss.value_or(0.5) : 0.5;
    const double foot = frame != nullptr ? frame->empirical_loss.value_or(top) : top;
    model.y.low = std::min(top / 20.0, foot > 0.0 ? foot / 2.0 : top);
    model.y.high = top * 5.0;
  }
  model.help += std::string(" ") + kReferences;
  if (frame != nullptr && frame->gaussian_loss) {
    model.summary.push_back(words("Gaussian"));
    model.summary.push_back(joined(number(*frame->gaussian_loss, Role::kExact)));
  } else if (model.empty && are_references_coming(input, frame)) {
    model.empty->sentence = "The two known scores are being measured";
  }
  return model;
}

PlotModel picture_level_loss(const PlotInput& input) {
  const PictureFrame* frame = picture_frame(input);
  const PictureLevels* levels = frame != nullptr ? frame->levels.get() : nullptr;
  const std::vector<double> sigma =
      levels != nullptr && !levels->sigma.empty() ? levels->sigma : ladder(input);
  PlotModel model{.quantity = "between the two known scores",
                  .short_quantity = "and known scores",
                  .x = level_axis(all_levels(input, sigma)),
                  .y = {.name = "loss", .low = 0.0}};
  add_levels(levels != nullptr ? *levels : PictureLevels{}, model);
  if (model.series.front().y.empty()) {
    model.series.front() = level_series("averaged", ladder(input), training_levels(input));
    if (!model.series.front().y.empty()) model.series.front().label = "last training steps";
    model.series.front().marker = Marker::kRound;
  }
  model.lines.push_back({.direction = ReferenceLine::Direction::kVertical,
                         .at = frame != nullptr ? stage_sigma(input, *frame) : kNothing,
                         .label = "shown level",
                         .role = Role::kTruth,
                         .style = LineStyle::kDot});
  model.help = std::string("It has the objective's own weight. ") + kReferences +
               " A network far above the second does not copy.";
  if (levels != nullptr && !levels->averaged.empty()) {  // measured now and then
    model.short_quantity = "at step " + count_text(frame->levels_step);
    model.quantity = model.short_quantity + ", between the known scores";
  }
  const std::size_t measured = levels != nullptr ? levels->gaussian.size() : 0;
  if (measured > 0 && measured < ladder(input).size()) {
    const std::string so_far = fmt::format("{} of {} levels", measured, ladder(input).size());
    model.short_quantity = so_far + " known";
    model.quantity = "known scores at " + so_far + " so far";
  }
  const bool learned = !model.series.front().y.empty();
  if (!learned) model.empty = EmptyState{"The network's loss at every level", "Train", "T"};
  if (!learned && (levels == nullptr || levels->sigma.empty())) model.y.high = 1.0;
  model.summary = level_summary(input, levels);
  return model;
}

PlotModel classes(const PlotInput& input) {
  const PictureFrame* frame = picture_frame(input);
  const std::vector<ReadClasses> read = newest_classes(frame);
  const std::vector<double> shares = reference_shares(frame);
  const std::size_t count = !read.empty()    ? read.front().row->shares.size()
                            : shares.empty() ? 10
                                             : shares.size();
  std::vector<std::string> names = names_of(frame, count);
  names.resize(count);
  PlotModel model{.quantity = class_quantity(read, count),
                  .short_quantity = "in %",
                  .x = class_axis(std::move(names)),
                  .y = {.name = "share in %",
                        .may_be_logarithmic = false,
                        .low = 0.0,
                        .robust = false,
                        .most = 100.0}};
  for (std::size_t i = 0; i < read.size(); ++i) {
    model.series.push_back(class_bars(read[i], i, read.size()));
  }
  const bool reading = are_samples_looked_at(frame) && !frame->classifier.empty();
  if (read.empty()) {
    model.series.push_back({.label = "samples", .whiskers = true, .bars = true});
    model.empty = EmptyState{"What a classifier reads in the samples", "Sample", "Space"};
    if (reading) model.empty = EmptyState{"The samples are being read", "", ""};
    if (frame != nullptr && frame->classifier.empty()) {
      model.empty = EmptyState{"No classifier is at hand for these pictures", "", ""};
    }
    if (shares.empty()) model.y.high = 20.0;
  }
  model.series.push_back(training_marks(shares));
  model.summary = class_summary(read, reading);
  return model;
}

PlotModel memorised(const PlotInput& input) {
  PlotModel model{.quantity = "d₁ / d₂ < 1/3 in the gallery",
                  .short_quantity = "d₁ / d₂ < 1/3",
                  .x = {.name = "gallery", .may_be_logarithmic = false},
                  .y = {.name = "share", .may_be_logarithmic = false, .low = 0.0, .high = 1.05}};
  const PictureFrame* frame = picture_frame(input);
  std::vector<const GalleryFrame*> known;
  for (std::size_t view = 0; frame != nullptr && view < frame->galleries.size(); ++view) {
    const auto& gallery = frame->galleries[view];
    if (gallery && gallery->memorised_share && gallery->count > 0) known.push_back(gallery.get());
  }
  for (std::size_t i = 0; i < known.size(); ++i) {
    const GalleryFrame& gallery = *known[i];
    const double share = *gallery.memorised_share;
    const double error = std::sqrt(share * (1.0 - share) / gallery.count);
    Series bar{.label = known.size() > 1 ? (i == 0 ? "A" : "B") : "samples",
               .x = {static_cast<double>(i)},
               .y = {share},
               .low = {std::max(0.0, share - error)},
               .high = {std::min(1.0, share + error)},
               .whiskers = true,
               .bars = true};
    if (known.size() > 1) bar.role = role_beside(gallery, *known[1 - i], i == 0);
    model.series.push_back(std::move(bar));
    model.x.names.push_back(gallery.weights.empty() ? "samples" : gallery.weights);
    if (model.summary.empty()) {
      model.summary = {number_words(fmt::format("{:.3f}", share)),
                       words("of " + count_text(gallery.count) + ", d₁ / d₂ < 1/3")};
    }
  }
  if (known.size() == 2) model.x.short_names = {"A", "B"};
  model.x.low = -0.6;
  model.x.high = static_cast<double>(std::max<std::size_t>(known.size(), 1)) - 0.4;
  if (known.empty()) {
    model.series.push_back({.label = "samples", .whiskers = true, .bars = true});
    const bool looking = are_samples_looked_at(frame);
    model.empty = looking ? EmptyState{"The samples are being compared", "", ""}
                          : EmptyState{"How many samples are training pictures", "Sample", "Space"};
    model.summary = {words(looking ? "being compared" : "after Sample")};
    model.x.names = {"samples"};
  }
  return model;
}

}  // namespace scorescope::plot_builders
