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
  model.help =
      model.help.empty() ? std::string(entry.help) : std::string(entry.help) + " " + model.help;
  return model;
}

}  // namespace

std::span<const PlotEntry> plot_catalogue() {
  namespace b = plot_builders;
  static constexpr std::array<PlotEntry, 15> kEntries{
      {{"loss", "Loss",
        "What training minimises: the band holds single steps, the line is the mean of the last "
        "100.",
        &named<b::loss, 0>, PlotSort::kBoth},
       {"level_loss", "Loss per level", "The denoising loss at each noise level, now.",
        &named<b::level_loss, 1>, PlotSort::kBoth},
       {"level_strip", "Loss by level and step",
        "Each row is a noise level, each column a stretch of training; the colour is the mean "
        "loss. It shows which levels are learned first.",
        &named<b::level_strip, 2>, PlotSort::kBoth},
       {"bias", "DSM = ESM + B",
        "At each noise level: the denoising loss (DSM) is the distance from the exact score "
        "(ESM) plus a bias B that no network can remove.",
        &named<b::bias, 3>},
       {"bias_step", "DSM = ESM + B",
        "Over training, as means over the levels: ESM, the distance from the exact score, falls; "
        "B depends on the data and the noise only.",
        &named<b::bias_step, 4>},
       {"score_norm", "Score norm",
        "The mean squared length E|s|² of the score over noised data. Below the exact curve the "
        "learned arrows are too short; the bound 2/σ² is reached by data that is a point.",
        &named<b::score_norm, 5>},
       {"mode_weight", "Mode weight",
        "The share of particles in the heaviest mode while the sampler runs, beside the true "
        "one. The band is two standard errors of the share.",
        &named<b::mode_weight, 6>},
       {"field_error", "Field error",
        "Root mean square of |learned − exact|, divided by that of |exact| on noised data: 0.1 is "
        "ten per cent. On data it is what the loss sees; on the square every place counts alike, "
        "the empty ones too. Raw: on data, with raw weights instead of averaged ones.",
        &named<b::field_error, 7>},
       {"cloud_width", "Width of the cloud",
        "Standard deviation of the particles inside a mode while the sampler runs. Below the "
        "true width the cloud has collapsed.",
        &named<b::cloud_width, 8>},
       {"loss_preference", "What each loss prefers",
        "Both losses of a Gaussian cloud under the exact score of one mode, over the cloud's "
        "width. ESM is lowest at the true width, DSM at zero.",
        &named<b::loss_preference, 9>},
       {"identity", "Identity",
        "DSM − ESM − B at each level, which is zero in the mean: what is left is the noise of "
        "the estimate, in units of 2/σ².",
        &named<b::identity, 10>},
       {"frechet", "Fréchet distance",
        "How far the samples are from the data: the squared distance of two Gaussians fitted to "
        "what a classifier sees in them. The dashed floor is what as many real pictures reach; a "
        "curve cannot fall below it for good reasons.",
        &named<b::frechet, 11>, PlotSort::kPictures},
       {"classes", "Class histogram",
        "What the classifier reads in the samples, with one standard error, beside the shares in "
        "the training set. Unknown are those it reads with less than 0.8.",
        &named<b::classes, 12>, PlotSort::kPictures},
       {"kernel", "Kernel distance",
        "The squared maximum mean discrepancy of the classifier's features under a cubic kernel. "
        "It is unbiased, so it may fall below zero by chance; bars are one standard error.",
        &named<b::kernel, 13>, PlotSort::kPictures},
       {"memorised", "Memorised share",
        "The share of the samples in the gallery that lie three times as near to one training "
        "picture as to any other, d₁ / d₂ < 1/3.",
        &named<b::memorised, 14>, PlotSort::kPictures}}};
  return kEntries;
}

const PlotEntry* find_plot(std::string_view id) {
  for (const PlotEntry& entry : plot_catalogue()) {
    if (entry.id == id) return &entry;
  }
  return nullptr;
}

}  // namespace scorescope
