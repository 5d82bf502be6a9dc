// One square view of the stage as a texture. UI thread, with the context current.
#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include "app/gl/framebuffer.h"
#include "app/render/cloud_layer.h"
#include "app/render/field_layer.h"

namespace scorescope {

/// Draws a StageContent in the order of mock/tokens.md "Views" into its own framebuffer. What
/// stands still (picture, rings, arrows) is kept in a second one, so that moving particles do not
/// pay for it; when nothing changed at all, draw() returns at once.
class StageView {
 public:
  /// Views of one context share their programs.
  explicit StageView(std::shared_ptr<StagePrograms> programs);

  /// `size` in framebuffer pixels, at least 1 x 1; content.style.scale says how many of them a
  /// design pixel has. Leaves the bound framebuffer and viewport as they were. Throws GlError.
  void draw(const StageContent& content, const Camera2D& camera, PixelSize size);

  /// What draw() made: for ImGui's image calls with uv from (0, 1) to (1, 0), since GL's first row
  /// is the bottom one. The name stays the same for the life of the view.
  GLuint texture() const { return picture_.texture().name(); }
  PixelSize size() const { return picture_.size(); }
  /// The same as pixels, top row first; waits for the GPU.
  RgbaImage read_pixels() const { return picture_.read_pixels(); }

  /// How often something was sent to the GPU, and how often the picture was drawn anew.
  std::uint64_t uploads() const { return field_.uploads().all() + cloud_.uploads(); }
  std::uint64_t redraws() const { return redraws_; }

 private:
  /// Everything the heat picture and its rings depend on. Uploads count only of what is shown.
  struct Backdrop {
    std::uint64_t density_uploads = 0, error_uploads = 0;
    bool has_field = false, has_error = false;
    bool density = false, error = false, rings = false;
    std::array<float, 3> ring_levels{};
    const Palette* palette = nullptr;
    float scale = 1.0F;
    bool see_through = false;
    FieldScales scales;
    Camera2D camera;
    PixelSize size;
    bool operator==(const Backdrop&) const = default;
  };
  /// The same for the arrows on it.
  struct Still {
    Backdrop backdrop;
    std::uint64_t exact_uploads = 0, learned_uploads = 0;
    bool exact = false, learned = false, untrained = false;
    ArrowLength arrow_length = ArrowLength::kEqual;
    bool operator==(const Still&) const = default;
  };

  Still still_state(const StageContent& content, const Canvas& canvas) const;
  void draw_still(const StageContent& content, const Canvas& canvas, bool anew);
  void draw_backdrop(const StageContent& content, const Canvas& canvas);

  std::shared_ptr<StagePrograms> programs_;
  FieldLayer field_;
  CloudLayer cloud_;
  Framebuffer backdrop_picture_, still_picture_, picture_;
  Still still_;
  StageContent content_;
  Camera2D camera_;
  std::uint64_t redraws_ = 0;
};

}  // namespace scorescope
