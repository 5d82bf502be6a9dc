// Letters as a density: the text is drawn by stb_truetype and turned into a mixture like a picture.
#include <fmt/format.h>
#include <stb_truetype.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <string>
#include <string_view>

#include "build_config.h"
#include "core/base/input_file.h"
#include "core/base/text.h"
#include "core/distribution/entries.h"
#include "core/distribution/pixel_density.h"

namespace scorescope {
namespace {

constexpr std::size_t kMostLetters = 24;
constexpr float kLetterHeight = 160.0F;  // pixels

struct Text {
  std::string text = "score";
  double half_size = 6.0;
  std::int64_t most_components = 800;
  double smoothing = 0.6;
};

/// Only fonts that come with the system: stb_truetype trusts the file it is given.
std::string font_path() {
  for (const std::string_view path :
       {kFontInterSemiBold, kFontInterMedium, kFontInterRegular, kFontMonoMedium,
        std::string_view("/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf")}) {
    std::error_code error;
    if (!path.empty() && std::filesystem::exists(path, error)) return std::string(path);
  }
  throw UserError(
      "data: text needs a font, but none was found; install fonts-inter (Debian) and build again.");
}

/// Code points of UTF-8 text; a byte that fits nowhere is refused.
std::vector<int> code_points(std::string_view text) {
  std::vector<int> points;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = character_length(text.substr(i));
    if (length == 0) throw UserError("data: text is not valid UTF-8.");
    const auto first = static_cast<unsigned char>(text[i]);
    int point = length == 1 ? first : first & (0x7f >> length);
    for (std::size_t j = 1; j < length; ++j) {
      point = point << 6 | (static_cast<unsigned char>(text[i + j]) & 0x3f);
    }
    points.push_back(point);
    i += length;
  }
  return points;
}

class Font {
 public:
  Font() : path_(font_path()), bytes_(read_input_file(path_, "font", 64U << 20)) {
    const auto* data = reinterpret_cast<const unsigned char*>(bytes_.data());
    if (!stbtt_InitFont(&info_, data, stbtt_GetFontOffsetForIndex(data, 0))) {
      throw UserError(path_ + " is not a font that can be used.");
    }
    scale_ = stbtt_ScaleForPixelHeight(&info_, kLetterHeight);
    stbtt_GetFontVMetrics(&info_, &ascent_, &descent_, nullptr);
  }

  /// Draws one line. Throws UserError for a letter that the font lacks.
  InkImage draw(const std::vector<int>& letters) const {
    InkImage image;
    image.height = static_cast<std::size_t>(scale_ * static_cast<float>(ascent_ - descent_)) + 4;
    image.width = static_cast<std::size_t>(line_width(letters)) + 2 * kMargin;
    image.ink.assign(image.width * image.height, 0.0F);
    float x = static_cast<float>(kMargin);
    for (std::size_t i = 0; i < letters.size(); ++i) {
      draw_letter(letters[i], x, image);
      x += advance(letters, i);
    }
    return image;
  }

 private:
  static constexpr std::size_t kMargin = 80;  // room for letters that reach beyond their box

  float advance(const std::vector<int>& letters, std::size_t i) const {
    int width = 0;
    stbtt_GetCodepointHMetrics(&info_, letters[i], &width, nullptr);
    if (i + 1 < letters.size()) {
      width += stbtt_GetCodepointKernAdvance(&info_, letters[i], letters[i + 1]);
    }
    return scale_ * static_cast<float>(width);
  }

  float line_width(const std::vector<int>& letters) const {
    float width = 0.0F;
    for (std::size_t i = 0; i < letters.size(); ++i) width += advance(letters, i);
    return std::max(width, 1.0F);
  }

  void draw_letter(int letter, float x, InkImage& image) const {
    if (stbtt_FindGlyphIndex(&info_, letter) == 0) {
      throw UserError(fmt::format("data: text has the character U+{:04X}, which the font lacks.",
                                  static_cast<unsigned>(letter)));
    }
    int width = 0, height = 0, left = 0, top = 0;
    unsigned char* coverage =
        stbtt_GetCodepointBitmap(&info_, scale_, scale_, letter, &width, &height, &left, &top);
    const int baseline = static_cast<int>(scale_ * static_cast<float>(ascent_)) + 2;
    for (int row = 0; row < height; ++row) {
      for (int column = 0; column < width; ++column) {
        const std::int64_t to_x = static_cast<std::int64_t>(x) + left + column;
        const std::int64_t to_y = std::int64_t{baseline} + top + row;
        if (to_x < 0 || to_y < 0) continue;
        const auto ux = static_cast<std::size_t>(to_x);
        const auto uy = static_cast<std::size_t>(to_y);
        if (ux >= image.width || uy >= image.height) continue;
        float& ink = image.ink[uy * image.width + ux];
        ink = std::max(ink, static_cast<float>(coverage[row * width + column]) / 255.0F);
      }
    }
    stbtt_FreeBitmap(coverage, nullptr);
  }

  std::string path_;
  std::string bytes_;
  stbtt_fontinfo info_{};
  float scale_ = 1.0F;
  int ascent_ = 0;
  int descent_ = 0;
};

DistributionData make_text(const Text& options) {
  const std::vector<int> letters = code_points(options.text);
  if (letters.size() > kMostLetters) {
    throw UserError(
        fmt::format("data: text has {} characters; at most {} fit.", letters.size(), kMostLetters));
  }
  auto components =
      density_from_ink(Font().draw(letters), {.half_size = options.half_size,
                                              .most_components = options.most_components,
                                              .smoothing = options.smoothing});
  if (components.empty()) {
    throw UserError("data: text draws nothing; give at least one letter.");
  }
  return {.components = std::move(components),
          .exact_law = false,
          .description = "The text \"" + options.text + "\""};
}

}  // namespace

DistributionEntry text_entry() {
  const FieldTable<Text> table{
      {&Text::text,
       {.key = "text",
        .label = "Text",
        .help = "One line of at most 24 characters.",
        .primary = true}},
      {&Text::half_size,
       {.key = "half_size",
        .label = "Half width",
        .unit = "length",
        .help = "Half of the longer side of the drawn text.",
        .larger = "The letters are larger.",
        .minimum = 0.1,
        .maximum = 100.0}},
      {&Text::most_components,
       {.key = "most_components",
        .label = "Gaussians at most",
        .help = "The letters are made of no more Gaussians than this.",
        .larger = "Finer letters; the exact score takes longer in proportion.",
        .minimum = 16,
        .maximum = 20000,
        .logarithmic = true}},
      {&Text::smoothing,
       {.key = "smoothing",
        .label = "Smoothing",
        .unit = "cells",
        .help = "Standard deviation of each Gaussian, in sides of a cell.",
        .larger = "Softer letters.",
        .minimum = 0.1,
        .maximum = 5.0}}};
  return distribution_entry<Text>(
      {.id = "text", .label = "Text", .help = "Letters: many parts, strokes and holes at once."},
      table, make_text);
}

}  // namespace scorescope
