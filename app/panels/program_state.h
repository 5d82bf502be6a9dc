// Everything the interface knows: the draft spec, the lesson, how the window shows it, the newest
// frames, and what the panels asked for in this UI frame. UI thread only. Plain values: no GL, no
// session.
#pragma once

#include <array>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "app/panels/actions.h"
#include "app/panels/setting_history.h"
#include "app/panels/stage_pairs.h"
#include "core/experiment/lesson.h"
#include "core/run/frames.h"
#include "core/run/session.h"

namespace scorescope {

enum class ArrowScale { kEqual, kRaw, kLogarithmic };

/// What the galleries show of pictures.
struct GallerySettings {
  GalleryContent content = GalleryContent::kPictures;
  int moment = -1;  ///< of the way to the samples; -1 follows the sampler
  int chosen_view = 0, chosen = 0;
  bool operator==(const GallerySettings&) const = default;
};

/// How the window shows the run; nothing here changes a number of the run.
struct ViewSettings {
  StagePair pair = StagePair::kLearnedExact;
  LayerSet layers{false, true, true, false, true, true, true};
  /// Of the plane through pictures: data, both scores and the pictures.
  LayerSet plane_layers{true, true, true, false, false, false, false, true, false};
  ArrowScale arrows = ArrowScale::kEqual;
  int shown_level = -1;                    ///< the ladder's handle, 0 the highest; -1 the lowest
  bool follow = false;                     ///< the shown level follows the sampler
  std::array<double, 2> centre{0.0, 0.0};  ///< of the camera, data units
  double half_width = 10.0;                ///< of its square
  GallerySettings gallery;
  bool dark = true;
  float scale = 1.0F;  ///< of the interface, on top of the monitor's own
  bool settings_column = true, plots_column = true;
  bool presenter = false;
  std::string presenter_transport = "sample";  ///< train | sample | both
  std::string presenter_view = "both";         ///< a | b | both
  std::vector<std::string> open_plots{"loss", "level_loss", "mode_weight"};  ///< top to bottom
  std::string maximised;                             ///< "view_a", "view_b", a plot's id, or empty
  std::set<std::string> folded_sections{"network"};  ///< of the settings column
  std::set<std::string> unfolded_more;               ///< sections that show all their options
};

/// The layers of what the stage shows: of the plane through pictures, or of points.
inline LayerSet& shown_layers(ViewSettings& view) {
  return view.pair == StagePair::kPlane ? view.plane_layers : view.layers;
}
inline const LayerSet& shown_layers(const ViewSettings& view) {
  return view.pair == StagePair::kPlane ? view.plane_layers : view.layers;
}

/// The plots that stand open where the data are pictures and nothing says otherwise.
std::vector<std::string> default_picture_plots();

/// Where the pointer is on the stage, for the probe.
struct StageHover {
  std::array<double, 2> position{};  ///< data units
  int view = 0;
};

/// A long job shown in the status bar.
struct BackgroundJob {
  std::string name;
  std::int64_t done = 0, total = 0;
  double seconds_left = 0.0;
};

/// A notice on screen.
struct ShownNotice {
  Notice notice;
  double shown_at = 0.0;  ///< seconds of the UI clock
  int merged = 1;         ///< how many like it this one stands for
};

/// An edit of a control that is not complete: what restarts the run waits for the mouse to be
/// released.
struct PendingEdit {
  std::string section, key;
  Value value;
};

struct ProgramState {
  const Schema* schema = nullptr;  ///< never null once the shell runs

  // What is chosen
  ExperimentSpec draft;        ///< as the controls show it
  Lesson lesson;               ///< the open lesson or state; its spec is what the dots compare with
  ExperimentSpec lesson_spec;  ///< the lesson's spec with the assignments of the open card
  int card = 0;
  std::vector<Lesson> lessons;  ///< all that can be picked
  std::vector<Lesson> presets;  ///< experiments to start from, listed below the lessons
  SettingHistory history;
  std::optional<PendingEdit> pending;
  ViewSettings view;

