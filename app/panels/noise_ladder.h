// The noise ladder: every level a rung, the handle sets the level the stage shows, the rail fills
// as the sampler walks down.
#pragma once

#include "app/panels/program_state.h"
#include "app/panels/region.h"
#include "app/panels/screen_pictures.h"
#include "app/widgets/style.h"

namespace scorescope {

enum class LadderForm { kFull, kCompact, kPresenter };

struct LadderPlace {
  Region region;
  LadderForm form = LadderForm::kFull;
  float padding = 12.0F;  ///< left and right of the rungs, at scale 1
};

void draw_noise_ladder(const Style& style, const LadderPlace& place, const ScreenPictures& pictures,
                       ProgramState& state);

/// The rail with its handle alone, as in presenter mode: rungs over [left, right], `height` at
/// scale 1.
struct RailPlace {
  float left = 0.0F, right = 0.0F, middle_y = 0.0F;
  float height = 6.0F, radius = 3.0F, gap = 4.0F;
  float handle_width = 8.0F, handle_height = 16.0F;
  const Style* tooltips = nullptr;  ///< of another size than the rail; null: the same
};
void draw_ladder_rail(const Style& style, const RailPlace& place, ProgramState& state);

}  // namespace scorescope
