// The program with a window: session, shell and frame loop until the window is closed.
#pragma once

#include <string>
#include <vector>

#include "core/experiment/lesson.h"

namespace scorescope {

struct WindowArguments {
  std::string open;             ///< id of a lesson or preset, or a file; empty: the first lesson
  std::vector<Lesson> lessons;  ///< all that can be picked, the default first
  std::vector<Lesson> presets;  ///< listed below the lessons
  int width = 1600, height = 900;
  std::string theme;       ///< "dark", "light"; empty: as last time, dark the first time
  float scale = 0.0F;      ///< UI scale on top of the monitor's; 0: as last time, 1 the first time
  std::string screenshot;  ///< writes the window there after `frames` frames and ends; for tests
  int frames = 120;
};

/// Returns the program's exit status. Throws NoDisplay where no window can be opened and
/// DisplayLost if the display goes away; both are sentences for the user.
int run_window(const WindowArguments& arguments);

}  // namespace scorescope
