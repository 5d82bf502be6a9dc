// What the open window costs: training rate beside a headless session, and the UI thread's own work.
// Needs a display (xvfb-run). usage: bench_window_rate SECONDS [PARTICLES]
// Prints: headless and window steps/s, their ratio, frames/s, median milliseconds of UI work a frame
// (drawing excluded), start to first frame.
#include <imgui.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>

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

/// The first lesson at full speed, for ever.
ExperimentSpec endless(ExperimentSpec spec, std::int64_t particles) {
  spec.training.pace = 0.0;
  spec.training.stop_after = 10'000'000;
  spec.sampling.particles = particles;
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

void window_rate(const Lesson& lesson, double seconds, double headless) {
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
  std::vector<double> work;
  Clock::time_point measured_from{};
  std::int64_t step_before = 0;
  std::uint64_t frames_before = 0;
  bool training = false;
  window.run([&] {
    const auto began = Clock::now();
    shell.adopt_frames(seconds_since(start));
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    shell.draw(fonts, size.x, size.y, 1.0F);
    work.push_back(1000.0 * seconds_since(began));
    if (first_frame == 0.0) first_frame = seconds_since(start);
    const double now = seconds_since(start);
    if (!training && now > 1.0) {
      session.train(true);
      training = true;
    }
    if (measured_from == Clock::time_point{} && now > 3.0) {
      measured_from = Clock::now();
      step_before = training_step(session);
      frames_before = window.frame_count();
      work.clear();
    }
    if (measured_from != Clock::time_point{} && seconds_since(measured_from) > seconds) {
      window.close();
    }
    window.animate(1.0);
  });
  const double span = seconds_since(measured_from);
  const double rate = static_cast<double>(training_step(session) - step_before) / span;
  std::nth_element(work.begin(), work.begin() + static_cast<long>(work.size() / 2), work.end());
  std::printf("renderer            %s\n", window.renderer().c_str());
  std::printf("first_frame_s       %.3f\n", first_frame);
  std::printf("headless_steps_s    %.0f\n", headless);
  std::printf("window_steps_s      %.0f\n", rate);
  std::printf("ratio               %.3f\n", rate / headless);
  std::printf("frames_per_second   %.1f\n",
              static_cast<double>(window.frame_count() - frames_before) / span);
  std::printf("ui_work_ms_median   %.2f\n", work[work.size() / 2]);
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) {
    std::fprintf(stderr, "usage: bench_window_rate SECONDS [PARTICLES]\n");
    return 2;
  }
  const double seconds = std::atof(arguments[1]);
  const std::int64_t particles = count > 2 ? std::atoll(arguments[2]) : 1280;
  Lesson lesson = load_lessons(schema(), assets_directory()).front();
  lesson.spec = endless(lesson.spec, particles);
  const double headless = headless_rate(lesson.spec, seconds);
  window_rate(lesson, seconds, headless);
  return 0;
}
