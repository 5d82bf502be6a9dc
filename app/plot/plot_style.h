// What plots are drawn with. app/plot knows nothing of the rest of the program: the theme hands it
// this.
#pragma once

#include <imgui.h>

#include <array>
#include <cmath>
#include <cstddef>

namespace scorescope {

/// What a curve stands for; hue is meaning (tokens.md "Principles").
enum class Role { kExact, kLearned, kPlain, kAnnealed, kTruth, kStart, kCount };

struct PlotStyle {
  std::array<ImU32, static_cast<std::size_t>(Role::kCount)> line{};   ///< by role
  std::array<ImU32, static_cast<std::size_t>(Role::kCount)> words{};  ///< the same hues for text
  std::array<ImU32, 9> heat{};  ///< ramp of heat strips, low to high
  ImU32 panel = 0, raised = 0, control = 0, well = 0, border = 0, axis = 0, grid = 0, text = 0,
        muted = 0;
  ImU32 behind = 0;  ///< what the plot stands on: under words that a line must not cross
  ImFont* label = nullptr;     ///< legend, axis names, 13
  ImFont* sentence = nullptr;  ///< empty-state sentence, 14
  ImFont* strong = nullptr;    ///< verb, 14 semi-bold
  ImFont* number = nullptr;    ///< tick labels and values, Mono 13
  float scale = 1.0F;
  float line_width = 2.0F;  ///< of primary curves at scale 1
  float room = 1.0F;        ///< factor on margins and rows: font size over 13 (presenter 24/13)

  float px(float length) const { return std::round(length * scale); }
  ImU32 colour(Role role) const { return line[static_cast<std::size_t>(role)]; }
  ImU32 word_colour(Role role) const { return words[static_cast<std::size_t>(role)]; }
};

}  // namespace scorescope
