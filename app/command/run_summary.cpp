// summary.json.
#include "app/command/run_summary.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

#include "build_config.h"
#include "core/experiment/json_text.h"

namespace scorescope {
namespace {

/// JSON has no NaN.
Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json number(const std::optional<double>& value) { return value ? number(*value) : Json(nullptr); }

Json mean_of(const std::vector<double>& values) {
  if (values.empty()) return nullptr;
  return number(std::accumulate(values.begin(), values.end(), 0.0) /
                static_cast<double>(values.size()));
}

const char* ending(const HeadlessResult& result) {
  if (result.training->state == TrainingState::kFailed) return "failed";
  return result.interrupted ? "interrupted" : "finished";
}

Json training_summary(const HeadlessResult& result) {
  const TrainingFrame& frame = *result.training;
  Json json{{"steps", frame.step},
            {"resumed_from_step", result.resumed_from},
            {"loss", result.losses.empty() ? Json(nullptr) : number(result.final_loss)},
            {"loss_error", number(result.final_loss_error)},
            {"loss_floor", number(frame.floor)},
            {"loss_floor_error", number(frame.floor_error)},
            {"loss_formula", frame.loss_formula},
            {"seconds", number(result.training_seconds)},
            {"steps_per_second", number(frame.steps_per_second)},
            {"network", frame.network_description},
            {"parameters", frame.parameter_count},
            {"engine", frame.engine},
            {"device", frame.device}};
  if (!frame.failure.empty()) json["failure"] = frame.failure;
  return json;
}

/// Short chains only bound the time from below: a bound has another name, so that nobody reads it
/// as the time.
void add_mixing(Json& json, const CloudFrame& frame) {
  const auto known = [&](const std::optional<double>& value) {
    return frame.mixing_is_bound ? Json(nullptr) : number(value);
  };
  json["autocorrelation_steps"] = known(frame.autocorrelation_time);
  json["effective_samples"] = known(frame.effective_samples);
  if (!frame.mixing_is_bound) return;
  json["autocorrelation_steps_at_least"] = number(frame.autocorrelation_time);
  json["effective_samples_at_most"] = number(frame.effective_samples);
}

Json cloud_summary(const std::string& name, const SampledCloud& cloud) {
  const CloudFrame& frame = cloud.final_frame;
  Json json{{"sampler", name},      {"label", cloud.label},
            {"score", cloud.score}, {"update_rule", frame.update_rule},
            {"steps", frame.step},  {"particles", cloud.samples.size() / 2}};
  if (!frame.mode_share.empty()) {
    json["heavy_share"] = number(frame.mode_share.front());
    json["mode_share"] = frame.mode_share;
    json["mode_share_error"] = frame.mode_share_error;
  }
  json["width_within_modes"] = number(frame.width);
  json["true_width"] = number(frame.true_width);
  json["crossings_per_1000_steps"] = number(frame.crossings);
  add_mixing(json, frame);
  json["sliced_wasserstein"] = number(frame.sliced_wasserstein);
  json["sliced_wasserstein_floor"] = number(frame.sliced_wasserstein_floor);
  json["sliced_wasserstein_floor_spread"] = number(frame.sliced_wasserstein_floor_spread);
  if (!frame.stability_warning.empty()) json["warning"] = frame.stability_warning;
  if (!frame.failure.empty()) json["failure"] = frame.failure;
  return json;
}

Json level_means(const LevelTable& table) {
  Json json{{"floor", mean_of(table.floor)}};
  if (!table.learned) return json;
  json["J_DSM"] = mean_of(table.dsm);
  json["J_ESM"] = mean_of(table.esm);
  json["B"] = mean_of(table.floor);
  json["score_error"] = mean_of(table.error_data);
  json["relative_score_error"] = mean_of(table.relative);
  json["relative_score_error_raw"] = mean_of(table.relative_raw);
  return json;
}

/// Of levels.csv and of the means over it.
Json level_units() {
  const char* weighted = "1/2 sigma^2 E|.|^2";
  const char* plain = "E|.|^2";
  const char* own = "the objective's own, see training.loss_formula";
  return {{"levels.csv: loss", own},
          {"levels.csv: floor", own},
          {"floor", weighted},
          {"J_DSM", weighted},
          {"J_ESM", weighted},
          {"B", weighted},
          {"residual", weighted},
          {"residual_error", weighted},
          {"norm_learned", plain},
          {"norm_exact", plain},
          {"score_error", plain},
          {"score_error_grid", plain},
          {"relative_score_error", "root of score_error / norm_exact"}};
}

struct Spread {
  double mean = 0.0;
  double std = 0.0;  ///< root mean square over pixels of the pictures minus their mean picture
};

Spread spread_of(const SampledPictures& samples) {
  const auto n = static_cast<std::size_t>(samples.count);
  const std::size_t pixels = samples.pictures.size() / n;
  Spread spread;
  for (std::size_t pixel = 0; pixel < pixels; ++pixel) {
    double sum = 0.0;
    double squares = 0.0;
    for (std::size_t i = 0; i < n; ++i) {
      const double value = samples.pictures[i * pixels + pixel];
      sum += value;
      squares += value * value;
    }
    const double mean = sum / static_cast<double>(n);
    spread.mean += mean / static_cast<double>(pixels);
    spread.std += (squares / static_cast<double>(n) - mean * mean) / static_cast<double>(pixels);
  }
  spread.std = std::sqrt(std::max(spread.std, 0.0));
  return spread;
}

Json samples_summary(const std::string& name, const SampledPictures& samples) {
  const Spread spread = spread_of(samples);
  Json json{{"sampler", name},
            {"label", samples.label},
            {"weights", samples.weights},
            {"update_rule", samples.update_rule},
            {"steps", samples.steps},
            {"pictures", samples.count},
            {"pixel_mean", number(spread.mean)},
            {"pixel_std", number(spread.std)}};
  if (!samples.failure.empty()) json["failure"] = samples.failure;
  return json;
}

Json picture_level_means(const PictureLevels& levels) {
  return {{"pictures", levels.pictures},
          {"averaged", mean_of(levels.averaged)},
          {"raw", mean_of(levels.raw)},
          {"gaussian", mean_of(levels.gaussian)},
          {"empirical", mean_of(levels.empirical)}};
}

Json distance_summary(const DistanceRow& row) {
  return {{"step", row.step},
          {"weights", row.weights},
          {"sampler", row.sampler},
          {"reference", row.reference},
          {"samples", row.n},
          {"reference_pictures", row.reference_n},
          {"fd", number(row.fd)},
          {"fd_floor", number(row.fd_floor)},
          {"fd_floor_spread", number(row.fd_floor_spread)},
          {"kd", number(row.kd)},
          {"kd_error", number(row.kd_error)},
          {"kd_floor", number(row.kd_floor)},
          {"floor_pictures", row.floor_n}};
}

Json class_summary(const ClassRow& row) {
  return {{"step", row.step},
          {"weights", row.weights},
          {"sampler", row.sampler},
          {"samples", row.n},
          {"shares", row.shares},
          {"unknown", row.unknown},
          {"entropy", number(row.entropy)}};
}

/// What was measured last.
Json distances_summary(const DistanceHistory& history) {
  Json json{{"features", history.features_name},
            {"rows", Json::array()},
            {"classes", Json::array()},
            {"class_names", history.class_names},
            {"training_class_shares", history.reference_shares}};
  for (const DistanceRow& row : history.rows) {
    if (row.step == history.rows.back().step) json["rows"].push_back(distance_summary(row));
  }
  for (const ClassRow& row : history.classes) {
    if (row.step == history.classes.back().step) json["classes"].push_back(class_summary(row));
  }
  return json;
}

void add_pictures(Json& json, const Lesson& lesson, const PictureResult& pictures,
                  const std::vector<MemorisedShare>& memorised) {
  json["data"] = pictures.description;
  json["data_pixel_mean"] = number(pictures.data_mean);
  json["data_pixel_std"] = number(pictures.data_std);
  json["levels"] = picture_level_means(pictures.levels);
  if (!pictures.distances.rows.empty()) json["distances"] = distances_summary(pictures.distances);
  const auto names = sampler_names(lesson.spec);
  for (std::size_t i = 0; i < pictures.samples.size(); ++i) {
    json["samples"].push_back(samples_summary(names[i % names.size()], pictures.samples[i]));
    if (i < memorised.size()) {
      json["samples"].back()["memorised"] = {{"share", number(memorised[i].share)},
                                             {"share_error", number(memorised[i].error)},
                                             {"median_ratio", number(memorised[i].median_ratio)}};
    }
  }
}

}  // namespace

std::vector<std::string> cloud_names(const ExperimentSpec& spec,
                                     const std::vector<SampledCloud>& clouds) {
  const std::vector<std::string> samplers = sampler_names(spec);
  std::vector<std::string> names;
  for (std::size_t i = 0; i < clouds.size(); ++i) {
    names.push_back(samplers[i % samplers.size()]);  // all samplers are listed once per score
  }
  return names;
}

std::string run_summary(const Lesson& lesson, const HeadlessResult& result) {
  const auto names = cloud_names(lesson.spec, result.clouds);
  Json json{{"scorescope", kVersion},
            {"torch", kTorchVersion},
            {"lesson", lesson.is_bare ? Json(nullptr) : Json(lesson.title)},
            {"data", result.simulation ? result.simulation->data_description : ""},
            {"seed", lesson.spec.seeds.main},
            {"ended", ending(result)},
            {"loss_last_500", result.losses.empty() ? Json(nullptr) : number(result.final_loss)},
            {"training", training_summary(result)},
            {"levels", level_means(result.table)},
            {"samples", Json::array()}};
  for (std::size_t i = 0; i < result.clouds.size(); ++i) {
    json["samples"].push_back(cloud_summary(names[i], result.clouds[i]));
  }
  if (result.simulation) {
    for (const Advice& advice : result.simulation->suggestions) {
      json["suggestions"][advice.option] = advice.reason;
    }
  }
  if (result.pictures) {
    add_pictures(json, lesson, *result.pictures, result.memorised);
  } else {
    json["levels_weights"] = "averaged";
    json["levels_units"] = level_units();
  }
  return json_text(json);
}

}  // namespace scorescope
