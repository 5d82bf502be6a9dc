// What the open window costs: training rate beside a headless session, and the UI thread's own
// work. Needs a display (xvfb-run). usage: bench_window_rate SECONDS [PARTICLES [ARROWS]] ARROWS is
// the number on a side of each view (48: 2,304 arrows a view); without it the window's own, and
// nothing is sampled. With it the samplers run too, so that every frame brings new particles.
// Prints: headless and window steps/s, their ratio, frames/s, milliseconds of UI work a frame
// (drawing excluded), by the clock and by the thread's own time, start to first frame, what was on
// screen.
#include <imgui.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <thread>
#include <utility>

#include "app/shell/shell.h"
#include "app/widgets/fonts.h"
#include "app/window/window.h"
#include "build_config.h"
#include "core/experiment/lesson_library.h"
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

/// The first lesson at full speed, for ever.
ExperimentSpec endless(ExperimentSpec spec, std::int64_t particles) {
  spec.training.pace = 0.0;
  spec.training.stop_after = 10'000'000;
  spec.sampling.particles = particles;
  for (Choice& sampler : spec.samplers) {
    sampler.options["steps_per_level"] = std::int64_t{10'000};
  }
  return spec;
}

std::int64_t training_step(const Session& session) {
  const auto frame = session.newest().training;
  return frame ? frame->step : 0;
}

double headless_rate(const ExperimentSpec& spec, double seconds) {
  Session session;
  session.start(spec);
  session.train(true);
  std::this_thread::sleep_for(std::chrono::seconds(2));
  const auto began = Clock::now();
  const std::int64_t before = training_step(session);
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
  return static_cast<double>(training_step(session) - before) / seconds_since(began);
}

void window_rate(const Lesson& lesson, double seconds, double headless, int arrows) {
  const auto start = Clock::now();
  FontSet fonts;
  Window window({.title = "bench",
                 .width = 1600,
                 .height = 900,
                 .ui_scale = 1.0F,
                 .build_fonts = [&fonts](ImFontAtlas& atlas, float scale) {
                   fonts = build_fonts(atlas, scale);
                 }});
  Session session([] { Window::wake(); });
  Shell shell(schema(), &session, {lesson});
  shell.open(lesson.id);
  double first_frame = 0.0;
  std::vector<double> work, own_work;
  Clock::time_point measured_from{};
  std::int64_t step_before = 0;
  std::uint64_t frames_before = 0;
  bool training = false;
  if (arrows > 0) shell.state().ask(action::OpenCard{1});  // both samplers with trails
  window.run([&] {
    const auto began = Clock::now();
    const double own_began = thread_milliseconds();
    shell.adopt_frames(seconds_since(start));
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    shell.draw(fonts, size.x, size.y, 1.0F);
    work.push_back(1000.0 * seconds_since(began));
    own_work.push_back(thread_milliseconds() - own_began);
    if (first_frame == 0.0) first_frame = seconds_since(start);
    const double now = seconds_since(start);
    if (!training && now > 1.0) {
      session.train(true);
      training = true;
      if (arrows > 0) session.sample(true);
    }
    const auto frame = session.newest().simulation;
    if (arrows > 0 && frame && frame->fields[0] && frame->fields[0]->exact.columns != arrows) {
      // the shell asks for its own number whenever what it shows changes
      session.look(stage_request(shell.state(), arrows, 160));
    }
    if (measured_from == Clock::time_point{} && now > 3.0) {
      measured_from = Clock::now();
      step_before = training_step(session);
      frames_before = window.frame_count();
      work.clear();
      own_work.clear();
    }
    if (measured_from != Clock::time_point{} && seconds_since(measured_from) > seconds) {
      window.close();
    }
    window.animate(1.0);
  });
  const double span = seconds_since(measured_from);
  const double rate = static_cast<double>(training_step(session) - step_before) / span;
  const Shown shown = shown_by(*session.newest().simulation);
  std::printf("renderer            %s\n", window.renderer().c_str());
  std::printf("first_frame_s       %.3f\n", first_frame);
  std::printf("headless_steps_s    %.0f\n", headless);
  std::printf("window_steps_s      %.0f\n", rate);
  std::printf("ratio               %.3f\n", rate / headless);
  std::printf("frames_per_second   %.1f\n",
              static_cast<double>(window.frame_count() - frames_before) / span);
  std::printf("ui_work_ms_median   %.2f\n", quantile(work, 0.5));
  std::printf("ui_work_ms_p95      %.2f\n", quantile(work, 0.95));
  std::printf("ui_thread_ms_median %.2f\n", quantile(own_work, 0.5));
  std::printf("ui_thread_ms_p95    %.2f\n", quantile(own_work, 0.95));
  std::printf("shown               %zu arrows, %zu particles, %zu trail points\n", shown.arrows,
              shown.particles, shown.trail_points);
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) {
    std::fprintf(stderr, "usage: bench_window_rate SECONDS [PARTICLES [ARROWS]]\n");
    return 2;
  }
  const double seconds = std::atof(arguments[1]);
  const std::int64_t particles = count > 2 ? std::atoll(arguments[2]) : 1280;
  Lesson lesson = load_lessons(schema(), assets_directory()).front();
  lesson.spec = endless(lesson.spec, particles);
  const double headless = headless_rate(lesson.spec, seconds);
  window_rate(lesson, seconds, headless, count > 3 ? std::atoi(arguments[3]) : 0);
  return 0;
}
