// Everything that can be chosen as 2-D data, each a function from options to mixture components.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/base/catalogue.h"
#include "core/base/gaussian_component.h"

namespace scorescope {

/// A distribution as data: its components (weights sum to 1) and what is worth knowing beside them.
struct DistributionData {
  std::vector<GaussianComponent> components;
  /// Modes whose shares are worth counting (heaviest first): centres and true weights. Empty where
  /// the distribution has no separate modes.
  struct Mode {
    std::array<double, 2> centre;
    double weight;
    double std;  ///< standard deviation of one coordinate inside the mode
  };
  std::vector<Mode> modes;
  /// True if the components are exactly the described law (a Gaussian mixture); false if they stand
  /// for a curve or a picture by many narrow components.
  bool exact_law = true;
  /// What the data is, in words, for titles and exports: "Two Gaussians, 0.8 and 0.2".
  std::string description;
};

/// Makes the components. Throws UserError (a file that cannot be used, weights that sum to zero).
using DistributionFactory = std::function<DistributionData(const Values& options)>;

const Catalogue<DistributionFactory>& distribution_catalogue();

/// Looks up `choice.kind` and makes it.
DistributionData make_distribution(const Choice& choice);

}  // namespace scorescope
