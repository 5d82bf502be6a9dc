// Carrying out what the panels asked for: the session's commands, files, the clipboard.
#include <algorithm>
#include <filesystem>
#include <utility>
#include <variant>

#include "app/panels/data_choice.h"
#include "app/panels/gallery.h"
#include "app/panels/stage_input.h"
#include "app/panels/step_grid.h"
#include "app/panels/view_csv.h"
#include "app/plot/plot_model.h"
#include "app/shell/figure_command.h"
#include "app/shell/figure_picture.h"
#include "app/shell/shell.h"
#include "app/shell/show_in_folder.h"
#include "core/base/error.h"
#include "core/experiment/lesson.h"
#include "core/experiment/lesson_library.h"
#include "core/experiment/spec_json.h"
#include "core/record/file.h"
#include "core/record/png.h"
#include "core/record/run_folder.h"

namespace scorescope {
namespace {

namespace fs = std::filesystem;

constexpr int kTrialCells = 4;

template <class... Functions>
struct Overloaded : Functions... {
  using Functions::operator()...;
};
template <class... Functions>
Overloaded(Functions...) -> Overloaded<Functions...>;

std::string lower_extension(const std::string& path) {
  std::string extension = fs::path(path).extension().string();
  for (char& c : extension) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return extension;
}

bool is_picture(const std::string& extension) {
  for (const char* known :
       {".png", ".jpg", ".jpeg", ".bmp", ".gif", ".tga", ".psd", ".pgm", ".ppm"}) {
    if (extension == known) return true;
  }
  return false;
}

/// A lesson that is the state as it is: the draft and the layout, and of the cards only the open
/// one.
Lesson lesson_of_state(const ProgramState& state) {
  Lesson saved;
  saved.id = state.lesson.id;
  saved.title = state.lesson.title;
  saved.about = state.lesson.about;
  saved.spec = state.draft;
  saved.layout = current_layout(state.view, shows_gallery(state));
  const auto card = static_cast<std::size_t>(state.card);
  if (card < state.lesson.cards.size()) {
    saved.cards.push_back(
        {state.lesson.cards[card].text, state.lesson.cards[card].emphasis, {}, {}});
  }
  return saved;
}

}  // namespace

void Shell::tell_saved(const std::string& title, const std::string& path) {
  state_.saved_to = path;
  notify(state_, {Notice::Kind::kDone, title, "", "", path});
}

void Shell::tell_error(const std::string& title, const std::string& what) {
  notify(state_, {Notice::Kind::kError, title, what, "", ""});
}

std::string Shell::run_folder() {
  if (run_folder_.empty()) {
    const std::string name = state_.lesson.id.empty() ? "run" : state_.lesson.id;
    const std::string folder = next_run_folder("runs", name);
    make_run_folder(folder);
    run_folder_ = folder;
  }
  return run_folder_;
}

void Shell::carry_out_actions() {
  for (const Action& wanted : std::exchange(state_.actions, {})) {
    try {
      carry_out(wanted);
    } catch (const UserError& error) {
      tell_error("That did not work, nothing changed", error.what());
    }
  }
}

void Shell::ask_for(bool training, bool running) {
  asked_at_ = state_.now;
  (training ? state_.training : state_.sampling) = running;
}

void Shell::start_run() {
  looked_at_.reset();
  preview_shown_.reset();
  ask_for(true, false);
  ask_for(false, false);
  if (session_ != nullptr) session_->start(state_.draft);
}

void Shell::apply_draft() {
  const auto& shown = state_.frames.simulation;
  // dragging the handles of a mixture must not move the plane under the pointer
  const bool other_data = shown && shown->spec &&
                          shown->spec->data.kind != state_.draft.data.kind &&
                          state_.draft.data.kind != "mixture";
  if (other_data) refit_after_ = shown->run_id;
  if (session_ != nullptr) session_->apply(state_.draft);
}

void Shell::carry_out(const Action& wanted) {
  const auto with_session = [this](auto&& command) {
    if (session_ != nullptr) command(*session_);
  };
  std::visit(Overloaded{
                 [&](const action::Apply&) { apply_draft(); },
                 [&](const action::Train& a) {
                   ask_for(true, a.running);
                   with_session([&](Session& s) { s.train(a.running); });
                 },
                 [&](const action::StepTraining&) {
                   ask_for(true, false);
                   with_session([](Session& s) { s.step_training(); });
                 },
                 [&](const action::ResetTraining&) { start_run(); },
                 [&](const action::Sample& a) {
                   ask_for(false, a.running);
                   constexpr auto kParticles = static_cast<std::size_t>(StageLayer::kParticles);
                   if (a.running) shown_layers(state_.view)[kParticles] = true;
                   with_session([&](Session& s) { s.sample(a.running); });
                 },
                 [&](const action::StepSampling&) {
                   ask_for(false, false);
                   with_session([](Session& s) { s.step_sampling(); });
                 },
                 [&](const action::ResetSampling&) {
                   ask_for(false, false);
                   state_.view.gallery.moment = -1;
                   with_session([](Session& s) { s.reset_sampling(); });
                 },
                 [&](const action::DropParticles& a) {
                   with_session([&](Session& s) { s.drop_particles(a.position, a.count); });
                 },
                 [&](const action::PinRun&) {
                   with_session([](Session& s) { s.pin_run(); });
                   state_.view.pair = StagePair::kRuns;
                 },
                 [&](const action::OpenLesson& a) { open(a.id); },
                 [&](const action::OpenCard& a) {
                   open_card(state_, a.index);
                   carry_out_actions();
                 },
                 [&](const action::OpenPath& a) { open_path(a.path); },
                 [&](const action::TryData& a) { try_data(a.data); },
                 [&](const action::ShowOpenCard&) { state_.open_card = !state_.open_card; },
                 [&](const action::SaveState& a) { save_state(a.path); },
                 [&](const action::ExportPicture& a) { export_picture(a.what); },
                 [&](const action::ExportValues& a) { export_values(a.plot); },
                 [&](const action::ExportView& a) { export_view(a.view, a.particles); },
                 [&](const action::CopyValues& a) {
                   if (a.plot == kStepGridFigure) {
                     if (!step_grid(state_)) return;
                     ImGui::SetClipboardText(step_grid_csv(*step_grid(state_)).c_str());
                     notify(state_, {Notice::Kind::kDone, "Values copied", "T × ε grid", "", ""});
                   } else if (const PlotEntry* entry = find_plot(a.plot)) {
                     ImGui::SetClipboardText(plot_csv(entry->build(plot_input(a.plot))).c_str());
                     notify(state_, {Notice::Kind::kDone, "Values copied",
                                     std::string(entry->title), "", ""});
                   }
                 },
                 [&](const action::CopyCommand& a) {
                   ImGui::SetClipboardText(command_text(figure_command(state_, a.plot)).c_str());
                   notify(state_, {Notice::Kind::kDone, "Command copied",
                                   "Paste it into a terminal", "", ""});
                 },
                 [&](const action::ShowPath& a) { show_path(a.path); },
                 [&](const action::MakeStepGrid&) {
                   with_session([](Session& s) { s.make_step_grid(); });
                 },
                 [&](const action::CancelJob&) {
                   state_.job.reset();
                   with_session([](Session& s) { s.cancel_step_grid(); });
                 },
             },
             wanted);
}

void Shell::open(const std::string& lesson_or_path) {
  if (const Lesson* lesson = listed_lesson(state_, lesson_or_path)) {
    open_lesson(*lesson, "");
    return;
  }
  try {
    open_path(lesson_or_path);
  } catch (const UserError& error) {
    tell_error("Nothing was opened", error.what());
  }
}

void Shell::open_lesson(Lesson lesson, const std::string& state_path) {
  run_folder_.clear();
  trial_.reset();
  end_reading();
  adopt_lesson(state_, std::move(lesson));
  if (!state_.lesson.layout.half_width) fit_camera(state_);
  start_run();
  if (!state_path.empty() && session_ != nullptr) session_->load_state(state_path);
}

void Shell::open_data_file(const std::string& kind, const std::string& path) {
  ExperimentSpec next = with_data(state_, {kind, {{"path", Value(fs::absolute(path).string())}}});
  validate(*state_.schema, next);
  // the sketcher draws distributions; sets of pictures are read by the run itself
  if (has_pictures(*state_.schema, next)) {
    edit_spec(state_, std::move(next));
  } else {
    try_data(std::move(next.data));
  }
}

/// A file that cannot be used is refused before anything changes; reading it is the sketcher's
/// work. Of several the last one counts.
void Shell::try_data(Choice data) {
  trial_ = data;
  const auto path = data.options.find("path");
  const auto* text = path == data.options.end() ? nullptr : std::get_if<std::string>(&path->second);
  if (text) begin_reading(*text);
  sketcher_.ask(std::move(data), kTrialCells);
}

void Shell::finish_trial(const DataSketch& sketch) {
  if (trial_ != sketch.data) return;  // overtaken by another file or lesson
  trial_.reset();
  end_reading();
  if (!sketch.problem.empty()) {
    tell_error("This file cannot be the data, nothing changed", sketch.problem);
    return;
  }
  edit_spec(state_, with_data(state_, sketch.data));
}

void Shell::open_path(const std::string& path) {
  const std::string extension = lower_extension(path);
  if (extension == ".json") {
    ask_for_lesson(path);
  } else if (extension == ".csv" || extension == ".txt") {
    open_data_file("csv", path);
  } else if (const std::string kind = picture_set_kind(path); !kind.empty()) {
    open_data_file(kind, path);
  } else if (is_picture(extension)) {
    open_data_file("picture", path);
  } else {
    throw UserError(path +
                    " is not something to open: a picture, a CSV file of points, an IDX file or a "
                    "folder of pictures becomes the data, "
                    "a JSON file opens a state or a lesson.");
  }
  state_.open_card = false;
}

void Shell::save_state(std::string path) {
  if (path.empty()) path = run_folder() + "/state.json";
  if (session_ != nullptr) {
    session_->save_state(path, lesson_to_json(*state_.schema, lesson_of_state(state_)));
  }
}

void Shell::export_picture(const std::string& what) {
  if (what == "window") {
    window_picture_ = run_folder() + "/window.png";
    return;
  }
  const RgbaImage image = figure_picture({state_, plots_, what, 2.0F});
  const std::string path = run_folder() + "/" + what + ".png";
  write_png(path, image.size.width, image.size.height, image.pixels);
  tell_saved("Picture saved to", path);
}

void Shell::export_values(const std::string& plot) {
  if (plot == kStepGridFigure) {
    if (!step_grid(state_)) return;
    const std::string path = run_folder() + "/" + plot + ".csv";
    write_file(path, step_grid_csv(*step_grid(state_)));
    tell_saved("Values saved to", path);
    return;
  }
  const PlotEntry* entry = find_plot(plot);
  if (entry == nullptr) return;
  const std::string path = run_folder() + "/" + plot + ".csv";
  write_file(path, plot_csv(entry->build(plot_input(plot))));
  tell_saved("Values saved to", path);
}

void Shell::export_view(int view, bool particles) {
  const auto& frame = state_.frames.simulation;
  const FieldFrame* field = frame ? frame->fields[static_cast<std::size_t>(view)].get() : nullptr;
  const CloudFrame* moved = particles ? cloud(state_, view) : nullptr;
  if (particles ? moved == nullptr : field == nullptr) return;
  const std::string path =
      run_folder() + (view == 0 ? "/view_a" : "/view_b") + (particles ? "_particles.csv" : ".csv");
  write_file(path, particles ? particles_csv(*moved) : field_csv(*field));
  tell_saved("Values saved to", path);
}

void Shell::show_path(const std::string& path) {
  const std::string absolute = fs::absolute(path).string();
  if (show_in_folder(absolute)) return;
  ImGui::SetClipboardText(absolute.c_str());
  notify(state_, {Notice::Kind::kDone, "No file manager answers here, the path is copied", absolute,
                  "", ""});
}

}  // namespace scorescope
