// A shell on canned frames drawn off screen: what the tests of the window look at.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "app/gl/egl_context.h"
#include "app/shell/offscreen_ui.h"
#include "app/shell/shell.h"
#include "core/run/choices.h"
#include "core/run/data_pictures.h"
#include "tests/app/canned_frames.h"
#include "tests/app/offscreen_pixels.h"

namespace scorescope {

/// The first lesson as in the pictures of mock/.
inline Lesson canned_lesson() {
  Lesson lesson;
  lesson.id = "why-annealing";
  lesson.title = "Why annealing?";
  lesson.about = "Plain Langevin gets stuck; annealing finds the right shares.";
  lesson.spec.seeds.main = 10;
  lesson.layout.half_width = 10.0;
  lesson.layout.plots = std::vector<std::string>{"mode_weight", "loss", "bias_step"};
  LessonCard first;
  first.text =
      "The right arrows are the exact score. The left ones come from a network that has "
      "learned nothing:";
  first.emphasis = "press Train.";
  first.layout.pair = "learned|exact";
  LessonCard second;
  second.text = "Same start, same noise, 1 000 steps each.";
  second.emphasis = "Only annealing finds the 80 / 20 split.";
  second.layout.pair = "plain|annealed";
  second.layout.follow = true;
  second.layout.layers = std::vector<std::string>{"exact", "density", "particles", "trails"};
  lesson.cards = {first, second, second, second};
  return lesson;
}

inline Lesson other_lesson() {
  Lesson lesson;
  lesson.id = "what-dsm-adds";
  lesson.title = "What denoising score matching adds";
  lesson.about = "DSM = ESM + B, and what happens when the data moves instead of the network.";
  return lesson;
}

/// How many different colours a part of the picture has: 1 means nothing was drawn there.
inline std::size_t colours_in(const RgbaImage& image, const Region& region) {
  std::set<std::array<int, 3>> found;
  for (float y = region.min.y; y < region.max.y; y += 1.0F) {
    for (float x = region.min.x; x < region.max.x; x += 1.0F) {
      found.insert(colour_at(image, x, y));
    }
  }
  return found.size();
}

/// Owns everything a drawn shell needs. Without EGL the test is skipped by its caller
/// (NoOffscreen).
class CannedShell {
 public:
  explicit CannedShell(float scale = 1.0F)
      : ui_(scale), shell_(schema(), nullptr, {canned_lesson(), other_lesson()}), scale_(scale) {
    shell_.open("why-annealing");
    ui_.io().ClipboardUserData = this;
  }

  Shell& shell() { return shell_; }
  ProgramState& state() { return shell_.state(); }
  ImGuiIO& io() { return ui_.io(); }

  void show(const CannedScene& scene) {
    shell_.show_frames({canned_training_frame(scene.training_step), canned_simulation_frame(scene)});
  }

  /// Card 2 with the frames of mock/2d-dark.png.
  void show_annealing() {
    open_card(state(), 1);
    show({});
  }

  RgbaImage draw(int width, int height) {
    const PixelSize size{width, height};
    return ui_.paint(size, IM_COL32_BLACK, [&] {
      shell_.draw(ui_.fonts(), static_cast<float>(width), static_cast<float>(height), scale_);
    });
  }

  /// Several frames, so that windows and hovers settle; the last one.
  RgbaImage settle(int width, int height, int frames = 3) {
    for (int i = 1; i < frames; ++i) draw(width, height);
    return draw(width, height);
  }

 private:
  EglContext context_;
  OffscreenUi ui_;
  Shell shell_;
  float scale_;
};

}  // namespace scorescope
