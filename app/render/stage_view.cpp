#include "app/render/stage_view.h"

#include <utility>

#include "app/gl/shader_text.h"

namespace scorescope {
namespace {

/// Dear ImGui leaves its own state behind; ours needs blending and nothing else.
void prepare_blending() {
  glDisable(GL_SCISSOR_TEST);
  glDisable(GL_DEPTH_TEST);
  glDisable(GL_CULL_FACE);
  glEnable(GL_BLEND);
  glBlendEquation(GL_FUNC_ADD);
  // the view stays opaque: alpha is kept at what it was cleared to
  glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, GL_ZERO, GL_ONE);
}

void clear(ImU32 colour) {
  const Rgba c = to_rgba(colour);
  glClearColor(c[0], c[1], c[2], 1.0F);
  glClear(GL_COLOR_BUFFER_BIT);
}

}  // namespace

StageView::StageView(std::shared_ptr<StagePrograms> programs) : programs_(std::move(programs)) {}

void StageView::draw(const StageContent& content, const Camera2D& camera, PixelSize size) {
  const bool editing = shader_folder().has_value();
  const bool unchanged =
      redraws_ > 0 && content == content_ && camera == camera_ && size == this->size();
  if (unchanged && !editing) return;
  if (editing) programs_->reload_if_changed();
  picture_.resize(size);
  prepare_blending();
  field_.update(content.field);
  cloud_.update(content);
  const Canvas canvas{camera, size, content.style.scale};
  const Still wanted = still_state(content, canvas);
  if (wanted != still_ || editing) {
    draw_still(content, canvas);
    still_ = wanted;
  }
  picture_.copy_from(still_picture_);
  const DrawInto here(picture_);
  cloud_.draw(content, *programs_, canvas);
  content_ = content;
  camera_ = camera;
  ++redraws_;
}

StageView::Still StageView::still_state(const StageContent& content, const Canvas& canvas) const {
  Still state{.field_uploads = field_.uploads(),
              .layers = content.layers,
              .style = content.style,
              .scales = content.scales,
              .camera = canvas.camera,
              .size = canvas.size};
  if (content.field == nullptr) return state;
  state.has_field = true;
  state.has_learned = content.field->learned.has_value();
  state.has_error = content.field->error.has_value();
  state.ring_levels = content.field->ring_levels;
  return state;
}

void StageView::draw_still(const StageContent& content, const Canvas& canvas) {
  still_picture_.resize(canvas.size);
  const DrawInto here(still_picture_);
  clear(content.style.palette->well);
  field_.draw_backdrop(content, *programs_, canvas);
  field_.draw_arrows(content, *programs_, canvas);
}

}  // namespace scorescope
