// Sheets of pictures, read back pixel by pixel.
#include "core/record/picture_sheet.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <limits>
#include <vector>

#include "core/base/picture_file.h"

namespace scorescope {
namespace {

TEST(PictureSheet, HasEveryPictureAtItsPlaceInItsGrey) {
  const auto path = (std::filesystem::temp_directory_path() /
                     ("scorescope-sheet-" + std::to_string(::getpid()) + ".png"))
                        .string();
  // three pictures of 2 x 2 in rows of two
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const std::vector<float> pictures{-1, 1, 0, 0.5F, 7, -7, nan, 1, 0.2F, 0.2F, 0.2F, 0.2F};
  write_picture_sheet(path, pictures, {.side = 2, .columns = 2, .enlarged = 3, .gap = 1});
  const DecodedPicture sheet = read_picture(path, PictureChannels::kGrey);
  std::filesystem::remove(path);
  ASSERT_EQ(sheet.width, 15U);  // 1 + 6 + 1 + 6 + 1
  ASSERT_EQ(sheet.height, 15U);
  const auto at = [&](std::size_t x, std::size_t y) {
    return static_cast<int>(sheet.values[y * sheet.width + x]);
  };
  const std::vector<std::vector<int>> greys{
      {0, 255, 128, 191}, {255, 0, 0, 255}, {153, 153, 153, 153}};
  for (std::size_t picture = 0; picture < 3; ++picture) {
    for (std::size_t i = 0; i < 36; ++i) {
      const std::size_t row = i / 6;
      const std::size_t column = i % 6;
      EXPECT_EQ(at(1 + picture % 2 * 7 + column, 1 + picture / 2 * 7 + row),
                greys[picture][row / 3 * 2 + column / 3])
          << "picture " << picture << ", row " << row << ", column " << column;
    }
  }
  EXPECT_EQ(at(0, 0), 64);
  EXPECT_EQ(at(10, 10), 64) << "no fourth picture";
}

}  // namespace
}  // namespace scorescope
