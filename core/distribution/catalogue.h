// Everything that can be chosen as 2-D data, each a function from options to mixture components.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/catalogue.h"
#include "core/base/gaussian_component.h"

namespace scorescope {

/// A score to compare with in place of the mixture's own, for data on a ring
/// (core/distribution/ring.h).
struct RingReference {
  enum class Kind {
    kBessel,  ///< the true ring's score
    kRadial   ///< the poster's one-dimensional approximation
  };
  double radius = 5.0;
  double std = 0.1;  ///< of the distance from the origin
  Kind kind = Kind::kBessel;

  bool operator==(const RingReference&) const = default;
};

/// A distribution as data: its components (weights sum to 1) and what is worth knowing beside them.
struct DistributionData {
  std::vector<GaussianComponent> components{};
  /// Modes whose shares are worth counting (heaviest first): centres and true weights. Empty where
  /// the distribution has no separate modes.
  struct Mode {
    std::array<double, 2> centre;
    double weight;
    double std;  ///< standard deviation of one coordinate inside the mode
  };
  std::vector<Mode> modes{};
  /// True if the components are exactly the described law (a Gaussian mixture); false if they stand
  /// for a curve or a picture by many narrow components.
  bool exact_law = true;
  /// What the data is, in words, for titles and exports: "Two Gaussians, 0.8 and 0.2".
  std::string description{};
  /// What "exact" is to mean, if not the score of the components.
  std::optional<RingReference> reference{};
};

/// Makes the components. Throws UserError (a file that cannot be used, weights that sum to zero).
using DistributionFactory = std::function<DistributionData(const Values& options)>;

const Catalogue<DistributionFactory>& distribution_catalogue();

/// Looks up `choice.kind` and makes it.
DistributionData make_distribution(const Choice& choice);

}  // namespace scorescope
