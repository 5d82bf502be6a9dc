#include "app/shell/key_strokes.h"

#include <imgui.h>

#include <algorithm>
#include <string>

#include "app/panels/gallery.h"
#include "app/panels/plane.h"
#include "app/panels/setting_rows.h"
#include "app/panels/step_grid.h"
#include "app/panels/step_grid_bar.h"
#include "app/widgets/cards.h"

namespace scorescope {
namespace {

constexpr float kScaleStep = 1.1F, kLeastScale = 0.75F, kMostScale = 3.0F;

/// Of pictures the moment of the samples' way.
void move_moment(ProgramState& state, int by) {
  const GalleryFrame* frame = chosen_gallery(state);
  if (frame) show_moment(state, shown_moment(state, *frame) + by);
}

void move_level(ProgramState& state, int by) {
  if (shows_tiles(state)) return move_moment(state, by);
  const int count = static_cast<int>(shown_levels(state).size());
  if (count == 0) return;
  const int level = std::clamp(shown_level_index(state) + by, 0, count - 1);
  state.view.follow = false;
  state.view.shown_level = level;
}

/// The sample before or after the chosen one; only pictures have one.
bool move_sample(ProgramState& state, int by) {
  if (!shows_tiles(state)) return false;
  choose_sample(state, gallery_request(state).chosen_view, chosen_sample(state) + by);
  return true;
}

void toggle_layer(ProgramState& state, unsigned digit) {
  const std::size_t index = digit - '1';
  if (shows_plane(state)) {
    const auto layers = plane_layers();
    if (index >= layers.size()) return;
    bool& on = state.view.plane_layers[static_cast<std::size_t>(layers[index].layer)];
    on = !on;
    return;
  }
  if (shows_step_grid(state)) return;
  if (shows_gallery(state)) {
    const auto contents = gallery_contents();
    if (index < contents.size()) state.view.gallery.content = contents[index].content;
    return;
  }
  if (index < stage_layers().size()) state.view.layers[index] = !state.view.layers[index];
}

void toggle_columns(ProgramState& state) {
  const bool any = state.view.settings_column || state.view.plots_column;
  state.view.settings_column = state.view.plots_column = !any;
}

void new_seed(ProgramState& state) { edit_option(state, "seeds", "main", Value(fresh_seed())); }

/// Escape leaves what lies on top first.
bool escape(ProgramState& state) {
  if (state.open_card) {
    state.open_card = false;
  } else if (state.keyboard_list) {
    state.keyboard_list = false;
  } else if (!state.drawer.empty()) {
    state.drawer.clear();
  } else if (state.view.presenter) {
    state.view.presenter = false;
  } else if (!state.view.maximised.empty()) {
    state.view.maximised.clear();
  } else {
    return false;
  }
  return true;
}

/// From the scale that is on screen: where the window has no room for more, further presses are not
/// counted, so that the first one back is seen.
void scale_by(ProgramState& state, float factor) {
  const float shown = std::min(state.view.scale, state.scale_limit);
  const float most = std::max(kLeastScale, std::min(kMostScale, state.scale_limit));
  const float wanted = std::clamp(shown * factor, kLeastScale, kMostScale);
  state.view.scale = std::min(wanted, most);
  if (wanted > most) {
    notify(state, {Notice::Kind::kDone,
                   "The interface is as large as this window allows",
                   "A larger window has room for more; Ctrl − makes it smaller again.",
                   {},
                   {}});
  }
}

bool act_with_ctrl(const KeyStroke& stroke, ProgramState& state) {
  switch (stroke.key) {
    case 'Z':
      stroke.shift ? redo(state) : undo(state);
      return true;
    case 'Y':
      redo(state);
      return true;
    case 'S':
      if (stroke.shift) {
        state.ask(action::ExportPicture{"window"});
      } else {
        state.ask(action::SaveState{});
      }
      return true;
    case 'O':
      state.ask(action::ShowOpenCard{});
      return true;
    case '+':
    case '=':
      scale_by(state, kScaleStep);
      return true;
    case '-':
      scale_by(state, 1.0F / kScaleStep);
      return true;
    case '0':
      state.view.scale = 1.0F;
      return true;
    default:
      return false;
  }
}

bool act_plain(const KeyStroke& stroke, ProgramState& state) {
  switch (stroke.key) {
    case 'T':
      state.ask(action::Train{!state.training});
      return true;
    case ' ':
      if (shows_step_grid(state)) {
        press_step_grid(state);
      } else {
        state.ask(action::Sample{!state.sampling});
      }
      return true;
    case '.':
      state.ask(action::StepTraining{});
      return true;
    case ',':
      state.ask(action::StepSampling{});
      return true;
    case 'R':
      if (stroke.shift) {
        new_seed(state);
      } else {
        state.ask(action::ResetTraining{});
      }
      return true;
    case 'F':
      state.view.presenter = !state.view.presenter;
      return true;
    case '?':
      state.keyboard_list = !state.keyboard_list;
      return true;
    case '[':
      state.ask(action::OpenCard{state.card - 1});
      return true;
    case ']':
      state.ask(action::OpenCard{state.card + 1});
      return true;
    case key::kLeft:
      move_level(state, -1);
      return true;
    case key::kRight:
      move_level(state, 1);
      return true;
    case key::kUp:
    case key::kDown:
      return move_sample(state, stroke.key == key::kUp ? -1 : 1);
    case key::kTab:
      toggle_columns(state);
      return true;
    case key::kEscape:
      return escape(state);
    default:
      break;
  }
  if (stroke.key < '1' || stroke.key > '9') return false;
  toggle_layer(state, stroke.key);
  return true;
}

/// Signs are taken as characters, since keyboards have them in different places; holding one
/// repeats.
bool is_sign(unsigned character) {
  return character == '.' || character == ',' || character == '?' || character == '[' ||
         character == ']';
}

}  // namespace

std::vector<KeyStroke> collect_key_strokes() {
  std::vector<KeyStroke> strokes;
  const ImGuiIO& io = ImGui::GetIO();
  if (give_keys_to_menu() || io.WantTextInput || ImGui::IsAnyItemActive()) return strokes;
  const auto add_if_pressed = [&](unsigned code, bool repeat) {
    if (ImGui::IsKeyPressed(static_cast<int>(code), repeat)) {
      strokes.push_back({code, io.KeyCtrl || io.KeySuper, io.KeyShift});
    }
  };
  for (unsigned letter = 'A'; letter <= 'Z'; ++letter) add_if_pressed(letter, letter == 'Z');
  for (unsigned digit = '0'; digit <= '9'; ++digit) add_if_pressed(digit, false);
  add_if_pressed(' ', false);
  for (const unsigned code : {key::kLeft, key::kRight, key::kUp, key::kDown})
    add_if_pressed(code, true);
  for (const unsigned code : {key::kTab, key::kEscape}) add_if_pressed(code, false);
  if (io.KeyCtrl) {
    for (const unsigned sign : {'=', '-', '+'}) add_if_pressed(sign, true);
    return strokes;
  }
  for (const ImWchar character : io.InputQueueCharacters) {
    if (is_sign(character)) strokes.push_back({character, false, false});
  }
  return strokes;
}

bool act_on_key(const KeyStroke& stroke, ProgramState& state) {
  return stroke.ctrl ? act_with_ctrl(stroke, state) : act_plain(stroke, state);
}

}  // namespace scorescope
