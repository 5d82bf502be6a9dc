// Log density, score and Jacobian of a noised mixture by plain loops over double buffers: the fast
// way on the CPU when no gradient is wanted. No Torch; no state, so any thread may call it.
#pragma once

#include <cstddef>

#include "core/distribution/component_table.h"

namespace scorescope {

/// n points x0 y0 x1 y1 ... and their noise levels.
struct NoisyPoints {
  const double* points = nullptr;  ///< [n, 2]
  const double* sigma = nullptr;   ///< [n], or a single value if `one_sigma`
  std::size_t count = 0;
  bool one_sigma = false;
};

/// Where results go; a null pointer means "not wanted".
struct MixtureOutputs {
  double* log_density = nullptr;  ///< [n]
  double* score = nullptr;        ///< [n, 2]
  double* jacobian = nullptr;     ///< [n, 2, 2]
};

/// About 4 ns a point and component, twice that with a sigma of its own for each point; needs no
/// memory beyond one row a component. Formulas: maths.md section 2.
void evaluate_mixture(const ComponentTable& table, const NoisyPoints& batch,
                      const MixtureOutputs& outputs);

}  // namespace scorescope
