// The program: joins the command line to the window, where there is one.
#include <exception>

#include <fmt/format.h>

#include "app/command/command_line.h"
#include "app/command/window_pictures.h"

#if SCORESCOPE_WINDOW
#include "app/shell/run_window.h"
#include "app/window/window.h"
#include "build_config.h"
#include "core/experiment/lesson_library.h"
#include "core/run/choices.h"
#endif

namespace scorescope {
namespace {

#if SCORESCOPE_WINDOW
int open_window(const WindowRequest& request) try {
  WindowArguments arguments;
  arguments.open = request.open;
  arguments.lessons = load_lessons(schema(), assets_directory());
  arguments.presets = load_presets(schema(), assets_directory());
  arguments.width = request.width;
  arguments.height = request.height;
  arguments.theme = request.theme;
  arguments.scale = request.scale;
  arguments.screenshot = request.screenshot;
  arguments.frames = request.frames;
  return run_window(arguments);
} catch (const NoDisplay& error) {
  throw NoWindow(error.what());
} catch (const DisplayLost& error) {
  throw UserError(error.what());
}
#endif

CommandTools command_tools() {
  CommandTools tools;
  tools.pictures = offscreen_pictures();
#if SCORESCOPE_WINDOW
  tools.window = open_window;
#endif
  return tools;
}

}  // namespace
}  // namespace scorescope

int main(int argc, char** argv) try {
  return scorescope::run_command_line(argc, argv, scorescope::command_tools());
} catch (const std::exception& error) {
  fmt::print(stderr, "scorescope: an error of the program itself: {}\n", error.what());
  return 70;  // EX_SOFTWARE of sysexits.h
}
