// Keys: which were pressed in this UI frame, and what each does. None does anything while a field
// is typed in.
#pragma once

#include <vector>

#include "app/panels/program_state.h"

namespace scorescope {

/// Keys without a character; the values are those of GLFW.
namespace key {
inline constexpr unsigned kEscape = 256, kEnter = 257, kTab = 258, kRight = 262, kLeft = 263,
                          kDown = 264, kUp = 265, kHome = 268, kEnd = 269;
}

/// A key as the user thinks of it: a character ('T', '.', '?'; letters in upper case) or one of
/// key::.
struct KeyStroke {
  unsigned key = 0;
  bool ctrl = false, shift = false;
  bool operator==(const KeyStroke&) const = default;
};

/// The strokes of this ImGui frame; empty while a field wants text and while a menu is open.
std::vector<KeyStroke> collect_key_strokes();

/// Changes the state or asks for an action, as screens.md section 4 says. Returns false for a key
/// that does nothing.
bool act_on_key(const KeyStroke& stroke, ProgramState& state);

}  // namespace scorescope
