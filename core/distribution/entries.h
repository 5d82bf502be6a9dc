// The lines of the distribution catalogue, and how one is made from an option struct.
#pragma once

#include <string>
#include <utility>

#include "core/distribution/catalogue.h"

namespace scorescope {

using DistributionEntry = Entry<DistributionFactory>;

/// Binds a field table to `make`, a function from options to data. Errors in options name "data".
template <class Options>
DistributionEntry distribution_entry(EntryInfo info, FieldTable<Options> table,
                                     DistributionData (*make)(const Options&)) {
  info.fields = table.infos();
  return {std::move(info), [table = std::move(table), make](const Values& options) {
            return make(table.read(options, "data"));
          }};
}

/// Each component as a mode, heaviest first, if there are at most 12 and every two of them lie
/// apart by at least twice the sum of their standard deviations; else nothing.
std::vector<DistributionData::Mode> separate_modes(
    const std::vector<GaussianComponent>& components);

DistributionEntry two_gaussians_entry();
DistributionEntry gaussian_entry();
DistributionEntry ring_of_gaussians_entry();
DistributionEntry mixture_entry();
DistributionEntry circle_entry();
DistributionEntry two_moons_entry();
DistributionEntry spiral_entry();
DistributionEntry banana_entry();
DistributionEntry pinwheel_entry();
DistributionEntry checkerboard_entry();
DistributionEntry text_entry();
DistributionEntry picture_entry();
DistributionEntry csv_entry();

}  // namespace scorescope
