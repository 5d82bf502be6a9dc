// The whole window's content for one UI frame: layout, pictures, panels, keys, and carrying out
// what the panels asked for. Knows nothing of GLFW, so that tests and pictures use it too. UI
// thread.
#pragma once

#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/panels/plots_column.h"
#include "app/panels/program_state.h"
#include "app/shell/stage_pictures.h"
#include "app/shell/window_layout.h"
#include "app/widgets/fonts.h"
#include "core/run/channel.h"
#include "core/run/data_pictures.h"
#include "core/run/session.h"

namespace scorescope {

/// What became of a JSON file that was to be opened.
struct ReadLesson {
  std::string path;
  std::optional<Lesson> lesson;
  bool is_state = false;
  std::string problem;  ///< why there is no lesson
};

class Shell {
 public:
  /// `session` may be null (canned frames): then actions for it are dropped. It must outlive the
  /// shell, as must `schema`. `wake` is called from another thread when a picture of a distribution
  /// is ready or a file was read (see Session). Needs the GL context of the window.
  Shell(const Schema& schema, Session* session, std::vector<Lesson> lessons,
        std::function<void()> wake = {});

  ProgramState& state() { return state_; }
  PlotsColumnState& plots() { return plots_; }

  /// Opens a lesson by id, or the file at a path (lesson, state, picture, CSV). A problem becomes a
  /// notice and what was open stays.
  void open(const std::string& lesson_or_path);

  /// Takes over the newest frames and notices of the session. Call once before draw().
  void adopt_frames(double now);
  /// The same with given frames, for pictures and tests.
  void show_frames(Frames frames);

  /// The scale at which fonts must be built for draw() at this window size; `monitor` is the
  /// monitor's own scale.
  float font_scale(float width, float height, float monitor) const;

  /// Everything inside one ImGui frame whose display has that size in framebuffer pixels. `fonts`
  /// were built at font_scale().
  void draw(const FontSet& fonts, float width, float height, float monitor);

  /// A picture of the whole window that was asked for, as the path to write to; asked for once.
  std::optional<std::string> take_window_picture();

  /// Files written by others (the window's picture) are told like our own.
  void tell_saved(const std::string& title, const std::string& path);
  void tell_error(const std::string& title, const std::string& what);

  /// True while something on screen moves by itself: a notice that will come or leave. Workers that
  /// run wake the window when they have something new to show.
  bool is_animated() const;

 private:
  void take_keys();
  void request_frames(const WindowLayout& layout);
  void draw_window(const Style& style, const WindowLayout& layout, const ScreenPictures& pictures);
  void draw_presentation(const Style& style, const WindowLayout& layout,
                         const ScreenPictures& pictures);
  void draw_plots(const Style& style, const Region& region);
  void draw_points(const Style& style, const WindowLayout& layout, const ScreenPictures& pictures);
  void draw_galleries(const Style& style, const WindowLayout& layout,
                      const ScreenPictures& pictures);
  void draw_step_grid_view(const Style& style, const WindowLayout& layout,
                           const ScreenPictures& pictures);
  const ScreenPictures& update_pictures(const Style& style, const WindowLayout& layout);
  void draw_maximised_plot(const Style& style, const Region& stage);
  void sync_plots();
  void limit_scale(float width, float height, float monitor);
  void fold_what_is_off();
  float sentence_height(const FontSet& fonts, const WindowLayout& layout, bool presenter) const;
  WindowLayout layout_with_sentence(const FontSet& fonts, LayoutRequest request) const;
  void ask_for_data_pictures();
  void take_data_sketches();
  void fit_plane();
  void finish_trial(const DataSketch& sketch);

  void carry_out_actions();
  void carry_out(const Action& action);
  void start_run();
  void apply_draft();
  void open_lesson(Lesson lesson, const std::string& state_path);
  void open_path(const std::string& path);
  void open_data_file(const std::string& kind, const std::string& path);
  void try_data(Choice data);

  void ask_for_lesson(const std::string& path);
  void take_read_lessons();
  void begin_reading(const std::string& path);
  void end_reading();
  void tell_reading();

  void save_state(std::string path);
  void export_picture(const std::string& what);
  void export_values(const std::string& plot);
  void export_view(int view, bool particles);
  void show_path(const std::string& path);
  /// What a plot is built from; `plot` is the one whose choice holds.
  PlotInput plot_input(const std::string& plot = {}) const;
  /// The folder of this run's files, made when the first one is written.
  std::string run_folder();
  void ask_for(bool training, bool running);

  Session* session_;
  ProgramState state_;
  PlotsColumnState plots_;
  std::vector<std::string> plots_as_synced_;
  StagePictures pictures_;
  std::function<void()> wake_;
  DataSketcher sketcher_;
  /// Data from a file that becomes the draft's once the sketcher could make it.
  std::optional<Choice> trial_;
  /// The file in another thread's hands; a later one overtakes it.
  struct FileReading {
    std::string path;
    double since = 0.0;  ///< on the clock of the interface
    bool told = false;
  };
  std::optional<FileReading> reading_;
  Queue<ReadLesson> read_lessons_;
  /// They wait for their thread when the shell goes, so they come after all that it uses.
  std::vector<std::future<void>> readers_;
  std::optional<StageRequest> looked_at_;
  std::optional<std::array<double, 2>> probed_at_;
  std::optional<bool> preview_shown_;
  std::string run_folder_;
  std::optional<std::string> window_picture_;
  /// The run whose data the camera still shows although other data was chosen.
  std::optional<std::uint64_t> refit_after_;
  std::string fitted_plane_;            ///< run and plane that the camera was fitted to
  std::optional<float> limited_scale_;  ///< the wanted scale that was said not to fit
  bool training_was_off_ = false;
  double asked_at_ = -10.0;  ///< when a transport was last pressed
};

}  // namespace scorescope
