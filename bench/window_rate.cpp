// What the open window costs: training rate beside a headless session, frames drawn a second, and
// what the UI thread and the renderer's threads work for one. Needs a display (xvfb-run).
// usage: bench_window_rate [--lesson ID] [--seconds S] [--sample] [--animate] [--particles N]
//                          [--arrows N] [--set KEY=VALUE]...
// Frames come as in the program, when the workers have something new and 30 times a second at
// least, or with --animate as often as the window can. frames_per_second counts those that changed
// the window (a slow machine may have less to show), turns_per_second all. The lesson trains at
// full speed, without end. --sample runs the samplers too (of pictures, again and again); of points
// with both samplers' particles and trails. --arrows is the number on a side of each view (48:
// 2,304).
#include <imgui.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "app/shell/shell.h"
#include "app/widgets/fonts.h"
#include "app/window/window.h"
#include "build_config.h"
#include "core/experiment/lesson_library.h"
#include "core/experiment/spec_json.h"
#include "core/run/choices.h"
#include "core/run/session.h"

namespace {

using namespace scorescope;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Milliseconds this thread has worked; on a busy machine the clock counts others' work too.
double thread_milliseconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return 1e3 * static_cast<double>(now.tv_sec) + 1e-6 * static_cast<double>(now.tv_nsec);
}

double quantile(std::vector<double> values, double share) {
  if (values.empty()) return 0.0;
  const auto at = static_cast<long>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + at, values.end());
  return values[static_cast<std::size_t>(at)];
}

/// What the views of a frame hold.
struct Shown {
  std::size_t arrows = 0, particles = 0, trail_points = 0;
};

Shown shown_by(const SimulationFrame& frame) {
  Shown shown;
  for (const auto& view : frame.fields) {
    if (view) shown.arrows += view->exact.vectors.size() / 2;
  }
  for (const auto& cloud : frame.clouds) {
    if (!cloud) continue;
    shown.particles += cloud->positions.size() / 2;
    shown.trail_points += cloud->trails.size() / 2;
  }
  return shown;
}

struct Arguments {
  std::string lesson = "why-annealing";
  double seconds = 20.0;
  bool sample = false, animate = false;
  std::int64_t particles = 0;
  int arrows = 0;
  std::vector<std::string> set;
};

/// The lesson at full speed, for ever.
Lesson endless(const Arguments& arguments) {
  Lesson lesson = open_lesson(schema(), assets_directory(), arguments.lesson);
  ExperimentSpec& spec = lesson.spec;
  spec.training.pace = 0.0;
  spec.training.stop_after = 10'000'000;
  if (arguments.particles > 0) spec.sampling.particles = arguments.particles;
  for (Choice& sampler : spec.samplers) {
    if (sampler.kind.ends_with("langevin")) {
      sampler.options["steps_per_level"] = std::int64_t{10'000};
    }
  }
  for (const std::string& assignment : arguments.set) set_option(schema(), spec, assignment);
  return lesson;
}

/// Seconds that the process's threads have worked, by what they do. Linux only.
struct Worked {
  double ui = 0.0, renderer = 0.0, workers = 0.0;
};

Worked worked_so_far() {
  Worked worked;
  const std::string self = std::to_string(getpid());
  for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
    std::string name;
    double nanoseconds = 0.0;
    std::getline(std::ifstream(task.path() / "comm"), name);
    std::ifstream(task.path() / "schedstat") >> nanoseconds;
    const bool renders =
        name.find("llvmpipe") != std::string::npos || name.find("disk$") != std::string::npos;
    double& part = task.path().filename() == self ? worked.ui
                   : renders                      ? worked.renderer
                                                  : worked.workers;
    part += 1e-9 * nanoseconds;
  }
  return worked;
}

std::int64_t training_step(const Session& session) {
  const auto frame = session.newest().training;
  return frame ? frame->step : 0;
}

double headless_rate(const ExperimentSpec& spec, double seconds) {
  Session session;
  session.start(spec);
  session.train(true);
  std::this_thread::sleep_for(std::chrono::seconds(3));
  const auto began = Clock::now();
  const std::int64_t before = training_step(session);
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
  return static_cast<double>(training_step(session) - before) / seconds_since(began);
}

/// What is read twice, at the beginning and the end of the time that counts.
struct Reading {
  Clock::time_point at{};
  std::int64_t step = 0;
  std::uint64_t frames = 0;
  Worked worked{};
};

/// The window with one lesson, as run_window() has it.
class WindowRun {
 public:
  WindowRun(const Arguments& arguments, const Lesson& lesson)
      : arguments_(arguments),
        window_({.title = "bench",
                 .width = 1600,
                 .height = 900,
                 .ui_scale = 1.0F,
                 .build_fonts = [this](ImFontAtlas& atlas,
                                       float scale) { fonts_ = build_fonts(atlas, scale); }}),
        session_([] { Window::wake(); }),
        shell_(schema(), &session_, {lesson}, [] { Window::wake(); }) {
    shell_.open(lesson.id);
    pictures_ = has_pictures(schema(), lesson.spec);
    if (arguments.arrows > 0) shell_.state().ask(action::OpenCard{1});  // both samplers with trails
  }

