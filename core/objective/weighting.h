// How much each noise level counts in a loss: lambda(sigma) = sigma^p.
#pragma once

#include <torch/types.h>

#include <string>

#include "core/base/field.h"

namespace scorescope {

/// lambda(sigma) = sigma^p with p from a named choice or `exponent`.
struct Weighting {
  Weighting() = default;  // keeps g++ 12 from a false -Wmaybe-uninitialized about nested aggregates

  std::string weighting = "sigma2";  // one | sigma | sigma2 | custom
  double exponent = 2.0;             // of "custom"

  /// p.
  double power() const;
  /// sigma^p.
  double at(double sigma) const;
  /// "1", "σ", "σ²", "σ^1.5".
  std::string formula() const;
};

/// `values` [n] times sigma^power [n]; power 0 and 1 cost nothing extra.
torch::Tensor times_power(const torch::Tensor& values, const torch::Tensor& sigma, double power);

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
  /// "λ = σ², mean over the ladder's levels", or "on clean data".
  std::string formula() const;
};

FieldInfo on_field();

}  // namespace scorescope
