#include "app/widgets/text.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstring>
#include <iterator>

#include "core/base/text.h"

namespace scorescope {
namespace {

constexpr float kEndless = 1e9F;
/// Size of a subscript and how far its middle lies below the line's, in sizes of the line.
constexpr float kSubscript = 0.8F, kDrop = 0.22F;

const char* end_of(std::string_view text) { return text.data() + text.size(); }

/// The size of the font's box is ascent to descent, which centres capitals in both faces.
float top_of(const ImFont* font, float middle_y) {
  return std::round(middle_y - font->FontSize / 2.0F);
}

float run_width(const TextRun& run) {
  return text_width(run.font, run.text) * (run.lowered ? kSubscript : 1.0F);
}

}  // namespace

ImVec2 text_size(ImFont* font, std::string_view text) {
  return font->CalcTextSizeA(font->FontSize, kEndless, 0.0F, text.data(), end_of(text));
}

float text_width(ImFont* font, std::string_view text) { return text_size(font, text).x; }

float draw_text(ImDrawList* list, ImFont* font, ImU32 colour, float x, float middle_y,
                std::string_view text) {
  list->AddText(font, font->FontSize, ImVec2(std::round(x), top_of(font, middle_y)), colour,
                text.data(), end_of(text));
  return x + text_width(font, text);
}

float draw_text_right(ImDrawList* list, ImFont* font, ImU32 colour, float x, float middle_y,
                      std::string_view text) {
  const float left = x - text_width(font, text);
  draw_text(list, font, colour, left, middle_y, text);
  return left;
}

void draw_text_centred(ImDrawList* list, ImFont* font, ImU32 colour, float x, float middle_y,
                       std::string_view text) {
  draw_text(list, font, colour, x - text_width(font, text) / 2.0F, middle_y, text);
}

std::vector<TextRun> formula_runs(ImFont* font, ImU32 colour, std::string_view formula,
                                  float gap_before) {
  std::vector<TextRun> runs;
  while (!formula.empty()) {
    const std::size_t mark = std::min(formula.find('_'), formula.size());
    runs.push_back({font, colour, std::string(formula.substr(0, mark)), gap_before, false});
    formula.remove_prefix(std::min(mark + 1, formula.size()));
    const auto is_letter = [](unsigned char c) { return std::isalpha(c) != 0; };
    const auto end = std::ranges::find_if_not(formula, is_letter);
    const auto length = static_cast<std::size_t>(end - formula.begin());
    if (length > 0) {
      runs.push_back({font, colour, std::string(formula.substr(0, length)), 0.0F, true});
    }
    formula.remove_prefix(length);
    gap_before = 0.0F;
  }
  return runs;
}

float draw_runs(const Style& style, ImDrawList* list, float x, float middle_y,
                std::span<const TextRun> runs) {
  for (const TextRun& run : runs) {
    x += run.gap_before * style.scale;
    if (run.lowered) {
      const float size = run.font->FontSize * kSubscript;
      const float top = middle_y + run.font->FontSize * (kDrop - kSubscript / 2.0F);
      list->AddText(run.font, size, ImVec2(std::round(x), std::round(top)), run.colour,
                    run.text.data(), end_of(run.text));
      x += run_width(run);
    } else {
      x = draw_text(list, run.font, run.colour, x, middle_y, run.text);
    }
  }
  return x;
}

float runs_width(const Style& style, std::span<const TextRun> runs) {
  float width = 0.0F;
  for (const TextRun& run : runs) width += run.gap_before * style.scale + run_width(run);
  return width;
}

std::string shortened(ImFont* font, std::string_view text, float width) {
  if (text_width(font, text) <= width) return std::string(text);
  const std::string_view dots = "\xE2\x80\xA6";
  std::string kept(text);
  while (!kept.empty()) {
    // drop one whole UTF-8 character
    while (kept.size() > 1 && continues_character(kept.back())) kept.pop_back();
    kept.pop_back();
    if (text_width(font, kept + std::string(dots)) <= width) break;
  }
  return kept + std::string(dots);
}

std::vector<std::string> wrapped_lines(ImFont* font, std::string_view text, float width) {
  std::vector<std::string> lines;
  const char* start = text.data();
  const char* const end = end_of(text);
  while (start < end) {
    const char* stop = font->CalcWordWrapPositionA(1.0F, start, end, width);
    const auto* broken =
        static_cast<const char*>(std::memchr(start, '\n', static_cast<std::size_t>(stop - start)));
    if (broken != nullptr) stop = broken;
    if (stop == start) ++stop;
    lines.emplace_back(start, stop);
    start = stop;
    while (start < end && (*start == ' ' || *start == '\n')) ++start;
  }
  return lines;
}

std::vector<std::string> lines_of_words(ImFont* font, std::string_view text, float width) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(word.size() + 1, text.size()));
    const std::string longer = lines.empty() ? "" : lines.back() + " " + std::string(word);
    if (!lines.empty() && text_width(font, longer) <= width) {
      lines.back() = longer;
    } else {
      std::ranges::move(wrapped_lines(font, word, width), std::back_inserter(lines));
    }
  }
  return lines;
}

}  // namespace scorescope
