// Presenter mode: one view or two, one plot, the sentence and the transport, large enough for the
// last row.
#pragma once

#include <array>

#include "app/panels/program_state.h"
#include "app/panels/region.h"
#include "app/panels/screen_pictures.h"
#include "app/widgets/style.h"

namespace scorescope {

struct PresenterPlace {
  Region stage, lesson;
  std::array<Region, 2> titles, views;  ///< [1] empty for one view
  Region plot, bar;                     ///< as in WindowLayout
};

/// What the card's sentence takes below two views and the plot, at scale 1, broken to `width`
/// pixels. `style` is the presenter's own.
float presenter_sentence_height(const Style& style, const ProgramState& state, float width);

/// The place of the grid of T x epsilon, which needs the plot's too; the sentence stays below it.
/// `style` is the presenter's own.
Region presenter_grid_region(const Style& style, const ProgramState& state, const Region& view,
                             const Region& plot);

/// The style of tooltips and notices over the presenter: their sizes grow as its text does. `style`
/// is the presenter's own.
Style presenter_card_style(const Style& style);

/// Everything but the plot's curves: those are drawn by the plots panel's figure in the region
/// returned, which is empty beside the grid of T x epsilon.
Region draw_presenter(const Style& style, const PresenterPlace& place,
                      const ScreenPictures& pictures, ProgramState& state);

}  // namespace scorescope
