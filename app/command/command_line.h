// The command line of the program: what it may say, and which command that means.
#pragma once

#include <functional>
#include <stdexcept>
#include <string>

#include "app/command/picture_writer.h"

namespace scorescope {

/// What `scorescope [LESSON|FILE]` opens, and how.
struct WindowRequest {
  std::string open;
  std::string theme;
  float scale = 0.0F;
  int width = 1600, height = 900;
  std::string screenshot;
  int frames = 120;
};

/// What commands need from the rest of the program.
struct CommandTools {
  PictureWriter pictures;
  /// Runs the window to its end and returns the exit status. Absent in a build without windows.
  /// Throws NoWindow where none can be opened.
  std::function<int(const WindowRequest& request)> window;
};

/// No window can be opened here; the message says why, in one sentence.
class NoWindow : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Parses, runs the command, prints results to standard output and messages to standard error.
/// Never throws for what the user did; returns an ExitStatus.
int run_command_line(int argc, const char* const* argv, const CommandTools& tools);

}  // namespace scorescope
