#include "core/distribution/catalogue.h"

#include "core/distribution/component_table.h"
#include "core/distribution/entries.h"

namespace scorescope {

const Catalogue<DistributionFactory>& distribution_catalogue() {
  static const Catalogue<DistributionFactory> catalogue(
      "distribution",
      {two_gaussians_entry(), gaussian_entry(), ring_of_gaussians_entry(), circle_entry(),
       two_moons_entry(), spiral_entry(), checkerboard_entry(), banana_entry(), pinwheel_entry(),
       text_entry(), mixture_entry(), picture_entry(), csv_entry()});
  return catalogue;
}

DistributionData make_distribution(const Choice& choice) {
  DistributionData data = distribution_catalogue().find(choice.kind).make(choice.options);
  normalise_weights(data.components);
  return data;
}

}  // namespace scorescope
