// An X server without a screen for tests that need a real window. POSIX only.
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <string>

namespace scorescope {

/// Starts Xvfb on a free display and points DISPLAY at it; ends it when destroyed.
class VirtualDisplay {
 public:
  explicit VirtualDisplay(const char* screen = "1600x900x24") {
    std::array<int, 2> pipe_ends{};
    if (pipe(pipe_ends.data()) != 0) return;
    process_ = fork();
    if (process_ == 0) {
      const int null = open("/dev/null", O_WRONLY);
      dup2(null, 2);
      const std::string number = std::to_string(pipe_ends[1]);
      execlp("Xvfb", "Xvfb", "-displayfd", number.c_str(), "-screen", "0", screen, "-nolisten",
             "tcp", nullptr);
      _exit(127);
    }
    close(pipe_ends[1]);
    std::array<char, 16> text{};
    const auto length = read(pipe_ends[0], text.data(), text.size() - 1);
    close(pipe_ends[0]);
    if (length <= 0) return;
    number_ = std::to_string(std::atoi(text.data()));
    setenv("DISPLAY", (":" + number_).c_str(), 1);
  }
  ~VirtualDisplay() { end(); }
  VirtualDisplay(const VirtualDisplay&) = delete;
  VirtualDisplay& operator=(const VirtualDisplay&) = delete;

  /// False where Xvfb is not installed.
  bool is_running() const { return !number_.empty(); }

  /// Takes the display away from whoever uses it.
  void end() {
    if (process_ <= 0) return;
    kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
    process_ = -1;
  }

 private:
  pid_t process_ = -1;
  std::string number_;
};

}  // namespace scorescope
