#include "core/record/picture_sheet.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/base/error.h"
#include "core/record/png.h"

namespace scorescope {
namespace {

constexpr std::uint8_t kGap = 64;  // a dark grey that neither black nor white pictures melt into

std::uint8_t grey(float value) {
  if (!std::isfinite(value)) return 0;
  return static_cast<std::uint8_t>(std::lround((std::clamp(value, -1.0F, 1.0F) + 1.0F) * 127.5F));
}

}  // namespace

void write_picture_sheet(const std::string& path, std::span<const float> pictures,
                         const SheetLayout& layout) {
  const std::int64_t pixels = layout.side * layout.side;
  const std::int64_t count = static_cast<std::int64_t>(pictures.size()) / pixels;
  check(count >= 1 && static_cast<std::int64_t>(pictures.size()) == count * pixels,
        "a sheet holds whole pictures, at least one");
  const std::int64_t shown = layout.side * layout.enlarged;
  const std::int64_t step = shown + layout.gap;
  const std::int64_t rows = (count + layout.columns - 1) / layout.columns;
  const std::int64_t width = layout.columns * step + layout.gap;
  const std::int64_t height = rows * step + layout.gap;
  std::vector<std::uint8_t> rgba(static_cast<std::size_t>(width * height * 4), 255);
  const auto paint = [&](std::int64_t x, std::int64_t y, std::uint8_t value) {
    std::fill_n(rgba.begin() + (y * width + x) * 4, 3, value);
  };
  for (std::int64_t i = 0; i < width * height; ++i) paint(i % width, i / width, kGap);
  for (std::int64_t picture = 0; picture < count; ++picture) {
    const std::int64_t left = layout.gap + picture % layout.columns * step;
    const std::int64_t top = layout.gap + picture / layout.columns * step;
    for (std::int64_t i = 0; i < shown * shown; ++i) {
      const std::int64_t row = i / shown / layout.enlarged;
      const std::int64_t column = i % shown / layout.enlarged;
      const auto pixel = static_cast<std::size_t>(picture * pixels + row * layout.side + column);
      paint(left + i % shown, top + i / shown, grey(pictures[pixel]));
    }
  }
  write_png(path, static_cast<int>(width), static_cast<int>(height), rgba);
}

}  // namespace scorescope