  // What the workers show
  Frames frames;
  bool training = false, sampling = false;  ///< as asked for; the frames follow within a step

  // What is open above the panels
  std::vector<ShownNotice> notices;  ///< oldest first
  std::optional<BackgroundJob> job;
  std::string saved_to;  ///< where the last file went, for the status bar
  bool keyboard_list = false;
  bool sample_was_clicked = false;  ///< in a gallery: its tooltip need not say so again
  bool open_card = false;           ///< the drop and open card
  std::string open_card_path;       ///< as typed so far
  std::string drawer;               ///< section whose drawer is open at 1280, or empty
  std::optional<StageHover> hover;

  // Clock of the interface
  double now = 0.0;  ///< seconds, monotonic
  float frames_per_second = 0.0F;
  /// Largest view.scale the window has room for; set by the shell before keys are read.
  float scale_limit = std::numeric_limits<float>::infinity();

  std::vector<Action> actions;  ///< pushed by panels, carried out by the shell

  template <class T>
  void ask(T wanted) {
    actions.emplace_back(std::move(wanted));
  }
};

/// Changes one option of the draft through a field table, remembers the step back, and asks for
/// Apply. `section` as in spec_json.h. A value that is not allowed becomes a notice and changes
/// nothing.
void edit_option(ProgramState& state, std::string_view section, std::string_view key,
                 const Value& value);
/// Replaces the draft as one step back named `gesture` (see SettingHistory) and asks for Apply.
void edit_spec(ProgramState& state, ExperimentSpec next, const std::string& gesture = {});

/// One step back or forth; a step over a change of card brings that card's layout too.
void undo(ProgramState& state);
void redo(ProgramState& state);

/// The lesson or preset of that id among those listed, or nullptr.
const Lesson* listed_lesson(const ProgramState& state, std::string_view id);
/// Opens a lesson at its first card: draft, dots and layout; the caller starts the run.
void adopt_lesson(ProgramState& state, Lesson lesson);
/// Opens card `index` of the lesson, as one step back: its assignments on top of the lesson's spec,
/// its layout. Asks for Apply if a setting changed. Does nothing for an index out of range.
void open_card(ProgramState& state, int index);
/// What `layout` states replaces what is there; unknown ids become notices.
void apply_layout(ProgramState& state, const Layout& layout);
/// The layout as it is now, for a saved state of points or of pictures.
Layout current_layout(const ViewSettings& view, bool pictures = false);

/// Levels of the run on screen, highest first: from the frames, else empty.
const std::vector<double>& shown_levels(const ProgramState& state);
/// The ladder's handle as an index into shown_levels; 0 if there are none. With follow it is where
/// the last sampler stands.
int shown_level_index(const ProgramState& state);

/// The view that is shown alone: the maximised one, in presenter mode else the one that the card
/// names, A of a single sampler. Nothing where both are shown.
std::optional<int> lone_view(const ProgramState& state);

/// True if something was learned: the training frame is past step 0.
bool has_learned(const ProgramState& state);

/// True if the samplers move data under a frozen score (lesson on DSM).
bool moves_data(const ProgramState& state);

/// The cloud of sampler `index`, or null.
const CloudFrame* cloud(const ProgramState& state, int index);

/// Where the sampler of cloud or gallery `index` stands, or null.
const SamplerStatus* sampler_status(const ProgramState& state, int index);

/// The label of the pair as the combo shows it: "Plain | annealed" from the samplers' own labels.
std::string pair_label(const ProgramState& state, StagePair pair);

/// A notice on top of those that are shown.
void notify(ProgramState& state, Notice notice);

/// What the stage asks of the simulator for this draft and view.
StageRequest stage_request(const ProgramState& state, int arrows, int picture);

}  // namespace scorescope
