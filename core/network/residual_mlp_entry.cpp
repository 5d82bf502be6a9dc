// The options of the residual MLP as the catalogue shows them.
#include "core/network/common_fields.h"
#include "core/network/residual_mlp.h"

namespace scorescope {
namespace {

using Options = ResidualMlpOptions;

const FieldTable<Options>& residual_mlp_fields() {
  static const FieldTable<Options> table{
      {&Options::width,
       {.key = "width",
        .label = "Width",
        .symbol = "H",
        .help = "Units in each layer.",
        .larger = "More detail; cost and parameters grow with the square.",
        .minimum = 16,
        .maximum = 2048,
        .logarithmic = true,
        .primary = true}},
      {&Options::blocks,
       {.key = "blocks",
        .label = "Residual blocks",
        .help = "Blocks of two layers whose result is added to their input.",
        .larger = "A deeper network, slower in proportion.",
        .minimum = 1,
        .maximum = 12,
        .primary = true}},
      conditional_row<Options>(),
      output_row<Options>()};
  return table;
}

std::shared_ptr<ScoreNetwork> make_residual_mlp(const Values& options,
                                                const NetworkContext& context,
                                                RandomStream& weights) {
  return std::make_shared<ResidualMlp>(residual_mlp_fields().read(options, "network"), context,
                                       weights);
}

}  // namespace

Entry<NetworkFactory> residual_mlp_entry() {
  return {{"residual_mlp", "Residual MLP",
           "Fully connected layers with residual blocks, for pictures and for points: what a "
           "network without convolutions makes of the same data.",
           residual_mlp_fields().infos()},
          make_residual_mlp};
}

}  // namespace scorescope
