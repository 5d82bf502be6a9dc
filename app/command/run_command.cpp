// The run command.
#include "app/command/run_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "app/command/exit_status.h"
#include "app/command/interrupt.h"
#include "app/command/picture_outputs.h"
#include "app/command/progress.h"
#include "app/command/run_outputs.h"
#include "core/base/posix.h"
#include "core/record/file.h"
#include "core/record/run_folder.h"
#include "core/run/choices.h"
#include "core/run/headless.h"

namespace scorescope {
namespace {

namespace fs = std::filesystem;

/// The figures of pictures: learned beside exact score on the plane through them, and the grid of
/// annealed Langevin runs.
constexpr const char* kPlaneFigure = "plane";
constexpr const char* kGridFigure = "grid";
constexpr const char* kStateFile = "state.json";

HeadlessResult run_watched(const ExperimentSpec& spec, HeadlessOptions options) {
  const InterruptWatch watch;
  ProgressLine line(stderr, is_terminal(stderr));
  options.progress = [&](const HeadlessProgress& progress) { line.show(progress); };
  options.stop = [&] { return watch.interrupted(); };
  options.warn = [&](const std::string& sentence) {
    line.finish();
    fmt::print(stderr, "Warning: {}\n", sentence);
  };
  return run_headless(spec, options);
}

/// Says where a saved state stands, and returns the options that go on from there.
HeadlessOptions begin_at(const RunArguments& arguments, const Lesson& lesson) {
  HeadlessOptions options;
  options.stage = picture_stage(lesson);
  options.features = arguments.features;
  if (!options.features.empty() && !has_pictures(schema(), lesson.spec)) {
    throw UserError(
        "--features is for distances between pictures, but the data are points in the plane.");
  }
  if (arguments.from_start) return options;
  const auto saved = saved_training(arguments.experiment, lesson.spec);
  if (!saved) return options;
  options.state_path = saved->path;
  const std::int64_t last = lesson.spec.training.stop_after;
  if (last > 0 && saved->step > last) {
    throw UserError(fmt::format(
        "{} stands at training step {}, which is past training.stop_after = {}; a training goes "
        "forward only: take a larger number, or --from-start.",
        saved->path, saved->step, last));
  }
  if (saved->step < last) {
    fmt::print(stderr, "{}: training goes on at step {} of {}.\n", saved->path, saved->step, last);
  } else {
    fmt::print(stderr,
               "{}: training is complete, {} steps of {}; only sampling and measuring are done. "
               "--set training.stop_after=N trains on to step N, --from-start trains it anew.\n",
               saved->path, saved->step, last);
  }
  return options;
}

/// The spec in a run's folder, written when the run begins.
class FolderSpec {
 public:
  FolderSpec(const std::string& folder, const std::string& spec)
      : folder_(folder), is_new_(!fs::exists(folder)) {
    make_run_folder(folder);
    state_before_ = state_time();
    if (fs::exists(path())) {
      before_ = read_file(path());
      fmt::print(stderr,
                 "{} holds an earlier run; files of the same names are replaced, others stay.\n",
                 folder);
    }
    write_file(path(), spec);
  }

  /// The run was refused: the spec that was there before is there again, unless the run had begun
  /// and its state is there. Throws nothing.
  void take_back() const {
    if (state_time() != state_before_) return;
    if (before_) {
      try {
        write_file(path(), *before_);
      } catch (const UserError&) {  // why the run was refused is what has to be said
      }
      return;
    }
    std::error_code ignored;
    fs::remove(path(), ignored);
    if (is_new_ && fs::is_empty(folder_, ignored)) fs::remove(folder_, ignored);
  }

 private:
  std::string path() const { return path_in(folder_, "spec.json"); }
  std::optional<fs::file_time_type> state_time() const {
    std::error_code error;
    const auto time = fs::last_write_time(path_in(folder_, kStateFile), error);
    return error ? std::nullopt : std::optional(time);
  }

