#include "app/panels/plots.h"

#include <array>

#include "app/panels/plot_builders.h"

namespace scorescope {
namespace {

/// A builder knows the curves; id and title stand in the catalogue only.
template <PlotModel (*Build)(const PlotInput&), std::size_t Index>
PlotModel named(const PlotInput& input) {
  PlotModel model = Build(input);
  const PlotEntry& entry = plot_catalogue()[Index];
  model.id = entry.id;
  model.title = entry.title;
  return model;
}

}  // namespace

std::span<const PlotEntry> plot_catalogue() {
  namespace b = plot_builders;
  static constexpr std::array<PlotEntry, 11> kEntries{
      {{"loss", "Loss", &named<b::loss, 0>},
       {"level_loss", "Loss per level", &named<b::level_loss, 1>},
       {"level_strip", "Loss by level and step", &named<b::level_strip, 2>},
       {"bias", "DSM = ESM + B", &named<b::bias, 3>},
       {"bias_step", "DSM = ESM + B", &named<b::bias_step, 4>},
       {"score_norm", "Score norm", &named<b::score_norm, 5>},
       {"mode_weight", "Mode weight", &named<b::mode_weight, 6>},
       {"field_error", "Field error", &named<b::field_error, 7>},
       {"cloud_width", "Width of the cloud", &named<b::cloud_width, 8>},
       {"loss_preference", "What each loss prefers", &named<b::loss_preference, 9>},
       {"identity", "Identity", &named<b::identity, 10>}}};
  return kEntries;
}

const PlotEntry* find_plot(std::string_view id) {
  for (const PlotEntry& entry : plot_catalogue()) {
    if (entry.id == id) return &entry;
  }
  return nullptr;
}

}  // namespace scorescope
