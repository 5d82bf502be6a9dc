// What the two views of the stage show: the layers that can be switched and the pairs that can be
// chosen.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "core/run/session.h"

namespace scorescope {

/// The switches under the stage; the last two are of the plane through pictures only.
enum class StageLayer {
  kData,
  kExact,
  kLearned,
  kError,
  kDensity,
  kParticles,
  kTrails,
  kPictures,
  kDenoised
};
inline constexpr int kLayerCount = 9;

struct LayerInfo {
  StageLayer layer;
  const char* id;     ///< as in a lesson: "data", "exact", ...
  const char* label;  ///< as on its chip
  const char* help;
};

/// The layers of points in the order of their keys, 1 to 7.
std::span<const LayerInfo> stage_layers();
/// Those of the plane through pictures, likewise.
std::span<const LayerInfo> plane_layers();

/// Which layers are on.
using LayerSet = std::array<bool, kLayerCount>;

inline bool has(const LayerSet& layers, StageLayer layer) {
  return layers[static_cast<std::size_t>(layer)];
}

/// Two views with one camera, and what each is about.
enum class StagePair {
  kSamplers,      ///< sampler A beside sampler B
  kLearnedExact,  ///< the learned score beside the exact one
  kLearnedError,  ///< the learned score beside the picture of its error
  kRawAveraged,   ///< raw weights beside averaged weights
  kRuns,          ///< a pinned older run beside this one
  kSingle,        ///< one gallery of samples; of pictures only
  kPlane,         ///< learned beside exact score on a plane through the pictures; likewise
  kStepGrid       ///< runs for several T and epsilon, see step_grid.h; of pictures only
};

struct PairInfo {
  StagePair pair;
  const char* id;     ///< as in a lesson: "plain|annealed", "learned|exact", ...
  const char* label;  ///< "Learned | exact"; of kSamplers only the fallback, see pair_label
};

/// Those of points in the plane; those of pictures are in gallery.h.
std::span<const PairInfo> stage_pairs();

/// Accepts the ids of stage_pairs, "samples", "plane", "grid" and "dsm|corrected", "samplers" for
/// the pair of samplers. Throws UserError listing the ids.
StagePair pair_from_id(std::string_view id);
const PairInfo& info_of(StagePair pair);

/// Of points and of the plane. Throws UserError listing the ids of the layers.
StageLayer layer_from_id(std::string_view id);

/// What one view draws under a pair and a set of layers.
struct ViewPlan {
  bool exact = false;    ///< arrows of the exact score
  bool learned = false;  ///< arrows of the learned score
  bool density = false;  ///< heat picture of the density
  bool rings = false;    ///< mass rings, where another heat picture covers the density
  bool error = false;    ///< heat picture of |learned - exact|
  bool particles = false;
  bool trails = false;
  bool data = false;
  int cloud = -1;         ///< index of the cloud it shows; -1: the newest one, in neutral colour
  ViewRequest request{};  ///< what the simulator is asked for
};

/// The plan of view 0 (A) or 1 (B). With `follow` the pair of samplers shows each sampler's own
/// level, and every other pair the level where the last sampler stands.
ViewPlan view_plan(StagePair pair, const LayerSet& layers, bool follow, int view);

}  // namespace scorescope
