// Noise levels that a reverse-time sampler steps along: the training ladder or a grid of its own.
#pragma once

#include <string>
#include <vector>

#include "core/sampler/catalogue.h"

namespace scorescope {

struct GridOptions {
  std::string grid = "ladder";  // ladder | geometric | edm
  std::int64_t steps = 18;
  double sigma_max = 80.0;
  double sigma_min = 0.002;
  double rho = 7.0;
  bool final_denoise = true;
};

/// Fields for tables over GridOptions or options derived from it.
FieldInfo grid_field();
FieldInfo grid_steps_field();
FieldInfo grid_sigma_max_field();
FieldInfo grid_sigma_min_field();
FieldInfo grid_rho_field();
FieldInfo final_denoise_field();

/// The table of samplers that have no options beside the grid.
const FieldTable<GridOptions>& grid_fields();

/// Levels stepped through, highest first, with 0 at the end if the last step denoises. "geometric"
/// and "edm" (Karras et al., Elucidating the design space, 2022, eq. 5) have `steps` positive
/// levels. Throws UserError unless sigma_min < sigma_max and there is at least one step to make.
std::vector<double> sigma_grid(const GridOptions& options, const std::vector<double>& levels);

/// One step from a level to the next.
struct SigmaStep {
  double from = 0.0;
  double to = 0.0;  ///< 0 for the last denoising

  double variance() const { return from * from - to * to; }
  bool denoises() const { return to == 0.0; }
};

/// A sampler that makes one step per interval of such a grid. Denoising (to = 0) is the same for
/// all: x + sigma^2 s(x, sigma), the posterior mean.
class GridSampler : public Sampler {
 public:
  GridSampler(const GridOptions& options, const std::vector<double>& levels)
      : levels_(levels), sigmas_(sigma_grid(options, levels)) {}

  std::int64_t step_count() const override { return static_cast<std::int64_t>(sigmas_.size()) - 1; }
  SamplerPosition position(std::int64_t step) const override;
  double final_sigma() const override { return sigmas_.back(); }

  /// None by default: along the grid each step contracts by less than one, however narrow the
  /// density.
  std::string stability_warning(double) const override { return ""; }

 protected:
  SigmaStep sigma_step(std::int64_t step) const;

  /// The number the update rule calls by its step size.
  virtual double step_size(const SigmaStep& step) const = 0;

 private:
  std::vector<double> levels_;
  std::vector<double> sigmas_;
};

}  // namespace scorescope
