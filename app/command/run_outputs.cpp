// The tables and arrays of a headless run.
#include "app/command/run_outputs.h"

#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <limits>

#include "app/command/picture_outputs.h"
#include "app/command/run_summary.h"
#include "core/record/csv_table.h"
#include "core/record/file.h"
#include "core/record/npy.h"

namespace scorescope {
namespace {

constexpr double kAbsent = std::numeric_limits<double>::quiet_NaN();  // an empty cell

template <class T>
double at(const std::vector<T>& values, std::size_t i) {
  return i < values.size() ? static_cast<double>(values[i]) : kAbsent;
}

void write_losses(const HeadlessResult& result, const std::string& path) {
  CsvTable table({"step", "loss"});
  std::int64_t step = result.resumed_from;
  for (const float loss : result.losses) table.add({++step, static_cast<double>(loss)});
  table.write(path);
}

/// The units are explained in the header and in summary.json (levels_units).
void write_levels(const HeadlessResult& result, const std::string& path) {
  const LevelTable& levels = result.table;
  const std::vector<float>& loss = result.training->level_loss;
  CsvTable table({"level", "sigma", "loss", "floor", "J_DSM", "J_DSM_error", "J_ESM", "B",
                  "norm_learned", "norm_exact", "norm_exact_error", "score_error",
                  "score_error_grid", "residual", "residual_error"});
  for (std::size_t i = 0; i < levels.sigma.size(); ++i) {
    table.add({static_cast<std::int64_t>(i), levels.sigma[i], at(loss, i),
               at(result.level_floor, i), at(levels.dsm, i), at(levels.dsm_error, i),
               at(levels.esm, i), at(levels.floor, i), at(levels.norm_learned, i),
               at(levels.fisher, i), at(levels.fisher_error, i), at(levels.error_data, i),
               at(levels.error_grid, i), at(levels.residual, i), at(levels.residual_error, i)});
  }
  table.write(path);
}

void write_modes(const std::vector<SampledCloud>& clouds, const std::vector<std::string>& names,
                 const std::string& path) {
  CsvTable table({"sampler", "score", "step", "heavy_share", "standard_error"});
  for (std::size_t c = 0; c < clouds.size(); ++c) {
    const ShareHistory& history = clouds[c].final_frame.heavy_share;
    for (std::size_t i = 0; i < history.step.size(); ++i) {
      table.add({names[c], clouds[c].score, history.step[i], at(history.share, i),
                 at(history.standard_error, i)});
    }
  }
  table.write(path);
}

void write_samples(const std::string& path, const std::vector<double>& samples) {
  write_npy(path, {static_cast<std::int64_t>(samples.size() / 2), 2}, samples);
}

}  // namespace

std::string path_in(const std::string& folder, const std::string& name) {
  return (std::filesystem::path(folder) / name).string();
}

StageRequest picture_stage(const Lesson& lesson) {
  StageRequest stage;
  const double half = lesson.layout.half_width.value_or(10.0);
  stage.bounds = {-half, half, -half, half};
  stage.shown_level = static_cast<int>(lesson.layout.level.value_or(-1));
  stage.error = true;
  return stage;
}

void write_run_outputs(const Lesson& lesson, const HeadlessResult& result,
                       const std::string& folder) {
  write_losses(result, path_in(folder, "loss.csv"));
  write_file(path_in(folder, "summary.json"), run_summary(lesson, result));
  if (result.pictures) {
    write_picture_outputs(lesson, result, folder);
    return;
  }
  const std::vector<std::string> names = cloud_names(lesson.spec, result.clouds);
  write_levels(result, path_in(folder, "levels.csv"));
  write_modes(result.clouds, names, path_in(folder, "modes.csv"));
  for (std::size_t i = 0; i < result.clouds.size(); ++i) {
    const SampledCloud& cloud = result.clouds[i];
    write_samples(path_in(folder, fmt::format("samples_{}_{}.npy", names[i], cloud.score)),
                  cloud.samples);
    if (lesson.spec.samplers.size() == 1 && cloud.score == lesson.spec.sampling.score) {
      write_samples(path_in(folder, "samples.npy"), cloud.samples);
    }
  }
}

}  // namespace scorescope
