// How the tiles of a gallery become colours. No drawing.
#pragma once

#include <array>

#include "app/render/picture_sheet.h"
#include "app/widgets/tokens.h"
#include "core/run/picture_frames.h"

namespace scorescope {

/// |σ s| at the end of the ramp: of unit noise, one pixel in four hundred is beyond.
inline constexpr float kScoreMaximum = 3.0F;

/// From nothing over the ramp of |s| (tokens.md) of learned or exact scores.
inline std::array<ImU32, 4> magnitude_ramp(const Palette& colours, bool exact) {
  const auto& ramp = exact ? colours.exact_ramp : colours.learned_ramp;
  return {colours.well, ramp[0], ramp[1], ramp[2]};
}

inline PixelTone gallery_tone(const Palette& colours, GalleryContent content, bool exact) {
  if (content != GalleryContent::kScore) return {};
  return {PixelTone::Kind::kMagnitude, magnitude_ramp(colours, exact), kScoreMaximum};
}

}  // namespace scorescope
