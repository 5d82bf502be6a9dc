// Many small grey pictures on one sheet, as a PNG file.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace scorescope {

struct SheetLayout {
  std::int64_t side = 28;     ///< pixels of a picture
  std::int64_t columns = 8;   ///< pictures in a row; rows follow from the number of pictures
  std::int64_t enlarged = 2;  ///< each pixel becomes a square of so many
  std::int64_t gap = 2;       ///< pixels of the sheet between pictures and around them
};

/// `pictures` [n, side, side], n >= 1, row by row from the top; -1 becomes black, 1 white, what
/// lies beyond is cut off, and a number that is not finite becomes black. Throws UserError if the
/// file cannot be written.
void write_picture_sheet(const std::string& path, std::span<const float> pictures,
                         const SheetLayout& layout);

}  // namespace scorescope
