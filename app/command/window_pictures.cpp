// Pictures of headless runs through the window's figures; an empty writer without the window.
#include "app/command/window_pictures.h"

#if SCORESCOPE_WINDOW

#include <algorithm>

#include "app/gl/egl_context.h"
#include "app/panels/plots.h"
#include "app/panels/stage_pairs.h"
#include "app/panels/step_grid.h"
#include "app/shell/figure_picture.h"
#include "core/base/error.h"
#include "core/record/png.h"
#include "core/run/choices.h"

namespace scorescope {
namespace {

ProgramState finished_state(const PictureSource& source) {
  ProgramState state;
  state.schema = &schema();
  adopt_lesson(state, source.lesson);
  state.draft = source.lesson.spec;
  state.frames = {source.training, source.simulation};
  state.actions.clear();
  state.view.follow = false;
  state.view.shown_level = static_cast<int>(source.lesson.layout.level.value_or(-1));
  state.view.half_width = source.lesson.layout.half_width.value_or(10.0);
  return state;
}

LayerSet layers_with(std::initializer_list<StageLayer> on) {
  LayerSet layers{};
  for (const StageLayer layer : on) layers[static_cast<std::size_t>(layer)] = true;
  return layers;
}

/// The lesson's own layers if it is about the samplers, else what shows where they ended.
LayerSet sampler_layers(const ProgramState& state) {
  const Layout& layout = state.lesson.layout;
  if (layout.pair && layout.layers && pair_from_id(*layout.pair) == StagePair::kSamplers) {
    LayerSet layers{};
    for (const auto& id : *layout.layers)
      layers[static_cast<std::size_t>(layer_from_id(id))] = true;
    return layers;
  }
  const bool learned = state.draft.sampling.score == "learned";
  return layers_with({learned ? StageLayer::kLearned : StageLayer::kExact, StageLayer::kDensity,
                      StageLayer::kParticles});
}

void show_samplers(ProgramState& state) {
  state.view.pair = StagePair::kSamplers;
  state.view.layers = sampler_layers(state);
}

void show_fields(ProgramState& state) {
  state.view.pair = StagePair::kLearnedExact;
  state.view.layers = layers_with({StageLayer::kExact, StageLayer::kLearned, StageLayer::kDensity});
}

void frame_plane(ProgramState& state) {
  state.view.pair = StagePair::kPlane;
  state.view.half_width = state.frames.simulation->extent;
  state.view.maximised.clear();
}

RgbaImage beside(const RgbaImage& left, const RgbaImage& right) {
  check_equal(left.size.height, right.size.height, "heights of two views");
  RgbaImage image;
  image.size = {left.size.width + right.size.width, left.size.height};
  const auto append_row = [&](const RgbaImage& part, int row) {
    const auto bytes = static_cast<std::ptrdiff_t>(part.size.width) * 4;
    const auto first = part.pixels.begin() + row * bytes;
    image.pixels.insert(image.pixels.end(), first, first + bytes);
  };
  for (int row = 0; row < left.size.height; ++row) {
    append_row(left, row);
    append_row(right, row);
  }
  return image;
}

RgbaImage draw(ProgramState& state, const std::string& figure) {
  const PlotsColumnState plots;
  const auto picture = [&](const std::string& name) {
    return figure_picture({.state = state, .plots = plots, .figure = name});
  };
  if (figure == kStepGridFigure) return picture(figure);
  if (figure == "plane") {
    frame_plane(state);
    return beside(picture("view_a"), picture("view_b"));
  }
  show_samplers(state);
  if (figure == "fields") show_fields(state);
  const bool pair = figure == "fields" || (figure == "stage" && state.draft.samplers.size() == 2);
  if (pair) return beside(picture("view_a"), picture("view_b"));
  return picture(figure == "stage" ? "view_a" : figure);
}

void write_files(const PictureSource& source, const std::vector<PictureFile>& files) try {
  const EglContext context;
  context.make_current();
  ProgramState state = finished_state(source);
  for (const PictureFile& file : files) {
    const RgbaImage image = draw(state, file.figure);
    write_png(file.path, image.size.width, image.size.height, image.pixels);
  }
} catch (const NoOffscreen& error) {
  throw UserError(error.what());
}

}  // namespace

PictureWriter offscreen_pictures() {
  PictureWriter writer{{"stage", "fields", "view_a", "view_b"},
                       {"fields", "loss", "level_loss", "level_strip", "bias", "bias_step",
                        "score_norm", "field_error", "identity"},
                       write_files};
  for (const PlotEntry& plot : plot_catalogue()) {
    if (plot.is_for(false)) writer.figures.emplace_back(plot.id);
  }
  return writer;
}

}  // namespace scorescope

#else

namespace scorescope {

PictureWriter offscreen_pictures() { return {}; }

}  // namespace scorescope

#endif
