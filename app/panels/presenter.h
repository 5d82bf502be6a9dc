// Presenter mode: one view, one plot, the sentence and the transport, large enough for the last
// row.
#pragma once

#include <array>

#include "app/panels/program_state.h"
#include "app/panels/region.h"
#include "app/panels/screen_pictures.h"
#include "app/widgets/style.h"

namespace scorescope {

struct PresenterPlace {
  Region stage, lesson, title, view, plot, bar;  ///< as in WindowLayout
};

/// The view that the presenter shows: B where samplers or scores are compared, as it is the point.
int presenter_view(const ProgramState& state);

/// The style of tooltips and notices over the presenter: their sizes grow as its text does. `style`
/// is the presenter's own.
Style presenter_card_style(const Style& style);

/// Everything but the plot's curves: those are drawn by the plots panel's figure in the region
/// returned, between the plot's place and the sentence below it.
Region draw_presenter(const Style& style, const PresenterPlace& place,
                      const ScreenPictures& pictures, ProgramState& state);

}  // namespace scorescope
