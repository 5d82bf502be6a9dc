// Small pictures of densities: the rungs of the noise ladder, the distributions to choose from.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "app/gl/texture.h"
#include "app/widgets/tokens.h"
#include "core/run/frames.h"

namespace scorescope {

/// How densities become colours of the palette's density ramp.
struct ThumbnailMapping {
  const Palette* palette = &kDark;
  float maximum = 1.0F;    ///< density at the ramp's end
  float exponent = 0.34F;  ///< of p / maximum
  bool operator==(const ThumbnailMapping&) const = default;
};

/// Mapping of the ladder: one scale for all rungs, that of the last (lowest) level.
ThumbnailMapping ladder_mapping(std::span<const ScalarGrid> rungs, const Palette& palette);

/// The ramp's colours at the grid's cells, bottom row first.
std::vector<std::uint32_t> coloured(const ScalarGrid& grid, const ThumbnailMapping& mapping);

/// One texture a grid; for ImGui's image calls with uv from (0, 1) to (1, 0).
class DensityThumbnails {
 public:
  /// Colours and uploads those grids whose values, or whose mapping, differ from what is held.
  /// Grids without cells get no texture.
  void update(std::span<const ScalarGrid> grids, const ThumbnailMapping& mapping);
  /// The same, each grid scaled to its own maximum (the pictures of distributions).
  void update_each(std::span<const ScalarGrid> grids, const Palette& palette, float exponent);

  std::size_t count() const { return pictures_.size(); }
  /// 0 if there is no such picture.
  GLuint texture(std::size_t index) const;
  std::uint64_t uploads() const { return uploads_; }

 private:
  struct Picture {
    Texture texture;
    std::vector<float> values;
    ThumbnailMapping mapping;
    bool drawn = false;
  };

  void update_one(Picture& picture, const ScalarGrid& grid, const ThumbnailMapping& mapping);

  std::vector<Picture> pictures_;
  std::uint64_t uploads_ = 0;
};

}  // namespace scorescope
