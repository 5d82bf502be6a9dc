// The features command.
#include "app/command/features_command.h"

#include <fmt/format.h>

#include <filesystem>

#include "app/command/exit_status.h"
#include "app/command/interrupt.h"
#include "app/command/progress.h"
#include "core/base/error.h"
#include "core/base/posix.h"
#include "core/record/file.h"
#include "core/record/run_folder.h"
#include "core/run/feature_training.h"

namespace scorescope {
namespace {

std::string default_out(const std::string& data) {
  std::filesystem::path path = std::filesystem::path(data).lexically_normal();
  if (!path.has_filename()) path = path.parent_path();  // a folder's name with a slash behind it
  return path.stem().string() + ".safetensors";
}

/// What makes the same file again.
std::string command_text(const FeaturesArguments& arguments, const std::string& out) {
  return fmt::format("scorescope features train --data {} --seed {} --epochs {} --out {}",
                     arguments.data, arguments.seed, arguments.epochs, out);
}

std::string percent(double share) { return fmt::format("{:.2f} %", 100.0 * share); }

}  // namespace

int features_command(const FeaturesArguments& arguments) {
  const std::string out = arguments.out.empty() ? default_out(arguments.data) : arguments.out;
  if (!arguments.out.empty() && std::filesystem::path(out).extension() != ".safetensors") {
    throw UserError(fmt::format("--out is {}, but a classifier is written as .safetensors.", out));
  }
  const std::filesystem::path folder = std::filesystem::path(out).parent_path();
  if (!folder.empty()) make_run_folder(folder.string());
  check_writable(out);
  const InterruptWatch watch;
  ProgressLine line(stderr, is_terminal(stderr));
  const TrainedFeatures trained =
      train_features({.data = arguments.data,
                      .seed = arguments.seed,
                      .epochs = arguments.epochs,
                      .out = out,
                      .command = command_text(arguments, out),
                      .progress = [&](const HeadlessProgress& progress) { line.show(progress); },
                      .stop = [&] { return watch.interrupted(); }});
  line.finish();
  if (trained.interrupted) {
    fmt::print(stderr, "Interrupted; nothing was written.\n");
    return kExitInterrupted;
  }
  fmt::print("{}: {} of the training pictures right, {} of the test pictures.\n", trained.name,
             percent(trained.training_accuracy), percent(trained.test_accuracy));
  fmt::print(stderr, "Written to {}.\n", out);
  return kExitDone;
}

}  // namespace scorescope
