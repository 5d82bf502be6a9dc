#include "app/panels/program_state.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "app/panels/gallery.h"
#include "app/panels/plane.h"
#include "core/base/error.h"
#include "core/experiment/spec_json.h"

namespace scorescope {
namespace {

/// At most so many notices are shown; older ones merge into a count.
constexpr std::size_t kMostNotices = 3;

void notify_error(ProgramState& state, const std::string& title, const std::string& what) {
  notify(state, {Notice::Kind::kError, title, what, {}, {}});
}

ExperimentSpec spec_at_card(const Schema& schema, const Lesson& lesson, int card) {
  ExperimentSpec spec = lesson.spec;
  for (const std::string& assignment : lesson.cards[static_cast<std::size_t>(card)].set) {
    set_option(schema, spec, assignment);
  }
  return spec;
}

/// The layers of points or of the plane; what a gallery shows stands in the same list.
void take_layers(const std::vector<std::string>& ids, bool pictures, ViewSettings& view) {
  LayerSet layers{};
  bool any = ids.empty() && !pictures;
  for (const std::string& id : ids) {
    if (const ContentInfo* content = find_content(id)) {
      view.gallery.content = content->content;
    } else {
      layers[static_cast<std::size_t>(layer_from_id(id))] = true;
      any = true;
    }
  }
  if (any) (pictures ? view.plane_layers : view.layers) = layers;
}

/// Pictures and points have other pairs of views and other plots: where the one gave way to the
/// other, both begin as they do in a fresh window.
void change_sort_of_data(ProgramState& state, bool had_pictures) {
  const bool pictures = shows_gallery(state);
  if (pictures == had_pictures) return;
  const ViewSettings fresh;
  state.view.pair = pictures ? StagePair::kSingle : fresh.pair;
  state.view.open_plots = pictures ? default_picture_plots() : fresh.open_plots;
  state.view.gallery = {};
  state.view.maximised.clear();
}

void take_draft(ProgramState& state, ExperimentSpec next) {
  const bool had_pictures = shows_gallery(state);
  state.draft = std::move(next);
  change_sort_of_data(state, had_pictures);
}

const SimulationFrame* simulation_of(const ProgramState& state) {
  return state.frames.simulation.get();
}

/// The card's sentence, what its dots compare with, and its layout; the draft stays.
void show_card(ProgramState& state, int index) {
  state.card = index;
  state.lesson_spec = spec_at_card(*state.schema, state.lesson, index);
  state.view.presenter_view = ViewSettings{}.presenter_view;
  apply_layout(state, state.lesson.layout);
  apply_layout(state, state.lesson.cards[static_cast<std::size_t>(index)].layout);
}

/// One step of the history, forth or back; from another card it comes with that card.
void take_step(ProgramState& state, std::optional<SettingStep> step) {
  if (!step) return;
  if (step->card != state.card) show_card(state, step->card);
  if (step->spec == state.draft) return;
  take_draft(state, std::move(step->spec));
  state.ask(action::Apply{});
}

}  // namespace

std::vector<std::string> default_picture_plots() {
  return {"frechet", "loss", "level_loss", "classes"};
}

void edit_spec(ProgramState& state, ExperimentSpec next, const std::string& gesture) {
  if (next == state.draft) return;
  state.history.remember({state.draft, state.card}, gesture);
  take_draft(state, std::move(next));
  state.ask(action::Apply{});
}

void edit_option(ProgramState& state, std::string_view section, std::string_view key,
                 const Value& value) {
  ExperimentSpec next = state.draft;
  try {
    set_value(*state.schema, next, section, key, value);
    validate(*state.schema, next);
  } catch (const UserError& error) {
    notify_error(state, "Nothing changed", error.what());
    return;
  }
  edit_spec(state, std::move(next), std::string(section) + "." + std::string(key));
}

void undo(ProgramState& state) { take_step(state, state.history.undo({state.draft, state.card})); }

void redo(ProgramState& state) { take_step(state, state.history.redo({state.draft, state.card})); }

const Lesson* listed_lesson(const ProgramState& state, std::string_view id) {
  for (const std::vector<Lesson>* list : {&state.lessons, &state.presets}) {
    const auto found = std::ranges::find(*list, id, &Lesson::id);
    if (found != list->end()) return &*found;
  }
  return nullptr;
}

void adopt_lesson(ProgramState& state, Lesson lesson) {
  state.lesson = std::move(lesson);
  state.card = 0;
  state.lesson_spec = state.lesson.spec;
  state.history.clear();
  state.view.gallery = {};
  take_draft(state, state.lesson_spec);
  if (state.lesson.cards.empty()) {
    apply_layout(state, state.lesson.layout);
  } else {
    show_card(state, 0);
  }
  state.draft = state.lesson_spec;
}

void open_card(ProgramState& state, int index) {
  if (index < 0 || index >= static_cast<int>(state.lesson.cards.size())) return;
  if (index != state.card || state.draft != state.lesson_spec) {
    state.history.remember({state.draft, state.card});
  }
  show_card(state, index);
  if (state.draft == state.lesson_spec) return;
  state.draft = state.lesson_spec;
  state.ask(action::Apply{});
}

void apply_layout(ProgramState& state, const Layout& layout) {
  ViewSettings& view = state.view;
  try {
    if (layout.pair) view.pair = pair_from_id(*layout.pair);
    if (layout.layers) take_layers(*layout.layers, shows_gallery(state), view);
  } catch (const UserError& error) {
    notify_error(state, "The lesson's layout is only partly used", error.what());
  }
  if (layout.plots) view.open_plots = *layout.plots;
  if (layout.level) view.shown_level = static_cast<int>(*layout.level);
  if (layout.follow) {
    view.follow = *layout.follow;
    if (view.follow) view.gallery.moment = -1;
  }
  if (layout.presenter) view.presenter_transport = *layout.presenter;
  if (layout.presenter_view) view.presenter_view = *layout.presenter_view;
  if (layout.half_width) {
    view.half_width = *layout.half_width;
    view.centre = {0.0, 0.0};
  }
}

Layout current_layout(const ViewSettings& view, bool pictures) {
  Layout layout;
  layout.pair = info_of(view.pair).id;
  layout.layers.emplace();
  if (pictures) layout.layers->push_back(info_of(view.gallery.content).id);
  if (!pictures || view.pair == StagePair::kPlane) {
    for (const LayerInfo& info : pictures ? plane_layers() : stage_layers()) {
      if (has(shown_layers(view), info.layer)) layout.layers->push_back(info.id);
    }
  }
  layout.plots = view.open_plots;
  layout.level = view.shown_level;
  layout.follow = view.follow;
  layout.half_width = view.half_width;
  layout.presenter = view.presenter_transport;
  layout.presenter_view = view.presenter_view;
  return layout;
}

const std::vector<double>& shown_levels(const ProgramState& state) {
  static const std::vector<double> kNone;
  if (state.frames.training) return state.frames.training->levels;
  return state.frames.simulation ? state.frames.simulation->levels : kNone;
}

int shown_level_index(const ProgramState& state) {
  const int count = static_cast<int>(shown_levels(state).size());
  if (count == 0) return 0;
  const SimulationFrame* frame = simulation_of(state);
  if (state.view.follow && frame && !frame->clouds.empty() && frame->clouds.back()) {
    return std::clamp(frame->clouds.back()->level, 0, count - 1);
  }
  if (state.view.follow && shows_plane(state) && gallery(state, 0)) {
    return std::clamp(gallery(state, 0)->level, 0, count - 1);
  }
  const int wanted = state.view.shown_level;
  return wanted < 0 ? count - 1 : std::min(wanted, count - 1);
}

std::optional<int> lone_view(const ProgramState& state) {
  const ViewSettings& view = state.view;
  if (shows_tiles(state) && gallery_views(state) == 1) return 0;
  if (view.maximised == "view_a") return 0;
  if (view.maximised == "view_b") return 1;
  if (!shows_gallery(state) && view.pair == StagePair::kSamplers &&
      state.draft.samplers.size() < 2) {
    return 0;
  }
  if (!view.presenter || view.presenter_view == "both") return std::nullopt;
  return view.presenter_view == "a" ? 0 : 1;
}

bool has_learned(const ProgramState& state) {
  return state.frames.training && state.frames.training->step > 0;
}

bool moves_data(const ProgramState& state) {
  return state.frames.simulation && state.frames.simulation->moves_data();
}

const CloudFrame* cloud(const ProgramState& state, int index) {
  const SimulationFrame* frame = simulation_of(state);
  if (!frame || index < 0 || index >= static_cast<int>(frame->clouds.size())) return nullptr;
  return frame->clouds[static_cast<std::size_t>(index)].get();
}

const SamplerStatus* sampler_status(const ProgramState& state, int index) {
  if (shows_gallery(state)) return gallery(state, index);
  return cloud(state, index);
}

std::string pair_label(const ProgramState& state, StagePair pair) {
  if (pair != StagePair::kSamplers || !state.schema) return info_of(pair).label;
  std::string label;
  for (const Choice& choice : state.draft.samplers) {
    for (const EntryInfo& entry : state.schema->samplers) {
      if (entry.id != choice.kind) continue;
      std::string name = entry.label;
      // "Langevin" beside "Annealed Langevin" is the plain one
      if (choice.kind == "langevin") name = "Plain Langevin";
      // "Descend DSM" is told from others by what it descends
      if (name.starts_with("Descend ")) name = name.substr(name.find(' ') + 1);
      std::string short_name = name.substr(0, name.find(' '));
      // "DSM" stays as it is, "Annealed" after the bar does not begin a sentence
      const bool is_word =
          short_name.size() > 1 && std::islower(static_cast<unsigned char>(short_name[1])) != 0;
      if (!label.empty() && is_word) {
        short_name[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(short_name[0])));
      }
      label += (label.empty() ? "" : " | ") + short_name;
    }
  }
  // two of one kind are told by their letters
  const bool alike = state.draft.samplers.size() == 2 &&
                     state.draft.samplers[0].kind == state.draft.samplers[1].kind;
  return label.empty() || alike ? info_of(pair).label : label;
}

