#include "app/panels/gallery_titles.h"

#include <fmt/format.h>

#include "app/panels/gallery.h"
#include "app/panels/sampler_colours.h"
#include "app/panels/step_grid.h"
#include "app/plot/number_text.h"

namespace scorescope {
namespace {

std::string sampler_label(const ProgramState& state, int view) {
  if (const GalleryFrame* frame = gallery(state, view)) {
    if (!frame->label.empty()) return frame->label;
  }
  const bool second = gallery_view_request(state, view).level == ViewRequest::Level::kSamplerB;
  const std::size_t index = second ? 1 : 0;
  if (index >= state.draft.samplers.size()) return "Samples";
  return entry_label(state.schema->samplers, state.draft.samplers[index].kind);
}

/// ", from σ 1" where a pair shows one sampler from two highest levels, else nothing.
std::string start_remark(const ProgramState& state, int view) {
  const GalleryFrame* frame = gallery(state, view);
  const GalleryFrame* other = gallery(state, 1 - view);
  if (!frame || !other || frame->moments.empty() || other->moments.empty()) return "";
  if (sampler_label(state, view) != sampler_label(state, 1 - view)) return "";
  const double sigma = frame->moments.front();
  return sigma == other->moments.front() ? "" : ", from σ " + short_number_text(sigma);
}

/// "averaged weights, training step 1 263"
std::string weights_remark(const GalleryFrame* frame) {
  if (frame == nullptr) return "";
  if (frame->training_step == 0) return frame->weights;
  return frame->weights + ", training step " + count_text(frame->training_step);
}

/// Of a pair the name says what differs; the other facts are the same on both sides.
void name_view(const Palette& colours, const ProgramState& state, int view, GalleryTitle& title) {
  const GalleryFrame* frame = gallery(state, view);
  const bool left = view == 0;
  title.mark = colours.learned;
  switch (gallery_pair(state)) {
    case StagePair::kRawAveraged:
      title.name = left ? "Raw weights" : "Averaged weights";
      title.rest = sampler_label(state, view);
      return;
    case StagePair::kRuns: {
      title.name = left ? "Pinned run" : "This run";
      const auto& simulation = state.frames.simulation;
      if (left && simulation && simulation->pinned_run) title.rest = simulation->pinned_label;
      return;
    }
    case StagePair::kStepGrid:
      title.name = "T × ε grid";
      title.rest = step_grid_remark(state);
      title.mark = colours.annealed;
      return;
    case StagePair::kLearnedExact:
      title.name = left ? "Learned score" : "Training set's own";
      title.rest = left ? weights_remark(frame) : "exact score of the training set";
      if (!left) title.mark = colours.exact;
      return;
    default:
      title.name = sampler_label(state, view);
      if (gallery_pair(state) == StagePair::kSamplers) title.start = start_remark(state, view);
      title.rest = weights_remark(frame);
      title.mark =
          sampler_colours(colours, state, gallery_pair(state) == StagePair::kSamplers ? view : 0)
              .mark;
  }
}

}  // namespace

GalleryTitle gallery_title(const Palette& colours, const ProgramState& state, int view) {
  GalleryTitle title;
  name_view(colours, state, view, title);
  const GalleryFrame* frame = gallery(state, view);
  if (!frame || frame->count == 0 || gallery_pair(state) == StagePair::kStepGrid) return title;
  const bool now = follows_sampler(state);
  title.words = !now ? "at" : frame->finished ? "ended at" : frame->step == 0 ? "starts at" : "now";
  title.number = "σ = " + number_text(frame->shown_sigma);
  if (!frame->failure.empty()) title.rest = "stopped";
  return title;
}

std::vector<std::vector<TextRun>> gallery_title_wordings(const Style& style,
                                                         const GalleryTitle& title) {
  const TextRun name{style.fonts.view_title, style.colours.text, title.name + title.start, 0.0F};
  const TextRun short_name{style.fonts.view_title, style.colours.text, title.name, 0.0F};
  const TextRun words{style.fonts.label, style.colours.muted, title.words, 12.0F};
  const TextRun number{style.fonts.mono_caption, style.colours.text, title.number, 5.0F};
  const TextRun rest{style.fonts.label, style.colours.muted, title.rest, 14.0F};
  TextRun number_alone = number;
  number_alone.gap_before = 12.0F;
  if (title.number.empty()) return {{name, rest}, {name}};
  TextRun short_rest = rest;  // without the step
  short_rest.text = title.rest.substr(0, title.rest.find(','));
  return {{name, words, number, rest},
          {name, words, number, short_rest},
          {name, words, number},
          {name, number_alone},
          {name},
          {short_name}};
}

GalleryEmptyText gallery_empty_text(const ProgramState& state, int view) {
  const auto& simulation = state.frames.simulation;
  if (gallery_view_request(state, view).pinned && !(simulation && simulation->pinned_run)) {
    return {"Pin a run in the gallery's menu (right click) to see it here", "", ""};
  }
  if (!simulation || !simulation->pictures) return {"The pictures are being read", "", ""};
  const std::string sentence =
      fmt::format("{} samples appear here", count_text(sample_count(state, view)));
  // a training set's own score needs no training, a network's noise would only stay noise
  if (!has_learned(state) && !is_exact_gallery(state, view)) return {sentence, "Train", "T"};
  return {sentence, "Sample", "Space"};
}

std::string chosen_empty_text(const ProgramState& state) {
  const GalleryFrame* frame = chosen_gallery(state);
  const int view = gallery_request(state).chosen_view;
  if (frame && frame->count > 0 && frame->step > 0) return "Being looked at";
  const std::string what = "What it reads as and which training pictures are nearest. ";
  if (!has_learned(state) && !is_exact_gallery(state, view)) return what + "Press Train.";
  return what + "Press Sample.";
}

}  // namespace scorescope
