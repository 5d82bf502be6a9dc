// The compiled programs of the stage, shared by its views.
#pragma once

#include <span>

#include "app/gl/program.h"
#include "app/render/camera.h"
#include "app/widgets/tokens.h"

namespace scorescope {

/// Where a layer draws.
struct Canvas {
  Camera2D camera;
  PixelSize size;
  float scale = 1.0F;  ///< framebuffer pixels a design pixel
};

/// Made once for a context. Throws GlError if a shader does not compile.
struct StagePrograms {
  StagePrograms();

  Program backdrop, arrows, segments, discs;

  /// For a developer run: takes new text from SCORESCOPE_SHADERS (see Program).
  void reload_if_changed();
};

Rgba to_rgba(ImU32 colour);

/// Sets where data land on the canvas (view.glsl); the program must be in use.
void set_view(const Program& program, const Canvas& canvas);

/// Sets the canvas's size for programs that measure in pixels (view.glsl).
void set_pixels(const Program& program, const Canvas& canvas);

/// Sets the uniforms of ramp.glsl. Between 2 and 9 stops.
void set_ramp(const Program& program, std::span<const ImU32> stops);

/// A "ramp" of one flat colour.
void set_flat_ramp(const Program& program, ImU32 colour);

}  // namespace scorescope
