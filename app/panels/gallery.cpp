#include "app/panels/gallery.h"

#include <algorithm>
#include <array>
#include <vector>

#include "app/panels/ladder_geometry.h"
#include "app/plot/number_text.h"

namespace scorescope {
namespace {

constexpr std::array<ContentInfo, 3> kContents{{
    {GalleryContent::kPictures, "values", "Values", "Where the chains stand, x."},
    {GalleryContent::kDenoised, "denoised", "Denoised",
     "The score's best guess of the picture under the noise, x + σ² s(x, σ)."},
    {GalleryContent::kScore, "score", "Score",
     "|σ s(x, σ)| pixel by pixel: about 1 where the score sees noise, 0 where it sees none."},
}};

bool is_gallery_pair(StagePair pair) {
  return pair != StagePair::kLearnedError && pair != StagePair::kPlane;
}

}  // namespace

std::span<const ContentInfo> gallery_contents() { return kContents; }

const ContentInfo& info_of(GalleryContent content) {
  return kContents[static_cast<std::size_t>(content)];
}

const ContentInfo* find_content(std::string_view id) {
  const auto found = std::ranges::find(kContents, id, &ContentInfo::id);
  return found == kContents.end() ? nullptr : &*found;
}

bool shows_gallery(const ProgramState& state) {
  return state.schema != nullptr && has_pictures(*state.schema, state.draft);
}

std::vector<StagePair> gallery_pairs(const ProgramState& state) {
  std::vector<StagePair> pairs{StagePair::kSingle, StagePair::kRawAveraged};
  if (state.draft.samplers.size() > 1) pairs.push_back(StagePair::kSamplers);
  pairs.push_back(StagePair::kRuns);
  pairs.push_back(StagePair::kLearnedExact);
  pairs.push_back(StagePair::kStepGrid);
  pairs.push_back(StagePair::kPlane);
  return pairs;
}

std::string gallery_pair_label(const ProgramState& state, StagePair pair) {
  switch (pair) {
    case StagePair::kRawAveraged:
      return "Raw | averaged";
    case StagePair::kLearnedExact:
      return "Learned | training set's own";
    default:
      return pair_label(state, pair);
  }
}

StagePair gallery_pair(const ProgramState& state) {
  const StagePair pair = state.view.pair;
  if (!is_gallery_pair(pair)) return StagePair::kSingle;
  const bool missing = pair == StagePair::kSamplers && state.draft.samplers.size() < 2;
  return missing ? StagePair::kSingle : pair;
}

int gallery_views(const ProgramState& state) {
  const StagePair pair = gallery_pair(state);
  return pair == StagePair::kSingle || pair == StagePair::kStepGrid ? 1 : 2;
}

int galleries_on_screen(const ProgramState& state) {
  const std::string& large = state.view.maximised;
  return large == "view_a" || large == "view_b" ? 1 : gallery_views(state);
}

int first_gallery(const ProgramState& state) {
  return gallery_views(state) == 2 && state.view.maximised == "view_b" ? 1 : 0;
}

ViewRequest gallery_view_request(const ProgramState& state, int view) {
  ViewRequest request;
  request.level = ViewRequest::Level::kSamplerA;
  request.averaged = state.draft.sampling.weights != "raw";
  switch (gallery_pair(state)) {
    case StagePair::kRawAveraged:
      request.averaged = view == 1;
      break;
    case StagePair::kSamplers:
      if (view == 1) request.level = ViewRequest::Level::kSamplerB;
      break;
    case StagePair::kRuns:
      request.pinned = view == 0;
      break;
    case StagePair::kLearnedExact:
      request.exact = view == 1;
      break;
    default:
      break;
  }
  return request;
}

GalleryRequest gallery_request(const ProgramState& state) {
  const GallerySettings& chosen = state.view.gallery;
  return {.views = gallery_views(state),
          .content = chosen.content,
          .moment = chosen.moment,
          .chosen_view = std::min(chosen.chosen_view, gallery_views(state) - 1),
          .chosen = chosen.chosen};
}

const PictureFrame* picture_frame(const ProgramState& state) {
  const auto& frame = state.frames.simulation;
  return frame ? frame->pictures.get() : nullptr;
}

const GalleryFrame* gallery(const ProgramState& state, int view) {
  const PictureFrame* frame = picture_frame(state);
  if (!frame || view < 0 || view > 1) return nullptr;
  return frame->galleries[static_cast<std::size_t>(view)].get();
}

const GalleryFrame* chosen_gallery(const ProgramState& state) {
  const GalleryFrame* chosen = gallery(state, gallery_request(state).chosen_view);
  return chosen ? chosen : gallery(state, 0);
}

int sample_count(const ProgramState& state, int view) {
  const GalleryFrame* frame = gallery(state, view);
  if (frame && frame->count > 0) return frame->count;
  return static_cast<int>(std::clamp<std::int64_t>(state.draft.sampling.particles, 1, 4096));
}

int chosen_sample(const ProgramState& state) {
  const int view = gallery_request(state).chosen_view;
  return std::clamp(state.view.gallery.chosen, 0, sample_count(state, view) - 1);
}

void choose_sample(ProgramState& state, int view, int index) {
  state.view.gallery.chosen_view = view;
  state.view.gallery.chosen = std::clamp(index, 0, sample_count(state, view) - 1);
}

const InspectedSample* inspected_sample(const ProgramState& state) {
  const PictureFrame* frame = picture_frame(state);
  if (!frame || !frame->chosen) return nullptr;
  const GalleryRequest wanted = gallery_request(state);
  const bool same =
      frame->chosen->view == wanted.chosen_view && frame->chosen->index == chosen_sample(state);
  return same ? frame->chosen.get() : nullptr;
}

bool is_exact_gallery(const ProgramState& state, int view) {
  return gallery_view_request(state, view).exact;
}

int moment_count(const GalleryFrame& frame) { return static_cast<int>(frame.moments.size()); }

int sampler_moment(const GalleryFrame& frame) {
  const int count = moment_count(frame), reached = std::min(frame.moments_reached, count);
  const bool has_next = !frame.finished && reached > 0 && reached < count - 1;
  const bool is_there = has_next && frame.sigma == frame.moments[static_cast<std::size_t>(reached)];
  return is_there ? reached : reached - 1;
}

int shown_moment(const ProgramState& state, const GalleryFrame& frame) {
  const int newest = sampler_moment(frame), wanted = state.view.gallery.moment;
  return wanted < 0 ? newest : std::min(wanted, newest);
}

bool shows_sampler(const ProgramState& state, const GalleryFrame& frame) {
  const int wanted = state.view.gallery.moment;
  return !frame.finished && (wanted < 0 || wanted >= frame.moments_reached);
}

std::string moment_text(const ProgramState& state, const GalleryFrame& frame, int index) {
  if (index + 1 == moment_count(frame)) return "end";
  const bool at_sampler = shows_sampler(state, frame) && index == sampler_moment(frame);
  return number_text(at_sampler ? frame.sigma : frame.moments[static_cast<std::size_t>(index)]);
}

void show_moment(ProgramState& state, int moment) {
  const GalleryFrame* frame = chosen_gallery(state);
  if (!frame || frame->moments_reached <= 0) return;
  const int last = sampler_moment(*frame);
  state.view.gallery.moment = moment >= last ? -1 : std::max(moment, 0);
}

void follow_sampler(ProgramState& state, bool on) {
  const GalleryFrame* frame = chosen_gallery(state);
  const int here = frame ? std::max(shown_moment(state, *frame), 0) : 0;
  state.view.gallery.moment = on ? -1 : here;
}

float moment_progress(const GalleryFrame& frame, int index) {
  const int count = moment_count(frame);
  if (frame.finished || (index + 1 < frame.moments_reached && index + 1 < count)) return 1.0F;
  if (index >= frame.moments_reached || index + 1 >= count) return 0.0F;
  return rung_progress(index, count - 1, static_cast<double>(frame.step),
                       static_cast<double>(frame.step_count));
}

}  // namespace scorescope
