// The tables, arrays and sheets of a headless run of pictures.
#include "app/command/picture_outputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <span>

#include "app/command/run_summary.h"
#include "core/record/csv_table.h"
#include "core/record/file.h"
#include "core/record/npy.h"
#include "core/record/picture_sheet.h"

namespace scorescope {
namespace {

constexpr std::int64_t kMostOnASheet = 1024;

/// "<folder>/<what>_<sampler>_<weights>.<extension>" of result.pictures->samples[index].
std::string path_of(const Lesson& lesson, const PictureResult& result, std::size_t index,
                    const std::string& folder, const std::string& what) {
  const auto names = sampler_names(lesson.spec);
  const std::string file =
      fmt::format(fmt::runtime(what), names[index % names.size()], result.samples[index].weights);
  return (std::filesystem::path(folder) / file).string();
}

void write_levels(const PictureLevels& levels, const std::string& path) {
  CsvTable table({"level", "sigma", "averaged", "averaged_error", "raw", "raw_error", "gaussian",
                  "empirical", "empirical_error"});
  for (std::size_t i = 0; i < levels.sigma.size(); ++i) {
    table.add({static_cast<std::int64_t>(i), levels.sigma[i], levels.averaged[i],
               levels.averaged_error[i], levels.raw[i], levels.raw_error[i], levels.gaussian[i],
               levels.empirical[i], levels.empirical_error[i]});
  }
  table.write(path);
}

void write_distances(const std::vector<DistanceRow>& rows, const std::string& path) {
  CsvTable table({"step", "epoch", "weights", "sampler", "reference", "n", "reference_n", "fd",
                  "fd_floor", "fd_floor_spread", "kd", "kd_se", "kd_floor", "kd_floor_spread",
                  "kd_n", "kd_reference_n", "floor_n"});
  for (const DistanceRow& row : rows) {
    table.add({row.step, row.epoch, row.weights, row.sampler, row.reference, row.n, row.reference_n,
               row.fd, row.fd_floor, row.fd_floor_spread, row.kd, row.kd_error, row.kd_floor,
               row.kd_floor_spread, row.kd_n, row.kd_reference_n, row.floor_n});
  }
  table.write(path);
}

void write_classes(const DistanceHistory& history, const std::string& path) {
  CsvTable table({"step", "epoch", "weights", "sampler", "n", "class", "share", "share_se"});
  for (const ClassRow& row : history.classes) {
    const auto add = [&](const std::string& name, double share, double error) {
      table.add({row.step, row.epoch, row.weights, row.sampler, row.n, name, share, error});
    };
    for (std::size_t i = 0; i < row.shares.size(); ++i) {
      add(history.class_names[i], row.shares[i], row.errors[i]);
    }
    add("unknown", row.unknown, row.unknown_error);
  }
  table.write(path);
}

/// One row a place and noise level.
void write_plane(const HeadlessResult& result, const std::string& path) {
  CsvTable table({"level", "sigma", "x", "y", "exact_x", "exact_y", "learned_x", "learned_y",
                  "exact_share", "learned_share"});
  for (const PlaneLevel& level : result.plane) {
    const FieldFrame& field = *level.field;
    const VectorGrid& exact = field.exact;
    const VectorGrid& learned = *field.learned;
    const double width = (exact.bounds.right - exact.bounds.left) / exact.columns;
    const double height = (exact.bounds.top - exact.bounds.bottom) / exact.rows;
    for (int i = 0; i < exact.columns * exact.rows; ++i) {
      const auto at = static_cast<std::size_t>(2 * i);
      const auto value = [&](const VectorGrid& grid, std::size_t axis) {
        return static_cast<double>(grid.vectors[at + axis]);
      };
      table.add({static_cast<std::int64_t>(field.level), field.sigma,
                 exact.bounds.left + (i % exact.columns + 0.5) * width,
                 exact.bounds.bottom + (i / exact.columns + 0.5) * height, value(exact, 0),
                 value(exact, 1), value(learned, 0), value(learned, 1), level.exact_share,
                 level.learned_share});
    }
  }
  table.write(path);
}

/// [rows, columns, samples, side, side]
std::vector<float> pictures_of(const StepGridFrame& grid) {
  const auto of_cell = static_cast<std::size_t>(grid.samples) *
                       static_cast<std::size_t>(grid.side) * static_cast<std::size_t>(grid.side);
  std::vector<float> all;
  all.reserve(of_cell * grid.cells.size());
  for (const auto& cell : grid.cells) {
    if (cell && cell->finished) {
      all.insert(all.end(), cell->pictures.begin(), cell->pictures.end());
    } else {
      all.insert(all.end(), of_cell, std::numeric_limits<float>::quiet_NaN());
    }
  }
  return all;
}

void write_grid(const StepGridFrame& grid, const std::string& folder) {
  const std::filesystem::path place(folder);
  const std::vector<float> pictures = pictures_of(grid);
  write_file((place / "grid.csv").string(), step_grid_csv(grid));
  write_npy((place / "grid.npy").string(),
            {static_cast<std::int64_t>(grid.steps_per_level.size()),
             static_cast<std::int64_t>(grid.columns()), grid.samples, grid.side, grid.side},
            std::span<const float>(pictures));
}

/// One row a sample, one column a moment.
std::vector<float> turned(const SampledPictures& samples, std::int64_t side) {
  const auto moments = static_cast<std::int64_t>(samples.strip_sigma.size());
  const std::int64_t pixels = side * side;
  std::vector<float> strip;
  strip.reserve(samples.strip.size());
  for (std::int64_t row = 0; row < samples.strip_count; ++row) {
    for (std::int64_t moment = 0; moment < moments; ++moment) {
      const auto from = samples.strip.begin() + (moment * samples.strip_count + row) * pixels;
      strip.insert(strip.end(), from, from + pixels);
    }
  }
  return strip;
}

}  // namespace

void write_picture_outputs(const Lesson& lesson, const HeadlessResult& result,
                           const std::string& folder) {
  const PictureResult& pictures = *result.pictures;
  const auto path = [&](const char* name) {
    return (std::filesystem::path(folder) / name).string();
  };
  write_levels(pictures.levels, path("levels.csv"));
  if (!result.plane.empty()) write_plane(result, path("plane.csv"));
  if (!pictures.distances.rows.empty()) {
    write_distances(pictures.distances.rows, path("distances.csv"));
    write_classes(pictures.distances, path("classes.csv"));
  }
  if (pictures.step_grid) write_grid(*pictures.step_grid, folder);
  for (std::size_t i = 0; i < pictures.samples.size(); ++i) {
    const SampledPictures& samples = pictures.samples[i];
    const std::vector<std::int64_t> shape{samples.count, pictures.side, pictures.side};
    write_npy(path_of(lesson, pictures, i, folder, "samples_{}_{}.npy"), shape,
              std::span(samples.pictures));
    if (lesson.spec.samplers.size() == 1 && samples.weights == lesson.spec.sampling.weights) {
      write_npy(path("samples.npy"), shape, std::span(samples.pictures));
    }
  }
}

void write_plain_grid(const StepGridFrame& grid, const std::string& path) {
  write_picture_sheet(
      path, pictures_of(grid),
      {.side = grid.side, .columns = static_cast<std::int64_t>(grid.columns()) * grid.samples});
}

void write_picture_sheets(const Lesson& lesson, const HeadlessResult& result,
                          const std::string& folder) {
  const PictureResult& pictures = *result.pictures;
  const std::int64_t pixels = pictures.side * pictures.side;
  for (std::size_t i = 0; i < pictures.samples.size(); ++i) {
    const SampledPictures& samples = pictures.samples[i];
    const std::int64_t count = std::min(samples.count, kMostOnASheet);
    const auto columns = static_cast<std::int64_t>(std::ceil(std::sqrt(count)));
    write_picture_sheet(path_of(lesson, pictures, i, folder, "samples_{}_{}.png"),
                        std::span(samples.pictures).first(static_cast<std::size_t>(count * pixels)),
                        {.side = pictures.side, .columns = columns});
    write_picture_sheet(
        path_of(lesson, pictures, i, folder, "strip_{}_{}.png"), turned(samples, pictures.side),
        {.side = pictures.side, .columns = static_cast<std::int64_t>(samples.strip_sigma.size())});
  }
}

}  // namespace scorescope
