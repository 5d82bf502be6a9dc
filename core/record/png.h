// Pictures as PNG files.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace scorescope {

/// 8-bit RGBA, top row first, width * height * 4 bytes (InternalError otherwise). Throws UserError
/// if the file cannot be written.
void write_png(const std::string& path, int width, int height, std::span<const std::uint8_t> rgba);

}  // namespace scorescope
