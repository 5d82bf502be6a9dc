// Pictures of a data set or a sampler as tiles of one texture: a gallery, a strip, a few
// neighbours.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "app/gl/texture.h"
#include "app/widgets/tokens.h"

namespace scorescope {

/// How pixel values become colours.
struct PixelTone {
  enum class Kind {
    kGrey,       ///< -1 black to 1 white, clamped
    kMagnitude,  ///< (value / maximum)^0.6 over the ramp, clamped
    kInk         ///< the ramp's last colour, from transparent at -1 to opaque at 1
  };
  Kind kind = Kind::kGrey;
  std::array<ImU32, 4> ramp{};  ///< of kMagnitude, low to high
  float maximum = 1.0F;
  bool operator==(const PixelTone&) const = default;
};

/// A value that is not finite gets the ramp's low end (grey: black).
std::uint32_t tone_colour(const PixelTone& tone, float value);

/// Square pictures of `side` pixels, each drawn on `cell` x `cell` texels.
struct SheetShape {
  int side = 0;     ///< pixels of a picture
  int count = 0;    ///< pictures
  int columns = 1;  ///< tiles in a row of the sheet; the last row may have fewer
  int cell = 1;     ///< texels of a tile
  int rows() const { return columns > 0 ? (count + columns - 1) / columns : 0; }
  bool operator==(const SheetShape&) const = default;
};

/// One picture of side * side values (rows from the top) on cell * cell texels: each texel has the
/// mean over the square of the picture that it covers.
std::vector<float> resampled(std::span<const float> picture, int side, int cell);

/// The sheet's texels, packed as ImU32, bottom row first (as Texture has it): picture 0 at the
/// upper left. `values` holds at least count * side * side; tiles without a picture are
/// transparent.
std::vector<std::uint32_t> picture_sheet(std::span<const float> values, const SheetShape& shape,
                                         const PixelTone& tone);

/// The texture of one sheet, drawn with texels on whole pixels. UI thread, GL context current.
class PictureSheet {
 public:
  /// Uploads if the values, the shape or the tone differ from what is held. A shape without
  /// pictures, or values too few for it, leave no texture.
  void update(std::span<const float> values, const SheetShape& shape, const PixelTone& tone);
  const SheetShape& shape() const { return shape_; }
  /// 0 if there is nothing to show.
  GLuint texture() const { return shape_.count > 0 ? texture_.name() : 0; }
  std::uint64_t uploads() const { return uploads_; }

 private:
  Texture texture_{Filter::kNearest};
  std::vector<float> values_;
  SheetShape shape_{};
  PixelTone tone_{};
  std::uint64_t uploads_ = 0;
};

}  // namespace scorescope
