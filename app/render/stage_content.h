// Everything one view of the stage shows, as plain values that a panel fills in each frame.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "app/widgets/tokens.h"
#include "core/run/frames.h"

namespace scorescope {

/// What is drawn, from the bottom: density or error, rings, arrows, data, trails, particles, probe.
/// Error replaces the density picture; exact and learned together draw the overlay of both.
struct StageLayers {
  bool density = true, error = false, rings = true;
  bool exact = true, learned = false;
  bool data = false, trails = true, particles = true;
  bool operator==(const StageLayers&) const = default;
};

/// How an arrow's length tells its magnitude. Colour always does.
enum class ArrowLength { kEqual, kRaw, kLogarithmic };

/// Arrows of one field. Length and width are shares of the grid spacing; the halo is in pixels at
/// scale 1.
struct DartShape {
  float length = 0.68F, width = 0.25F;
  float halo = 1.25F;
};

/// Widths in pixels at scale 1; alpha runs from the oldest to the newest point as age^exponent.
struct TrailStyle {
  float width = 1.25F;
  float oldest_alpha = 0.0F, newest_alpha = 0.6F;
  float exponent = 1.6F;
  /// Pixels. A longer step is the fainter: at high noise all of the view would be lines.
  float full_length = 8.0F;
  bool operator==(const TrailStyle&) const = default;
};

/// The paths of particles that move as data (bias lesson).
inline constexpr TrailStyle kPathStyle{1.0F, 0.16F, 0.46F, 1.0F, 0.0F};

/// Colours and sizes of a view. The defaults are mock/tokens.md "Views".
struct StageStyle {
  const Palette* palette = &kDark;  ///< not owned; one of the two constants
  float scale = 1.0F;               ///< framebuffer pixels a design pixel
  ArrowLength arrow_length = ArrowLength::kEqual;
  /// Nothing is learned yet: learned arrows at half strength, exact ones slimmer.
  bool untrained = false;
  ImU32 particle_colour = kDark.particle;  ///< the sampler's colour where samplers are compared
  float particle_radius = 2.0F;            ///< 1.8 for those no sampler owns, 3.4 for the presenter
  TrailStyle trail;
  /// The view's ground is transparent: something that is drawn before it shows through.
  bool see_through = false;
  bool operator==(const StageStyle&) const = default;
};

/// Scales that paired views share, so that one legend serves both.
struct FieldScales {
  float density_maximum = 1.0F;                   ///< density at the ramp's end
  float arrow_maximum = 1.0F;                     ///< |s| at the ramp's end, exact and learned
  std::array<float, 2> error_range{0.02F, 1.0F};  ///< |learned − exact| at the ramp's ends, log
  bool operator==(const FieldScales&) const = default;
};

/// The larger maxima of two fields; either may be null. The range of the error ends at the
/// largest exact score, which depends on noise level and camera but not on the training: the
/// picture of a noise level keeps its scale while the error falls.
FieldScales shared_scales(const FieldFrame* a, const FieldFrame* b);

/// Frames are held until the next content replaces them; null draws nothing of that kind.
struct StageContent {
  std::shared_ptr<const FieldFrame> field;
  std::shared_ptr<const CloudFrame> cloud;
  /// Interleaved x, y; for example std::shared_ptr(frame, &frame->data_points).
  std::shared_ptr<const std::vector<float>> data_points;
  std::optional<std::array<double, 2>> probe;  ///< data units; a dashed cross with a ring
  StageLayers layers;
  StageStyle style;
  FieldScales scales;
  bool operator==(const StageContent&) const = default;
};

}  // namespace scorescope
