#include "app/render/thumbnails.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace scorescope {
namespace {

/// The ramp at `value` in [0, 1], as in ramp.glsl.
std::uint32_t ramp_colour(std::span<const ImU32> stops, float value) {
  const float place = std::clamp(value, 0.0F, 1.0F) * static_cast<float>(stops.size() - 1);
  const std::size_t below = std::min(static_cast<std::size_t>(place), stops.size() - 2);
  return mixed(stops[below], stops[below + 1], place - static_cast<float>(below));
}

}  // namespace

ThumbnailMapping ladder_mapping(std::span<const ScalarGrid> rungs, const Palette& palette) {
  ThumbnailMapping mapping{.palette = &palette};
  if (!rungs.empty() && rungs.back().maximum > 0.0F) mapping.maximum = rungs.back().maximum;
  return mapping;
}

std::vector<std::uint32_t> coloured(const ScalarGrid& grid, const ThumbnailMapping& mapping) {
  std::vector<std::uint32_t> pixels(grid.values.size());
  std::transform(grid.values.begin(), grid.values.end(), pixels.begin(), [&](float density) {
    const float share = std::max(density, 0.0F) / mapping.maximum;
    return ramp_colour(mapping.palette->density, std::pow(share, mapping.exponent));
  });
  return pixels;
}

void DensityThumbnails::update(std::span<const ScalarGrid> grids, const ThumbnailMapping& mapping) {
  pictures_.resize(grids.size());
  for (std::size_t i = 0; i < grids.size(); ++i) update_one(pictures_[i], grids[i], mapping);
}

void DensityThumbnails::update_each(std::span<const ScalarGrid> grids, const Palette& palette,
                                    float exponent) {
  pictures_.resize(grids.size());
  for (std::size_t i = 0; i < grids.size(); ++i) {
    const float maximum = grids[i].maximum > 0.0F ? grids[i].maximum : 1.0F;
    update_one(pictures_[i], grids[i], {&palette, maximum, exponent});
  }
}

void DensityThumbnails::update_one(Picture& picture, const ScalarGrid& grid,
                                   const ThumbnailMapping& mapping) {
  if (grid.values.empty()) {
    picture.drawn = false;
    return;
  }
  if (picture.drawn && picture.mapping == mapping && picture.values == grid.values) return;
  picture.texture.upload_rgba({grid.columns, grid.rows}, coloured(grid, mapping));
  picture.values = grid.values;
  picture.mapping = mapping;
  picture.drawn = true;
  ++uploads_;
}

GLuint DensityThumbnails::texture(std::size_t index) const {
  if (index >= pictures_.size() || !pictures_[index].drawn) return 0;
  return pictures_[index].texture.name();
}

}  // namespace scorescope
