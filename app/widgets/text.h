// Text at exact places: baselines and middles instead of ImGui's flow.
#pragma once

#include <imgui.h>

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/widgets/style.h"

namespace scorescope {

/// A stretch of text in one face and colour.
struct TextRun {
  ImFont* font = nullptr;
  ImU32 colour = 0;
  std::string text;
  float gap_before = 0.0F;  ///< px at scale 1
  bool lowered = false;     ///< a subscript: smaller and below the line
};

/// A formula as runs of one face and colour: "s_cloud" sets "cloud" lower, up to the next character
/// that is no letter.
std::vector<TextRun> formula_runs(ImFont* font, ImU32 colour, std::string_view formula,
                                  float gap_before = 0.0F);

ImVec2 text_size(ImFont* font, std::string_view text);
float text_width(ImFont* font, std::string_view text);

/// Draws `text` with its left end at x and its capitals centred on `middle_y`; returns the right
/// end.
float draw_text(ImDrawList* list, ImFont* font, ImU32 colour, float x, float middle_y,
                std::string_view text);
/// The same with the right end at x; returns the left end.
float draw_text_right(ImDrawList* list, ImFont* font, ImU32 colour, float x, float middle_y,
                      std::string_view text);
void draw_text_centred(ImDrawList* list, ImFont* font, ImU32 colour, float x, float middle_y,
                       std::string_view text);

/// Runs one after the other on a common baseline; returns the right end.
float draw_runs(const Style& style, ImDrawList* list, float x, float middle_y,
                std::span<const TextRun> runs);
float runs_width(const Style& style, std::span<const TextRun> runs);

/// `text` cut with "…" so that it is at most `width` wide.
std::string shortened(ImFont* font, std::string_view text, float width);

/// Words broken into lines of at most `width`.
std::vector<std::string> wrapped_lines(ImFont* font, std::string_view text, float width);
/// The same broken at spaces only, for commands: only a word wider than a line is broken itself.
std::vector<std::string> lines_of_words(ImFont* font, std::string_view text, float width);

}  // namespace scorescope
