// Decoding a picture file that the user named: PNG, JPEG, BMP or GIF (first frame).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace scorescope {

enum class PictureChannels : int { kGrey = 1, kGreyAlpha = 2 };

/// Eight bits a value, top row first, `channels` values a pixel.
struct DecodedPicture {
  struct FreePixels {
    void operator()(std::uint8_t* pixels) const;
  };
  std::size_t width;
  std::size_t height;
  std::size_t channels;
  std::unique_ptr<std::uint8_t[], FreePixels> values;  // [height, width, channels]
};

/// Colours become their luminance. Throws UserError naming the file: missing, unreadable, another
/// format, truncated, damaged, or larger than 16,384 pixels a side or 64 million pixels (found in
/// the header, before memory is taken).
DecodedPicture read_picture(const std::string& path, PictureChannels channels);

/// Whether the name ends like that of a picture that read_picture knows, in any case.
bool has_picture_extension(std::string_view name);

}  // namespace scorescope
