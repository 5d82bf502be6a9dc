// A number and how well it is known.
#pragma once

namespace scorescope {

/// `standard_error` is one standard deviation of the estimator; 0 where the value is exact.
struct Estimate {
  double value = 0.0;
  double standard_error = 0.0;
};

inline Estimate operator*(double factor, const Estimate& estimate) {
  return {factor * estimate.value, (factor < 0.0 ? -factor : factor) * estimate.standard_error};
}

}  // namespace scorescope
