#include "app/render/stage_view.h"

#include <utility>

#include "app/gl/shader_text.h"

namespace scorescope {
namespace {

/// Dear ImGui leaves its own state behind; ours needs blending and nothing else.
void prepare_blending(bool see_through) {
  glDisable(GL_SCISSOR_TEST);
  glDisable(GL_DEPTH_TEST);
  glDisable(GL_CULL_FACE);
  glEnable(GL_BLEND);
  glBlendEquation(GL_FUNC_ADD);
  // an opaque view stays so: alpha is kept at what it was cleared to; else it gathers what is drawn
  glBlendFuncSeparate(GL_SRC_ALPHA, GL_ONE_MINUS_SRC_ALPHA, see_through ? GL_ONE : GL_ZERO,
                      see_through ? GL_ONE_MINUS_SRC_ALPHA : GL_ONE);
}

void clear(ImU32 colour, float alpha) {
  const Rgba c = to_rgba(colour);
  glClearColor(c[0], c[1], c[2], alpha);
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
  prepare_blending(content.style.see_through);
  field_.update(content.field);
  cloud_.update(content);
  const Canvas canvas{camera, size, content.style.scale};
  draw_still(content, canvas, editing);
  picture_.copy_from(still_picture_);
  const DrawInto here(picture_);
  cloud_.draw(content, *programs_, canvas);
  content_ = content;
  camera_ = camera;
  ++redraws_;
}

StageView::Still StageView::still_state(const StageContent& content, const Canvas& canvas) const {
  const FieldFrame* field = content.field.get();
  const bool learned = content.layers.learned && field != nullptr && field->learned.has_value();
  const bool error = content.layers.error && field != nullptr && field->error.has_value();
  const bool density = (content.layers.density && !error) || content.layers.rings;
  const FieldLayer::Uploads& uploads = field_.uploads();
  Still state{.backdrop = {.density_uploads = density ? uploads.density : 0,
                           .error_uploads = error ? uploads.error : 0,
                           .has_field = field != nullptr,
                           .has_error = field != nullptr && field->error.has_value(),
                           .density = content.layers.density,
                           .error = content.layers.error,
                           .rings = content.layers.rings,
                           .palette = content.style.palette,
                           .scale = canvas.scale,
                           .see_through = content.style.see_through,
                           .scales = content.scales,
                           .camera = canvas.camera,
                           .size = canvas.size},
              .exact_uploads = content.layers.exact ? uploads.exact : 0,
              .learned_uploads = learned ? uploads.learned : 0,
              .exact = content.layers.exact,
              .learned = learned,
              .untrained = content.style.untrained,
              .arrow_length = content.style.arrow_length};
  if (field != nullptr) state.backdrop.ring_levels = field->ring_levels;
  return state;
}

void StageView::draw_still(const StageContent& content, const Canvas& canvas, bool anew) {
  const Still wanted = still_state(content, canvas);
  if (wanted == still_ && !anew) return;
  if (wanted.backdrop != still_.backdrop || anew) draw_backdrop(content, canvas);
  still_ = wanted;
  still_picture_.resize(canvas.size);
  still_picture_.copy_from(backdrop_picture_);
  const DrawInto here(still_picture_);
  field_.draw_arrows(content, *programs_, canvas);
}

void StageView::draw_backdrop(const StageContent& content, const Canvas& canvas) {
  backdrop_picture_.resize(canvas.size);
  const DrawInto here(backdrop_picture_);
  clear(content.style.palette->well, content.style.see_through ? 0.0F : 1.0F);
  field_.draw_backdrop(content, *programs_, canvas);
}

}  // namespace scorescope