void notify(ProgramState& state, Notice notice) {
  for (ShownNotice& shown : state.notices) {
    if (shown.notice.title != notice.title || shown.notice.detail != notice.detail) continue;
    shown.shown_at = state.now;
    ++shown.merged;
    return;
  }
  state.notices.push_back({std::move(notice), state.now, 1});
  while (state.notices.size() > kMostNotices) {
    state.notices[1].merged += state.notices[0].merged;
    state.notices.erase(state.notices.begin());
  }
}

StageRequest stage_request(const ProgramState& state, int arrows, int picture) {
  const ViewSettings& view = state.view;
  StageRequest request;
  request.bounds = {view.centre[0] - view.half_width, view.centre[0] + view.half_width,
                    view.centre[1] - view.half_width, view.centre[1] + view.half_width};
  request.shown_level = view.shown_level;
  request.arrows = arrows;
  request.picture = picture;
  request.learned = request.error = false;
  for (int i = 0; i < 2; ++i) {
    const ViewPlan plan = view_plan(view.pair, shown_layers(view), view.follow, i);
    request.views[static_cast<std::size_t>(i)] = plan.request;
    request.learned = request.learned || plan.learned;
    request.error = request.error || plan.error;
  }
  if (!shows_gallery(state)) return request;
  request.gallery = gallery_request(state);
  if (shows_plane(state)) add_plane_request(state, request);
  for (int i = 0; i < 2; ++i) {
    request.views[static_cast<std::size_t>(i)] = gallery_view_request(state, i);
  }
  return request;
}

}  // namespace scorescope
