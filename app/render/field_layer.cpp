#include "app/render/field_layer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

namespace scorescope {
namespace {

constexpr float kHaloAlpha = 0.75F;
constexpr float kRingWidth = 1.0F;
constexpr std::array<float, 3> kRingAlpha{0.55F, 0.38F, 0.24F};  // 50, 90, 99 % of the mass
constexpr DartShape kExactDart{0.68F, 0.25F}, kExactDartUntrained{0.68F, 0.20F};
constexpr DartShape kLearnedDart{0.68F, 0.34F};
// a full halo of the upper dart would leave little of the lower one
constexpr DartShape kExactOverlay{0.86F, 0.15F, 0.4F}, kLearnedOverlay{0.66F, 0.34F};
constexpr float kUntrainedOpacity = 0.5F;

bool same(const ScalarGrid& a, const ScalarGrid& b) {
  return a.bounds == b.bounds && a.columns == b.columns && a.rows == b.rows && a.values == b.values;
}

bool same(const VectorGrid& a, const VectorGrid& b) {
  return a.bounds == b.bounds && a.columns == b.columns && a.rows == b.rows &&
         a.vectors == b.vectors;
}

/// Finite for every float: a density of 0 becomes the log of the smallest one.
float safe_log(float density) {
  return std::log(std::max(density, std::numeric_limits<float>::min()));
}

std::array<float, 2> spacing_of(const VectorGrid& grid) {
  return {static_cast<float>((grid.bounds.right - grid.bounds.left) / grid.columns),
          static_cast<float>((grid.bounds.top - grid.bounds.bottom) / grid.rows)};
}

/// x, y, vx, vy of every arrow.
std::vector<float> arrow_instances(const VectorGrid& grid) {
  const auto spacing = spacing_of(grid);
  std::vector<float> values;
  values.reserve(grid.vectors.size() * 2);
  auto vector = grid.vectors.begin();
  for (int row = 0; row < grid.rows; ++row) {
    for (int column = 0; column < grid.columns; ++column, vector += 2) {
      const auto x =
          static_cast<float>(grid.bounds.left) + spacing[0] * (static_cast<float>(column) + 0.5F);
      const auto y =
          static_cast<float>(grid.bounds.bottom) + spacing[1] * (static_cast<float>(row) + 0.5F);
      values.insert(values.end(), {x, y, vector[0], vector[1]});
    }
  }
  return values;
}

PixelSize texels(const ScalarGrid& grid) { return {grid.columns, grid.rows}; }

}  // namespace

FieldLayer::FieldLayer() {
  for (Arrows* arrows : {&exact_, &learned_}) {
    arrows->vertices.read(arrows->buffer, {.location = 0, .offset = 0, .stride = 4});
    arrows->vertices.read(arrows->buffer, {.location = 1, .offset = 2, .stride = 4});
  }
}

void FieldLayer::update(const std::shared_ptr<const FieldFrame>& frame) {
  if (frame == held_ || frame == nullptr) return;
  const FieldFrame* before = held_.get();
  const bool has_density = !frame->density.values.empty();  // not on a plane through pictures
  if (has_density && (before == nullptr || !same(before->density, frame->density))) {
    upload_density(frame->density);
  }
  if (before == nullptr || !same(before->exact, frame->exact)) {
    upload_arrows(frame->exact, exact_);
    ++uploads_.exact;
  }
  const bool had_learned = before != nullptr && before->learned;
  if (frame->learned && !(had_learned && same(*before->learned, *frame->learned))) {
    upload_arrows(*frame->learned, learned_);
    ++uploads_.learned;
  }
  const bool had_error = before != nullptr && before->error;
  if (frame->error && !(had_error && same(*before->error, *frame->error))) {
    error_.upload_floats(texels(*frame->error), frame->error->values);
    ++uploads_.error;
  }
  held_ = frame;
}

void FieldLayer::upload_density(const ScalarGrid& density) {
  std::vector<float> logs(density.values.size());
  std::transform(density.values.begin(), density.values.end(), logs.begin(), safe_log);
  log_density_.upload_floats(texels(density), logs);
  ++uploads_.density;
}

void FieldLayer::upload_arrows(const VectorGrid& grid, Arrows& arrows) {
  arrows.buffer.upload(arrow_instances(grid));
  arrows.count = arrows.buffer.size() / 4;
  const auto spacing = spacing_of(grid);
  arrows.spacing = std::min(spacing[0], spacing[1]);
}

void FieldLayer::draw_backdrop(const StageContent& content, const StagePrograms& programs,
                               const Canvas& canvas) const {
  if (content.field == nullptr) return;
  const Palette& palette = *content.style.palette;
  const bool error = content.layers.error && content.field->error.has_value();
  if (!error && !content.layers.density && !content.layers.rings) return;
  const Program& program = programs.backdrop;
  program.use();
  set_view(program, canvas);
  if (error) {
    set_ramp(program, palette.error);
  } else {
    set_ramp(program, palette.density);
  }
  const Bounds& area = content.field->density.bounds;
  program.set("u_bounds", Rgba{static_cast<float>(area.left), static_cast<float>(area.bottom),
                               static_cast<float>(area.right - area.left),
                               static_cast<float>(area.top - area.bottom)});
  program.set("u_picture", error ? 2 : (content.layers.density ? 1 : 0));
  program.set("u_log_maximum", safe_log(content.scales.density_maximum));
  program.set("u_error_range", std::array{std::log10(content.scales.error_range[0]),
                                          std::log10(content.scales.error_range[1])});
  Rgba levels{}, alpha{};
  for (std::size_t i = 0; i < kRingAlpha.size(); ++i) {
    const float level = content.field->ring_levels[i];
    levels[i] = safe_log(level);
    alpha[i] = content.layers.rings && level > 0.0F ? kRingAlpha[i] : 0.0F;
  }
  program.set("u_ring_levels", levels);
  program.set("u_ring_alpha", alpha);
  program.set("u_ring_colour", to_rgba(palette.text));
  program.set("u_ring_width", kRingWidth * canvas.scale);
  program.set("u_log_density", 0);
  program.set("u_error", 1);
  log_density_.bind(0);
  error_.bind(1);
  whole_view_.draw_quads(1);
}

void FieldLayer::draw_arrows(const StageContent& content, const StagePrograms& programs,
                             const Canvas& canvas) const {
  if (content.field == nullptr) return;
  const StageStyle& style = content.style;
  const bool exact = content.layers.exact;
  const bool learned = content.layers.learned && content.field->learned.has_value();
  if (!exact && !learned) return;
  const bool overlay = exact && learned;
  const Palette& palette = *style.palette;
  const Program& program = programs.arrows;
  program.use();
  set_view(program, canvas);
  set_pixels(program, canvas);
  program.set("u_maximum", content.scales.arrow_maximum);
  program.set("u_length_mode", static_cast<int>(style.arrow_length));
  program.set("u_halo_colour", to_rgba(faded(palette.well, kHaloAlpha)));
  if (learned) {
    overlay ? set_flat_ramp(program, palette.learned) : set_ramp(program, palette.learned_ramp);
    program.set("u_opacity", style.untrained ? kUntrainedOpacity : 1.0F);
    draw_darts(learned_, overlay ? kLearnedOverlay : kLearnedDart, program, canvas);
  }
  if (exact) {
    overlay ? set_flat_ramp(program, palette.exact) : set_ramp(program, palette.exact_ramp);
    program.set("u_opacity", 1.0F);
    const DartShape alone = style.untrained ? kExactDartUntrained : kExactDart;
    draw_darts(exact_, overlay ? kExactOverlay : alone, program, canvas);
  }
}

void FieldLayer::draw_darts(const Arrows& arrows, const DartShape& shape, const Program& program,
                            const Canvas& canvas) const {
  const double pixels = arrows.spacing * canvas.camera.pixels_per_unit(canvas.size);
  program.set("u_spacing", static_cast<float>(pixels));
  program.set("u_shape", std::array{shape.length, shape.width});
  program.set("u_halo", shape.halo * canvas.scale);
  arrows.vertices.draw_quads(arrows.count);
}

}  // namespace scorescope
