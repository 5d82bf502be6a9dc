// The stage of pictures: one or two galleries with their titles, the switches below, and beside a
// single gallery the chosen sample with its nearest training pictures.
#pragma once

#include <array>

#include "app/panels/program_state.h"
#include "app/panels/region.h"
#include "app/panels/screen_pictures.h"
#include "app/widgets/style.h"

namespace scorescope {

struct GalleryStagePlace {
  Region stage, lesson;
  std::array<Region, 2> titles, views;  ///< the second is empty for one gallery
  Region inspector_title, inspector;    ///< empty for two
  Region switches;                      ///< pair of views, content, colour bar
  bool compact = false;
};

void draw_gallery_stage(const Style& style, const GalleryStagePlace& place,
                        const ScreenPictures& pictures, ProgramState& state);

/// The tiles of one view with the frame of the chosen one; takes clicks.
void draw_gallery(const Style& style, const Region& region, int view,
                  const ScreenPictures& pictures, ProgramState& state);

/// One gallery with its title into the current window, as exported pictures have it.
void draw_single_gallery(const Style& style, const Region& title, const Region& region, int view,
                         const ScreenPictures& pictures, ProgramState& state);

/// The combo over what the stage shows of pictures; width and height at scale 1.
void draw_gallery_pair_combo(const Style& style, ImVec2 min, float width, float height,
                             ProgramState& state);

/// "Annealed Langevin  now σ = 0.07743  averaged weights" with its mark; fills the region's width.
void draw_gallery_title(const Style& style, const Region& region, int view, bool with_button,
                        ProgramState& state);

/// The galleries show |σ s|, whose colours need a bar.
bool shows_magnitude(const ProgramState& state);
/// What the bar of |σ s| takes with its words. `bar_width` is the coloured part's at scale 1.
float magnitude_bar_width(const Style& style, float bar_width);
/// That bar, its right end at `right`; returns its left end.
float draw_magnitude_bar(const Style& style, float right, float middle, bool exact,
                         float bar_width);

}  // namespace scorescope
