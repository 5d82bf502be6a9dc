#include "app/render/picture_sheet.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace scorescope {
namespace {

constexpr float kMagnitudeExponent = 0.6F;  // tokens.md "Ramps"

/// The pixels that one texel covers along an axis, with the share of each; they sum to one.
struct Cover {
  int first = 0;
  std::vector<float> shares;
};

std::vector<Cover> covers_of(int side, int cell) {
  std::vector<Cover> covers;
  const float pitch = static_cast<float>(side) / static_cast<float>(cell);
  for (int texel = 0; texel < cell; ++texel) {
    const float low = pitch * static_cast<float>(texel), high = low + pitch;
    Cover cover{std::clamp(static_cast<int>(low), 0, side - 1), {}};
    for (int pixel = cover.first; pixel < side; ++pixel) {
      const auto at = static_cast<float>(pixel);
      const float inside = std::min(high, at + 1.0F) - std::max(low, at);
      if (inside <= 0.0F) break;
      cover.shares.push_back(inside / pitch);
    }
    covers.push_back(std::move(cover));
  }
  return covers;
}

/// Columns first, then rows: the covered square is a product of intervals.
std::vector<float> resampled(std::span<const float> picture, int side,
                             const std::vector<Cover>& covers) {
  const std::size_t pixels = static_cast<std::size_t>(side), cell = covers.size();
  std::vector<float> narrow(pixels * cell), out(cell * cell);
  for (std::size_t row = 0; row < pixels; ++row) {
    for (std::size_t x = 0; x < cell; ++x) {
      float sum = 0.0F;
      std::size_t from = row * pixels + static_cast<std::size_t>(covers[x].first);
      for (const float share : covers[x].shares) sum += share * picture[from++];
      narrow[row * cell + x] = sum;
    }
  }
  for (std::size_t y = 0; y < cell; ++y) {
    auto row = static_cast<std::size_t>(covers[y].first);
    for (const float share : covers[y].shares) {
      for (std::size_t x = 0; x < cell; ++x) out[y * cell + x] += share * narrow[row * cell + x];
      ++row;
    }
  }
  return out;
}

}  // namespace

std::uint32_t tone_colour(const PixelTone& tone, float value) {
  if (tone.kind == PixelTone::Kind::kGrey) {
    if (!std::isfinite(value)) value = -1.0F;
    const auto grey =
        static_cast<ImU32>(std::lround((std::clamp(value, -1.0F, 1.0F) + 1.0F) * 127.5F));
    return IM_COL32(grey, grey, grey, 255);
  }
  if (tone.kind == PixelTone::Kind::kInk) {
    if (!std::isfinite(value)) value = -1.0F;
    return faded(tone.ramp.back(), (std::clamp(value, -1.0F, 1.0F) + 1.0F) * 0.5F);
  }
  if (!std::isfinite(value)) return tone.ramp.front();
  const float share = std::pow(std::clamp(value / tone.maximum, 0.0F, 1.0F), kMagnitudeExponent);
  const float place = share * static_cast<float>(tone.ramp.size() - 1);
  const std::size_t below = std::min(static_cast<std::size_t>(place), tone.ramp.size() - 2);
  return mixed(tone.ramp[below], tone.ramp[below + 1], place - static_cast<float>(below));
}

std::vector<float> resampled(std::span<const float> picture, int side, int cell) {
  return resampled(picture, side, covers_of(side, cell));
}

std::vector<std::uint32_t> picture_sheet(std::span<const float> values, const SheetShape& shape,
                                         const PixelTone& tone) {
  const auto cell = static_cast<std::size_t>(shape.cell);
  const auto columns = static_cast<std::size_t>(shape.columns);
  const std::size_t width = columns * cell;
  const std::size_t height = static_cast<std::size_t>(shape.rows()) * cell;
  const auto pixels = static_cast<std::size_t>(shape.side) * static_cast<std::size_t>(shape.side);
  const std::vector<Cover> covers = covers_of(shape.side, shape.cell);
  std::vector<std::uint32_t> texels(width * height, 0);
  for (std::size_t i = 0; i < static_cast<std::size_t>(shape.count); ++i) {
    const auto tile = resampled(values.subspan(i * pixels, pixels), shape.side, covers);
    const std::size_t left = i % columns * cell, top = i / columns * cell;
    for (std::size_t y = 0; y < cell; ++y) {
      const std::size_t row = height - 1 - (top + y);
      for (std::size_t x = 0; x < cell; ++x) {
        texels[row * width + left + x] = tone_colour(tone, tile[y * cell + x]);
      }
    }
  }
  return texels;
}

void PictureSheet::update(std::span<const float> values, const SheetShape& shape,
                          const PixelTone& tone) {
  const std::size_t needed = static_cast<std::size_t>(std::max(shape.count, 0)) *
                             static_cast<std::size_t>(shape.side) *
                             static_cast<std::size_t>(shape.side);
  if (needed == 0 || values.size() < needed || shape.cell <= 0 || shape.columns <= 0) {
    shape_ = {};
    values_.clear();
    return;
  }
  values = values.first(needed);
  if (shape_ == shape && tone_ == tone && std::ranges::equal(values_, values)) return;
  texture_.upload_rgba({shape.columns * shape.cell, shape.rows() * shape.cell},
                       picture_sheet(values, shape, tone));
  values_.assign(values.begin(), values.end());
  shape_ = shape;
  tone_ = tone;
  ++uploads_;
}

}  // namespace scorescope
