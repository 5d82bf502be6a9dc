// What the stage shows of pictures: which galleries, which content, moment and sample, and what is
// asked of the simulator for it. No drawing.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "app/panels/program_state.h"

namespace scorescope {

/// A content of the tiles, in the order of the keys 1 to 3.
struct ContentInfo {
  GalleryContent content;
  const char* id;     ///< as in a lesson's layers: "values", "denoised", "score"
  const char* label;  ///< as on its chip
  const char* help;
};
std::span<const ContentInfo> gallery_contents();
const ContentInfo& info_of(GalleryContent content);
/// nullptr if no content has that id.
const ContentInfo* find_content(std::string_view id);

/// Whether the draft's data are pictures: the stage shows galleries.
bool shows_gallery(const ProgramState& state);

/// The pairs that pictures have, those of two samplers only where there are two.
std::vector<StagePair> gallery_pairs(const ProgramState& state);
/// "Samples", "Raw | averaged", ...
std::string gallery_pair_label(const ProgramState& state, StagePair pair);
/// The chosen pair as far as pictures have it, else kSingle.
StagePair gallery_pair(const ProgramState& state);
/// Galleries asked for, 1 or 2.
int gallery_views(const ProgramState& state);
/// Galleries on screen: 1 where one of two is maximised. The first is `first_gallery`.
int galleries_on_screen(const ProgramState& state);
int first_gallery(const ProgramState& state);

GalleryRequest gallery_request(const ProgramState& state);
ViewRequest gallery_view_request(const ProgramState& state, int view);

/// Null before the first frame with pictures.
const PictureFrame* picture_frame(const ProgramState& state);
/// What view 0 or 1 shows, or null.
const GalleryFrame* gallery(const ProgramState& state, int view);
/// The gallery whose sample is chosen, or the first that there is, or null.
const GalleryFrame* chosen_gallery(const ProgramState& state);
/// Samples of a gallery: as many as there are, else as asked for.
int sample_count(const ProgramState& state, int view);
/// Index of the chosen sample, within the gallery.
int chosen_sample(const ProgramState& state);
void choose_sample(ProgramState& state, int view, int index);
/// What is known of the chosen sample; null while the simulator still looks at another one.
const InspectedSample* inspected_sample(const ProgramState& state);

/// Whether a gallery of that view comes from a score that was learned (orange) or is known (blue).
bool is_exact_gallery(const ProgramState& state, int view);

/// Moments of the chosen sample's way: how many there will be, and which one the galleries show
/// (-1 before there is any).
int moment_count(const GalleryFrame& frame);
int shown_moment(const ProgramState& state, const GalleryFrame& frame);
/// The moment where the sampler is. Its picture is kept with its first step only, so a level that
/// the sampler has just come to is one after those that were kept.
int sampler_moment(const GalleryFrame& frame);
/// Whether the galleries show where the sampler is now, on its way.
bool shows_sampler(const ProgramState& state, const GalleryFrame& frame);
/// The noise level under a rung, or "end". Where the sampler is it is the sampler's own: of a long
/// ladder only some levels have a rung.
std::string moment_text(const ProgramState& state, const GalleryFrame& frame, int index);
/// Shows a moment that was reached; the last one reached follows the sampler.
void show_moment(ProgramState& state, int moment);
void follow_sampler(ProgramState& state, bool on);
inline bool follows_sampler(const ProgramState& state) { return state.view.gallery.moment < 0; }
/// Steps done within moment `index` on the way to the next, 0 to 1; the last one is full at the
/// end.
float moment_progress(const GalleryFrame& frame, int index);

}  // namespace scorescope
