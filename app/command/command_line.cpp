// The options and subcommands, with CLI11.
#include "app/command/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "app/command/exit_status.h"
#include "app/command/features_command.h"
#include "app/command/help_commands.h"
#include "app/command/run_command.h"
#include "app/command/table_commands.h"
#include "app/command/usage.h"
#include "build_config.h"
#include "core/experiment/lesson_library.h"
#include "core/run/choices.h"

namespace scorescope {
namespace {

constexpr const char* kExamples =
    "Examples:\n"
    "  scorescope                                  the window, at the first lesson\n"
    "  scorescope four-ways                        another lesson; a state, picture, CSV or IDX "
    "works "
    "too\n"
    "  scorescope run why-annealing --out runs/a   the same without a window: numbers and "
    "pictures\n"
    "  scorescope run poster --set noise.levels=20 --seed 7\n"
    "  scorescope probe poster --sigma 1 --points points.csv\n"
    "  scorescope fd runs/a/samples.npy mnist:test   how far samples are from real pictures\n"
    "Exit status: 0 done, 1 something cannot be used or the run failed, 2 wrong command line, 130 "
    "interrupted.";

void print_text(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

/// Output that could not be written (a full disk, a closed pipe) must not look like success.
int flushed(int status) {
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return status;
  fmt::print(stderr, "scorescope: the output could not be written.\n");
  return kExitUserError;
}

int wrong_use(const std::string& sentence) {
  fmt::print(stderr, "scorescope: {}\nRun with --help for more information.\n", sentence);
  return kExitUsage;
}

void add_experiment(CLI::App& command, ExperimentArguments& arguments) {
  command
      .add_option(
          "experiment", arguments.name,
          "A lesson, a preset, points (.csv), a picture (.png, .jpg), or a spec or state (.json)")
      ->required();
  command.add_option("--set", arguments.set, "Change one option, for example noise.levels=20")
      ->type_name("SECTION.KEY=VALUE")
      ->take_all();
  command.add_option("--seed", arguments.seed, "Main seed of all random numbers")
      ->transform(allowed_by(*find_field(seed_fields().infos(), "main"), "--seed"));
}

void add_compute(CLI::App& command, ExperimentArguments& arguments) {
  command.add_option("--device", arguments.device, "Where to compute")
      ->transform(allowed_by(*find_field(compute_fields().infos(), "device"), "--device"));
  command.add_option("--threads", arguments.threads, "CPU threads of one tensor operation")
      ->transform(allowed_by(*find_field(compute_fields().infos(), "threads"), "--threads"));
}

void add_features_option(CLI::App& command, std::string& features) {
  command
      .add_option("--features", features,
                  "In whose features distances are measured: mnist, fashion_mnist, a file of "
                  "features train, or TorchScript (.pt), which runs what it wants; else what fits")
      ->check(not_empty("--features", "mnist, fashion_mnist or a file"));
}

FieldInfo whole_numbers(double minimum, double maximum) {
  return {.minimum = minimum, .maximum = maximum, .initial = std::int64_t{0}};
}

FieldInfo numbers(double minimum, double maximum) {
  return {.minimum = minimum, .maximum = maximum, .initial = 0.0};
}

FieldInfo words(std::vector<FieldChoice> choices) {
  return {.choices = std::move(choices), .initial = std::string{}};
}

/// The parser with the values that it fills.
class CommandLine {
 public:
  explicit CommandLine(const CommandTools& tools) : tools_(tools) {
    app_.footer(kExamples);
    app_.require_subcommand(0, 1);
    app_.set_version_flag("--version",
                          fmt::format("scorescope {}, {}", kVersion, torch_description()));
    add_window();
    add_run();
    add_probe();
    add_floor();
    add_comparison();
    add_features();
    add_list();
    add_describe();
  }

  CLI::App& app() { return app_; }
  int run_chosen() { return chosen_ ? chosen_() : open_window(); }
  std::string sentence_on(const CLI::ParseError& error) const {
    return usage_sentence(app_, error);
  }

 private:
  void add_window() {
    app_.add_option("open", window_.open,
                    "A lesson, or a state, picture, CSV, IDX file or folder of pictures to open");
    app_.add_option("--theme", window_.theme, "dark or light")
        ->transform(allowed_by(words({{"dark", "Dark"}, {"light", "Light"}}), "--theme"));
    app_.add_option("--scale", window_.scale, "Scale of the interface")
        ->transform(allowed_by(numbers(0.5, 4.0), "--scale"));
    app_.add_option("--size", size_, "Width and height of the window")
        ->expected(2)
        ->allow_extra_args(false)  // a lesson may follow
        ->transform(allowed_by(whole_numbers(320, 16384), "--size"));
    auto* screenshot =
        app_.add_option("--screenshot", window_.screenshot, "Write a picture of the window and end")
            ->check(not_empty("--screenshot", "the picture's file"));
    app_.add_option("--frames", window_.frames, "Frames before the screenshot")
        ->transform(allowed_by(whole_numbers(1, 1'000'000), "--frames"))
        ->needs(screenshot);
  }

  void add_run() {
    auto* command = app_.add_subcommand("run", "Train, sample and measure without a window");
    add_experiment(*command, run_.experiment);
    add_compute(*command, run_.experiment);
    command->add_option("--out", run_.out, "Folder to write to; with --plot the picture's file")
        ->check(not_empty("--out", "a folder, or with --plot a file"));
    command->add_flag_callback("--no-pictures", [this] { run_.pictures = false; }, "Numbers only");
    command->add_option("--plot", run_.plot, "Write only this figure, for example loss or stage")
        ->check(not_empty("--plot", "a figure, for example loss or stage"));
    add_features_option(*command, run_.features);
    command->add_flag("--from-start", run_.from_start,
                      "Train a saved state's experiment from step 0; without it the state goes on");
    command->callback([this] { chosen_ = [this] { return run_command(run_, tools_.pictures); }; });
  }

  void add_probe() {
    auto* command =
        app_.add_subcommand("probe", "Exact density, score and denoiser at points, as CSV");
    command->footer(
        "The density is that of the law whose score is printed: with data.reference=ring the true "
        "ring's. With data.reference=radial log_density is empty: that formula is not the score of "
        "any noised data. learned_x and learned_y are of the weights that sampling.weights names, "
        "averaged or raw.");
    add_experiment(*command, probe_.experiment);
    command->add_option("--sigma", probe_.sigma, "Noise level")
        ->required()
        ->transform(allowed_by(numbers(0.0, 1e6), "--sigma"));
    command->add_option("--points", probe_.points, "CSV file with columns x, y")
        ->required()
        ->check(not_empty("--points", "a CSV file with columns x, y"));
    command->add_option("--weights", probe_.weights, "weights.safetensors of a run")
        ->check(not_empty("--weights", "weights.safetensors of a run"));
    print_result(command, [this] { return probe_csv(probe_); });
  }

  void add_floor() {
    auto* command = app_.add_subcommand("floor", "Least possible denoising loss per level, as CSV");
    add_experiment(*command, floor_);
    print_result(command, [this] { return floor_csv(floor_); });
  }

  void add_comparison() {
    auto* command = app_.add_subcommand(
        "fd", "Frechet and kernel distance between two sets of pictures, as CSV");
    const std::string sets =
        "mnist:train, mnist:test, fashion_mnist:train, fashion_mnist:test, a folder of pictures, "
        "an .npy array or an IDX file";
    command->add_option("a", comparison_.a, sets)->required();
    command
        ->add_option("b", comparison_.b, "The set that a is held against, given in the same ways")
        ->required();
    command
        ->add_option("--samples", comparison_.samples,
                     "Pictures of each set at most, drawn alike from both")
        ->transform(allowed_by(whole_numbers(3, 1e6), "--samples"));
    command->add_option("--seed", comparison_.seed, "Seed of which ones are taken")
        ->transform(allowed_by(*find_field(seed_fields().infos(), "main"), "--seed"));
    add_features_option(*command, comparison_.features);
    print_result(command, [this] { return comparison_csv(comparison_); });
  }

  void add_features() {
    auto* command =
        app_.add_subcommand("features", "Train the classifier that distances are measured with");
    command->add_option("action", features_.action, "What to do: train")
        ->required()
        ->transform(allowed_by(words({{"train", "Train"}}), "action"));
    command
        ->add_option("--data", features_.data,
                     "mnist, fashion_mnist, an IDX file with labels beside it, or a folder with a "
                     "folder of pictures for each class")
        ->check(not_empty("--data", "mnist, fashion_mnist, an IDX file or a folder"));
    command->add_option("--seed", features_.seed, "Seed of the first weights and of the order")
        ->transform(allowed_by(*find_field(seed_fields().infos(), "main"), "--seed"));
    command->add_option("--epochs", features_.epochs, "Passes through the training pictures")
        ->transform(allowed_by(whole_numbers(1, 1000), "--epochs"));
    command->add_option("--out", features_.out, "The file to write (.safetensors)")
        ->check(not_empty("--out", "the file to write"));
    command->callback([this] { chosen_ = [this] { return features_command(features_); }; });
  }

  void add_list() {
    auto* command = app_.add_subcommand("list", "What can be chosen");
    command->add_option("what", word_,
                        "distributions, datasets, networks, objectives, schedules, samplers, "
                        "lessons, presets; all if left out");
    print_result(command, [this] { return list_text(word_); });
  }

  void add_describe() {
    auto* command = app_.add_subcommand("describe", "Options with range, unit, default and help");
    command->add_option("key", word_, "An option, a section or a kind: epsilon, training, mlp")
        ->required();
    print_result(command, [this] { return describe_text(word_); });
  }

  void print_result(CLI::App* command, std::function<std::string()> text) {
    command->callback([this, text = std::move(text)] {
      chosen_ = [text] {
        print_text(text());
        return kExitDone;
      };
    });
  }

  int open_window() {
    if (size_.size() == 2) {
      window_.width = size_[0];
      window_.height = size_[1];
    }
    const Lesson lesson = lesson_to_open();
    std::string reason = "This build has no window.";
    try {
      if (tools_.window) return tools_.window(window_);
    } catch (const NoWindow& error) {
      reason = error.what();
    }
    return run_instead(lesson, reason);
  }

  /// What stands alone may also be a misspelled command.
  Lesson lesson_to_open() const try {
    return choose_experiment({.name = window_.open.empty() ? kDefaultLesson : window_.open});
  } catch (const UserError& error) {
    std::vector<std::string> commands;
    for (const CLI::App* command : app_.get_subcommands({})) {
      commands.push_back(command->get_name());
    }
    const std::string near = nearest_spelling(window_.open, commands);
    std::error_code ignored;
    if (near.empty() || std::filesystem::exists(window_.open, ignored)) throw;
    throw UserError(fmt::format("{} Perhaps a command was meant{}.", error.what(), near));
  }

  /// Without a display the same lesson runs headless.
  int run_instead(const Lesson& lesson, const std::string& reason) {
    if (!window_.screenshot.empty()) throw UserError(reason);
    fmt::print(stderr, "{} Running the lesson \"{}\" without a window instead.\n", reason,
               lesson.title);
    run_.experiment.name = window_.open.empty() ? kDefaultLesson : window_.open;
    return run_command(run_, tools_.pictures);
  }

  const CommandTools& tools_;
  CLI::App app_{"Scorescope: watch a score-based generative model learn its score field",
                "scorescope"};
  WindowRequest window_;
  std::vector<int> size_;
  RunArguments run_;
  ProbeArguments probe_;
  ExperimentArguments floor_;
  ComparisonOptions comparison_;
  FeaturesArguments features_;
  std::string word_;
  std::function<int()> chosen_;
};

}  // namespace

int run_command_line(int argc, const char* const* argv, const CommandTools& tools) {
  CommandLine line(tools);
  try {
    line.app().parse(argc, argv);
    check_window_alone(line.app());
  } catch (const CLI::Success& help_or_version) {
    line.app().exit(help_or_version);
    return flushed(kExitDone);
  } catch (const CLI::ParseError& error) {
    return wrong_use(line.sentence_on(error));
  } catch (const UserError& error) {
    return wrong_use(error.what());
  }
  try {
    return flushed(line.run_chosen());
  } catch (const UserError& error) {
    fmt::print(stderr, "scorescope: {}\n", error.what());
    return kExitUserError;
  } catch (const std::bad_alloc&) {
    fmt::print(stderr, "scorescope: there is not enough memory for this experiment.\n");
    return kExitUserError;
  }
}

}  // namespace scorescope