  void run() {
    window_.run([this] { draw(); });
  }

  void print(double headless) const {
    const double span = std::chrono::duration<double>(end_.at - begin_.at).count();
    const double rate = static_cast<double>(end_.step - begin_.step) / span;
    const auto frames = static_cast<double>(end_.frames - begin_.frames);
    const auto share = [&](double Worked::*part) {
      return (end_.worked.*part - begin_.worked.*part) / span;
    };
    const Shown shown = shown_by(*session_.newest().simulation);
    std::printf("renderer            %s\n", window_.renderer().c_str());
    std::printf("first_frame_s       %.3f\n", first_frame_);
    std::printf("headless_steps_s    %.1f\n", headless);
    std::printf("window_steps_s      %.1f\n", rate);
    std::printf("ratio               %.3f\n", rate / headless);
    std::printf("frames_per_second   %.1f\n", frames / span);
    std::printf("turns_per_second    %.1f\n", static_cast<double>(work_.size()) / span);
    std::printf("ui_work_ms_median   %.2f\n", quantile(work_, 0.5));
    std::printf("ui_work_ms_p95      %.2f\n", quantile(work_, 0.95));
    std::printf("ui_thread_ms_median %.2f\n", quantile(own_work_, 0.5));
    std::printf("ui_thread_ms_p95    %.2f\n", quantile(own_work_, 0.95));
    std::printf("frame_cost_ms       %.2f (UI thread with drawing %.2f, renderer's threads %.2f)\n",
                1e3 * span / frames * (share(&Worked::ui) + share(&Worked::renderer)),
                1e3 * span / frames * share(&Worked::ui),
                1e3 * span / frames * share(&Worked::renderer));
    std::printf("drawn_share_median  %.2f\n", quantile(drawn_, 0.5));
    std::printf("cores_used          UI %.2f, renderer %.2f, workers %.2f\n", share(&Worked::ui),
                share(&Worked::renderer), share(&Worked::workers));
    std::printf("shown               %zu arrows, %zu particles, %zu trail points\n", shown.arrows,
                shown.particles, shown.trail_points);
  }

 private:
  void draw() {
    const auto began = Clock::now();
    const double own_began = thread_milliseconds();
    shell_.adopt_frames(seconds_since(start_));
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    shell_.draw(fonts_, size.x, size.y, 1.0F);
    work_.push_back(1000.0 * seconds_since(began));
    own_work_.push_back(thread_milliseconds() - own_began);
    drawn_.push_back(window_.drawn_share());
    if (first_frame_ == 0.0) first_frame_ = seconds_since(start_);
    keep_arrows();
    steer(seconds_since(start_));
  }

  /// The shell asks for its own number whenever what it shows changes.
  void keep_arrows() {
    if (arguments_.arrows == 0) return;
    const auto frame = session_.newest().simulation;
    if (!frame || !frame->fields[0] || frame->fields[0]->exact.columns == arguments_.arrows) return;
    session_.look(stage_request(shell_.state(), arguments_.arrows, 160));
  }

  void steer(double now) {
    if (arguments_.animate) window_.animate(1.0);
    window_.set_busy(training_);
    if (now < 1.0 || !session_.newest().simulation) {
      window_.animate(0.1);
      return;
    }
    if (!std::exchange(training_, true)) {
      session_.train(true);
      session_.sample(arguments_.sample);
    }
    if (arguments_.sample && pictures_ && !session_.newest().simulation->sampling) {
      session_.sample(true);  // from noise again
    }
    if (begin_.at == Clock::time_point{}) {
      if (now < 4.0) return;
      begin_ = read();
      work_.clear();
      own_work_.clear();
      drawn_.clear();
    } else if (seconds_since(begin_.at) > arguments_.seconds) {
      end_ = read();
      window_.close();
    }
  }

  Reading read() const {
    return {Clock::now(), training_step(session_), window_.frame_count(), worked_so_far()};
  }

  const Arguments& arguments_;
  Clock::time_point start_ = Clock::now();
  FontSet fonts_;
  Window window_;
  Session session_;
  Shell shell_;
  bool pictures_ = false, training_ = false;
  double first_frame_ = 0.0;
  std::vector<double> work_, own_work_, drawn_;
  Reading begin_, end_;
};

}  // namespace

int main(int count, char** words) {
  Arguments arguments;
  CLI::App options("What the open window costs.");
  options.add_option("--lesson", arguments.lesson);
  options.add_option("--seconds", arguments.seconds);
  options.add_flag("--sample", arguments.sample);
  options.add_flag("--animate", arguments.animate);
  options.add_option("--particles", arguments.particles);
  options.add_option("--arrows", arguments.arrows);
  options.add_option("--set", arguments.set)->take_all();
  CLI11_PARSE(options, count, words);
  const Lesson lesson = endless(arguments);
  const double headless = headless_rate(lesson.spec, arguments.seconds);
  WindowRun run(arguments, lesson);
  run.run();
  run.print(headless);
  return 0;
}
