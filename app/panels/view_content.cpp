#include "app/panels/view_content.h"

#include "app/panels/plane.h"
#include "app/panels/sampler_colours.h"

namespace scorescope {
namespace {

constexpr float kSamplerRadius = 2.0F, kNeutralRadius = 1.8F, kLargeRadius = 3.4F;

/// Untrained arrows over the picture of their error would cross the exact ones everywhere and say
/// nothing.
StageLayers layers_of(const ViewPlan& plan, const FieldFrame* field, bool untrained) {
  const bool error = plan.error && field && field->error;
  StageLayers layers;
  layers.density = plan.density || (plan.error && !error && plan.rings);
  layers.error = error;
  layers.rings = plan.rings;
  layers.exact = plan.exact;
  layers.learned = plan.learned && !(untrained && plan.error && plan.exact);
  layers.data = plan.data;
  layers.trails = plan.trails;
  layers.particles = plan.particles;
  return layers;
}

ArrowLength arrow_length(ArrowScale scale) {
  switch (scale) {
    case ArrowScale::kRaw:
      return ArrowLength::kRaw;
    case ArrowScale::kLogarithmic:
      return ArrowLength::kLogarithmic;
    case ArrowScale::kEqual:
      break;
  }
  return ArrowLength::kEqual;
}

StageStyle style_of(const Style& style, const ProgramState& state, const ViewPlan& plan,
                    bool large) {
  StageStyle out;
  out.palette = &style.colours;
  out.scale = style.scale;
  out.arrow_length = arrow_length(state.view.arrows);
  const LayerSet& layers = shown_layers(state.view);
  const bool has_learned_view = view_plan(state.view.pair, layers, false, 0).learned ||
                                view_plan(state.view.pair, layers, false, 1).learned;
  out.untrained = has_learned_view && !has_learned(state);
  const bool owned = plan.cloud >= 0 && !shows_preview(state);
  out.particle_colour =
      owned ? sampler_colours(style.colours, state, plan.cloud).mark : style.colours.particle;
  out.particle_radius = large ? kLargeRadius : owned ? kSamplerRadius : kNeutralRadius;
  if (moves_data(state)) out.trail = kPathStyle;
  if (shows_preview(state)) out.trail.width = 1.0F;
  out.see_through = shows_plane(state);  // pictures lie under the arrows
  return out;
}

/// Clean data, or where a data-moving cloud began.
std::shared_ptr<const std::vector<float>> points_under(const ProgramState& state, int view) {
  const auto& frame = state.frames.simulation;
  if (!moves_data(state)) return {frame, &frame->data_points};
  const auto moved = shown_cloud(state, view);
  if (!moved) return nullptr;
  return {moved, &moved->start};
}

}  // namespace

Camera2D camera_of(const ViewSettings& view) {
  return {view.centre[0], view.centre[1], view.half_width};
}

void set_camera(ViewSettings& view, const Camera2D& camera) {
  view.centre = {camera.x, camera.y};
  view.half_width = camera.half_width;
}

bool shows_preview(const ProgramState& state) {
  const auto& frame = state.frames.simulation;
  if (state.view.pair == StagePair::kSamplers || shows_plane(state)) return false;
  if (!frame || !frame->preview || frame->sampling) return false;
  for (const auto& shown : frame->clouds) {
    if (shown && shown->step > 0) return false;
  }
  return true;
}

std::shared_ptr<const CloudFrame> shown_cloud(const ProgramState& state, int view) {
  const auto& frame = state.frames.simulation;
  if (!frame) return nullptr;
  if (const PlaneFrame* plane = plane_frame(state)) return plane->samples;
  if (shows_preview(state)) return frame->preview;
  if (frame->clouds.empty()) return nullptr;
  const int index =
      view_plan(state.view.pair, shown_layers(state.view), state.view.follow, view).cloud;
  const auto last = frame->clouds.size() - 1;
  return frame->clouds[index < 0 ? last : std::min(static_cast<std::size_t>(index), last)];
}

StageContent view_content(const Style& style, const ProgramState& state, int view, bool large) {
  StageContent content;
  const ViewPlan plan =
      view_plan(state.view.pair, shown_layers(state.view), state.view.follow, view);
  content.style = style_of(style, state, plan, large);
  const auto& frame = state.frames.simulation;
  if (!frame) return content;
  content.field = frame->fields[static_cast<std::size_t>(view)];
  content.layers = layers_of(plan, content.field.get(), !has_learned(state));
  content.cloud = shown_cloud(state, view);
  content.data_points = points_under(state, view);
  content.scales = shared_scales(frame->fields[0].get(), frame->fields[1].get());
  if (state.hover) content.probe = state.hover->position;
  return content;
}

}  // namespace scorescope
