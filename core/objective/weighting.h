// How much each noise level counts in a loss: lambda(sigma) = sigma^p, or EDM's.
#pragma once

#include <torch/types.h>

#include <string>

#include "core/base/field.h"

namespace scorescope {

/// lambda(sigma), the factor of the squared error of the score, by a named choice. "edm" is
/// sigma^2 (sigma^2 + s^2) / s^2, which on the error of the denoiser is the
/// (sigma^2 + s^2) / (sigma s)^2 of Karras et al. 2022 (maths.md section 8).
struct Weighting {
  Weighting() = default;  // keeps g++ 12 from a false -Wmaybe-uninitialized about nested aggregates

  std::string weighting = "sigma2";  // one | sigma | sigma2 | custom | edm
  double exponent = 2.0;             // p of "custom"
  double data_std = 1.0;             // s of "edm"; no option, it comes from the ObjectiveContext

  double at(double sigma) const;
  /// `values` [n] times lambda(sigma) [n].
  torch::Tensor times_lambda(const torch::Tensor& values, const torch::Tensor& sigma) const;
  /// `values` [n] times lambda(sigma) / sigma^2 [n]; costs nothing for sigma2.
  torch::Tensor times_lambda_over_variance(const torch::Tensor& values,
                                           const torch::Tensor& sigma) const;
  /// "1", "σ", "σ²", "σ^1.5", "σ² (σ² + s²)/s², s = 0.519".
  std::string formula() const;

 private:
  bool is_edm() const { return weighting == "edm"; }
  /// p.
  double power() const;
};

/// The rows of "weighting" and "exponent"; both act on the next step.
FieldInfo weighting_field();
FieldInfo exponent_field();

/// Data on which an objective that needs no noise is evaluated.
struct DataSetting : Weighting {
  DataSetting() = default;

  std::string on = "ladder";  // ladder | clean

  bool is_clean() const { return on == "clean"; }
  /// Clean data has one level, whose weight is 1.
  double level_weight(double sigma) const { return is_clean() ? 1.0 : at(sigma); }
  /// "λ = σ², mean over the ladder's levels", or "λ = 1, on clean data".
  std::string formula() const;
};

FieldInfo on_field();

}  // namespace scorescope
