// What panels ask for. A panel pushes an action; the shell carries it out after all panels were
// drawn, so that no panel talks to the session, the disk or another panel.
#pragma once

#include <array>
#include <string>
#include <variant>

#include "core/base/field.h"

namespace scorescope::action {

struct Apply {};  ///< the draft changed: hand it to the session
struct Train {
  bool running = true;
};
struct StepTraining {};
struct ResetTraining {};  ///< the same seed again, paused
struct Sample {
  bool running = true;
};
struct StepSampling {};
struct ResetSampling {};
struct DropParticles {
  std::array<double, 2> position{};
  int count = 64;
};
struct PinRun {};  ///< keep this run for comparison and show run | run
struct OpenLesson {
  std::string id;  ///< of a lesson or preset
};
struct OpenCard {
  int index = 0;
};
struct OpenPath {
  std::string path;
};  ///< picture, CSV, JSON; as dropped
struct TryData {
  Choice data;
};                       ///< becomes the draft's data if its file can be used
struct ShowOpenCard {};  ///< the card that says what can be dropped, with a path field
struct SaveState {
  std::string path;
};  ///< empty: a name beside the run's other files
struct ExportPicture {
  std::string what;
};  ///< "window", "view_a", "view_b", "grid" or a plot's id
struct ExportValues {
  std::string plot;
};  ///< the values of a plot, or of the grid, as CSV
struct ExportView {
  int view = 0;
  bool particles = false;  ///< else the field
};                         ///< what a view shows as CSV
struct CopyValues {
  std::string plot;
};
struct CopyCommand {
  std::string plot;
};  ///< the command line that draws this figure
struct ShowPath {
  std::string path;
};                       ///< open the folder of a written file
struct MakeStepGrid {};  ///< the grid of T x epsilon, a job of the background
struct CancelJob {};

using Any = std::variant<Apply, Train, StepTraining, ResetTraining, Sample, StepSampling,
                         ResetSampling, DropParticles, PinRun, OpenLesson, OpenCard, OpenPath,
                         TryData, ShowOpenCard, SaveState, ExportPicture, ExportValues, ExportView,
                         CopyValues, CopyCommand, ShowPath, MakeStepGrid, CancelJob>;

}  // namespace scorescope::action

namespace scorescope {
using Action = action::Any;
}  // namespace scorescope
