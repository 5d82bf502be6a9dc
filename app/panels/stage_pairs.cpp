#include "app/panels/stage_pairs.h"

#include <algorithm>
#include <vector>

#include "core/base/error.h"
#include "core/base/field.h"

namespace scorescope {
namespace {

constexpr std::array<LayerInfo, 7> kLayers{{
    {StageLayer::kData, "data", "Data",
     "Points of the clean data. While it is on, the modes of a mixture have handles: drag to move, "
     "widen and re-weight them."},
    {StageLayer::kExact, "exact", "Exact", "The exact score of the data at the shown noise level."},
    {StageLayer::kLearned, "learned", "Learned", "The network's score at the shown noise level."},
    {StageLayer::kError, "error", "Error",
     "How far the learned score is from the exact one, |learned - exact|."},
    {StageLayer::kDensity, "density", "Density",
     "The exact density at the shown noise level. With the error picture on it becomes rings that "
     "hold 50, 90 and 99 % of the mass."},
    {StageLayer::kParticles, "particles", "Particles", "The sampler's particles."},
    {StageLayer::kTrails, "trails", "Trails", "The last steps of every fifth particle."},
}};

constexpr std::array<LayerInfo, 7> kPlaneLayers{{
    {StageLayer::kData, "data", "Data",
     "Up to 700 training pictures, each at the foot of its perpendicular on the plane."},
    {StageLayer::kExact, "exact", "Exact",
     "The training set's own exact score at the shown noise level: the part of it that lies along "
     "the plane."},
    {StageLayer::kLearned, "learned", "Learned",
     "The network's score at the shown noise level: the part of it that lies along the plane."},
    {StageLayer::kPictures, "pictures", "Pictures",
     "What the places of the plane look like as pictures, under every third arrow."},
    {StageLayer::kDenoised, "denoised_places", "Denoised",
     "The pictures become what each score takes its place for, x + σ² s(x, σ): the network's guess "
     "on one side, a mean of training pictures on the other."},
    {StageLayer::kParticles, "particles", "Samples",
     "The gallery's samples where they stand, seen on the plane."},
    {StageLayer::kTrails, "trails", "Way", "The way of the samples from noise to picture."},
}};

constexpr std::array<PairInfo, 8> kPairs{{
    {StagePair::kSamplers, "plain|annealed", "Sampler A | sampler B"},
    {StagePair::kLearnedExact, "learned|exact", "Learned | exact"},
    {StagePair::kLearnedError, "learned|error", "Learned | error"},
    {StagePair::kRawAveraged, "raw|averaged", "Raw | averaged weights"},
    {StagePair::kRuns, "run|run", "Pinned run | this run"},
    {StagePair::kSingle, "samples", "Samples"},
    {StagePair::kPlane, "plane", "Plane of scores"},
    {StagePair::kStepGrid, "grid", "T × ε grid"},
}};

template <class Infos>
std::string ids_of(const Infos& infos) {
  std::string text;
  for (const auto& info : infos) text += (text.empty() ? "" : ", ") + std::string(info.id);
  return text;
}

}  // namespace

std::span<const LayerInfo> stage_layers() { return kLayers; }
std::span<const LayerInfo> plane_layers() { return kPlaneLayers; }
std::span<const PairInfo> stage_pairs() { return std::span(kPairs).first<5>(); }

StagePair pair_from_id(std::string_view id) {
  if (id == "dsm|corrected" || id == "samplers") return StagePair::kSamplers;
  for (const PairInfo& info : kPairs) {
    if (info.id == id) return info.pair;
  }
  throw UserError("pair: there is no pair of views \"" + std::string(id) + "\"; allowed are " +
                  ids_of(kPairs) + ".");
}

const PairInfo& info_of(StagePair pair) { return kPairs[static_cast<std::size_t>(pair)]; }

StageLayer layer_from_id(std::string_view id) {
  for (const LayerInfo& info : kLayers) {
    if (info.id == id) return info.layer;
  }
  for (const LayerInfo& info : kPlaneLayers) {
    if (info.id == id) return info.layer;
  }
  throw UserError("layers: there is no layer \"" + std::string(id) + "\"; allowed are " +
                  ids_of(kLayers) + ", and of pictures " + ids_of(kPlaneLayers) + ".");
}

ViewPlan view_plan(StagePair pair, const LayerSet& layers, bool follow, int view) {
  const bool exact = has(layers, StageLayer::kExact), learned = has(layers, StageLayer::kLearned);
  const bool error = has(layers, StageLayer::kError), density = has(layers, StageLayer::kDensity);
  const bool left = view == 0;
  ViewPlan plan;
  plan.data = has(layers, StageLayer::kData);
  plan.particles = has(layers, StageLayer::kParticles);
  plan.trails = plan.particles && has(layers, StageLayer::kTrails);
  plan.exact = exact;
  plan.learned = learned;
  plan.error = error;
  if (follow) plan.request.level = ViewRequest::Level::kSamplerB;
  switch (pair) {
    case StagePair::kSamplers:
      plan.cloud = view;
      if (follow && left) plan.request.level = ViewRequest::Level::kSamplerA;
      break;
    case StagePair::kLearnedExact:
      plan.exact = exact && !left;
      plan.learned = learned && left;
      plan.error = error && left;
      break;
    case StagePair::kLearnedError:
      plan.exact = exact && !left;
      plan.learned = learned;
      plan.error = !left;
      break;
    case StagePair::kRawAveraged:
      plan.request.averaged = !left;
      break;
    case StagePair::kRuns:
      plan.request.pinned = left;
      break;
    case StagePair::kPlane:
      plan.cloud = 0;
      plan.exact = exact && !left;
      plan.learned = learned && left;
      plan.error = false;
      plan.request = {};
      break;
    case StagePair::kSingle:
    case StagePair::kStepGrid:
      break;
  }
  plan.density = density && !plan.error;
  plan.rings = density;
  if (pair == StagePair::kPlane) plan.density = plan.rings = false;
  return plan;
}

}  // namespace scorescope
