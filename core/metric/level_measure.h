// What a score function is worth at one noise level, measured on given points: the denoising loss,
// the explicit one, the bias between them, norms and errors.
#pragma once

#include <torch/types.h>

#include "core/metric/estimate.h"
#include "core/score_function.h"

namespace scorescope {

/// The points to measure on. The clean points decide whose law is meant: fresh data for a network,
/// the particles themselves for a cloud that moves.
struct LevelProbe {
  double sigma = 1.0;         ///< > 0
  torch::Tensor clean;        ///< [n, d] float64
  torch::Tensor noisy;        ///< [n, d] float64, clean + sigma * unit normal noise
  torch::Tensor grid_points;  ///< [m, d] float64, centres of a uniform grid; may be undefined
};

/// Raw expectations: E||.||^2 summed over the d coordinates, no weight. Multiply by
/// ncsn_weight(sigma) for the normalisation 1/2 sigma^2 ||.||^2 of the plots (maths.md 0.2).
struct LevelMeasure {
  double sigma = 0.0;
  Estimate dsm;   ///< E||s - target||^2, target = -(noisy - clean) / sigma^2
  Estimate esm;   ///< E||s - exact||^2 under q_sigma: the expected squared score error
  Estimate bias;  ///< dsm - esm from the same points (paired, so less noisy than either)
  double bias_exact =
      0.0;                ///< d / sigma^2 - J, what `bias` must be (maths.md section 1, identity 2)
  Estimate norm_learned;  ///< E||s||^2 under q_sigma
  Estimate norm_exact;    ///< E||exact||^2 under q_sigma, from the points; J is its exact value
  double error_grid = 0.0;      ///< mean ||s - exact||^2 over the grid; NaN without a grid
  double median_grid = 0.0;     ///< median of ||s - exact|| over the grid; NaN without a grid
  double relative_error = 0.0;  ///< sqrt(esm / norm_exact)
  double residual = 0.0;        ///< |dsm - (esm + d / sigma^2 - J)|; divide by d / sigma^2 for AT-4
};

/// 1/2 sigma^2.
double ncsn_weight(double sigma);

/// `fisher` is J of the law the clean points come from (fisher_information). Both scores are
/// evaluated without recording gradients, on the probe's device.
LevelMeasure measure_level(const LevelProbe& probe, const ScoreFunction& learned,
                           const ScoreFunction& exact, const Estimate& fisher);

/// 1 - sum||reference - approximation||^2 / sum||reference||^2 over points [n, d] (Wang & Vastola,
/// arXiv 2412.09726). 1 is perfect, 0 no better than zero.
double explained_variance(const torch::Tensor& reference, const torch::Tensor& approximation);

}  // namespace scorescope
