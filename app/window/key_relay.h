// Hands key events on so that every frame sees each key change once at most: ImGui 1.86 looks at
// the keys as they are when a frame begins, and would miss one that was pressed and released within
// a slow frame, or see it without the Ctrl or Shift that was released a moment later.
#pragma once

#include <algorithm>
#include <deque>
#include <functional>
#include <set>
#include <utility>

namespace scorescope {

/// As GLFW reports it.
struct KeyEvent {
  int key = 0, scancode = 0, action = 0, mods = 0;
  unsigned character = 0;  ///< else text, which waits only behind keys that wait
};

class KeyRelay {
 public:
  explicit KeyRelay(std::function<void(const KeyEvent&)> pass_on) : pass_on_(std::move(pass_on)) {}

  /// Passed on now, or after the next frame if its key has changed since the last one, or if it is
  /// a modifier and any other key has. What comes after an event that waits also waits, so that
  /// their order stays.
  void take(const KeyEvent& event) {
    if (!waiting_.empty() || (event.character == 0 && must_wait(event.key))) {
      waiting_.push_back(event);
      return;
    }
    if (event.character == 0) changed_.insert(event.key);
    pass_on_(event);
  }

  /// The keys were seen by a frame. Returns true if further ones were passed on.
  bool frame_drawn() {
    changed_.clear();
    const bool any = !waiting_.empty();
    std::deque<KeyEvent> held = std::exchange(waiting_, {});
    for (const KeyEvent& event : held) take(event);
    return any;
  }

 private:
  /// GLFW's numbers of Shift, Ctrl, Alt and Super at the left and at the right.
  static bool is_modifier(int key) { return key >= 340 && key <= 347; }
  bool must_wait(int key) const {
    if (changed_.contains(key)) return true;
    return is_modifier(key) && !std::all_of(changed_.begin(), changed_.end(), is_modifier);
  }

  std::function<void(const KeyEvent&)> pass_on_;
  std::set<int> changed_;  ///< keys with a change that no frame has seen
  std::deque<KeyEvent> waiting_;
};

}  // namespace scorescope