  std::string folder_;
  bool is_new_;
  std::optional<std::string> before_;
  std::optional<fs::file_time_type> state_before_;
};

/// Says how the run ended and returns the status.
int report(const HeadlessResult& result, const std::string& written_to) {
  for (const std::string& sentence : result.unwritten) {
    fmt::print(stderr, "scorescope: {}\n", sentence);
  }
  if (result.training->state == TrainingState::kFailed) {
    fmt::print(stderr, "scorescope: {}\nWhat there was is in {}.\n", result.training->failure,
               written_to);
    return kExitUserError;
  }
  if (result.interrupted) {
    fmt::print(stderr, "Interrupted at training step {}; what there was is in {}.\n",
               result.training->step, written_to);
    const std::string state = path_in(written_to, kStateFile);
    if (fs::exists(state)) fmt::print(stderr, "scorescope run {} goes on from there.\n", state);
    return kExitInterrupted;
  }
  if (!result.unwritten.empty()) {
    fmt::print(stderr, "What could be written is in {}.\n", written_to);
    return kExitUserError;
  }
  fmt::print(stderr, "Written to {}.\n", written_to);
  return kExitDone;
}

/// The run ended before there was anything to draw.
int report_nothing(const HeadlessResult& result, const std::string& path) {
  const bool failed = result.training->state == TrainingState::kFailed;
  fmt::print(stderr, "{}Nothing was drawn, {} was not written.\n",
             failed ? "scorescope: " + result.training->failure + "\n" : "", path);
  return failed ? kExitUserError : kExitInterrupted;
}

void check_figure(const std::string& figure, const ExperimentSpec& spec,
                  const PictureWriter& pictures) {
  if (has_pictures(schema(), spec)) {
    if (figure == kGridFigure || (figure == kPlaneFigure && pictures)) return;
    if (figure == kPlaneFigure) {
      throw UserError("this build draws no pictures; build it with the window to use --plot.");
    }
    throw UserError(
        "--plot draws figures of points in the plane, but the data are pictures; of them it draws "
        "\"grid\" and \"plane\" only. Leave it out, and the run writes sheets of its samples.");
  }
  if (!pictures) {
    throw UserError("this build draws no pictures; build it with the window to use --plot.");
  }
  if (std::ranges::find(pictures.figures, figure) != pictures.figures.end()) return;
  throw UserError(fmt::format("there is no figure \"{}\"{}; allowed are {}.", figure,
                              nearest_spelling(figure, pictures.figures),
                              fmt::join(pictures.figures, ", ")));
}

/// A frame with the grid alone, as its figure wants it.
PictureSource grid_source(const Lesson& lesson, const HeadlessResult& result) {
  auto pictures = std::make_shared<PictureFrame>();
  pictures->side = static_cast<int>(result.pictures->side);
  pictures->step_grid = result.pictures->step_grid;
  auto simulation = std::make_shared<SimulationFrame>();
  simulation->spec = std::make_shared<const ExperimentSpec>(lesson.spec);
  simulation->levels = result.training->levels;
  simulation->pictures = std::move(pictures);
  return {lesson, result.training, simulation};
}

/// With its words, or without them where the window's figures cannot be drawn.
void write_grid_picture(const Lesson& lesson, const HeadlessResult& result, const std::string& path,
                        const PictureWriter& pictures) {
  std::string why = "this build draws no figures";
  if (pictures) {
    try {
      pictures.write(grid_source(lesson, result), {{kGridFigure, path}});
      return;
    } catch (const UserError& error) {
      why = error.what();
    }
  }
  write_plain_grid(*result.pictures->step_grid, path);
  fmt::print(stderr, "{} has no words: {}\n", path, why);
}

int run_grid_figure(Lesson lesson, HeadlessOptions options, const std::string& path,
                    const PictureWriter& pictures) {
  lesson.spec.step_grid.at_end = true;
  options.sample = options.measure = false;
  const HeadlessResult result = run_watched(lesson.spec, options);
  if (!result.pictures->step_grid) return report_nothing(result, path);
  write_grid_picture(lesson, result, path, pictures);
  return report(result, path);
}

void check_png_name(const std::string& path) {
  const std::string extension = fs::path(path).extension().string();
  if (extension == ".png" || extension == ".PNG") return;
  throw UserError(fmt::format(
      "{} cannot be written: a figure is a PNG picture, so --out must end in .png.", path));
}

int run_one_figure(const Lesson& lesson, const RunArguments& arguments,
                   const PictureWriter& pictures) {
  check_figure(arguments.plot, lesson.spec, pictures);
  const std::string path = arguments.out.empty() ? arguments.plot + ".png" : arguments.out;
  check_png_name(path);
  HeadlessOptions options = begin_at(arguments, lesson);
  check_writable(path);
  const bool grid = has_pictures(schema(), lesson.spec) && arguments.plot == kGridFigure;
  if (grid) return run_grid_figure(lesson, options, path, pictures);
  if (std::ranges::find(pictures.without_samples, arguments.plot) !=
      pictures.without_samples.end()) {
    options.sample = false;
    options.move_data = true;
  }
  const HeadlessResult result = run_watched(lesson.spec, options);
  if (!result.simulation) return report_nothing(result, path);
  pictures.write({lesson, result.training, result.simulation}, {{arguments.plot, path}});
  return report(result, path);
}

/// Sheets of what was sampled, or the figures of points in the plane.
void write_pictures(const PictureSource& source, const HeadlessResult& result,
                    const std::string& folder, const PictureWriter& pictures) {
  std::vector<std::string> figures = pictures.figures;
  if (result.pictures) {
    write_picture_sheets(source.lesson, result, folder);
    if (result.pictures->step_grid) {
      write_grid_picture(source.lesson, result, path_in(folder, "grid.png"), pictures);
    }
    figures = {kPlaneFigure};
    if (!result.simulation) return;
  }
  if (!pictures) {
    fmt::print(stderr, "This build draws no pictures: numbers only.\n");
    return;
  }
  std::vector<PictureFile> files;
  for (const auto& figure : figures) {
    files.push_back({figure, path_in(folder, figure + ".png")});
  }
  try {
    pictures.write(source, files);
  } catch (const UserError& error) {
    fmt::print(stderr, "Numbers only, no pictures: {}\n", error.what());
  }
}

}  // namespace

int run_command(const RunArguments& arguments, const PictureWriter& pictures) {
  const Lesson lesson = choose_experiment(arguments.experiment);
  if (!arguments.plot.empty()) return run_one_figure(lesson, arguments, pictures);
  HeadlessOptions options = begin_at(arguments, lesson);
  const std::string folder =
      arguments.out.empty() ? next_run_folder("runs", lesson.id) : arguments.out;
  const FolderSpec spec(folder, bare_spec_to_json(schema(), lesson));
  options.weights_path = path_in(folder, "weights.safetensors");
  options.state_to = path_in(folder, kStateFile);
  options.lesson_json = lesson_to_json(schema(), lesson);
  HeadlessResult result;
  try {
    result = run_watched(lesson.spec, options);
  } catch (const UserError&) {
    spec.take_back();
    throw;
  }
  write_run_outputs(lesson, result, folder);
  if (arguments.pictures) {
    write_pictures({lesson, result.training, result.simulation}, result, folder, pictures);
  }
  return report(result, folder);
}

}  // namespace scorescope
